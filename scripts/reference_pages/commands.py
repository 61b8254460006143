"""The pages of the commands, one for each language, from the command line's own tree and translations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reference_pages.docstrings import inline
from tidegate.cli.app import PROGRAM, program
from tidegate.cli.help import remarks, spelling
from tidegate.locale import LANGUAGES, Translator, translator

COMMON = ("lang", "help")
"""Options of every command, told once."""
PAGES = {"en": "docs/reference/commands.md", "zh-Hant": "docs/reference/commands.zh-Hant.md"}
WORDS = {
    "en": {
        "title": "Commands",
        "other": "[繁體中文](commands.zh-Hant.md)",
        "lead": "Exit codes and variables are told [on another page](command-line.md), and so is\n"
        "[what `--json` prints](json.md). Every command also takes:",
        "name": "command",
        "argument": "argument",
        "option": "option",
        "meaning": "what it does",
    },
    "zh-Hant": {
        "title": "指令",
        "other": "[English](commands.md)",
        "lead": "結束代碼與環境變數見[另一頁](command-line.md)，`--json` 印出的內容見 [JSON 一頁](json.md)"
        "（兩頁皆為英文）。每個指令另外都有：",
        "name": "指令",
        "argument": "參數",
        "option": "選項",
        "meaning": "說明",
    },
}
"""What the pages say beyond the help itself."""


@dataclass(frozen=True)
class Command:
    """A command where it stands in the tree.

    Attributes
    ----------
    path
        As it is typed, with the program's name.
    summary
        Its help in English.
    usage
        The pieces after `path`, in English.
    parameters
        Arguments and options that are shown, as the parser made them.
    context
        The parser's context.
    """

    path: str
    summary: str
    usage: tuple[str, ...]
    parameters: tuple[Any, ...]
    context: Any

    @property
    def depth(self) -> int:
        """How many words its path has beyond the program's name."""
        return self.path.count(" ")


def tree() -> Iterator[Command]:
    """Yield the program, then every command followed by those below it."""
    root = program()
    yield from _below(root, root.make_context(PROGRAM, [], resilient_parsing=True))


def _below(command: Any, context: Any) -> Iterator[Command]:
    shown = tuple(p for p in command.get_params(context) if not p.hidden)
    usage = tuple(command.collect_usage_pieces(context))
    yield Command(context.command_path, command.help or "", usage, shown, context)
    for name in command.list_commands(context) if hasattr(command, "list_commands") else ():
        inner = command.get_command(context, name)
        yield from _below(inner, type(context)(inner, parent=context, info_name=name))


def pages(note: str) -> Iterator[tuple[str, str]]:
    """Yield each page: its path and its text."""
    found = list(tree())
    for language in LANGUAGES:
        yield PAGES[language], _page(found, language, note)


def _page(found: list[Command], language: str, note: str) -> str:
    words, tr = WORDS[language], translator(language)
    root, *commands = found
    rows = [(f"[`{c.path}`](#{_anchor(c)})", inline(tr(c.summary))) for c in commands if c.depth == 1]
    pieces = [f"# {words['title']}", note, words["other"], inline(tr(root.summary)), words["lead"]]
    pieces.append(_parameters(root, "option", tr, words, only=COMMON))
    pieces.append(_table(words["name"], words["meaning"], rows))
    pieces += [f"## `{PROGRAM}`", *_told(root, tr, words)]
    for command in commands:
        pieces += [f'<a id="{_anchor(command)}"></a>', f"#{'#' * command.depth} `{command.path}`"]
        pieces += [inline(tr(command.summary)), *_told(command, tr, words)]
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def _anchor(command: Command) -> str:
    return command.path.replace(" ", "-")


def _told(command: Command, tr: Translator, words: dict[str, str]) -> Iterator[str]:
    """Yield how a command is typed, its arguments and its own options."""
    usage = " ".join([command.path, *(tr(piece) for piece in command.usage)])
    yield f"```text\n{usage}\n```"
    for kind in ("argument", "option"):
        yield _parameters(command, kind, tr, words)


def _parameters(
    command: Command, kind: str, tr: Translator, words: dict[str, str], only: tuple[str, ...] = ()
) -> str:
    rows = [
        (f"`{spelling(p, command.context)}`", inline(tr(p.help or "") + remarks(p, tr)))
        for p in command.parameters
        if p.param_type_name == kind and (p.name in only if only else p.name not in COMMON)
    ]
    return _table(words[kind], words["meaning"], rows)


def _table(first: str, second: str, rows: list[tuple[str, str]]) -> str:
    """Return a table of two columns; nothing where it would have no rows."""
    if not rows:
        return ""
    cells = [tuple(cell.replace("|", r"\|").replace("\n", " ") for cell in row) for row in rows]
    return "\n".join([f"| {first} | {second} |", "|---|---|", *(f"| {a} | {b} |" for a, b in cells)])
