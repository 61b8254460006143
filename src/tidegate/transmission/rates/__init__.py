"""Rates: the curve, the term premium and what the central bank's holdings do to it."""
