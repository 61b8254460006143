"""A real browser for the tests of the page and of the report.

Debian's Chromium is driven through Playwright. Where it is not installed the
tests that need it skip with the reason; in CI they fail instead, because there
it must be.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

# Quiet flags: without them Chromium tries to reach its maker's hosts at every start.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HOME = {"127.0.0.1", "localhost", "::1", ""}

OpenPage = Callable[..., Any]
LATEST_EXIT = 900
"""The server stops by itself after so many seconds, should nobody stop it."""


def chromium() -> str | None:
    """Return the path of the browser, or None."""
    named = os.environ.get("TIDEGATE_CHROMIUM", "/usr/bin/chromium")
    return named if Path(named).is_file() else shutil.which("chromium")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One headless Chromium for all tests of a worker."""
    path = chromium()
    if path is None:
        reason = "no Chromium: install Debian's package `chromium`, or name one with TIDEGATE_CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, headless=True, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def page_faults() -> list[str]:
    """What went wrong on the pages of this test: console errors, failed scripts, requests to other hosts."""
    return []


@pytest.fixture
def open_page(browser: Any, page_faults: list[str]) -> Iterator[OpenPage]:
    """Open pages, each with an empty profile: ``open_page(width=390, language="en-US", scheme="dark")``."""
    contexts = []

    def open_one(
        *, width: int = 1280, height: int = 900, language: str = "zh-TW", scheme: str = "light", **more: Any
    ) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale=language, color_scheme=scheme, **more
        )
        contexts.append(context)
        page = context.new_page()

        def on_console(message: Any) -> None:
            if message.type == "error":
                page_faults.append(f"console: {message.text}")

        def on_request(request: Any) -> None:
            if (urlsplit(request.url).hostname or "") not in HOME:
                page_faults.append(f"request to another host: {request.url}")

        page.on("console", on_console)
        page.on("pageerror", lambda error: page_faults.append(f"script: {error}"))
        page.on("request", on_request)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def browser_page(open_page: OpenPage) -> Any:
    """A desktop-wide page in Traditional Chinese."""
    return open_page()


@pytest.fixture(scope="session")
def server(browser: Any) -> Iterator[str]:
    """Address of a server of its own, with an empty home; it is stopped by its process id."""
    command = [sys.executable, "-m", "tidegate", "serve", "--no-open", "--port", "0"]
    command += ["--exit-after", str(LATEST_EXIT)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", said)
            assert found, f"the server said {said!r}"
            httpx.get(f"{found[0]}/api/v1/sections", timeout=60).raise_for_status()
            yield found[0]
        finally:
            process.terminate()
            process.wait(20)
