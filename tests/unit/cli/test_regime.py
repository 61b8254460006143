"""``tidegate regime``."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tidegate.briefing.assembly import open_desk
from tidegate.briefing.regimes import regimes
from tidegate.cli import main

Captured = pytest.CaptureFixture[str]


def test_the_answer_in_both_languages(capsys: Captured) -> None:
    assert main(["regime", "--as-of", "2023-05-31", "--lang", "en"]) == 0
    english = " ".join(capsys.readouterr().out.split())
    assert "The balance sheet is in quantitative tightening since Jun 1, 2022" in english
    assert "The policy rate is in hikes since Mar 16, 2022" in english
    assert "say the same" in english
    assert main(["regime", "--as-of", "2023-05-31"]) == 0
    chinese = capsys.readouterr().out
    assert "量化緊縮" in chinese
    assert "tightening" not in chinese


def test_figures_behind_and_figures_apart_are_told_apart(capsys: Captured) -> None:
    assert main(["regime", "--as-of", "2022-06-10", "--lang", "en"]) == 0
    assert "announcements are ahead" in " ".join(capsys.readouterr().out.split())
    assert main(["regime", "--as-of", "2010-01-31", "--lang", "en"]) == 0
    assert "no announcement bears out" in " ".join(capsys.readouterr().out.split())


def test_json_carries_both_answers_and_the_evidence(capsys: Captured) -> None:
    assert main(["regime", "--as-of", "2019-12-31", "--json", "--lang", "en"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["balance_sheet"], found["rates"]) == ("RESERVE-MGMT", "HOLD")
    assert found["data_alone"]["balance_sheet"] == "RESERVE-MGMT"
    for kind in ("balance_sheet", "rates"):
        assert sum(found["probabilities"][kind].values()) == pytest.approx(1.0)
        assert sum(found["data_alone"]["probabilities"][kind].values()) == pytest.approx(1.0)
    assert found["since"] == {"balance_sheet": "2019-10-15", "rates": "2019-10-31"}
    assert found["announced"]["record"] == "bills-2019"
    assert found["evidence"]["measures"]["bill_share"] > 0.5
    assert found["evidence"]["sentences"]
    assert found["data_through"] <= "2019-12-31"
    assert all(row["date"] <= "2019-12-31" for row in found["turning_points"])


def test_days_without_an_answer_say_why(capsys: Captured) -> None:
    assert main(["regime", "--as-of", "2010-06-30", "--markov", "--lang", "en"]) == 2
    assert "60 months" in capsys.readouterr().err
    assert main(["regime", "--as-of", "soon", "--lang", "en"]) == 2
    assert "YYYY-MM-DD" in capsys.readouterr().err


@pytest.mark.parametrize("as_of", [date(2008, 3, 3), date(2012, 5, 2), date(2018, 2, 28), date(2025, 7, 4)])
def test_what_was_said_then_is_what_the_path_says_now(as_of: date) -> None:
    then, now = regimes(open_desk(as_of)), regimes(open_desk(date(2026, 10, 8)))
    row = list(now.path.dates).index(then.path.dates[-1])
    assert then.path.probabilities[-1] == pytest.approx(now.path.probabilities[row], abs=1e-9)
