"""``tidegate reserves``: are reserves ample, how far is scarcity, which days bring spikes."""

from __future__ import annotations

from tidegate.cli.options import AsJson, AsOf, day_or_none


def command(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Say whether reserves are ample, and how far it is to scarcity."""
    from tidegate.briefing import reserve_words
    from tidegate.briefing.assembly import open_desk
    from tidegate.briefing.liquidity import money_market
    from tidegate.briefing.sections import money_market as section
    from tidegate.cli.output import emit, paragraphs, say
    from tidegate.cli.session import session
    from tidegate.cli.sheet import print_table

    desk = open_desk(day_or_none(as_of, "as-of"))
    found = money_market(desk)
    where = found.assessment
    plan, announced = where.buffer.plan, reserve_words.treasury_sentence(where)
    sentences = [
        reserve_words.verdict_sentence(where),
        *([where.conflict] if where.conflict is not None else []),
        reserve_words.threshold_sentence(where),
        reserve_words.distance_sentence(where),
        reserve_words.buffer_sentence(where),
        *([announced] if announced is not None else []),
    ]
    if as_json:
        emit(
            {
                "bank": "fed",
                "currency": "USD",
                "as_of": desk.as_of,
                "data_through": found.demand.last,
                "verdict": where.verdict,
                "p_ample": where.p_ample,
                "p_scarce": where.p_scarce,
                "p_ample_ahead": where.p_ample_ahead,
                "confidence": where.confidence,
                "reserves_bn": where.reserves_bn,
                "threshold_bn": where.threshold_bn,
                "distance_bn": where.distance_bn,
                "months_to_scarcity": where.months,
                "elasticity_bp_per_percent": where.elasticity_bp,
                "sofr_over_iorb_bp": where.sofr_bp,
                "sofr_date": where.sofr_last,
                "conflict": where.conflict,
                "on_rrp": {
                    "level_bn": where.buffer.on_rrp_bn,
                    "floor_bn": where.buffer.floor_bn,
                    "above_floor_bn": where.buffer.above_floor_bn,
                    "own_pace_bn_per_month": where.buffer.own_pace_bn_per_month,
                    "months_to_floor": where.buffer.months_to_floor,
                },
                "treasury_account": {
                    "level_bn": where.buffer.treasury_bn,
                    "announced": None if plan is None else plan.announced,
                    "quarter_end": None if plan is None else plan.quarter_end,
                    "announced_bn": None if plan is None else plan.cash_bn,
                    "rebuild_bn": where.buffer.rebuild_bn,
                },
                "drain_bn_per_month": where.buffer.drain_bn_per_month,
                "curves": [
                    {
                        "measure": f.measure,
                        "scale": f.scale,
                        "threshold_pct": f.threshold_pct,
                        "width_pct": f.width_pct,
                        "slope_bp_per_pp": -f.slope_bp,
                        "noise_bp": f.noise_bp,
                        "observations": f.observations,
                    }
                    for f in found.demand.fits
                ],
                "spike_measure": found.spike_measure,
                "spikes": section.spike_rows(found),
                "coming_days": section.coming_rows(found),
                "sentences": sentences,
            }
        )
        return
    tr = session().translate
    for each in sentences:
        say(paragraphs(tr.message(each)))
    say("")
    print_table(section.coming_table(found))
    say("")
    print_table(section.spike_table(found))
    say("")
    for each in reserve_words.definitions():
        say(paragraphs(tr.message(each)))
