"""What to own: views from scenarios, hard limits, an optimiser, plans and a walk-forward test."""
