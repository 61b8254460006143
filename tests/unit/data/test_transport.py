"""The only place that opens connections: patient within bounds, and never sent astray."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from tidegate.data.hosts import Gate, Pace
from tidegate.data.keys import find, redact, redact_url
from tidegate.data.providers.model import Ask
from tidegate.data.transport import Patience, Transport, check_mirror, redirected, retry_after, site, with_key
from tidegate.errors import FetchError, InputError


@pytest.mark.parametrize(
    ("text", "seconds"), [("0", 0.0), ("120", 120.0), ("-5", 0.0), ("", None), ("soon", None), ("1.5", None)]
)
def test_how_long_a_publisher_asks_to_wait(text: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": text}) == seconds


def test_a_date_after_which_to_come_back() -> None:
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    found = retry_after({"retry-after": when})
    assert found is not None
    assert 80 < found <= 90


@pytest.mark.parametrize(
    "mirror", ["http://example.org", "ftp://127.0.0.1", "127.0.0.1:8000", "http://10.0.0.1", "x", "http://["]
)
def test_a_mirror_in_the_open_is_refused(mirror: str) -> None:
    with pytest.raises(InputError, match="neither https nor this machine"):
        Transport(mirror=mirror)
    check_mirror("https://mirror.example.org/x")
    check_mirror("http://127.0.0.1:9")


@pytest.mark.parametrize(
    "target",
    [
        "http://fred.stlouisfed.org/x",
        "https://evil.example/x",
        "http://169.254.169.254/",
        "file:///etc/passwd",
        "//evil",
        "https://[",
    ],
)
def test_no_answer_sends_us_to_another_place(target: str) -> None:
    ask = Ask("https://fred.stlouisfed.org/graph")
    with pytest.raises(FetchError, match="another place"):
        redirected(ask, ask.url, httpx.Response(302, headers={"location": target}), None)
    inside = redirected(ask, ask.url, httpx.Response(302, headers={"location": "/other"}), None)
    assert inside == "https://fred.stlouisfed.org/other"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("fred.stlouisfed.org", "api.stlouisfed.org", True),
        ("www.stat-search.boj.or.jp", "www.boj.or.jp", True),
        ("www.stat-search.boj.or.jp", "evil.or.jp", False),
        ("www.bankofengland.co.uk", "www.evil.co.uk", False),
        ("data-api.ecb.europa.eu", "www.ecb.europa.eu", True),
    ],
)
def test_what_counts_as_the_same_place(one: str, other: str, same: bool) -> None:
    assert (site(one) == site(other)) == same


def test_a_host_that_gave_nothing_time_and_again_is_asked_only_once() -> None:
    waited: list[float] = []
    carrier = Transport(
        Patience(0.2, 0.2, 0.2, 3, 0.01, 0.02), mirror="http://127.0.0.1:9", sleep=waited.append
    )
    for k in range(5):
        with pytest.raises(FetchError, match="3 times" if k < 3 else "asked only once"):
            carrier.get(Ask(f"https://nowhere.invalid/{k}"))
    assert len(waited) == 6, "two waits for each of the first three, none after"
    with pytest.raises(FetchError, match="3 times"):
        carrier.get(Ask("https://elsewhere.invalid/x"))
    carrier.close()


def test_keys_are_asked_for_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TIDEGATE_FRED_KEY", "FRED_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(FetchError, match="no key"):
        with_key("https://x.example/a", "api_key=fred")
    monkeypatch.setenv("FRED_API_KEY", "abcdef123456")
    assert find("fred") == "abcdef123456"
    assert (
        with_key("https://x.example/a?b=1", "api_key=fred") == "https://x.example/a?b=1&api_key=abcdef123456"
    )
    assert (
        redact_url("https://me:pw@x.example/a?api_key=abcdef123456&id=WALCL")
        == "https://x.example/a?api_key=***&id=WALCL"
    )
    assert "abcdef123456" not in redact("GET /a?q=abcdef123456 token=zzz")
    assert "zzz" not in redact("GET /a?q=abcdef123456 token=zzz")


def test_a_host_is_asked_by_so_many_and_so_far_apart() -> None:
    gate, begun, most, now = Gate(Pace(2, 0.02)), [], 0, 0
    lock = threading.Lock()

    def one() -> None:
        nonlocal most, now
        with gate:
            with lock:
                begun.append(time.monotonic())
                now += 1
                most = max(most, now)
            time.sleep(0.03)
            with lock:
                now -= 1

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most <= 2
    assert max(begun) - min(begun) >= 0.09


def test_a_host_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    carrier = Transport(Patience(0.2, 0.2, 0.2, 1), mirror="http://127.0.0.1:9")
    with pytest.raises(FetchError, match="cannot be reached"):
        carrier.get(Ask("https://nowhere.invalid/x"))
    carrier.close()
