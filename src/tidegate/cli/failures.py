"""One way to fail: what was wrong, in the reader's language, on stderr, with an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from typing import Any

import typer

from tidegate.cli.session import session
from tidegate.errors import TidegateError
from tidegate.message import N_, Message

FAILED = 1
"""Exit code after an error that nobody foresaw."""
REFUSED = 2
"""Exit code when what was asked for cannot be done."""
INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""


def report(failure: BaseException) -> int:
    """Tell what went wrong on stderr and return the exit code.

    Parameters
    ----------
    failure
        What ended the command. Errors of Tidegate and of the command line give
        one line for each problem, anything else its kind and where the
        traceback can be had: with ``TIDEGATE_DEBUG=1``.
    """
    if isinstance(failure, SystemExit):  # from the shell-completion code, or a pipe closed by its reader
        return failure.code if isinstance(failure.code, int) else FAILED
    if isinstance(failure, BrokenPipeError):  # `tidegate ... | head`: nobody is listening
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    if isinstance(failure, KeyboardInterrupt | typer.Abort):
        _say([Message(N_("interrupted"))])
        return INTERRUPTED
    if os.environ.get("TIDEGATE_DEBUG"):
        traceback.print_exception(failure, file=sys.stderr)
    if isinstance(failure, TidegateError):
        _say(failure.problems)
        return failure.exit_code
    if isinstance(failure, typer.TyperException):
        _say([usage_problem(failure)])
        return REFUSED
    hint = N_("unexpected: {kind}: {text} (set TIDEGATE_DEBUG=1 to see where)")
    _say([Message(hint, {"kind": type(failure).__name__, "text": " ".join(str(failure).split())})])
    return FAILED


def _say(problems: Any) -> None:
    """Print problems on stderr, one a line."""
    tr = session().translate
    for problem in problems:
        print(Message(N_("error: {problem}"), {"problem": problem}).text(tr), file=sys.stderr)  # noqa: T201


def usage_problem(failure: Any) -> Message:
    """Return what is wrong with a command line, with the help to look at."""
    context = getattr(failure, "ctx", None)
    command = context.command_path if context is not None else "tidegate"
    return Message(
        N_("{problem}; see `{command} --help`"), {"problem": _usage_problem(failure), "command": command}
    )


def _usage_problem(failure: Any) -> Message:
    """Put the parser's complaint, which is English only, into a message of ours."""
    kind = type(failure).__name__
    parameter = getattr(failure, "param", None)
    name = parameter.get_error_hint().replace("'", "") if parameter is not None else ""
    if kind == "MissingParameter":
        return Message(N_("{name} is missing"), {"name": name})
    if kind == "BadParameter":
        general = Message(N_("{name}: the value is not allowed"), {"name": name})
        return next(_value_problems(failure, name), general)
    if kind == "NoSuchOption":
        values = {"name": failure.option_name, "near": ", ".join(failure.possibilities or ())}
        near = N_("there is no option {name}; near it: {near}")
        return Message(near if values["near"] else N_("there is no option {name}"), values)
    if kind == "BadOptionUsage":
        if "requires" in failure.message:
            return Message(N_("{name} needs a value"), {"name": failure.option_name})
        return Message(N_("{name} takes no value"), {"name": failure.option_name})
    if "extra argument" in failure.message:
        extra = failure.message.partition("(s) (")[2].rstrip(")")
        return Message(N_("more arguments than expected: {extra}"), {"extra": extra})
    if "Missing command" in failure.message:
        return Message(N_("a command is missing"))
    if "No such command" in failure.message:
        return Message(N_("there is no such command: {text}"), {"text": failure.message.split("'")[1]})
    return Message(N_("the command line cannot be read: {text}"), {"text": failure.message})


def _value_problems(failure: Any, name: str) -> Iterator[Message]:
    """Yield what is wrong with a value, from the validation error behind a complaint."""
    from tidegate.complaints import value_problems

    details = getattr(failure.__cause__, "errors", None)
    for detail in details() if callable(details) else ():
        yield from value_problems(detail, name)
