"""``tidegate compare-banks``: pace, size and instrument of four central banks side by side."""

from __future__ import annotations

from tidegate.cli.options import AsJson, AsOf, day_or_none


def command(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Compare the run-offs of the Fed, the ECB, the Bank of England and the Bank of Japan."""
    from tidegate.briefing.assembly import open_desk
    from tidegate.briefing.bank_claims import judge, overall
    from tidegate.briefing.comparison import compare_banks
    from tidegate.briefing.sections.banks import bank_rows, bank_tables, claim_rows, claim_table, lead_of
    from tidegate.cli.output import emit, paragraphs, say
    from tidegate.cli.session import session
    from tidegate.cli.sheet import print_table

    desk = open_desk(day_or_none(as_of, "as-of"))
    rows = compare_banks(desk)
    found = judge(rows)
    if as_json:
        from tidegate.briefing.report import plain
        from tidegate.briefing.wording import wording

        words = wording(session().language)
        hidden = ("basis_text", "gdp_text", "verdict_text")
        emit(
            {
                "as_of": desk.as_of,
                "banks": [
                    {k: plain(v, words) for k, v in row.items() if k not in hidden} for row in bank_rows(rows)
                ],
                "claim": {
                    "id": "C38",
                    "verdict": overall(found),
                    "parts": [
                        {k: plain(v, words) for k, v in row.items() if k not in hidden}
                        for row in claim_rows(found)
                    ],
                },
            }
        )
        return
    tr = session().translate
    for sentence in lead_of(rows, found):
        say(paragraphs(tr.message(sentence)))
    for each in (*bank_tables(rows), claim_table(found)):
        say("")
        print_table(each)
