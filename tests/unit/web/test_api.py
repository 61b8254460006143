from __future__ import annotations

import csv
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[..., Any]
V1 = "/api/v1"


def problems(answer: Any) -> list[str]:
    body = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"problems"}
    found: list[str] = body["error"]["problems"]
    assert found
    return found


def test_the_briefing_comes_in_both_languages_with_raw_values(api: Ask) -> None:
    en, zh = api(f"{V1}/briefing", lang="en").json(), api(f"{V1}/briefing", lang="zh-Hant").json()
    assert (en["headline"], zh["headline"]) == ("The gate stands.", "閘門停著。")
    assert (en["language"], zh["language"]) == ("en", "zh-Hant")
    line = zh["sections"][0]["charts"][0]["lines"][0]
    assert line["values"] == [8915.05, None, 8932.4]  # canonical billions in every language
    assert line["dates"] == ["2022-06-01", "2022-06-08", "2022-06-15"]
    row = en["sections"][0]["tables"][0]["rows"][0]
    assert row["change"] == -2359.04
    assert row["unit"] == "percent"
    assert en["sections"][0]["tables"][0]["rows"][1]["change"] is None


def test_the_language_follows_the_browser_and_an_address_wins(api: Ask) -> None:
    assert api(f"{V1}/banks", headers={"accept-language": "en-GB"}).json()["language"] == "en"
    assert api(f"{V1}/banks", headers={"accept-language": "en"}, lang="zh-TW").json()["language"] == "zh-Hant"
    assert api(f"{V1}/banks", headers={"accept-language": "fr"}).json()["language"] == "zh-Hant"


def test_sections_are_listed_and_opened(api: Ask) -> None:
    listed = api(f"{V1}/sections", lang="en").json()["sections"]
    assert [each["id"] for each in listed] == ["today", "bars"]
    opened = api(f"{V1}/sections/bars", lang="en").json()
    assert opened["charts"][0]["categories"] == ["Treasuries", "MBS"]


def test_the_catalogue_says_what_is_held(api: Ask) -> None:
    entries = {each["id"]: each for each in api(f"{V1}/series", lang="en").json()["series"]}
    assets = entries["WALCL"]
    assert assets["unit"] == "bn_usd"
    assert assets["count"] > 900
    assert assets["source"]
    assert assets["retrieved"] >= assets["last"]


def test_a_series_is_answered_as_of_a_day(api: Ask) -> None:
    found = api(f"{V1}/series/WALCL", as_of="2022-04-20", start="2022-04-01", lang="en").json()
    assert found["dates"] == ["2022-04-06", "2022-04-13"]
    # H.4.1 of 2022-04-14: 8,965,487 million on Wednesday 2022-04-13, the peak.
    assert found["values"][-1] == pytest.approx(8965.487)
    assert max(found["known_on"]) <= "2022-04-20"


def test_many_readers_at_once_get_the_same_answer(api: Ask) -> None:
    with ThreadPoolExecutor(24) as pool:
        asked = [pool.submit(api, f"{V1}/series/{name}") for name in ("WALCL", "TREAST", "DGS10") * 16]
    answers = [each.result() for each in asked]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 3


def test_banks_and_words(api: Ask) -> None:
    assert [b["id"] for b in api(f"{V1}/banks").json()["banks"]] == ["fed", "ecb", "boe", "boj"]
    terms = api(f"{V1}/glossary", lang="en").json()["terms"]
    assert len(terms) > 20
    assert {t["id"]: t["hong_kong"] for t in terms}["yield"] == "孳息率"
    assert {t["id"]: t["hong_kong"] for t in terms}["qe"] is None
    assert all(each["title"] and each["text"] for each in terms)


def test_a_programme_is_answered_as_it_was_known(api: Ask) -> None:
    found = api(f"{V1}/programmes/fed", known="2022-05-04", lang="en").json()
    assert found["known_on"] == "2022-05-04"
    assert max(each["announced"] for each in found["announcements"]) <= "2022-05-04"
    later = api(f"{V1}/programmes/fed", lang="en").json()
    assert len(later["announcements"]) > len(found["announcements"])


def test_a_projection_has_the_shape_of_the_command_line(api: Ask) -> None:
    found = api(f"{V1}/project", start="2022-03-30", end="2022-12", lang="en").json()
    assert found["dates"][:2] == ["2022-03-31", "2022-04-30"]
    # Redemptions under the announced caps: 30bn in each of June, July and August 2022.
    month = found["dates"].index("2022-06-30")
    assert found["series"]["treasury_redemptions_bn"][month] == pytest.approx(30.0)
    assert len({len(values) for values in found["series"].values()} | {len(found["dates"])}) == 1


def test_a_question_of_the_readers_own_is_answered_as_at_the_prompt(api: Ask) -> None:
    found = api(f"{V1}/answers/transmit", change_bn="-1000", months="24", lang="zh-Hant").json()
    assert found["question"]["change_bn"] == -1000.0
    assert 0.0 < found["result"]["ten_year_bp"]["mean"] < 60.0
    assert found["section"]["charts"][0]["id"] == "transmission-curve"
    books = api(f"{V1}/answers/ledger/purchase_from_non_bank", amount_bn="100", lang="en").json()
    assert books["result"]["totals"]["reserves"]["change"] == 100_000  # millions, exact
    assert books["result"]["totals"]["currency"]["change"] == 0
    assert "banknotes" in books["section"]["lead"][0]


@pytest.mark.parametrize(
    ("path", "query", "status", "word"),
    [
        ("/sections/nowhere", {}, 404, "nowhere"),
        ("/series/NOPE", {}, 404, "NOPE"),
        ("/series/WALCL", {"as_of": "1999-01-01"}, 422, "WALCL"),
        ("/series/WALCL", {"as_of": "3000-01-01"}, 422, "3000"),
        ("/series/WALCL", {"start": "2024-01-02", "end": "2024-01-01"}, 422, "Jan 2, 2024"),
        ("/series/WALCL", {"start": "yesterday"}, 422, "yesterday"),
        ("/briefing", {"as_of": "1999-12-31"}, 422, "1999"),
        ("/briefing", {"as_of": "2024-13-01"}, 422, "2024-13-01"),
        ("/briefing", {"lang": "klingon"}, 422, "klingon"),
        ("/briefing", {"lang": "x" * 70}, 422, "64"),
        ("/programmes/riksbank", {}, 404, "riksbank"),
        ("/programmes/fed", {"known": "1990-01-01"}, 422, "1990"),
        ("/project", {"bank": "riksbank"}, 422, "riksbank"),
        ("/answers/transmit", {"change_bn": "0"}, 422, "change"),
        ("/answers/transmit", {"change_bn": "nan"}, 422, "nan"),
        ("/answers/transmit", {"months": "0"}, 422, "120"),
        ("/answers/transmit", {"mode": "loud"}, 422, "loud"),
        ("/answers/ledger/print_money", {}, 404, "print_money"),
        ("/answers/ledger/purchase_from_bank", {"amount_bn": "0"}, 422, "amount_bn"),
        ("/answers/ledger/standing_repo_repayment", {"amount_bn": "10"}, 422, "10,000"),
        ("/project", {"bank": "snb"}, 422, "snb"),
        ("/project", {"plan": "/etc/hostname"}, 422, "/etc/hostname"),
        ("/project", {"plan": "known:soon"}, 422, "soon"),
        ("/project", {"end": "2300-01"}, 422, "600"),
        ("/project", {"end": "later"}, 422, "later"),
        ("/project", {"start": "2022-03-31"}, 422, "Mar 31, 2022"),
        ("/project", {"frequency": "hourly"}, 422, "hourly"),
        ("/charts/nothing.csv", {}, 404, "nothing"),
        ("/tables/nothing.csv", {}, 404, "nothing"),
        ("/elsewhere", {}, 404, "elsewhere"),
    ],
)
def test_bad_input_has_one_shape_and_names_the_value(
    api: Ask, path: str, query: dict[str, str], status: int, word: str
) -> None:
    answer = api(f"{V1}{path}", headers={"accept-language": "en"}, **query)
    assert answer.status_code == status
    assert word in problems(answer)[0]


def test_an_error_is_told_in_the_language_asked_for(api: Ask) -> None:
    chinese = problems(api(f"{V1}/series/NOPE", lang="zh-Hant"))[0]
    assert "NOPE" in chinese
    assert chinese != problems(api(f"{V1}/series/NOPE", lang="en"))[0]
    assert any("\u4e00" <= c <= "\u9fff" for c in chinese)


def test_another_method_is_refused_in_the_same_shape(api: Ask) -> None:
    answer = api(f"{V1}/banks", method="POST", lang="en")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
    assert "POST" in problems(answer)[0]


def test_what_nobody_foresaw_is_told_without_its_inside(monkeypatch: pytest.MonkeyPatch, api: Ask) -> None:
    from tidegate.web.api import programmes

    def broken(*args: object, **more: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(programmes, "project_path", broken)
    answer = api(f"{V1}/project", lang="en")
    assert answer.status_code == 500
    assert "ZeroDivisionError" in problems(answer)[0]
    assert "secret" not in answer.text


def read(answer: Any) -> list[list[str]]:
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_chart_downloads_as_csv_in_canonical_units(api: Ask) -> None:
    rows = read(api(f"{V1}/charts/levels.csv", lang="en"))
    assert rows[0] == [
        "date",
        "Record [bn_usd]",
        "'=Model [bn_usd]",  # no spreadsheet takes it for a formula
        "Range (low) [bn_usd]",
        "Range (high) [bn_usd]",
    ]
    assert rows[1] == ["2022-06-01", "8915.05", "", "1.0", "2.0"]
    assert rows[2] == ["2022-06-08", "", "8900.0", "2.0", "4.0"]


def test_bars_and_tables_download_too(api: Ask) -> None:
    assert read(api(f"{V1}/charts/bars.csv", lang="en")) == [
        ["", "Share [percent]"],
        ["Treasuries", "60.0"],
        ["MBS", "40.0"],
    ]
    rows = read(api(f"{V1}/tables/phases.csv", lang="en"))
    assert rows[0][-1] == "unit"
    assert rows[1][3] == "-2359.04"


def test_every_address_documents_its_answers(api: Ask) -> None:
    document = api("/openapi.json").json()
    assert len(document["paths"]) >= 14
    failure = {"$ref": "#/components/schemas/Failure"}
    for path, methods in document["paths"].items():
        for method in methods.values():
            answers = method["responses"]
            for status, answer in answers.items():
                if status not in ("200", "202"):
                    assert answer["content"]["application/json"]["schema"] == failure, (path, status)
            if "{" in path:
                assert {"404", "422"} <= set(answers)
            assert "HTTPValidationError" not in str(answers)
    shape = document["components"]["schemas"]["Failure"]
    assert shape["additionalProperties"] is False


def test_the_documentation_needs_no_other_host(api: Ask) -> None:
    for language, title in (("en", "Data interface (API)"), ("zh-Hant", "資料介面（API）")):
        page = api("/docs", lang=language)
        assert page.status_code == 200
        assert title in page.text
        assert "http://" not in page.text
        assert "https://" not in page.text
        for path in api("/openapi.json").json()["paths"]:
            assert path in page.text


def test_the_server_answers(api: Ask) -> None:
    from tidegate import __version__

    found = api("/healthz").json()
    assert (found["status"], found["version"]) == ("ok", __version__)
    assert found["data_date"] >= "2026-10-08"
    assert found["data_age_days"] >= 0
    assert found["quarantined"] == 0


def test_the_server_answers_where_the_users_figures_are_damaged(
    api: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIDEGATE_HOME", str(tmp_path))
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "CURRENT").write_text("nonsense", "utf-8")
    found = api("/healthz").json()
    assert (found["status"], found["data_date"]) == ("degraded", None)
