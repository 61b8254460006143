"""Opening MBS books, built from the published composition of the Fed's holdings."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.portfolio.mbs_amortisation import Floats
from tidegate.bank.portfolio.mbs_book import CohortBook, Issuer
from tidegate.bank.portfolio.mbs_prepay import prepayment_parameters
from tidegate.errors import BookError, UnknownName
from tidegate.message import N_

CLASS_ISSUER = {
    "umbs30": Issuer.UMBS,
    "umbs15": Issuer.UMBS,
    "gnma30": Issuer.GNMA,
    "legacy30": Issuer.LEGACY,
}
RAKE_TOLERANCE = 1e-10


@dataclass(frozen=True)
class MbsOpening:
    """An opening book and what is known beside it.

    Attributes
    ----------
    book
        The cohorts.
    cmbs_bn
        Agency commercial MBS, which H.4.1 counts with MBS and the book leaves out, $ bn.
    commitments_bn
        MBS bought before the date that settle in the following months, $ bn, first month first.
    source, certainty
        Where the shares come from; certainty is ``read`` or ``low``.
    """

    book: CohortBook
    cmbs_bn: float
    commitments_bn: tuple[float, ...]
    source: str
    certainty: str


@cache
def _tables() -> dict[str, Any]:
    text = resources.files("tidegate.bank.portfolio").joinpath("data/mbs_opening.toml").read_text("utf-8")
    return tomllib.loads(text)


def mbs_opening_dates() -> tuple[date, ...]:
    """Return the dates for which an opening book is shipped."""
    return tuple(sorted(date.fromisoformat(key) for key in _tables()))


def mbs_opening(as_of: date | str = "2022-06-29", wedge_points: float | None = None) -> MbsOpening:
    """Return the Fed's agency MBS on one of `mbs_opening_dates`.

    Parameters
    ----------
    as_of
        2017-09-27 (class level, low certainty), 2022-06-29 or 2026-07-01.
    wedge_points
        Borrowers' rate less the net coupon; by default that of the book's table or the parameters.

    Raises
    ------
    UnknownName
        A date without a book.
    """
    tables = _tables()
    key = str(as_of)
    if key not in tables:
        raise UnknownName.of(
            N_("no opening MBS book for {given}; there is one for {dates}"),
            given=key,
            dates=", ".join(sorted(tables)),
        )
    table = tables[key]
    default = table.get("wedge_points", prepayment_parameters().wedge_points)
    wedge = default if wedge_points is None else wedge_points
    day = date.fromisoformat(key)
    book = _from_shares(table, day, wedge) if "cells" in table else _from_cohorts(table, day, wedge)
    return MbsOpening(
        book=book,
        cmbs_bn=table["cmbs_bn"],
        commitments_bn=tuple(table.get("commitments_bn", ())),
        source=table["source"],
        certainty=table["certainty"],
    )


def _from_cohorts(table: dict[str, Any], day: date, wedge: float) -> CohortBook:
    """Build a book from rows; Ginnie Mae has the same share of each 30-year row."""
    rows = np.asarray(table["cohorts"], dtype=float)
    gnma = np.where(rows[:, 0] > 240, table["gnma_share_of_30y"] / 100.0, 0.0)
    share = rows[:, 2] / rows[:, 2].sum()
    face = np.concatenate([share * (1 - gnma), share * gnma]) * table["total_bn"]
    issuer = np.repeat([Issuer.UMBS, Issuer.GNMA], rows.shape[0])
    both = np.tile(rows, (2, 1))
    keep = face > 0
    return CohortBook(
        as_of=day,
        issuer=issuer[keep].astype(np.int8),
        term_months=both[keep, 0],
        coupon_pct=both[keep, 1],
        wac_pct=both[keep, 1] + wedge,
        age_months=both[keep, 3],
        face_bn=face[keep],
        unrefinanced=both[keep, 4],
    )


def _from_shares(table: dict[str, Any], day: date, wedge: float) -> CohortBook:
    """Build a book from margins and the largest cells: rake the other cells, then merge vintages."""
    coupons = np.asarray(table["coupon_pct"])
    classes, vintages = table["class"], table["vintage"]
    known = np.zeros((len(classes), coupons.size, len(vintages)))
    for name, coupon, vintage, share in table["cells"]:
        known[classes.index(name), int(np.flatnonzero(coupons == coupon)[0]), vintages.index(vintage)] = share
    margins = [_per_cent(table[name]) for name in ("class_share", "coupon_share", "vintage_share")]
    rest = [
        margin - known.sum(axis=axes) for margin, axes in zip(margins, ((1, 2), (0, 2), (0, 1)), strict=True)
    ]
    cells = known + rake(_possible(table) & (known == 0), *rest)

    share = cells.sum(axis=2)
    keep = share > 1e-6
    with np.errstate(invalid="ignore"):
        age = cells @ np.asarray(table["vintage_age_months"]) / share
        unrefinanced = cells @ np.asarray(table["vintage_unrefinanced"]) / share
    row, column = np.nonzero(keep)
    return CohortBook(
        as_of=day,
        issuer=np.asarray([CLASS_ISSUER[classes[i]] for i in row], dtype=np.int8),
        term_months=np.asarray([180.0 if classes[i].endswith("15") else 360.0 for i in row]),
        coupon_pct=coupons[column],
        wac_pct=coupons[column] + wedge,
        age_months=age[keep],
        face_bn=share[keep] / share.sum() * table["total_bn"],
        unrefinanced=np.clip(unrefinanced[keep], None, 1.0),
    )


def _per_cent(shares: list[float]) -> Floats:
    values = np.asarray(shares, dtype=float)
    return np.asarray(values / values.sum() * 100.0)


def _possible(table: dict[str, Any]) -> NDArray[np.bool_]:
    """Return which cells [class, coupon, vintage] can hold pools at all."""
    coupons = np.asarray(table["coupon_pct"])
    out = np.zeros((len(table["class"]), coupons.size, len(table["vintage"])), dtype=bool)
    for vintage, low30, high30, low15, high15 in table["made"]:
        column = table["vintage"].index(vintage)
        for row, name in enumerate(table["class"]):
            low, high = (low15, high15) if name.endswith("15") else (low30, high30)
            if name.startswith("legacy") and vintage not in table["legacy_vintages"]:
                continue
            out[row, :, column] = (coupons >= low) & (coupons <= high)
    return out


def rake(possible: NDArray[np.bool_], *margins: Floats, rounds: int = 20_000) -> Floats:
    """Return the table with the given margins that is closest to even over the possible cells.

    Iterative proportional fitting (Deming and Stephan 1940).

    Parameters
    ----------
    possible
        Cells that may be above 0; shape one axis for each margin.
    margins
        Sums over all axes but one, each >= 0, with the same total.

    Raises
    ------
    BookError
        When no such table is found: margins that the possible cells cannot hold.
    """
    table = possible.astype(float)
    gap = np.inf
    for _ in range(rounds):
        gap = 0.0
        for axis, margin in enumerate(margins):
            others = tuple(i for i in range(table.ndim) if i != axis)
            have = table.sum(axis=others)
            gap = max(gap, float(np.abs(have - margin).max()))
            scale = np.divide(margin, have, out=np.zeros_like(have), where=have > 0)
            table *= np.expand_dims(scale, others)
        if gap < RAKE_TOLERANCE:
            return table
    raise BookError.of(
        N_("the shares by class, coupon and vintage contradict each other by {gap:.2g} points; check them"),
        gap=gap,
    )
