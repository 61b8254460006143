"""What is claimed of easing and tightening, and what the numbers say: tests fixed beforehand, verdicts by rule."""
