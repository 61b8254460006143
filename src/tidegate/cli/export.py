"""Write a projection to a file, in the form that its ending names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tidegate.errors import InputError
from tidegate.message import N_

if TYPE_CHECKING:
    from tidegate.bank.projection import Projection

ENDINGS = (".csv", ".parquet", ".nc", ".json", ".svg")


def check_ending(path: Path) -> None:
    """Refuse an ending that is not known, before anything is computed.

    Raises
    ------
    InputError
        Naming the endings that are.
    """
    if path.suffix not in ENDINGS:
        raise InputError.of(
            N_("out {path}: ending {ending!r} is not known; use one of {allowed}"),
            path=path,
            ending=path.suffix,
            allowed=", ".join(ENDINGS),
        )


def write_projection(found: Projection, path: Path, payload: dict[str, Any], language: str) -> None:
    """Write a projection, whole or not at all.

    Parameters
    ----------
    found
        What to write.
    path
        Where; the ending chooses CSV, Parquet, netCDF, JSON or an SVG chart.
    payload
        Its JSON form.
    language
        Of the chart.

    Raises
    ------
    InputError
        For an unknown ending, or a file that cannot be written.
    """
    check_ending(path)
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".csv":
            found.to_pandas().to_csv(part)
        elif path.suffix == ".parquet":
            found.to_pandas().to_parquet(part)
        elif path.suffix == ".nc":
            found.to_dataset().to_netcdf(part, engine="scipy")
        elif path.suffix == ".json":
            from tidegate.cli.output import json_text

            part.write_text(json_text(payload), "utf-8")
        else:
            from tidegate.briefing.drawing import draw_file
            from tidegate.briefing.sections.projection import chart_of
            from tidegate.briefing.wording import wording

            part.write_text(draw_file(chart_of(found), wording(language)), "utf-8")
        part.replace(path)
    except OSError as problem:
        from tidegate.complaints import reason

        part.unlink(missing_ok=True)
        raise InputError.of(
            N_("out {path}: cannot be written ({reason}); choose another file with --out"),
            path=path,
            reason=reason(problem),
        ) from None
