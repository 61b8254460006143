"""The command line's frame: commands loaded when used, one way to fail."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from tidegate import __version__
from tidegate.cli.commands import commands, module_of
from tidegate.cli.failures import report
from tidegate.cli.help import help_page
from tidegate.cli.session import open_session
from tidegate.message import N_

PROGRAM = "tidegate"


class Command(TyperCommand):
    """A command whose help is in the reader's language."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the translated help."""
        formatter.write(help_page(self, ctx, {}))


class Group(TyperGroup):
    """Commands with commands of their own, help in the reader's language."""

    def summaries(self, ctx: Any) -> dict[str, str]:
        """Return the names of the commands and their one-line help in English."""
        return {name: self.commands[name].help or "" for name in self.list_commands(ctx)}

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the translated help."""
        formatter.write(help_page(self, ctx, self.summaries(ctx)))


class Root(Group):
    """The program itself: it knows its commands by name and imports one only when it is used."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands."""
        return list(commands())

    def summaries(self, ctx: Any) -> dict[str, str]:
        """Return the names of the commands and their one-line help in English."""
        return commands()

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import a command, or return None if there is no such command."""
        if cmd_name not in self.commands and cmd_name in commands():
            self.commands[cmd_name] = command = _load(cmd_name)
            language = next(option for option in self.params if option.name == "lang")
            for each in _all_below(command):
                each.params.append(language)
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command, with the known names at hand for a suggestion."""
        name = args[0]
        if name not in commands() and not name.startswith("-") and not ctx.resilient_parsing:
            from tidegate.catalog.loader import unknown

            raise unknown(N_("command"), name, commands())
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Complete a command's name from the table, without importing any command."""
        loaded, self.commands = self.commands, dict(self.commands)
        self.commands.update({n: TyperCommand(n, help=text) for n, text in commands().items()})
        try:
            return super().shell_complete(ctx, incomplete)
        finally:
            self.commands = loaded


def _all_below(command: Any) -> list[Any]:
    """Return a command and every command below it."""
    return [command, *(c for each in getattr(command, "commands", {}).values() for c in _all_below(each))]


def _load(name: str) -> Any:
    """Import the module of a command and build the command."""
    module = import_module(module_of(name))
    text = commands()[name]
    inner = getattr(module, "app", None)
    if inner is None:
        inner = typer.Typer(rich_markup_mode=None, add_completion=False)
        inner.command(name, cls=Command, help=text)(module.command)
    else:
        inner.info.cls, inner.info.help, inner.info.name = Group, text, name
        for registered in inner.registered_commands:
            registered.cls = Command
        for nested in inner.registered_groups:
            nested.cls = Group
            for registered in nested.typer_instance.registered_commands:
                registered.cls = Command
    command = typer.main.get_command(inner)
    command.name = name
    return command


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


def program() -> Any:
    """Return the whole command line, with no command imported yet."""
    app = typer.Typer(
        cls=Root,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        invoke_without_command=True,
        help=N_("Quantitative easing and tightening, measured, projected and explained."),
    )

    @app.callback()
    def start(
        ctx: typer.Context,
        lang: Annotated[
            str | None,
            # Read before parsing (see `session`); declared so that it is known and shown everywhere.
            typer.Option(
                "--lang", metavar="zh-Hant|en", help=N_("Language of the answer."), expose_value=False
            ),
        ] = None,
        version: Annotated[
            bool,
            typer.Option(
                "--version", help=N_("Show the version and leave."), callback=_show_version, is_eager=True
            ),
        ] = False,
    ) -> None:
        if ctx.invoked_subcommand is None:
            typer.echo(ctx.get_help())

    return typer.main.get_command(app)


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; every failure ends here."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and (stream.encoding or "").lower() not in ("utf-8", "utf8"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        open_session(arguments, os.environ)
        code = program().main(arguments, prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except BaseException as failure:  # noqa: BLE001 - the last stop: nothing leaves as a traceback
        return report(failure)
