"""The walk through the past: the same decision as today's, on what was known at each quarter's end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tidegate.allocation.backtest import Report, Signal, Walk, report, walk
from tidegate.allocation.decision import Market, Question, Risk, decide_in, market
from tidegate.allocation.limits import DEFAULT, Limits, groups_of
from tidegate.allocation.panel import Panel
from tidegate.allocation.portfolios import article_tilt, equal, named
from tidegate.bank.programmes.phases import phase_at, phase_labels, phases
from tidegate.briefing.allocation import question_on
from tidegate.briefing.allocation_history import history
from tidegate.briefing.allocation_inputs import Record, record
from tidegate.briefing.assembly import Desk
from tidegate.briefing.forked import Forked
from tidegate.units import last_day_of, to_date

Floats = NDArray[np.float64]

FIRST, LAST = np.datetime64("2004-12", "M"), np.datetime64("2025-09", "M")
BENCHMARKS = ("sixty_forty", "equal_weight", "article_tilt", "buy_and_hold")


def own_assets(panel: Panel) -> Panel:
    """Return the assets of a panel that have months of their own: what can be tested."""
    held = panel.held_months() > 0
    return panel.only(tuple(a for a, h in zip(panel.assets, held, strict=True) if h))


def known_assets(panel: Panel, month: np.datetime64) -> tuple[str, ...]:
    """Return the assets with a return in a month: what can be bought then."""
    at = int((month - panel.months[0]).astype(int))
    return tuple(a for a, e in zip(panel.assets, panel.excess[at], strict=True) if np.isfinite(e))


class Walker:
    """Decides at each month's end from what was known; distributions are kept, so that variants share them.

    Parameters
    ----------
    held
        The record.
    panel
        The whole history; each decision cuts it off at its day.
    views
        Whether scenarios count, or history alone.
    """

    def __init__(self, held: Record, panel: Panel, *, views: bool = True) -> None:
        self._held, self._panel, self._views = held, panel, views
        self._markets: dict[np.datetime64, tuple[Question, Market]] = {}

    def at(self, month: np.datetime64, asked: Question | None = None) -> Question:
        """Return the question at a month's end with what was known then; without estimates that are shipped."""
        when = to_date(last_day_of(month))
        return replace(question_on(self._held, self._panel, when, asked, views=self._views), moments=None)

    def decide(
        self, month: np.datetime64, before: Mapping[str, float] | None, risk: Risk, limits: Limits
    ) -> dict[str, float]:
        """Return the weights wanted at a month's end."""
        if month not in self._markets:
            asked = self.at(month)
            self._markets[month] = (asked, market(asked, every=False))
        asked, where = self._markets[month]
        question = replace(asked, risk=risk, limits=limits, before=before)
        found = decide_in(where, question, where.probability if self._views else where.prior)
        return dict(zip(found.assets, found.weights.tolist(), strict=True))


def backtest(
    desk: Desk,
    panel: Panel | None = None,
    *,
    first: np.datetime64 = FIRST,
    last: np.datetime64 = LAST,
    limits: Limits = DEFAULT,
    every_months: int = 3,
    step: Callable[[str], None] = lambda _: None,
) -> Report:
    """Walk every variant and every benchmark through the past.

    Parameters
    ----------
    desk
        Figures; its day only bounds them.
    panel
        History; None: what is shipped. Assets without months of their own drop out.
    first, last
        Months of the first and last decision.
    limits
        Hard limits; turnover is not limited by default.
    every_months
        3: quarterly; 6: half-yearly.
    step
        Called with the name of each strategy once it is done.
    """
    held = record(desk)
    whole = own_assets(panel if panel is not None else history(desk))
    costs = {a: limits.cost_of(a, g) for a, g in zip(whole.assets, groups_of(whole.assets), strict=True)}

    def run(name: str, signal: Signal, *, rebalance: bool = True) -> Walk:
        found = walk(name, whole, first, last, signal, costs, every_months, rebalance=rebalance)
        step(name)
        return found

    def decided(views: bool) -> list[Walk]:
        walker = Walker(held, whole, views=views)
        return [run(variant(risk, views), _decider(walker, risk, limits)) for risk in Risk]

    # Half of the work is done in a second process where that can be: it asks nothing of the store.
    from_history = Forked(lambda: decided(False))
    walks = decided(True)
    walks += from_history.result()
    walks += [
        run("sixty_forty", _fixed(whole, lambda there, _: named("sixty_forty", there))),
        run("equal_weight", _fixed(whole, lambda there, _: equal(there))),
        run("article_tilt", _fixed(whole, lambda there, month: article_tilt(stance_on(desk, month), there))),
        run("buy_and_hold", _fixed(whole, lambda there, _: named("sixty_forty", there)), rebalance=False),
    ]
    labels = phase_labels(phases(desk.fed, desk.as_of), walks[0].months)
    return report(walks, [variant(r, v) for v in (True, False) for r in Risk], labels)


def variant(risk: Risk, views: bool) -> str:
    """Return the name of a variant."""
    return f"{'views' if views else 'history'}_{risk.value}"


def _decider(walker: Walker, risk: Risk, limits: Limits) -> Signal:
    def wanted(month: np.datetime64, before: Mapping[str, float] | None) -> Mapping[str, float]:
        return walker.decide(month, before, risk, limits)

    return wanted


def _fixed(panel: Panel, weights: Callable[[tuple[str, ...], np.datetime64], Floats]) -> Signal:
    def wanted(month: np.datetime64, _before: Mapping[str, float] | None) -> Mapping[str, float]:
        there = known_assets(panel, month)
        return dict(zip(there, weights(there, month).tolist(), strict=True))

    return wanted


def stance_on(desk: Desk, month: np.datetime64) -> str:
    """Return the stance of the balance sheet as announced by a month's end."""
    when = to_date(last_day_of(month))
    now = phase_at(phases(desk.fed, when), when)
    return "holding" if now is None else now.stance
