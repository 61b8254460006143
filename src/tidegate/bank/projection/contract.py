"""What a projection returns, and on which days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from tidegate.bank.portfolio.runoff import RunOff
from tidegate.errors import InputError
from tidegate.message import N_, Message
from tidegate.units import Days, month_end

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

Frequency = Literal["monthly", "weekly"]
"""Month-ends, or Wednesdays."""
FREQUENCIES: tuple[Frequency, ...] = ("monthly", "weekly")
"""How often a projection may report."""
MAX_MONTHS = 600
IDENTITY_TOLERANCE_BN = 1e-6
_WEDNESDAY = 2


@dataclass(frozen=True)
class Projection:
    """A path of a bank's balance sheet on report dates.

    Attributes
    ----------
    bank, currency, plan
        Whose, in which currency, under which plan.
    frequency
        ``monthly`` (month-ends) or ``weekly`` (Wednesdays, as H.4.1).
    dates
        ``datetime64[D]``, shape [dates].
    series
        By name, each of shape [dates], billions of `currency`. Names that end
        in ``_redemptions_bn``, ``_purchases_bn``, ``_rollovers_bn`` or
        ``_accrual_bn`` are flows since the date before (for the first date:
        since the book). ``identity_residual_bn`` is opening stock + purchases
        - redemptions + accrual - closing stock.
    assumptions
        What was assumed where nothing was known, as sentences.
    run
        The daily path by security behind it.
    detail
        Everything behind it, for those who look closer: a `fed.FedPath`.
    """

    bank: str
    currency: str
    plan: str
    frequency: Frequency
    dates: Days
    series: Mapping[str, NDArray[np.float64]]
    assumptions: tuple[Message, ...] = ()
    run: RunOff | None = field(default=None, repr=False, compare=False)
    detail: Any = field(default=None, repr=False, compare=False)

    def to_dict(self) -> dict[str, object]:
        """Return the stable JSON form: bank, currency, plan, frequency, dates and series."""
        return {
            "bank": self.bank,
            "currency": self.currency,
            "plan": self.plan,
            "frequency": self.frequency,
            "dates": [str(d) for d in self.dates],
            "series": {name: values.tolist() for name, values in self.series.items()},
            "assumptions": [str(a) for a in self.assumptions],
        }

    def to_dataset(self) -> xr.Dataset:
        """Return an `xarray.Dataset` with dimension ``date``; each variable names its unit."""
        import xarray as xr

        unit = f"billions of {self.currency}"
        return xr.Dataset(
            {name: ("date", values, {"units": unit}) for name, values in self.series.items()},
            coords={"date": self.dates.astype("datetime64[ns]")},
            attrs={"bank": self.bank, "plan": self.plan, "frequency": self.frequency},
        )

    def to_pandas(self) -> pd.DataFrame:
        """Return a frame with the dates as its index and a column a series, billions."""
        import pandas as pd

        index = pd.DatetimeIndex(self.dates.astype("datetime64[s]"), name="date")
        return pd.DataFrame(dict(self.series), index=index)


def report_dates(start: np.datetime64, end: np.datetime64, frequency: Frequency) -> Days:
    """Return the report dates after `start` up to `end`: month-ends, or Wednesdays.

    Raises
    ------
    InputError
        If no report date lies between the two, the horizon is longer than 600
        months, or the frequency is unknown.
    """
    if frequency not in FREQUENCIES:
        raise InputError.of(
            N_("frequency: {value!r} is not known; choose one of {allowed}"),
            value=frequency,
            allowed=", ".join(FREQUENCIES),
        )
    months = int((end.astype("datetime64[M]") - start.astype("datetime64[M]")).astype(int))
    if months > MAX_MONTHS:
        raise InputError.of(
            N_("end: {end} is {months} months after {start}; choose at most {limit} months"),
            end=end,
            months=months,
            start=start,
            limit=MAX_MONTHS,
        )
    days = np.arange(start + 1, end + 1, dtype="datetime64[D]")
    keep = (days.astype(int) + 3) % 7 == _WEDNESDAY if frequency == "weekly" else days == month_end(days)
    if not keep.any():
        raise InputError.of(
            N_("end: no report date ({frequency}) between {start} and {end}; choose a later end"),
            frequency=frequency,
            start=start,
            end=end,
        )
    return np.asarray(days[keep])
