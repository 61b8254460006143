"""What a central bank announces, holds and earns.

Pure functions and frozen values: nothing here reads files (but the programme
files that ship with it), clocks or randomness.
"""
