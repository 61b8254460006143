"""The five pillars: readings, what each says about the next step, and one dial."""
