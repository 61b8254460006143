"""A compact monthly model of the economy: rates, conditions, output, jobs, inflation, expectations."""
