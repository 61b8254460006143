"""A report as PDF: the same bytes twice, and a helpful word where the extra is not installed."""

import builtins
import os
from typing import Any

import pytest

from tidegate.briefing.report import to_pdf
from tidegate.errors import InputError

PAGE = "<!doctype html><html lang='zh-Hant'><meta charset='utf-8'><h1>潮閘</h1><p>準備金</p></html>"


@pytest.fixture
def _printer() -> None:
    """The extra's system libraries (Pango); a browser brings them."""
    try:
        import weasyprint  # noqa: F401
    except OSError as problem:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no Pango on this machine: {problem}".splitlines()[0])


@pytest.mark.usefixtures("_printer")
def test_the_same_report_gives_the_same_bytes() -> None:
    made = to_pdf(PAGE)
    assert made.startswith(b"%PDF")
    assert to_pdf(PAGE) == made


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *more: Any, **named: Any) -> Any:
        if name == "weasyprint":
            raise ImportError(name)
        return real(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InputError, match="pdf"):
        to_pdf(PAGE)
