"""``tidegate scenario``: what may happen, from a scenario or many."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tidegate.cli.options import AsJson
from tidegate.message import N_

app = typer.Typer(rich_markup_mode=None, add_completion=False)

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


def _say_if_slow() -> None:
    """Say on stderr that the first run compiles, where no compiled code is found."""
    import sys

    from tidegate.cli.session import session
    from tidegate.futures.kernel import run_block

    if not any(Path(run_block.stats.cache_path).glob("kernel.*.nbi")):  # type: ignore[attr-defined]
        sys.stderr.write(
            session().translate(N_("The first run on a machine compiles for about half a minute.")) + "\n"
        )


def _at_work(workers: int | None) -> int:
    """Return how many work at a time: as asked, else one a core."""
    import os

    from tidegate.errors import InputError

    if workers is None:
        return max(os.cpu_count() or 1, 1)
    if workers < 1:
        raise InputError.of(N_("--workers {value}: give a whole number of 1 or more"), value=workers)
    return workers


@app.command("list", help=N_("List the scenarios that come with the package."))
def list_(as_json: AsJson = False) -> None:
    """Print names and titles."""
    from tidegate.cli.output import emit, table
    from tidegate.cli.scenario_output import payload_of
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
    from tidegate.cli.scenario_output import payload_of
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
    texts = {"name", "title_en", "title_zh", "story_en", "story_zh", "sources", "sources_zh"}
    overrides = told.model_dump(mode="json", exclude=texts, exclude_defaults=True)
    for shock in overrides.get("shocks", ()):
        in_chinese = shock.pop("why_zh", "")
        if chinese and in_chinese:
            shock["why"] = in_chinese
    say(json_text(overrides))
    for source in (told.sources_zh if chinese else ()) or told.sources:
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
    with_government: Annotated[
        bool, typer.Option("--government", help=N_("Also what the government pays in interest on them."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print medians with 80% bands."""
    import time

    from tidegate import __version__
    from tidegate.briefing.assembly import open_desk
    from tidegate.briefing.futures import run_government, run_markets, simulate, start_day
    from tidegate.briefing.futures_files import FolderKeeper, check_format, write_run
    from tidegate.briefing.futures_government import MOST_PATHS as MOST_OWED
    from tidegate.briefing.scenario_answer import run_payload
    from tidegate.cli.output import emit, paragraphs, progress, say
    from tidegate.cli.scenario_output import (
        government_payload,
        market_payload,
        print_bands,
        print_government,
        print_markets,
    )
    from tidegate.cli.session import session
    from tidegate.errors import InputError
    from tidegate.futures.library import scenario
    from tidegate.futures.simulation import MOST_KEPT, PART_PATHS, check_request
    from tidegate.message import Message

    tr = session().translate
    check_request(paths, months, seed)
    if out is not None:
        check_format(out)
    asked = (("--markets", with_markets, MOST_KEPT), ("--government", with_government, MOST_OWED))
    too_many = N_("{option}: every path has to be held; give --paths of at most {most}")
    InputError.check(
        [Message(too_many, {"option": o, "most": m}) for o, wanted, m in asked if wanted and paths > m]
    )
    at_work = _at_work(workers)
    told = scenario(name)
    _say_if_slow()
    began = time.perf_counter()
    keeper = None
    if resume is not None:
        # The day and the whole scenario: a file that was changed, or newer figures, are another question.
        day = open_desk(start_day(start, told)).as_of
        keeper = FolderKeeper(resume, (told.model_dump_json(), day, paths, months, seed, __version__))
    parts = -(-max(paths, 1) // PART_PATHS)
    options: dict[str, Any] = {
        "start": start,
        "paths": paths,
        "months": months,
        "seed": seed,
        "workers": at_work,
        "keep": (out is not None or with_markets or with_government) and paths <= MOST_KEPT,
        "keeper": keeper,
    }
    if paths > MOST_KEPT:
        with progress(tr(N_("Running paths")), parts) as step:

            def moved(done: int) -> None:
                if done % PART_PATHS == 0 or done == paths:
                    step(f"{done:,}")

            found = simulate(name, progress=moved, **options)
    else:
        found = simulate(name, **options)
    assets = run_markets(found, name, start) if with_markets else None
    owed = run_government(found, name, start) if with_government else None
    seconds = time.perf_counter() - began
    if out is not None:
        write_run(found, out)
    if as_json:
        payload = run_payload(found, seconds)
        if assets is not None:
            payload["markets"] = market_payload(assets)
        if owed is not None:
            payload["government"] = government_payload(owed)
        emit(payload)
        return
    text = Message(
        N_("{scenario}: {paths} paths of {months} months, seed {seed}; medians and 80% bands."),
        {"scenario": found.scenario, "paths": f"{paths:,}", "months": months, "seed": seed},
    )
    say(paragraphs(tr.message(text)))
    print_bands(found.dates, found.levels, found.quantiles, signed=False)
    if assets is not None:
        print_markets(assets)
    if owed is not None:
        print_government(owed)
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

    from tidegate.briefing.assembly import open_desk
    from tidegate.briefing.consequences import consequences
    from tidegate.briefing.futures import compare_scenarios, start_day
    from tidegate.briefing.scenario_answer import comparison_payload
    from tidegate.cli.output import emit, paragraphs, say
    from tidegate.cli.scenario_output import print_bands, print_consequences
    from tidegate.cli.session import session
    from tidegate.futures.library import scenario as find
    from tidegate.message import Message

    _say_if_slow()
    began = time.perf_counter()
    found = compare_scenarios(
        first, second, start=start, paths=paths, months=months, seed=seed, workers=_at_work(workers)
    )
    seconds = time.perf_counter() - began
    meant = consequences(found, open_desk(start_day(start, find(first))))
    if as_json:
        tr = session().translate
        payload = comparison_payload(found, seconds, meant)
        for row in payload["consequences"]["abroad"]:
            row["title"] = tr.message(row["title"])
        emit(payload)
        return
    text = Message(
        N_("{first} less {second} on the same {paths} paths: medians and 80% bands."),
        {"first": found.first, "second": found.second, "paths": f"{found.paths:,}"},
    )
    say(paragraphs(session().translate.message(text)))
    print_bands(found.dates, found.levels, found.quantiles, signed=True)
    print_consequences(meant, found.first, found.second)


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
    from tidegate.cli.scenario_grid import grid_of
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
            workers=_at_work(workers),
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
