"""``tidegate claims``."""

from __future__ import annotations

import json

import pytest

from tidegate.cli import main

Captured = pytest.CaptureFixture[str]


def test_the_table_in_both_languages(capsys: Captured) -> None:
    assert main(["claims", "--lang", "en"]) == 0
    english = " ".join(capsys.readouterr().out.split())
    assert "C01 QE lowers long-term yields" in english
    assert "Returns over a whole phase prove nothing" in english
    assert main(["claims"]) == 0
    chinese = capsys.readouterr().out
    assert "C40" in chinese
    assert "縮表後期買進的長天期公債獲利" in chinese
    assert "interval" not in chinese


def test_one_claim_with_its_numbers(capsys: Captured) -> None:
    assert main(["claims", "c15", "--lang", "en"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "C15 QT drains bank reserves one for one" in said
    assert "What would change it" in said
    assert "Slope of 13-week changes of reserves" in said
    assert "tidegate.evidence.claims.accounts.per_dollar" in said


def test_json_is_a_list_of_claims(capsys: Captured) -> None:
    assert main(["claims", "C16", "C37", "--json", "--lang", "en"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [c["id"] for c in found] == ["C16", "C37"]
    keys = {"id", "title", "verdict", "effect", "interval", "unit", "method", "window", "n_events", "source"}
    assert all(keys <= set(c) for c in found)
    assert main(["claims", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 40


def test_only_one_verdict(capsys: Captured) -> None:
    assert main(["claims", "--verdict", "supported", "--json"]) == 0
    assert {c["verdict"] for c in json.loads(capsys.readouterr().out)} == {"supported"}
    assert main(["claims", "C15", "--verdict", "supported", "--lang", "en"]) == 0


def test_what_does_not_exist_is_refused(capsys: Captured) -> None:
    assert main(["claims", "C00", "--verdict", "true", "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert "C01 to C40" in said
    assert "supported" in said
