"""The command line: it parses, calls and prints, and holds no knowledge of its own."""

from __future__ import annotations

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code.

    Parameters
    ----------
    argv
        Arguments without the program's name; None takes those of the process.

    Returns
    -------
    int
        0 when it worked, 2 when what was asked for cannot be done, 1 after an
        unexpected error, 130 after an interruption.
    """
    import sys

    from tidegate.cli.app import run

    return run(sys.argv[1:] if argv is None else list(argv))
