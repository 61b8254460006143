"""The economy: a small monthly model, and the four-equation model solved exactly."""
