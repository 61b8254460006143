"""``tidegate economy``: the two models of the economy, household payments, and the mandate."""

from __future__ import annotations

from math import isfinite
from typing import Annotated, Any

import typer

from tidegate.cli.options import AsJson, AsOf, day_or_none
from tidegate.message import N_, Message

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_FOUR, _SEMI = "four-equation", "semi-structural"
_Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help=N_("Another value for a parameter; may be repeated.")),
]
_Variant = Annotated[
    str,
    typer.Option(metavar="WORD", help=N_("table-1 (the paper's rounding) or exact; four-equation only.")),
]
_DEFAULT_QUARTERS = {_FOUR: 20, _SEMI: 40}


def changes_of(
    settings: list[str] | None, option: str = "--set", example: str = "z=0.33"
) -> dict[str, float]:
    """Return ``NAME=VALUE`` settings as numbers by name.

    Raises
    ------
    InputError
        Naming every setting that cannot be read, and those given twice.
    """
    from tidegate.errors import InputError

    found: dict[str, float] = {}
    problems = []
    for text in settings or []:
        name, equals, value = text.partition("=")
        try:
            number = float(value)
        except ValueError:
            equals = ""
        if not equals or not name.strip():
            form = N_("{option} {text}: write NAME=VALUE with a number, for example {example}")
            problems.append(Message(form, {"option": option, "text": text, "example": example}))
        elif name.strip() in found:
            twice = N_("{option} {name}: given twice; give it once")
            problems.append(Message(twice, {"option": option, "name": name.strip()}))
        else:
            found[name.strip()] = number
    InputError.check(problems)
    return found


def _model(name: str, allowed: tuple[str, ...]) -> None:
    if name not in allowed:
        from tidegate.catalog.loader import unknown

        raise unknown(N_("model"), name, allowed)


@app.command("solve", help=N_("Solve a model: how output, inflation and the rate answer to each state."))
def solve(
    model: Annotated[str, typer.Argument(metavar="MODEL", help=N_("four-equation"))],
    variant: _Variant = "table-1",
    settings: _Set = None,
    as_json: AsJson = False,
) -> None:
    """Print the decision rules of the four-equation model."""
    from tidegate.cli.output import emit, say, table
    from tidegate.cli.session import session
    from tidegate.transmission.economy.four_equation.parameters import four_equation_parameters
    from tidegate.transmission.economy.four_equation.solution import ANSWERS, solve_four_equation

    _model(model, (_FOUR,))
    found = solve_four_equation(four_equation_parameters(variant, changes_of(settings)))
    if as_json:
        emit(
            {
                "model": model,
                "variant": variant,
                "parameters": found.parameters.to_dict(),
                "units": {"x": "percent", "pi": "percent a quarter", "r": "percent a quarter"},
                "coefficients": found.coefficients,
                "residuals": found.residuals,
                "stable_roots": found.linear.stable,
                "roots_needed": found.linear.needed,
                "roots": found.linear.roots,
            }
        )
        return
    tr = session().translate
    heads = (tr(N_("State")), tr(N_("Output gap x")), tr(N_("Inflation pi")), tr(N_("Policy rate r")))
    rows = [
        [state, *(f"{rule[name]:+.6f}" for name in ANSWERS)] for state, rule in found.coefficients.items()
    ]
    table(heads, rows)
    worst = max(found.residuals.values())
    say(tr(N_("Largest residual when put back into the equations: {value}")).format(value=f"{worst:.1e}"))


@app.command("irf", help=N_("Show what one shock does, quarter by quarter."))
def irf(
    model: Annotated[str, typer.Argument(metavar="MODEL", help=N_("semi-structural or four-equation"))],
    shock: Annotated[
        str,
        typer.Option(
            metavar="WORD",
            help=N_(
                "semi-structural: funds_rate, term_premium (10 years alone), term_premium_broad, demand; "
                "four-equation: qe, credit, r_star, monetary."
            ),
        ),
    ],
    quarters: Annotated[
        int | None, typer.Option(metavar="N", help=N_("How many quarters; by default 40 and 20."))
    ] = None,
    size: Annotated[float, typer.Option(metavar="X", help=N_("Size of the shock, in its own unit."))] = 1.0,
    lower_bound: Annotated[
        float | None,
        typer.Option(
            metavar="PCT",
            help=N_(
                "Lowest policy rate, points a year from the steady state, 0 or less; four-equation only."
            ),
        ),
    ] = None,
    variant: _Variant = "table-1",
    settings: _Set = None,
    as_json: AsJson = False,
) -> None:
    """Print an impulse response."""
    from tidegate.cli.economy_words import MODELS, heads
    from tidegate.cli.output import emit, table
    from tidegate.cli.session import session

    _model(model, (_SEMI, _FOUR))
    if not isfinite(size):
        from tidegate.errors import InputError

        raise InputError.of(N_("--size {value}: give a finite number, for example 1"), value=size)
    horizon = _DEFAULT_QUARTERS[model] if quarters is None else quarters
    changes = changes_of(settings)
    if model == _FOUR:
        payload = _four_equation_irf(shock, horizon, size, lower_bound, variant, changes)
    else:
        payload = _semi_structural_irf(shock, horizon, size, lower_bound, changes)
    if as_json:
        emit(payload)
        return
    responses: dict[str, Any] = payload["responses"]
    rows = [
        [str(quarter), *(f"{float(values[i]):+.4f}" for values in responses.values())]
        for i, quarter in enumerate(payload["quarters"])
    ]
    tr = session().translate
    table((tr(N_("Quarter")), *heads(responses, tr)), rows, title=f"{tr(MODELS[model])} · {shock}")


def _four_equation_irf(
    shock: str,
    quarters: int,
    size: float,
    lower_bound: float | None,
    variant: str,
    changes: dict[str, float],
) -> dict[str, Any]:
    from tidegate.transmission.economy.four_equation.lower_bound import foresight_path
    from tidegate.transmission.economy.four_equation.parameters import four_equation_parameters
    from tidegate.transmission.economy.four_equation.solution import (
        QUARTERS_PER_YEAR,
        impulse_response,
        solve_four_equation,
    )

    solution = solve_four_equation(four_equation_parameters(variant, changes))
    if lower_bound is None:
        path = impulse_response(solution, shock, quarters, size)
    else:
        bound = lower_bound / QUARTERS_PER_YEAR
        path = foresight_path(solution, {shock: [size]}, quarters, lower_bound=bound)
    names = ("x", "pi", "r", "pi_annual", "r_annual", "qe", "theta", "r_star")
    answer: dict[str, Any] = {
        "model": _FOUR,
        "variant": variant,
        "shock": shock,
        "size": size,
        "parameters": solution.parameters.to_dict(),
        "units": {"x": "percent", "pi": "percent a quarter", "r": "percent a quarter"},
        "quarters": list(range(quarters)),
        "responses": {name: getattr(path, name) for name in names},
    }
    if lower_bound is not None:
        answer |= {"lower_bound_pct": lower_bound, "at_lower_bound": path.bound}
    return answer


def _semi_structural_irf(
    shock: str, quarters: int, size: float, lower_bound: float | None, changes: dict[str, float]
) -> dict[str, Any]:
    from tidegate.errors import InputError
    from tidegate.transmission.economy.semi_structural.parameters import economy_parameters
    from tidegate.transmission.economy.semi_structural.responses import (
        RESPONDING,
        impulse_response,
        reference_peaks,
    )

    if lower_bound is not None:
        raise InputError.of(
            N_("--lower-bound: for the four-equation model only; here it is the parameter lower_bound_pct")
        )
    found = impulse_response(shock, quarters, economy_parameters().changed(changes), size)
    peaks = {}
    for name in RESPONDING:
        value, quarter = found.peak(name)
        peaks[name] = {"value": value, "quarter": quarter}
    reference = {
        name: {"value": peak * size, "quarter": quarter}
        for name, (peak, quarter) in reference_peaks(shock).items()
    }
    return {
        "model": _SEMI,
        "shock": shock,
        "size": size,
        "units": dict.fromkeys(RESPONDING, "percentage points") | {"output_gap_pct": "percent"},
        "quarters": found.quarters,
        "responses": found.values,
        "peaks": peaks,
        "reference_peaks": reference,
    }


@app.command("payments", help=N_("Show what loans cost a month before and after rates move."))
def payments(
    long_rate: Annotated[
        float, typer.Option(metavar="POINTS", help=N_("Change of the ten-year yield, points."))
    ] = 0.5,
    funds_rate: Annotated[
        float, typer.Option(metavar="POINTS", help=N_("Change of the policy rate, points."))
    ] = 0.0,
    loan: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=AMOUNT", help=N_("Another amount for a loan; may be repeated.")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print household payments."""
    from dataclasses import replace

    from tidegate.cli.output import emit, say, table
    from tidegate.cli.session import session
    from tidegate.transmission.markets import households

    chosen = dict(households.household_loans())
    for name, amount in changes_of(loan, "--loan", "car_loan=30000").items():
        chosen[name] = replace(households.household_loan(name), loan=amount)
    rows = households.payments(long_rate, funds_rate, chosen)
    if as_json:
        emit(
            {
                "long_rate_change_pct": long_rate,
                "funds_rate_change_pct": funds_rate,
                "loans": [_paid(r) for r in rows],
            }
        )
        return
    s = session()
    tr = s.translate
    heads = [tr(N_("Loan")), tr(N_("Amount")), tr(N_("Rate before")), tr(N_("Rate after"))]
    heads += [tr(N_("A month before")), tr(N_("A month after")), tr(N_("Change"))]
    table(
        heads,
        [
            [
                row.loan.title.in_language(s.language),
                f"{row.loan.loan:,.0f} {row.loan.currency}",
                f"{row.rate_before_pct:.2f}%",
                f"{row.rate_after_pct:.2f}%",
                f"{row.payment_before:,.0f}",
                f"{row.payment_after:,.0f}",
                f"{row.change:+,.0f}",
            ]
            for row in rows
        ],
    )
    say(tr(N_("Rates of the last observation; what follows is the measured pass-through, not a quote.")))


def _paid(row: Any) -> dict[str, Any]:
    return {
        "loan": row.loan.id,
        "title": {"en": row.loan.title.en, "zh-Hant": row.loan.title.zh},
        "country": row.loan.country,
        "amount": row.loan.loan,
        "currency": row.loan.currency,
        "months": row.loan.months,
        "rate_date": row.loan.rate_date,
        "rate_before_pct": row.rate_before_pct,
        "rate_after_pct": row.rate_after_pct,
        "rate_after_low_pct": row.rate_after_low_pct,
        "rate_after_high_pct": row.rate_after_high_pct,
        "payment_before": row.payment_before,
        "payment_after": row.payment_after,
        "change": row.change,
        "source": row.loan.source,
    }


@app.command(
    "mandate", help=N_("Weigh jobs and growth against inflation for a policy, and turn it into hikes.")
)
def mandate(
    term_premium: Annotated[
        float,
        typer.Option(metavar="POINTS", help=N_("Term premium at the end of the horizon, built up evenly.")),
    ] = 0.5,
    funds_rate: Annotated[
        float, typer.Option(metavar="POINTS", help=N_("Change of the policy rate, points."))
    ] = 0.0,
    months: Annotated[int, typer.Option(metavar="N", help=N_("Horizon in months, 12 or more."))] = 36,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Print the trade-off of one policy path in both models."""
    import numpy as np

    from tidegate.briefing.assembly import open_desk
    from tidegate.briefing.sections.economy import trade_off_rows, trade_off_table
    from tidegate.cli.output import emit, say
    from tidegate.cli.session import session
    from tidegate.cli.sheet import print_table
    from tidegate.transmission.economy.mandate import PolicyPath, hike_equivalent
    from tidegate.transmission.economy.response import MODELS

    tr = session().translate
    points = {"premium": f"{term_premium:+g}", "rate": f"{funds_rate:+g}"}
    name = Message(N_("Term premium {premium}, policy rate {rate}"), points)
    from tidegate.cli.economy_words import MODELS as TITLES

    ramp = np.linspace(0.0, term_premium, max(months, 1) + 1)[1:]
    desk = open_desk(day_or_none(as_of, "as-of"))
    rows = trade_off_rows(desk, (PolicyPath(name, ramp, funds_rate),), months)
    hikes = {model: hike_equivalent(ramp, months, model) for model in MODELS} if term_premium else {}
    if as_json:
        emit(
            {
                "months": months,
                "term_premium_pct": term_premium,
                "funds_rate_pct": funds_rate,
                "rows": rows,
                "equivalent_hike": {
                    model: {
                        "funds_rate_pct": float(found.funds_rate_pct.middle),
                        "low": float(found.funds_rate_pct.low),
                        "high": float(found.funds_rate_pct.high),
                        "inflation_ratio": float(found.inflation_ratio.middle),
                    }
                    for model, found in hikes.items()
                },
            }
        )
        return
    print_table(trade_off_table(rows, months))
    for model, found in hikes.items():
        text = N_(
            "{model}: the term premium slows output as a policy rate {points} points higher does ({low} to {high})."
        )
        band = found.funds_rate_pct
        values = {
            "model": Message(TITLES[model]),
            "points": f"{float(band.middle):+.2f}",
            "low": f"{float(band.low):+.2f}",
            "high": f"{float(band.high):+.2f}",
        }
        say(tr.message(Message(text, values)))
