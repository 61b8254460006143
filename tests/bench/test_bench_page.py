"""The page in a real browser: first chart, sliders, weight, and fifty readers at once.

Goals: first chart within 1.0 s warm; a slider redraws within 120 ms (transmission) and 400 ms (2,000 paths of a
scenario) at the 95th percentile; the page under 1 MB compressed; fifty readers without an error, 95th percentile
under 1 s, memory bounded. On an otherwise idle machine.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
READERS, ASKED_EACH = 50, 12
ADDRESSES = (
    "/?lang=zh-Hant",
    "/api/v1/sections?lang=en",
    "/api/v1/series/WALCL?start=2024-01-01",
    "/api/v1/answers/ledger/purchase_from_bank?amount_bn=100",
)
# How long from a change of a control to changed numbers and a chart drawn anew, in the browser's own clock.
REDRAW = """async ([selector, value, watched, chart]) => {
  const control = [...document.querySelectorAll(selector)].find(e => e.offsetParent !== null);
  const canvas = document.querySelector(`${chart} .tg-canvas`);
  const before = document.querySelector(watched).innerText, drawn = canvas.dataset.drawn;
  const began = performance.now();
  control.value = value;
  control.dispatchEvent(new Event(control.tagName === 'SELECT' ? 'change' : 'input', {bubbles: true}));
  while (document.querySelector(watched).innerText === before || canvas.dataset.drawn === drawn) {
    if (performance.now() - began > 20000) return NaN;
    await new Promise(requestAnimationFrame);
  }
  return performance.now() - began;
}"""


def wait_until_idle(pid: int) -> None:
    """Wait until the server has worked out ahead what its tabs open with: the goals are those of a warm one."""

    def busy() -> int:
        return sum(int(each) for each in Path(f"/proc/{pid}/stat").read_text("utf-8").split()[13:15])

    for _ in range(120):
        before = busy()
        time.sleep(1)
        if busy() - before < 10:  # hundredths of a second
            return


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, int]]:
    command = [sys.executable, "-m", "tidegate", "serve", "--no-open", "--port", "0", "--exit-after", "900"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert found
        httpx.get(f"{found[0]}/api/v1/sections", timeout=120).raise_for_status()
        wait_until_idle(process.pid)
        yield found[0], process.pid
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def page(server: tuple[str, int]) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        made = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB").new_page()
        made.goto(f"{server[0]}/?tab=history")
        made.locator(".tg-canvas[data-drawn]").first.wait_for(timeout=60_000)
        yield made
        browser.close()


def told(what: str, milliseconds: list[float], goal: float) -> None:
    p50, p95 = np.percentile(milliseconds, [50, 95])
    print(
        f"\n{what}: median {p50:.0f} ms, 95th percentile {p95:.0f} ms of {len(milliseconds)} (goal {goal:.0f})"
    )
    assert p95 <= goal, what


def test_first_chart(server: tuple[str, int], page: Any, benchmark: Any) -> None:
    times = []
    for _ in range(8):
        began = time.perf_counter()
        page.goto(f"{server[0]}/?tab=history")
        page.locator(".tg-canvas[data-drawn]").first.wait_for()
        times.append(1_000 * (time.perf_counter() - began))
    benchmark.extra_info["p95_ms"] = float(np.percentile(times, 95))
    told("first chart, warm", times, 1_000)
    benchmark.pedantic(lambda: None, rounds=1)


def test_transmission_slider(server: tuple[str, int], page: Any, benchmark: Any) -> None:
    page.goto(f"{server[0]}/?tab=transmission")
    page.locator(".tg-panel .tg-canvas[data-drawn]").first.wait_for()
    ask = lambda v: page.evaluate(  # noqa: E731
        REDRAW, ["input[type=range]", str(v), ".tg-tiles", "#chart-transmission-curve"]
    )
    ask(-1_950)
    times = [ask(-2_000 + 50 * k) for k in range(2, 42)]
    benchmark.extra_info["p95_ms"] = float(np.percentile(times, 95))
    told("transmission, slider to changed answer", times, 120)
    benchmark.pedantic(lambda: None, rounds=1)


def test_scenario_slider(server: tuple[str, int], page: Any, benchmark: Any) -> None:
    page.goto(f"{server[0]}/?tab=futures")
    page.locator("#chart-scenario-fan .tg-canvas[data-drawn]").wait_for(timeout=120_000)
    page.locator("#chart-scenario-fan").scroll_into_view_if_needed()
    ask = lambda v: page.evaluate(REDRAW, ["input[type=range]", str(v), ".tg-tiles", "#chart-scenario-fan"])  # noqa: E731
    ask(54)
    times = [
        ask(v) for v in (66, 48, 72, 78, 36, 84, 90, 42, 96, 102, 108, 114, 30, 120)
    ]  # none asked before
    benchmark.extra_info["p95_ms"] = float(np.percentile(times, 95))
    told("scenario of 2,000 paths and 30 to 120 months, slider to changed answer", times, 400)
    benchmark.pedantic(lambda: None, rounds=1)


def test_weight(server: tuple[str, int], page: Any, benchmark: Any) -> None:
    """What a first visit loads, compressed, as the server sends it."""
    sizes: list[int] = []
    fresh = page.context.browser.new_context(locale="en-GB").new_page()
    session = fresh.context.new_cdp_session(fresh)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    fresh.goto(server[0])
    fresh.locator(".tg-panel").wait_for(timeout=60_000)
    fresh.wait_for_timeout(2_000)
    fresh.context.close()
    benchmark.extra_info["kB"] = sum(sizes) / 1_000
    assert sum(sizes) < 1_000_000
    print(f"\nfirst visit: {sum(sizes) / 1_000:.0f} kB compressed in {len(sizes)} answers (goal 1,000)")
    benchmark.pedantic(lambda: None, rounds=1)


def test_fifty_readers(server: tuple[str, int], benchmark: Any) -> None:
    address, pid = server

    def memory_mb() -> float:
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("utf-8"))
        assert found
        return int(found[1]) / 1_024

    def reader(number: int) -> list[tuple[int, float]]:
        seen = []
        with httpx.Client(base_url=address, timeout=60) as client:
            for turn in range(ASKED_EACH):
                began = time.perf_counter()
                status = client.get(ADDRESSES[(number + turn) % len(ADDRESSES)]).status_code
                seen.append((status, 1_000 * (time.perf_counter() - began)))
        return seen

    before = memory_mb()
    with ThreadPoolExecutor(READERS) as pool:
        found = [each for seen in pool.map(reader, range(READERS)) for each in seen]
    assert {status for status, _ in found} == {200}
    times = [ms for _, ms in found]
    benchmark.extra_info["p95_ms"] = float(np.percentile(times, 95))
    told(f"{READERS} readers, {len(found)} answers, none an error", times, 1_000)
    print(f"memory {before:.0f} MB before, {memory_mb():.0f} MB after")
    benchmark.pedantic(lambda: None, rounds=1)
