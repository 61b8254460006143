"""``tidegate track``: every phase since 2008, today's stance, and the popular account checked."""

from __future__ import annotations

from tidegate.cli.options import AsJson, AsOf, day_or_none


def command(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Follow the balance sheet phase by phase."""
    from tidegate.briefing.assembly import open_desk
    from tidegate.briefing.sections.article import check_rows, checks
    from tidegate.briefing.sections.article import write as write_article
    from tidegate.briefing.sections.history import phase_rows, phase_table, tracked
    from tidegate.briefing.sections.today import headline, standing
    from tidegate.cli.output import emit, paragraphs, say
    from tidegate.cli.session import session
    from tidegate.cli.sheet import print_table

    desk = open_desk(day_or_none(as_of, "as-of"))
    tr = session().translate
    state = standing(desk)
    rows = tracked(desk)
    if as_json:
        from tidegate.briefing.report import plain
        from tidegate.briefing.wording import wording

        words = wording(session().language)
        emit(
            {
                "bank": "fed",
                "currency": "USD",
                "as_of": desk.as_of,
                "stance": state.stance,
                "since": state.since,
                "headline": tr.message(headline(state)),
                "assets_bn": state.assets_bn,
                "assets_date": state.when,
                "phases": [{k: plain(v, words) for k, v in row.items()} for row in phase_rows(rows)],
                "article": [{k: plain(v, words) for k, v in row.items()} for row in check_rows(checks(desk))],
            }
        )
        return
    say(paragraphs(tr.message(headline(state))))
    say("")
    print_table(phase_table(rows))
    say("")
    for each in write_article(desk).tables:
        print_table(each)
