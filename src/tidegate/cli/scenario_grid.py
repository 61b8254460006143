"""Settings to sweep over, as they are written at the prompt."""

from __future__ import annotations

from tidegate.errors import InputError
from tidegate.message import N_, Message


def grid_of(settings: list[str] | None) -> dict[str, list[float]]:
    """Return ``TABLE.NAME=VALUE,VALUE`` settings as values by name.

    Raises
    ------
    InputError
        Naming every setting that cannot be read, and those given twice.
    """
    found: dict[str, list[float]] = {}
    problems = []
    for text in settings or []:
        name, equals, values = text.partition("=")
        try:
            numbers = [float(v) for v in values.split(",")]
        except ValueError:
            equals = ""
            numbers = []
        if not equals:
            form = N_("--vary {text}: write TABLE.NAME=VALUE,VALUE, for example economy.okun=0.3,0.4")
            problems.append(Message(form, {"text": text}))
        elif name in found:
            problems.append(Message(N_("--vary {name}: given twice; give it once"), {"name": name}))
        else:
            found[name] = numbers
    InputError.check(problems)
    return found
