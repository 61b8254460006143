"""What readers ask first, and where the briefing answers it with a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tidegate.briefing.document import Section, Text
from tidegate.message import N_


@dataclass(frozen=True)
class Question:
    """A question of the popular account.

    Attributes
    ----------
    id
        Stable name.
    asked
        In English, to be translated.
    told
        What can be said without a figure.
    live
        Sections whose opening sentences answer it, and how many of them are quoted.
    """

    id: str
    asked: str
    told: str
    live: tuple[tuple[str, int], ...]


QUESTIONS = (
    Question(
        "mechanics",
        N_("How do QE and QT work, and how do they differ?"),
        N_(
            "QE pays for bonds with reserves that did not exist before; QT lets bonds mature, and the reserves "
            "that paid for them disappear. No banknote moves in either."
        ),
        (("ledger", 1), ("history", 2)),
    ),
    Question(
        "end",
        N_("What is QT for, and how does the Fed decide that it is over?"),
        N_(
            "It is to bring the balance sheet to a size at which reserves are ample but no larger. Four things "
            "are watched: inflation, reserves, money-market rates and the economy."
        ),
        (("qt_end", 4), ("money_market", 1)),
    ),
    Question(
        "borrowers",
        N_("How does QT reach a mortgage or a car loan?"),
        N_(
            "It raises what long bonds must pay, and lenders price long loans off those. The studies disagree "
            "about how much, so the answer is a range."
        ),
        (("transmission", 1), ("curve", 2)),
    ),
    Question(
        "hikes",
        N_("Does QT hurt more than a rate hike?"),
        N_(
            "Both tighten. How many hikes a run-off is worth depends on the model, and whether shares suffer more "
            "from it is one of the claims that are put to the test."
        ),
        (("economy", 2), ("claims", 1)),
    ),
    Question(
        "commodities",
        N_("What does it do to gold, oil and other prices?"),
        N_(
            "News of policy is measured on the days it came, apart from everything else that moved. Over a whole "
            "phase prices may well go the other way, which proves nothing."
        ),
        (("markets", 2),),
    ),
    Question(
        "recession",
        N_("If a recession comes, will the Fed stop QT and start QE again?"),
        N_(
            "Rates are cut first. Run-off stops when the economy turns; purchases begin only once rates can go no "
            "lower. The reaction function keeps this order, and the record gives the odds."
        ),
        (("monitor", 2), ("qt_end", 2)),
    ),
    Question(
        "own",
        N_("What should a long-term investor hold in each phase?"),
        N_(
            "There is no one answer. The portfolio is built from scenarios and stated limits, every change of "
            "weight can be traced, and it is held against simple rules that often do better."
        ),
        (("allocation", 2), ("futures", 1)),
    ),
    Question(
        "banks",
        N_("How do other central banks differ from the Fed?"),
        N_(
            "The tools are the same, the mix is not: the Bank of England sells, the ECB lets mature, the Bank of "
            "Japan buys less and less."
        ),
        (("banks", 4),),
    ),
    Question(
        "mandate",
        N_("How are jobs and inflation weighed against each other?"),
        N_(
            "Easing buys output and jobs and pays with inflation; tightening does the reverse. The exchange rate "
            "between the two differs by tool and by model."
        ),
        (("economy", 3),),
    ),
    Question(
        "dollar",
        N_("Does QT strengthen the dollar, and what does that do to Taiwan and Hong Kong?"),
        N_(
            "Whether it does is put to the test. Where the dollar firms, Taiwan lets its currency give way in part; "
            "Hong Kong defends its band and lets interest rates move instead."
        ),
        (("asia", 3),),
    ),
    Question(
        "budget",
        N_("What does it cost the Treasury?"),
        N_(
            "Debt is rolled over at the yields of the day, and the Fed's losses end the payments that used to come "
            "from it."
        ),
        (("finances", 2),),
    ),
)
"""In the order in which the popular account asks them."""
NEEDED = tuple(dict.fromkeys(name for each in QUESTIONS for name, _ in each.live))
"""Sections that answer something."""


@dataclass(frozen=True)
class Answered:
    """A question with the sentences that answer it today, each with the section it stands in."""

    question: Question
    live: tuple[tuple[Section, Text], ...]


def answered(sections: Mapping[str, Section]) -> tuple[Answered, ...]:
    """Return the questions with what the sections of one briefing say; a section that is missing says nothing."""
    return tuple(
        Answered(
            each,
            tuple(
                (sections[name], sentence)
                for name, count in each.live
                if name in sections
                for sentence in sections[name].lead[:count]
            ),
        )
        for each in QUESTIONS
    )
