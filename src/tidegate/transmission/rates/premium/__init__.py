"""The term premium: a slow component, and what expected holdings take out of it."""
