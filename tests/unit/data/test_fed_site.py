"""The Fed's site: addresses, pages, plain text, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from tidegate.data.providers import fed_site
from tidegate.errors import DateOutOfRange, ParseError

WORDS = (
    "The Committee made up for this test keeps everything as it was, and says so in rather more words than it needs. "
    * 2
)
PAGE = f"""<!DOCTYPE html><html><head><title>A statement</title><script>var committee = 1;</script></head><body>
<nav>Menu About the Fed</nav><div id="article"><h3>A statement</h3><p>May 5, 2031</p><div><p>{WORDS}</p></div>
<p>It&nbsp;buys &amp; holds<br>bonds.</p><p>Voting for it were: nobody.</div>
<footer>Last update</footer></body></html>"""


def test_addresses() -> None:
    assert fed_site.statement_url(date(2024, 5, 1)).endswith(
        "/newsevents/pressreleases/monetary20240501a.htm"
    )
    assert fed_site.minutes_url(date(2024, 5, 1)).endswith("/monetarypolicy/fomcminutes20240501.htm")
    for build in (fed_site.statement_url, fed_site.minutes_url):
        with pytest.raises(DateOutOfRange, match="2008"):
            build(date(2007, 12, 31))


def test_a_page_gives_its_article_only() -> None:
    page = fed_site.parse(PAGE.encode(), "x.html")
    assert page.title == "A statement"
    assert page.text.startswith("A statement\n\nMay 5, 2031\n\nThe Committee")
    assert "It buys & holds\nbonds." in page.text
    assert "Menu" not in page.text
    assert "var" not in page.text
    assert "Last update" not in page.text


def test_a_page_without_an_article_gives_all_but_menus() -> None:
    page = fed_site.parse(PAGE.replace(' id="article"', "").encode(), "x.html")
    assert "The Committee" in page.text
    assert "Menu" not in page.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = WORDS + "The Fed\u2019s rate."
    assert fed_site.parse(text.encode(encoding), "x").text == text


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04\0\0\0", "not a text file"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not a text file"),
        (b"<html><head><title>Page not found</title></head><body><p>The Committee</p></body></html>", "error page"),
        (b"<html><head><title>403 Forbidden</title></head><body></body></html>", "error page"),
        (b"<html><head><title>Shop</title></head><body><p>" + b"buy shoes " * 40 + b"</p></body>", "no statement"),
        (b"hello", "no statement"),
        ("聯準會".encode("big5") * 30, "no statement"),
        (b"a" * (fed_site.MAX_BYTES + 1), "more than 4 MB"),
        (b"\xff\xfe\x00", "encoding"),
    ],
)  # fmt: skip
def test_what_is_no_statement_is_refused(body: bytes, said: str) -> None:
    with pytest.raises(ParseError, match=said):
        fed_site.parse(body, "x")


def test_broken_markup_is_survived() -> None:
    assert "Committee" in fed_site.parse(("<p>" * 500 + WORDS + "</div></nav><b").encode(), "x").text
