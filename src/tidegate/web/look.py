"""The colours of the page, written as style variables from the one palette, and the style of the dial."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from tidegate.briefing.dial import dial_css
from tidegate.briefing.document import Stance
from tidegate.briefing.palette import DARK, LIGHT, STANCE


def _variables(colours: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in colours.items())


@cache
def palette_css() -> str:
    """Return the style variables of both grounds; the attribute `data-ground` of the page chooses."""
    stances = {f"stance-{stance.value}": STANCE[stance] for stance in Stance}
    return (
        f":root{{{_variables(LIGHT)}{_variables(stances)}color-scheme:light}}"
        f':root[data-ground="dark"]{{{_variables(DARK)}color-scheme:dark}}'
        f"{dial_css()}"
    )
