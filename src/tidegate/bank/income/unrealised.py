"""What the book would gain or lose if it were sold at the yields of a day.

Fair value less amortised cost, as the audited statements report it. Treasuries
are priced security by security on the par curve, TIPS on the real yield, MBS
as the present value of what borrowers are expected to pay.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tidegate.bank.liabilities.grid import Floats
from tidegate.bank.portfolio.bonds import clean_price, coupon_schedule
from tidegate.bank.portfolio.book import Kind, SecurityBook
from tidegate.bank.portfolio.issuance import Issuance
from tidegate.bank.portfolio.runoff import RunOff
from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.units import MONTHS_PER_YEAR, to_date


@dataclass(frozen=True)
class Curve:
    """Par yields by term, percent per year: straight lines between terms, level beyond the ends.

    Attributes
    ----------
    years
        Terms, increasing, > 0, shape [terms].
    yield_pct
        Shape [terms].
    real_pct
        Real yield of TIPS of all terms.
    """

    years: Floats
    yield_pct: Floats
    real_pct: float

    def __post_init__(self) -> None:
        found: list[Message] = []
        if self.years.ndim != 1 or self.years.shape != self.yield_pct.shape or self.years.size < 2:
            found.append(Message(N_("yield curve: give one yield for each term, at least two"), {}))
        elif not (self.years > 0).all() or not (np.diff(self.years) > 0).all():
            found.append(
                Message(N_("yield curve: terms must be years above 0, each longer than the last"), {})
            )
        if not np.isfinite(self.yield_pct).all() or not np.isfinite(self.real_pct):
            found.append(Message(N_("yield curve: every yield must be a number"), {}))
        InputError.check(found)

    def at(self, years: ArrayLike) -> Floats:
        """Return the par yield at each term."""
        return np.asarray(np.interp(np.asarray(years, dtype=float), self.years, self.yield_pct))

    def moved(self, points: float) -> Curve:
        """Return the curve with every yield, nominal and real, moved by `points`."""
        return Curve(self.years, self.yield_pct + points, self.real_pct + points)


def closing_book(run: RunOff, book: SecurityBook, issues: Issuance) -> SecurityBook:
    """Return the book in which a run-off ends, security by security.

    Parameters
    ----------
    run
        Of `book` into `issues`; the rows of `run` are those of the two, in this order.

    Notes
    -----
    A security that is held and reopened stands in two rows; the second is marked with ``+``.
    """
    kind = np.concatenate([book.kind, issues.kind])
    coupon = np.concatenate([book.coupon_pct, issues.coupon_pct])
    last = run.days[-1]
    keep = np.flatnonzero((run.final_bn > 0) & (run.maturity > last))
    names: list[str] = []
    seen: dict[str, int] = {}
    for row in keep.tolist():
        label = run.label[row]
        seen[label] = seen.get(label, 0) + 1
        names.append(label + "+" * (seen[label] - 1))
    inflation = np.where(kind[keep] == Kind.TIPS, run.due_bn[keep] - run.final_bn[keep], 0.0)
    return SecurityBook(
        to_date(last),
        tuple(names),
        kind[keep],
        coupon[keep],
        run.maturity[keep],
        run.final_bn[keep],
        inflation,
    )


def treasury_value(book: SecurityBook, curve: Curve) -> Floats:
    """Return the clean market value of each security of a book on its date, $ bn, shape [securities].

    Each is priced at the par yield of its remaining term, TIPS at the real
    yield on their indexed principal, FRNs at par.
    """
    when = np.datetime64(book.as_of, "D")
    principal = book.par_bn + book.inflation_bn
    value = principal.copy()
    years = (book.maturity - when) / np.timedelta64(1, "D") / 365.25
    live = np.flatnonzero((years > 0) & (principal > 0))
    bills = live[book.kind[live] == Kind.BILL]
    value[bills] = principal[bills] / (1.0 + curve.at(years[bills]) / 100.0 * years[bills])
    for kind in (Kind.COUPON, Kind.TIPS):
        rows = live[book.kind[live] == kind]
        if rows.size:
            rate = np.full(rows.size, curve.real_pct) if kind == Kind.TIPS else curve.at(years[rows])
            price = clean_price(coupon_schedule(when, book.maturity[rows]), book.coupon_pct[rows], rate)
            value[rows] = principal[rows] * price / 100.0
    return value


def mbs_value(principal_bn: ArrayLike, interest_bn: ArrayLike, yield_pct: ArrayLike) -> Floats:
    """Return the present value of monthly payments of MBS, $ bn.

    Parameters
    ----------
    principal_bn, interest_bn
        Expected in each month ahead, the first a month from now, shape [..., months]:
        `MbsProjection.paydown_bn` and `interest_bn` under plain run-off, to the last payment.
    yield_pct
        Yield at which they are discounted, compounded monthly: the ten-year Treasury
        yield plus `IncomeParameters.mbs_spread_points`.
    """
    cash = np.asarray(principal_bn, dtype=float) + np.asarray(interest_bn, dtype=float)
    month = np.arange(1, cash.shape[-1] + 1)
    rate = np.asarray(yield_pct, dtype=float)[..., None] / 100.0 / MONTHS_PER_YEAR
    return np.asarray((cash * (1.0 + rate) ** -month).sum(axis=-1))


def unrealised_gain(market_value_bn: ArrayLike, face_bn: ArrayLike, net_premium_bn: ArrayLike) -> Floats:
    """Return fair value less amortised cost, $ bn: negative is an unrealised loss.

    Parameters
    ----------
    market_value_bn
        Of all securities.
    face_bn
        Par with inflation compensation.
    net_premium_bn
        Unamortised premiums less discounts.
    """
    cost = np.asarray(face_bn, dtype=float) + np.asarray(net_premium_bn, dtype=float)
    return np.asarray(np.asarray(market_value_bn, dtype=float) - cost)
