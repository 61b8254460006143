"""A sentence before it has a language.

The core speaks in :class:`Message` values: an English template (which is also
the gettext key) and its parameters. Only the edges (`briefing`, `cli`, `web`)
turn one into text, through a translator from :mod:`tidegate.locale`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Translate = Callable[[str], str]


def N_(template: str) -> str:
    """Mark `template` for the translation catalogue and return it unchanged."""
    return template


@dataclass(frozen=True)
class Message:
    """An English template with `str.format` fields, and the values for them.

    Parameters
    ----------
    template
        English sentence, marked with :func:`N_` where it is written.
    params
        Values for the fields. A value may itself be a `Message`.
    """

    template: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def text(self, translate: Translate = str) -> str:
        """Return the sentence in the language of `translate` (default: English)."""
        values = {k: v.text(translate) if isinstance(v, Message) else v for k, v in self.params.items()}
        return translate(self.template).format(**values)

    def __str__(self) -> str:
        return self.text()
