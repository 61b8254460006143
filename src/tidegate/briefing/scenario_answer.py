"""Runs and comparisons of scenarios as plain values: what ``--json`` prints and the interface answers."""

from __future__ import annotations

from typing import Any

from tidegate.briefing.consequences import Consequences
from tidegate.futures.comparison import Comparison
from tidegate.futures.simulation import Run
from tidegate.futures.variables import VARIABLES


def run_payload(found: Run, seconds: float) -> dict[str, Any]:
    """Return a run as JSON has it."""
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


def comparison_payload(found: Comparison, seconds: float, meant: Consequences) -> dict[str, Any]:
    """Return a comparison as JSON has it, with what it means for people."""
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
        "consequences": meant.to_dict(),
    }
