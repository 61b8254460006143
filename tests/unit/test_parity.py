"""Whatever the interface prints in Chinese is Chinese: every command, every address, with good and with bad input.

Names stay as they are: of sources, papers, publishers and commands, and words that
are keys. What is looked for is a sentence: three English words or more in a row.
"""

from __future__ import annotations

import asyncio
import os
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest

import tidegate
from tidegate.cli import main
from tidegate.cli.app import program
from tidegate.cli.session import open_session

Captured = pytest.CaptureFixture[str]

ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’-]*(?: [A-Za-z][A-Za-z'’-]*){2,}")
CJK = re.compile(r"[\u3400-\u9fff]")
COMMAND = re.compile(r"`[^`]*`|tidegate(?: [a-z-]+)+")
CITED = ("source", "sources", "publisher", "from", "paper", "where")
"""Keys of the package's own tables that hold names of papers, releases and publishers."""
DAY = date(2026, 10, 8)

GOOD = """
track
project
project --json
project --bank ecb
project --bank boj
project --bank boe
project score
compare-banks
transmit
transmit --mode active --refunding bills --region hk
transmit --region tw --rate-bp 50
scenario list
scenario show baseline
scenario show recession-qe-restart
scenario show boj-normalises
scenario run baseline --paths 2 --months 12 --markets --government
economy solve four-equation
economy irf four-equation --shock qe
economy irf semi-structural --shock term_premium
economy payments
economy mandate
finances --scenario-yields forward
markets
markets gold
claims
claims C01 C34
regime
qt-end
qt-end score
reserves
monitor
allocate
allocate ladder
ledger list
ledger show purchase_from_bank
explain
explain yield
alerts list --file {alerts}
alerts check --file {alerts}
doctor
data status
data check
data repair
data quarantine list
version
"""
ELSEWHERE = {
    "brief": "its text is the answer of /briefing, looked at below",
    "serve": "runs until it is stopped; its words are looked at with bad input",
    "sync": "asks the publishers",
    "statement": "needs a file; looked at with bad input and in its own tests",
    "scenario compare": "the same simulation as scenario run",
    "scenario sweep": "starts processes",
    "allocate backtest": "walks twenty years; its sentences are the briefing's",
    "qt-end log verify": "needs a record; looked at with bad input",
    "data add": "changes the store",
    "data quarantine release": "changes the store",
    "data quarantine drop": "changes the store",
}
BAD = """
nonsense
track --as-of x
track --as-of 1990-01-01
track --as-of 2300-01-01
brief --as-of x
project --bank snb
project --plan zzz
project --plan {broken}
project --plan {strange}
project --plan {bytes}
project --start 2022-03-31
project --end 2300-01
project --end z
project --frequency hourly
project --out {folder}/x.xyz
compare-banks --as-of 1999-01-01
transmit --change-bn x
transmit --change-bn nan
transmit --months 0
transmit --mode loud
transmit --refunding gold
transmit --model z
transmit --region mars
transmit --rate-bp 50
scenario show moon
scenario show {broken}
scenario show {strange}
scenario show {folder}/none.toml
scenario run
scenario run baseline --paths 0
scenario run baseline --months 9999
scenario run baseline --seed -1
scenario run baseline --workers 0
scenario run baseline --start 1990-01-01
scenario run baseline --paths 2 --months 12 --out {folder}/x.abc
scenario compare moon
scenario sweep baseline --vary zzz
scenario sweep baseline --seeds x
economy solve moon
economy solve four-equation --variant z
economy solve four-equation --set z
economy solve four-equation --set z=2
economy solve four-equation --set moon=2
economy irf four-equation --shock moon
economy irf four-equation
economy irf four-equation --shock qe --quarters 0
economy irf four-equation --shock qe --size nan
economy irf four-equation --shock qe --lower-bound 99
economy payments --long-rate nan
economy payments --loan moon
economy payments --loan moon=3
economy mandate --months 0
economy mandate --term-premium nan
finances --scenario-yields moon
finances --months 0
markets moon
claims C99
claims --verdict maybe
regime --as-of 1940-01-01
qt-end --as-of 1990-01-01
qt-end log verify --path {folder}/none
qt-end log verify --path {broken}
reserves --as-of 1999-01-01
statement {folder}/none
statement {folder}
statement {bytes}
statement {page}
statement
monitor --ism {folder}/none
monitor --ism {strange}
monitor --ism {ism}
monitor --statement {folder}/none
monitor --statement {page}
allocate --limits {broken}
allocate --limits {strange}
allocate --limits {bytes}
allocate --limits {folder}/none
allocate --risk zz
allocate --holdings {holdings}
allocate --prices {prices}
allocate ladder --parts 0
allocate backtest --first x
ledger show moon
ledger show purchase_from_bank --amount x
ledger show purchase_from_bank --security gold
ledger show purchase_from_bank --price x
ledger show purchase_from_bank --rate 3
explain moon
serve --port 99999
serve --port x
serve --host moon!!
serve --exit-after x
alerts check --file {folder}/none
alerts check --file {broken}
alerts list --file {strange}
alerts list --file {folder}
doctor --port x
data add NOPE {prices}
data add WALCL {prices}
data add WALCL {folder}/none
data add WALCL {bytes}
data quarantine release zzz
data quarantine drop zzz
data zzz
sync --only moon
sync --since x
version --zzz
version --json=3
version --lang
version more
"""


def cited(node: Any) -> Iterator[str]:
    """Yield every name of a source in a table of the package."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in CITED:
                yield from texts(value)
            else:
                yield from cited(value)
    elif isinstance(node, list):
        for value in node:
            yield from cited(value)


def texts(node: Any) -> Iterator[str]:
    """Yield every text in an answer."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for value in node.values() if isinstance(node, dict) else node:
            yield from texts(value)


@cache
def names() -> tuple[str, ...]:
    """Return what the package cites, the longest first."""
    folder = Path(tidegate.__file__).parent
    found = {
        name
        for path in folder.rglob("*.toml")
        if path.name != "same_in_both.toml"
        for name in cited(tomllib.loads(path.read_text("utf-8")))
    }
    return tuple(sorted(found, key=len, reverse=True))


def english_in(text: str) -> list[str]:
    """Return the English sentences in a text, names and commands left out."""
    plain = COMMAND.sub("–", text)
    if ENGLISH.search(plain):
        for name in names():  # a name may run over the end of a line
            words = name.split()
            if words and words[0] in plain:
                plain = re.sub(r"\s+".join(map(re.escape, words)), "–", plain)
    return ENGLISH.findall(plain)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("x")
    for name, text in {
        "broken.toml": b"a = = 1",
        "strange.toml": b"x = 1\n",
        "bytes.toml": b"\xff\xfe\x00\x81",
        "page.html": b"<html><p>hello</p></html>",
        "ism.csv": b"date,value\n2024-01-01,200\n",
        "prices.csv": b"date,gold,moon\n2024-01-01,x,1\n",
        "holdings.csv": b"asset,amount\nmoon,1\n",
        "alerts.toml": b'[[alert]]\nname = "r"\nseries = "WRESBAL"\nbelow = 1.0\n',
    }.items():
        (folder / name).write_bytes(text)
    return {"folder": str(folder)} | {path.stem: str(path) for path in folder.iterdir()}


@pytest.fixture(autouse=True)
def nobodys_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TIDEGATE_LANG", "TIDEGATE_DEBUG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


def said(line: str, files: dict[str, str], capsys: Captured) -> tuple[int, str]:
    """Run a command line in Chinese; return its exit code and all that it printed, paths left out."""
    code = main([*line.format(**files).split(), *([] if line.endswith("--lang") else ["--lang", "zh-Hant"])])
    captured = capsys.readouterr()
    printed = captured.out + captured.err
    return code, printed.replace(files["folder"], "")


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


def test_every_command_is_looked_at() -> None:
    open_session(["--lang", "zh-Hant"], os.environ)
    root: Any = program()

    def leaves(command: Any, path: tuple[str, ...]) -> Iterator[str]:
        below = command.list_commands(None) if hasattr(command, "commands") else ()
        for name in below:
            yield from leaves(command.get_command(None, name), (*path, name))
        if not below:
            yield " ".join(path)

    for command in leaves(root, ()):
        looked_at = any(f"{line} ".startswith(f"{command} ") for line in lines(GOOD))
        assert looked_at or command in ELSEWHERE, command
    for command in ELSEWHERE:
        assert not any(f"{line} ".startswith(f"{command} ") for line in lines(GOOD)), command


@pytest.mark.parametrize("line", lines(GOOD))
def test_an_answer_is_chinese(line: str, files: dict[str, str], capsys: Captured) -> None:
    code, printed = said(line, files, capsys)
    assert code in (0, 1), printed
    assert "非預期" not in printed
    if "--json" not in line:
        assert CJK.search(printed) or line == "version"
        assert english_in(printed) == []


@pytest.mark.parametrize("line", lines(BAD))
def test_a_refusal_is_chinese(line: str, files: dict[str, str], capsys: Captured) -> None:
    code, printed = said(line, files, capsys)
    assert code == 2, printed
    assert CJK.search(printed), printed
    assert english_in(printed) == [], printed


def test_what_is_hong_kongs_is_called_as_hong_kong_calls_it(files: dict[str, str], capsys: Captured) -> None:
    code, printed = said("transmit --region hk --rate-bp 50", files, capsys)
    assert code == 0
    for word in ("按揭", "HIBOR", "最優惠利率", "總結餘", "供樓", "樓價", "基本利率"):
        assert word in printed, word
    rows = printed[printed.index("香港") :]
    for word in ("房貸", "房價", "拆款", "基本放款利率"):
        assert word not in rows, word


ADDRESSES = (
    *("/briefing", "/sections", "/sections/learn", "/series", "/series/WALCL", "/banks", "/glossary"),
    *(f"/programmes/{bank}" for bank in ("fed", "ecb", "boe", "boj")),
    *("/project", "/answers/transmit", "/answers/ledger/purchase_from_bank"),
)
REFUSED = (
    *("/nothing", "/sections/zzz", "/series/NOPE", "/series/WALCL?start=yesterday", "/programmes/snb"),
    *("/series/WALCL?as_of=1990-01-01", "/briefing?as_of=2024-13-01", "/project?bank=snb", "/project?end=z"),
    *("/project?plan=zzz", "/project?frequency=hourly", "/answers/transmit?months=x", "/jobs/none"),
    *("/answers/transmit?change_bn=nan", "/answers/transmit?mode=loud", "/answers/ledger/moon"),
    *("/answers/ledger/purchase_from_bank?amount_bn=0", "/charts/none.csv", "/tables/none.csv"),
)
IN_BOTH = ("result", "rules", "question")
"""Keys whose content does not depend on the language: what the commands print with ``--json``."""


def in_the_readers_language(node: Any) -> Iterator[str]:
    """Yield the texts of an answer that are meant to be read, sources left out."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in (*IN_BOTH, *CITED):
                yield from in_the_readers_language(value)
    elif isinstance(node, list):
        for value in node:
            yield from in_the_readers_language(value)
    elif isinstance(node, str):
        yield node


def test_every_address_answers_in_chinese() -> None:
    from tidegate.briefing import compose
    from tidegate.web.api.application import PREFIX, create_api
    from tidegate.web.briefings import Briefings

    async def ask() -> dict[str, httpx.Response]:
        app = create_api(Briefings(compose), as_of=DAY)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            spec = (await client.get("/openapi.json")).json()
            known = {path.removeprefix(PREFIX).split("/")[1] for path in spec["paths"]}
            asked = {path.split("/")[1] for path in (*ADDRESSES, *REFUSED)}
            assert known - asked == {"healthz"}
            found = {}
            for path in (*ADDRESSES, *REFUSED):
                mark = "&" if "?" in path else "?"
                found[path] = await client.get(f"{PREFIX}{path}{mark}lang=zh-Hant", timeout=600)
            return found

    for path, answer in asyncio.run(ask()).items():
        assert answer.status_code == 200 if path in ADDRESSES else answer.status_code in (404, 422), path
        told = list(in_the_readers_language(answer.json()))
        assert any(CJK.search(text) for text in told), path
        for text in told:
            assert english_in(text) == [], (path, text)
