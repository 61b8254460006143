"""``tidegate scenario``: what may happen, from a scenario or many."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tidegate.cli.options import AsJson
from tidegate.message import N_

if TYPE_CHECKING:
    from tidegate.futures.comparison import Comparison
    from tidegate.futures.markets import MarketRun
    from tidegate.futures.scenario import Scenario
    from tidegate.futures.simulation import Run

app = typer.Typer(rich_markup_mode=None, add_completion=False)

SHOWN = (
    "unemployment_pct",
    "inflation_pct",
    "funds_rate_pct",
    "yield_10y_pct",
    "mortgage_30y_pct",
    "total_assets_bn",
    "reserves_bn",
    "reserves_pct_gdp",
    "deferred_asset_bn",
)
"""Variables at the prompt; ``--json`` and ``--out`` give all."""
Name = Annotated[str, typer.Argument(metavar="NAME", help=N_("A scenario, or a file that ends in .toml."))]
Paths = Annotated[int, typer.Option("--paths", metavar="N", help=N_("How many paths."))]
Months = Annotated[int, typer.Option("--months", metavar="N", help=N_("How many months, 1 to 600."))]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help=N_("The same seed gives the same answer."))]
Start = Annotated[
    str | None,
    typer.Option(
        "--start",
        "--as-of",
        metavar="DATE",
        help=N_("Begin on this day (YYYY-MM-DD or YYYY-MM) with what was known then."),
    ),
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", help=N_("How many work at a time; changes nothing else.")),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help=N_("Write to a file: .nc (netCDF), .parquet or .json.")),
]


def payload_of(told: Scenario) -> dict[str, Any]:
    """Return a scenario as JSON has it."""
    return told.model_dump(mode="json")


def run_payload(found: Run, seconds: float) -> dict[str, Any]:
    """Return a run as JSON has it."""
    from tidegate.futures.variables import VARIABLES

    return {
        "scenario": found.scenario,
        "paths": found.paths,
        "months": found.months,
        "seed": found.seed,
        "seconds": round(seconds, 3),
        "dates": found.dates,
        "units": {v.name: v.unit for v in VARIABLES},
        "quantiles": {
            name: {f"p{round(100 * level):02d}": values[i] for i, level in enumerate(found.levels)}
            for name, values in found.quantiles.items()
        },
        "mean": found.mean,
        "exact": found.exact,
        "max_identity_residual_bn": found.max_identity_residual_bn,
        "failed_paths": [
            {"path": f.path, "month": f.month, "code": f.code, "reason": f.reason} for f in found.failures
        ],
        "digest": found.digest,
    }


def comparison_payload(found: Comparison, seconds: float) -> dict[str, Any]:
    """Return a comparison as JSON has it."""
    from tidegate.futures.variables import VARIABLES

    return {
        "first": found.first,
        "second": found.second,
        "paths": found.paths,
        "seconds": round(seconds, 3),
        "dates": found.dates,
        "units": {v.name: v.unit for v in VARIABLES},
        "difference": {
            name: {
                "mean": found.mean[name],
                "standard_error": found.error[name],
                **{f"p{round(100 * level):02d}": values[i] for i, level in enumerate(found.levels)},
            }
            for name, values in found.quantiles.items()
        },
    }


def _cores() -> int:
    import os

    return max(os.cpu_count() or 1, 1)


def _months_shown(months: int) -> list[int]:
    return sorted({0, min(11, months - 1), min(23, months - 1), min(59, months - 1), months - 1})


def _print(dates: Any, levels: tuple[float, ...], quantiles: dict[str, Any], signed: bool) -> None:
    from tidegate.cli.output import table
    from tidegate.cli.session import session
    from tidegate.futures.variables import PLACE, VARIABLES

    tr = session().translate
    at = _months_shown(len(dates))
    low, middle, high = (levels.index(x) for x in (0.1, 0.5, 0.9))
    rows = []
    for name in SHOWN:
        values, unit = quantiles[name], VARIABLES[PLACE[name]].unit
        form = f"{'+' if signed else ''},.{0 if unit == 'bn_usd' else 2}f"
        cells = [
            f"{format(values[middle][t], form)} ({format(values[low][t], form)} … {format(values[high][t], form)})"
            for t in at
        ]
        rows.append(
            [tr(VARIABLES[PLACE[name]].title), tr(UNIT_WORDS[unit]) if unit != "pct" else "%", *cells]
        )
    table(["", "", *(str(dates[t])[:7] for t in at)], rows)


def market_payload(found: MarketRun) -> dict[str, Any]:
    """Return asset indices as JSON has them: 1 at the opening."""
    return {
        asset: {f"p{round(100 * level):02d}": found.quantiles[i, q] for q, level in enumerate(found.levels)}
        for i, asset in enumerate(found.assets)
    }


def _print_markets(found: MarketRun) -> None:
    from tidegate.catalog.assets import asset
    from tidegate.cli.output import say, table
    from tidegate.cli.session import session

    tr = session().translate
    at = _months_shown(len(found.dates))
    low, middle, high = (found.levels.index(x) for x in (0.1, 0.5, 0.9))
    rows = []
    for i, name in enumerate(found.assets):
        title = asset(name).title
        q = found.quantiles[i]
        cells = [f"{q[middle][t]:.2f} ({q[low][t]:.2f} … {q[high][t]:.2f})" for t in at]
        rows.append([title.in_language(session().language), *cells])
    say("")
    table([tr(N_("What 1 becomes")), *(str(found.dates[t])[:7] for t in at)], rows)


UNIT_WORDS = {
    "pct": "%",
    "pct_gdp": N_("% of GDP"),
    "bp": N_("bp"),
    "bn_usd": N_("$ bn"),
    "code": N_("code"),
}


@app.command("list", help=N_("List the scenarios that come with the package."))
def list_(as_json: AsJson = False) -> None:
    """Print names and titles."""
    from tidegate.cli.output import emit, table
    from tidegate.cli.session import session
    from tidegate.futures.library import scenario, scenario_names

    found = [scenario(n) for n in scenario_names()]
    if as_json:
        emit({"scenarios": [payload_of(s) for s in found]})
        return
    chinese = session().language.startswith("zh")
    tr = session().translate
    rows = [
        [s.name, s.title_zh if chinese else s.title_en, str(s.start.as_of or ""), s.parent or ""]
        for s in found
    ]
    table([tr(N_("Scenario")), tr(N_("Title")), tr(N_("Starts")), tr(N_("Parent"))], rows)


@app.command("show", help=N_("Show what a scenario says and rests on."))
def show(name: Name, as_json: AsJson = False) -> None:
    """Print a scenario's story, overrides and sources."""
    from tidegate.cli.output import emit, json_text, paragraphs, say
    from tidegate.cli.session import session
    from tidegate.futures.library import scenario

    told = scenario(name)
    if as_json:
        emit(payload_of(told))
        return
    chinese = session().language.startswith("zh")
    say(told.title_zh if chinese else told.title_en)
    say(paragraphs(told.story_zh if chinese else told.story_en))
    say("")
    texts = {"name", "title_en", "title_zh", "story_en", "story_zh", "sources"}
    say(json_text(told.model_dump(mode="json", exclude=texts, exclude_defaults=True)))
    for source in told.sources:
        say(paragraphs(source))


@app.command("run", help=N_("Run a scenario: many paths, month by month, and their quantiles."))
def run(
    name: Name,
    paths: Paths = 1_000,
    months: Months = 60,
    seed: Seed = 20260101,
    start: Start = None,
    workers: Workers = None,
    out: Out = None,
    resume: Annotated[
        Path | None,
        typer.Option(
            "--resume",
            metavar="FOLDER",
            help=N_("Keep finished parts of a run of more than 20,000 paths here, and go on from them."),
        ),
    ] = None,
    with_markets: Annotated[
        bool, typer.Option("--markets", help=N_("Also what each asset becomes on the same paths."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print medians with 80% bands."""
    import time

    from tidegate.briefing.futures import run_markets, simulate
    from tidegate.briefing.futures_files import FolderKeeper, write_run
    from tidegate.cli.output import emit, paragraphs, progress, say
    from tidegate.cli.session import session
    from tidegate.futures.simulation import MOST_KEPT, PART_PATHS
    from tidegate.message import Message

    tr = session().translate
    began = time.perf_counter()
    keeper = None if resume is None else FolderKeeper(resume, (name, start, paths, months, seed))
    parts = -(-max(paths, 1) // PART_PATHS)
    options: dict[str, Any] = {
        "start": start,
        "paths": paths,
        "months": months,
        "seed": seed,
        "workers": workers or _cores(),
        "keep": (out is not None or with_markets) and paths <= MOST_KEPT,
        "keeper": keeper,
    }
    if paths > MOST_KEPT:
        with progress(tr(N_("Running paths")), parts) as step:

            def told(done: int) -> None:
                if done % PART_PATHS == 0 or done == paths:
                    step(f"{done:,}")

            found = simulate(name, progress=told, **options)
    else:
        found = simulate(name, **options)
    assets = run_markets(found, name, start) if with_markets else None
    seconds = time.perf_counter() - began
    if out is not None:
        write_run(found, out)
    if as_json:
        emit(
            {**run_payload(found, seconds), **({} if assets is None else {"markets": market_payload(assets)})}
        )
        return
    text = Message(
        N_("{scenario}: {paths} paths of {months} months, seed {seed}; medians and 80% bands."),
        {"scenario": found.scenario, "paths": f"{paths:,}", "months": months, "seed": seed},
    )
    say(paragraphs(tr.message(text)))
    _print(found.dates, found.levels, found.quantiles, signed=False)
    if assets is not None:
        _print_markets(assets)
    text = Message(
        N_(
            "Assets less liabilities and capital: at most {worst} bn. Paths that stopped: {failed}. Digest {digest}."
        ),
        {
            "worst": f"{found.max_identity_residual_bn:.0e}",
            "failed": len(found.failures),
            "digest": found.digest,
        },
    )
    say(paragraphs(tr.message(text)))


@app.command("compare", help=N_("Compare two scenarios on the same chances: the first less the second."))
def compare(
    first: Name,
    second: Annotated[
        str, typer.Argument(metavar="NAME", help=N_("The other; by default the baseline."))
    ] = "baseline",
    paths: Paths = 1_000,
    months: Months = 60,
    seed: Seed = 20260101,
    start: Start = None,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Print median differences with 80% bands."""
    import time

    from tidegate.briefing.futures import compare_scenarios
    from tidegate.cli.output import emit, paragraphs, say
    from tidegate.cli.session import session
    from tidegate.message import Message

    began = time.perf_counter()
    found = compare_scenarios(
        first, second, start=start, paths=paths, months=months, seed=seed, workers=workers or _cores()
    )
    seconds = time.perf_counter() - began
    if as_json:
        emit(comparison_payload(found, seconds))
        return
    text = Message(
        N_("{first} less {second} on the same {paths} paths: medians and 80% bands."),
        {"first": found.first, "second": found.second, "paths": f"{found.paths:,}"},
    )
    say(paragraphs(session().translate.message(text)))
    _print(found.dates, found.levels, found.quantiles, signed=True)


def grid_of(settings: list[str] | None) -> dict[str, list[float]]:
    """Return ``TABLE.NAME=VALUE,VALUE`` settings as values by name.

    Raises
    ------
    InputError
        Naming every setting that cannot be read, and those given twice.
    """
    from tidegate.errors import InputError
    from tidegate.message import Message

    found: dict[str, list[float]] = {}
    problems = []
    for text in settings or []:
        name, equals, values = text.partition("=")
        try:
            numbers = [float(v) for v in values.split(",")]
        except ValueError:
            equals = ""
            numbers = []
        if not equals:
            form = N_("--vary {text}: write TABLE.NAME=VALUE,VALUE, for example economy.okun=0.3,0.4")
            problems.append(Message(form, {"text": text}))
        elif name in found:
            problems.append(Message(N_("--vary {name}: given twice; give it once"), {"name": name}))
        else:
            found[name] = numbers
    InputError.check(problems)
    return found


@app.command(
    "sweep", help=N_("Run scenarios by sets of parameters by seeds, on processes or a dask cluster.")
)
def sweep(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help=N_("Scenarios, or files."))],
    vary: Annotated[
        list[str] | None,
        typer.Option(
            "--vary",
            metavar="TABLE.NAME=X,Y",
            help=N_("Values of a parameter, such as economy.okun=0.3,0.4; may be repeated."),
        ),
    ] = None,
    seeds: Annotated[
        str, typer.Option("--seeds", metavar="N,N", help=N_("Seeds, each of which is run."))
    ] = "20260101",
    paths: Paths = 1_000,
    months: Months = 60,
    start: Start = None,
    workers: Workers = None,
    dask: Annotated[
        str | None,
        typer.Option("--dask", metavar="ADDRESS", help=N_("local, or the address of a dask scheduler.")),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FOLDER", help=N_("Keep finished runs here, go on from them, and write a table.")
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print one line a run."""
    import time

    from tidegate.briefing.sweeps import sweep as run_sweep
    from tidegate.cli.output import emit, paragraphs, progress, say, table
    from tidegate.cli.session import session
    from tidegate.errors import InputError
    from tidegate.message import Message

    tr = session().translate
    try:
        chosen = [int(s) for s in seeds.split(",")]
    except ValueError:
        raise InputError.of(
            N_("--seeds {value}: write whole numbers with commas between"), value=seeds
        ) from None
    grid = grid_of(vary)
    began = time.perf_counter()
    total = len(names) * len(chosen)
    for values in grid.values():
        total *= len(values)
    with progress(tr(N_("Running the sweep")), total) as step:
        found = run_sweep(
            names,
            vary=grid,
            seeds=chosen,
            start=start,
            paths=paths,
            months=months,
            workers=workers or _cores(),
            dask=dask,
            folder=out,
            step=step,
        )
    seconds = time.perf_counter() - began
    if out is not None:
        from tidegate.briefing.futures_files import write_sweep

        write_sweep(found, out / "sweep.parquet")
    runs = [
        {
            "scenario": task.scenario.name,
            "varied": dict(task.varied),
            "start": task.opening,
            "seed": task.seed,
            "failed_paths": len(content["failures"]),
            "max_identity_residual_bn": float(content["residual"][0]),
            "digest": str(content["digest"][0]),
        }
        for task, content in zip(found.tasks, found.contents, strict=True)
    ]
    if as_json:
        told = {"paths": paths, "months": months, "seconds": round(seconds, 3), "resumed": found.resumed}
        emit({**told, "runs": runs, "digest": found.digest})
        return
    heads = [N_("Scenario"), N_("Varied"), N_("Starts"), N_("Seed"), N_("Stopped"), N_("Digest")]
    rows = [
        [
            str(r["scenario"]),
            " ".join(f"{n}={v:g}" for n, v in t.varied),
            str(r["start"]),
            str(r["seed"]),
            str(r["failed_paths"]),
            str(r["digest"])[:12],
        ]
        for r, t in zip(runs, found.tasks, strict=True)
    ]
    table([tr(h) for h in heads], rows)
    text = Message(
        N_("{count} runs in {seconds} seconds, {resumed} of them kept from before. Digest {digest}."),
        {"count": len(runs), "seconds": f"{seconds:.1f}", "resumed": found.resumed, "digest": found.digest},
    )
    say(paragraphs(tr.message(text)))
