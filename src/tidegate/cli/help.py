"""Help pages in the reader's language, wrapped by the width that characters take on a terminal."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from typing import Any

from tidegate.cli.session import session
from tidegate.cli.width import pad, wrap
from tidegate.cli.width import width as display_width
from tidegate.locale import Translator
from tidegate.message import N_, Message

_INDENT = "  "
_WIDEST = 100

# Said by the library that parses the command line; translated like our own.
_OF_THE_LIBRARY = (
    N_("[OPTIONS]"),
    N_("COMMAND [ARGS]..."),
    N_("Show this message and exit."),
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
)


def spelling(parameter: Any, ctx: Any) -> str:
    """Return an option's spellings and placeholder, or an argument's placeholder."""
    if parameter.param_type_name == "argument":
        return str(parameter.display_name_raw)
    return str(parameter.get_help_record(ctx)[0])


def remarks(parameter: Any, tr: Translator) -> str:
    """Return what must be said beside the help text of a parameter: required, or its default."""
    if parameter.required:
        return f" [{tr(N_('required'))}]"
    default = parameter.default
    if not parameter.show_default or default is None or isinstance(default, bool) or callable(default):
        return ""
    return f" [{Message(N_('default: {value}'), {'value': default}).text(tr)}]"


def _rows(pairs: list[tuple[str, str]], width: int) -> Iterator[str]:
    """Yield two columns; a first column that is too wide gets a line of its own."""
    column = min(max(display_width(name) for name, _ in pairs), 30)
    for name, text in pairs:
        lines = wrap(text, width - column - 4) or [""]
        if display_width(name) > column:
            yield _INDENT + name
        else:
            yield f"{_INDENT}{pad(name, column)}{_INDENT}{lines.pop(0)}".rstrip()
        for line in lines:
            yield f"{_INDENT}{'':{column}}{_INDENT}{line}"


def help_page(command: Any, ctx: Any, summaries: Mapping[str, str]) -> str:
    """Return the help of a command.

    Parameters
    ----------
    command, ctx
        The command and its context, as the parser made them.
    summaries
        Names of the commands below it, with their one-line help in English.
    """
    tr = session().translate
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    shown = [(p, spelling(p, ctx)) for p in command.get_params(ctx) if not p.hidden]

    def rows(kind: str) -> list[tuple[str, str]]:
        return [(name, tr(p.help or "") + remarks(p, tr)) for p, name in shown if p.param_type_name == kind]

    usage = " ".join([ctx.command_path, *(tr(piece) for piece in command.collect_usage_pieces(ctx))])
    lines = [Message(N_("Usage: {usage}"), {"usage": usage}).text(tr), ""]
    lines += [_INDENT + line for line in wrap(tr(command.help or ""), width - 4)]
    for title, pairs in (
        (N_("Arguments:"), rows("argument")),
        (N_("Options:"), rows("option")),
        (N_("Commands:"), [(name, tr(text)) for name, text in summaries.items()]),
    ):
        if pairs:
            lines += ["", tr(title), *_rows(pairs, width)]
    return "\n".join(lines) + "\n"
