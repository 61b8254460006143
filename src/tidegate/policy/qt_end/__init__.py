"""When run-off ends: reserve path, threshold and decision; and what follows the end.

Everything that is known on the day of the question comes in as a `Situation`;
nothing here reads data, a clock or chance.
"""
