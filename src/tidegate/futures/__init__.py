"""What may happen: the monthly step, shocks, Monte Carlo, scenarios and comparisons of them."""
