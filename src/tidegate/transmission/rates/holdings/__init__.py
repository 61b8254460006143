"""What the central bank holds by maturity, and what it was expected to hold."""
