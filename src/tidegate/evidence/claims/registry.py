"""The claims with their tests, read from the file of this room."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from tidegate.catalog.model import Bilingual
from tidegate.errors import UnknownName
from tidegate.evidence.claims.rule import Assertion, Kind
from tidegate.message import N_

Policy = Literal["easing", "tightening", "both"]


class RowName(NamedTuple):
    """Name of a row of the table of effects: ``us_broad balance_sheet all 1d``."""

    asset: str
    surprise: str
    sample: str
    window: str

    @classmethod
    def of(cls, text: str) -> RowName:
        """Read a name written as four words."""
        return cls(*text.split())


@dataclass(frozen=True)
class Test:
    """One part of a claim with its test, as fixed beforehand.

    Attributes
    ----------
    id
        ``C02.1``: claim and number of the part.
    about
        What the part is about; None where a claim has one part.
    kind
        Sampled, account or model.
    method
        How the number is come by.
    rows
        Rows of the table of effects, first choice first.
    measure
        Name of a function that gives the number; empty where rows do.
    asserted
        Where the claim says that it lies.
    unit
        Of the number.
    check
        Name of the part (or claim of one part) whose verdict a model needs.
    check_rows, check_asserted
        Rows of an own check.
    secondary_rows, secondary_measures
        Shown, and without influence on the verdict.
    """

    __test__ = False

    id: str
    about: Bilingual | None
    kind: Kind
    method: str
    rows: tuple[RowName, ...]
    measure: str
    asserted: Assertion
    unit: str
    check: str
    check_rows: tuple[RowName, ...]
    check_asserted: Assertion
    secondary_rows: tuple[RowName, ...]
    secondary_measures: tuple[str, ...]


@dataclass(frozen=True)
class Claim:
    """What is claimed, with its tests.

    Attributes
    ----------
    id
        ``C01`` to ``C40``.
    policy
        What is said to act: easing, tightening or both. Rows of the table of
        effects are turned round for easing.
    title
        The claim.
    changes
        What would change the verdict.
    parts
        All of them must hold.
    """

    id: str
    policy: Policy
    title: Bilingual
    changes: Bilingual
    parts: tuple[Test, ...]

    @property
    def turn(self) -> float:
        """-1 where a response to tightening is turned into one to easing, otherwise 1."""
        return -1.0 if self.policy == "easing" else 1.0


def _rows(texts: list[str]) -> tuple[RowName, ...]:
    return tuple(RowName.of(text) for text in texts)


def _test(name: str, row: dict[str, Any]) -> Test:
    edges = (float(row.get("above", -math.inf)), float(row.get("below", math.inf)))
    about = Bilingual(row["about_en"], row["about_zh"]) if "about_en" in row else None
    return Test(
        name,
        about,
        row["kind"],
        row["method"],
        _rows(row.get("rows", [])),
        row.get("measure", ""),
        Assertion(*edges, float(row.get("smallest", 0.0))),
        row["unit"],
        row.get("check", ""),
        _rows(row.get("check_rows", [])),
        Assertion(*edges, float(row.get("check_smallest", 0.0))),
        _rows(row.get("secondary_rows", [])),
        tuple(row.get("secondary_measures", [])),
    )


@cache
def claims() -> tuple[Claim, ...]:
    """Return all claims in the order of the file."""
    text = files("tidegate.evidence.claims").joinpath("claims.toml").read_text(encoding="utf-8")
    return tuple(
        Claim(
            row["id"],
            row["policy"],
            Bilingual(row["title_en"], row["title_zh"]),
            Bilingual(row["changes_en"], row["changes_zh"]),
            tuple(_test(f"{row['id']}.{k}", part) for k, part in enumerate(row["part"], start=1)),
        )
        for row in tomllib.loads(text)["claim"]
    )


def claim(name: str) -> Claim:
    """Return one claim by its id, in any case of letters.

    Raises
    ------
    UnknownName
        If there is none of that id.
    """
    for each in claims():
        if each.id == name.strip().upper():
            return each
    text = N_("claim {value!r}: there is none of this id; give one from C01 to C40")
    raise UnknownName.of(text, value=name)
