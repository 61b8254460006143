"""Parameters of the four-equation model: two published variants, and any values in range."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tidegate.catalog.loader import unknown
from tidegate.errors import InputError
from tidegate.message import N_, Message

Variant = Literal["table-1", "exact"]
VARIANTS: tuple[Variant, ...] = ("table-1", "exact")

_OTHER_NAMES = {"bfi": "b_fi", "rho_f": "rho_r_star", "rho_rstar": "rho_r_star", "bcb": "b_cb"}
"""Other names under which the paper and its replications know a parameter."""


class FourEquationParameters(BaseModel):
    """Numbers of the linear model, a quarter a period (paper: Table 1).

    `gamma` and `zeta` are given, or follow from the deeper parameters where
    they are None: the paper's Table 1 rounds them to 0.086 and 2.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    z: float = Field(default=0.33, ge=0.0, le=0.99)
    """Consumption share of the households that live on long bonds; 0: the three-equation model."""
    sigma: float = Field(default=1.0, gt=0.0, le=50.0)
    """Inverse elasticity of intertemporal substitution."""
    chi: float = Field(default=1.0, ge=0.0, le=50.0)
    """Inverse elasticity of labour supply."""
    beta: float = Field(default=0.995, gt=0.0, le=1.0)
    """Discount factor a quarter."""
    phi: float = Field(default=0.75, gt=0.0, lt=1.0)
    """Share of prices that stay as they are in a quarter (Calvo)."""
    gamma: float | None = Field(default=None, gt=0.0, le=50.0)
    """Slope of the Phillips curve in marginal cost; None: from `phi` and `beta`."""
    zeta: float | None = Field(default=None, gt=0.0, le=1000.0)
    """Elasticity of marginal cost in output; None: from `chi`, `sigma` and `z`."""
    b_fi: float = Field(default=0.70, ge=0.0, le=1.0)
    """Share of long bonds with the intermediaries; the central bank has the rest."""
    rho_r: float = Field(default=0.8, ge=0.0, lt=1.0)
    """Inertia of the policy rate."""
    phi_pi: float = Field(default=1.5, ge=0.0, le=100.0)
    """Reaction of the policy rate to inflation."""
    phi_x: float = Field(default=0.0, ge=0.0, le=100.0)
    """Reaction of the policy rate to the output gap."""
    rho_r_star: float = Field(default=0.8, ge=0.0, lt=1.0)
    """Persistence of the natural rate."""
    rho_theta: float = Field(default=0.8, ge=0.0, lt=1.0)
    """Persistence of credit conditions."""
    rho_q: float = Field(default=0.8, ge=0.0, lt=1.0)
    """Persistence of the central bank's long bonds."""

    @property
    def b_cb(self) -> float:
        """Share of long bonds with the central bank: ``bFI + bcb = 1``."""
        return 1.0 - self.b_fi

    @property
    def marginal_cost_slope(self) -> float:
        """``gamma = (1 - phi)(1 - phi beta) / phi``, or as given."""
        exact = (1.0 - self.phi) * (1.0 - self.phi * self.beta) / self.phi
        return exact if self.gamma is None else self.gamma

    @property
    def marginal_cost_elasticity(self) -> float:
        """``zeta = (chi (1 - z) + sigma) / (1 - z)``, or as given."""
        exact = (self.chi * (1.0 - self.z) + self.sigma) / (1.0 - self.z)
        return exact if self.zeta is None else self.zeta

    def to_dict(self) -> dict[str, float]:
        """Return every number as it is used, b_cb, gamma and zeta filled in."""
        used = {**self.model_dump(), "b_cb": round(self.b_cb, 12)}
        return {**used, "gamma": self.marginal_cost_slope, "zeta": self.marginal_cost_elasticity}


NAMES: tuple[str, ...] = (*FourEquationParameters.model_fields, "b_cb")
"""Names that may be set."""


def four_equation_parameters(
    variant: str = "table-1", changes: Mapping[str, float] | None = None
) -> FourEquationParameters:
    """Return a published variant, with changes.

    Parameters
    ----------
    variant
        ``table-1``: gamma 0.086 and zeta 2 as printed; ``exact``: both computed
        from the deeper parameters (0.084583 and 2.492537).
    changes
        Values by name; ``b_cb`` sets ``b_fi = 1 - b_cb``.

    Raises
    ------
    UnknownName
        Naming the variants, or the parameters near to what was given.
    InputError
        With every value that is out of its range.
    """
    if variant not in VARIANTS:
        raise unknown(N_("variant"), variant, VARIANTS)
    rounded = {"gamma": 0.086, "zeta": 2.0} if variant == "table-1" else {}
    return _validated({**rounded, **_by_name(changes or {})})


def _by_name(changes: Mapping[str, float]) -> dict[str, float]:
    """Return changes under the model's own names."""
    found: dict[str, float] = {}
    for given, value in changes.items():
        plain = given.strip().lower().replace("-", "_")
        name = _OTHER_NAMES.get(plain, plain)
        if name not in NAMES:
            raise unknown(N_("parameter"), given, NAMES)
        if name in found or (name in ("b_fi", "b_cb") and found.keys() & {"b_fi", "b_cb"}):
            raise InputError.of(
                N_("parameter {name}: given twice; give it once (b_fi and b_cb sum to 1)"), name=given
            )
        found[name] = value
    if "b_cb" in found:
        share = found.pop("b_cb")
        found["b_fi"] = 1.0 - share
    return found


def _validated(values: Mapping[str, Any]) -> FourEquationParameters:
    try:
        return FourEquationParameters(**values)
    except ValidationError as failure:
        text = N_("parameter {name}: {value} is not allowed; give a number {allowed}")
        raise InputError(
            *(
                Message(
                    text,
                    {
                        "name": str(detail["loc"][0]),
                        "value": repr(detail["input"]),
                        "allowed": allowed_range(str(detail["loc"][0])),
                    },
                )
                for detail in failure.errors()
            )
        ) from None


def allowed_range(name: str) -> str:
    """Return the range of a parameter, for example ``>= 0, <= 0.99``."""
    signs = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}
    limits = FourEquationParameters.model_fields[name].metadata
    return ", ".join(
        f"{sign} {getattr(limit, key):g}"
        for limit in limits
        for key, sign in signs.items()
        if getattr(limit, key, None) is not None
    )
