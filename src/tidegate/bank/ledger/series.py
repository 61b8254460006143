"""Posting whole projections: monthly flows in, positions and residuals out, exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.bank.ledger.books import Books, Positions, misplaced
from tidegate.bank.ledger.chart import (
    COLUMN,
    INSTRUMENTS,
    ROW,
    SECTORS,
    Instrument,
    Sector,
    instrument_title,
    sector_title,
)
from tidegate.bank.ledger.measures import measured
from tidegate.bank.ledger.operation import AMOUNT_LIMIT
from tidegate.bank.ledger.posting import parameter_problems
from tidegate.bank.ledger.recipes import operation
from tidegate.errors import IdentityError, InputError
from tidegate.message import N_, Message
from tidegate.units import MILLIONS_PER_BILLION


@dataclass(frozen=True)
class Flow:
    """One operation over the months.

    Attributes
    ----------
    operation
        Id of an `Operation`.
    amounts : NDArray[np.int64]
        Whole millions, 0 or more, shape [..., months].
    parameters
        Scalars, or for prices, rates and days arrays that broadcast to `amounts`.
    """

    operation: str
    amounts: NDArray[np.int64]
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class PostedSeries:
    """A projection that went through the ledger.

    Attributes
    ----------
    positions : NDArray[np.int64]
        [..., months + 1, sectors, instruments], millions; the first is the opening.
    identity_residual : NDArray[np.int64]
        [..., months + 1], millions: the largest gap, in absolute value, between
        assets and liabilities with net worth of any sector, or between what is
        held and owed of any instrument. Zero, or the series would not exist.
    """

    positions: Positions
    identity_residual: NDArray[np.int64]

    def position(self, sector: Sector, instrument: Instrument) -> NDArray[np.int64]:
        """Return the signed position of a `sector` in an `instrument`, [..., months + 1], millions."""
        found: NDArray[np.int64] = self.positions[..., ROW[sector], COLUMN[instrument]]
        return found

    def books(self, month: int) -> Books:
        """Return the books after a month of a single path; 0 is the opening."""
        return Books(self.positions[month])


def flows_in_millions(flows_bn: ArrayLike) -> NDArray[np.int64]:
    """Round flows in billions to whole millions so that their sums never drift.

    Parameters
    ----------
    flows_bn
        [..., months], billions; finite.

    Returns
    -------
    NDArray[np.int64]
        Differences of the rounded running sum: over any span of months the
        total is within one million of the flows given.

    Raises
    ------
    InputError
        If a flow is NaN or infinite, naming the months.
    """
    flows = np.asarray(flows_bn, dtype=np.float64)
    bad = ~np.isfinite(flows)
    if bad.any():
        months = np.unique(np.argwhere(bad)[:, -1]) + 1
        text = N_("flows must be numbers; there is none in month {months}")
        raise InputError.of(text, months=", ".join(map(str, months)))
    running = np.rint(np.cumsum(flows, axis=-1) * MILLIONS_PER_BILLION).astype(np.int64)
    return np.diff(running, axis=-1, prepend=0)


def signed_flows(operation_id: str, amounts: ArrayLike, **parameters: Any) -> tuple[Flow, Flow]:
    """Return an operation for the positive months and its reverse for the negative ones.

    Parameters
    ----------
    operation_id
        An operation that has a reverse.
    amounts
        Whole millions of either sign, [..., months].
    **parameters
        Passed on to each of the two that knows them.

    Raises
    ------
    InputError
        If the operation has no reverse.
    """
    op = operation(operation_id)
    if op.reverse is None:
        raise InputError.of(N_("{operation} has no reverse; give amounts of 0 or more"), operation=op.id)
    signed = np.asarray(amounts)
    known = operation(op.reverse).defaults
    back = {name: value for name, value in parameters.items() if name in known}
    return Flow(op.id, np.maximum(signed, 0), parameters), Flow(op.reverse, np.maximum(-signed, 0), back)


def _flow_problems(flow: Flow) -> list[Message]:
    op = operation(flow.operation)
    # An array is in range where its smallest and largest values are.
    ends = [
        {n: pick(v).item() if isinstance(v, np.ndarray) else v for n, v in flow.parameters.items()}
        for pick in (np.min, np.max)
    ]
    found = parameter_problems(op, ends[0]) or parameter_problems(op, ends[1])
    amounts = np.asarray(flow.amounts)
    if amounts.dtype.kind not in "iu" or amounts.ndim == 0:
        text = N_("{operation}: amounts must be whole numbers of millions, one a month")
        found.append(Message(text, {"operation": op.id}))
        return found
    bad = (amounts < 0) | (amounts > AMOUNT_LIMIT)
    if bad.any():
        where = np.argwhere(bad)[0]
        text = N_("{operation}: {amount:,} in month {month} must be from 0 to {limit:,} million")
        found.append(
            Message(
                text,
                {
                    "operation": op.id,
                    "amount": int(amounts[tuple(where)]),
                    "month": int(where[-1]) + 1,
                    "limit": AMOUNT_LIMIT,
                },
            )
        )
    return found


def post_series(
    books: Books, flows: Sequence[Flow], guarded: tuple[Sector, ...] = (Sector.CENTRAL_BANK,)
) -> PostedSeries:
    """Post monthly flows of many operations at once, exactly as `post` would one by one.

    Parameters
    ----------
    books
        Opening books.
    flows
        Each with amounts of shape [..., months]; the shapes broadcast.
    guarded
        Sectors whose positions must stay on their side at every month-end. By
        default only the central bank's, since the holdings of the others are
        stylised in books made by `Books.from_central_bank`.

    Returns
    -------
    PostedSeries
        All months, the opening first.

    Raises
    ------
    UnknownName
        If an operation does not exist.
    InputError
        Naming every flow that is not whole, negative or has wrong parameters;
        or else the first month in which each guarded position would be on the
        wrong side.
    IdentityError
        If a month does not balance.
    """
    InputError.check(problem for flow in flows for problem in _flow_problems(flow))
    shape = np.broadcast_shapes((1,), *(np.shape(flow.amounts) for flow in flows))
    change = np.zeros((*shape, len(SECTORS), len(INSTRUMENTS)), dtype=np.int64)
    for flow in flows:
        op = operation(flow.operation)
        filled = op.filled(flow.parameters)
        measures = measured(np.asarray(flow.amounts, dtype=np.int64), filled)
        for measure, matrix in op.coefficients(filled).items():
            amounts = np.asarray(measures[measure], dtype=np.int64)
            # Only the few cells that the recipe names are touched.
            for row, column in np.argwhere(matrix):
                change[..., row, column] += matrix[row, column] * amounts
    opening = np.broadcast_to(books.positions, (*shape[:-1], 1, *books.positions.shape))
    positions = np.concatenate([opening, opening + np.cumsum(change, axis=-3)], axis=-3)
    _guard(positions, guarded)
    residual = _residual(positions)
    if residual.any():
        month = int(np.argwhere(residual)[0][-1])
        text = N_("the ledger does not balance in month {month}: {residual} million left over")
        raise IdentityError.of(text, month=month, residual=int(residual.max()))
    positions.setflags(write=False)
    return PostedSeries(positions, residual)


def _residual(positions: Positions) -> NDArray[np.int64]:
    """Return the largest gap of any identity, [..., months + 1]."""
    rows = np.abs(positions.sum(axis=-1)).max(axis=-1)
    columns = np.abs(positions.sum(axis=-2)).max(axis=-1)
    gap: NDArray[np.int64] = np.maximum(rows, columns)
    return gap


def _guard(positions: Positions, guarded: tuple[Sector, ...]) -> None:
    """Raise if a guarded position is on the wrong side after the opening."""
    wrong = misplaced(positions, guarded)
    wrong[..., 0, :, :] = False
    flat: NDArray[np.bool_] = np.asarray(wrong.reshape(-1, *wrong.shape[-3:]).any(axis=0))
    text = N_(
        "{sector}, {instrument}: would end on the wrong side in month {month}; lower the flows out of it"
    )
    InputError.check(
        Message(
            text,
            {
                "sector": sector_title(SECTORS[row]),
                "instrument": instrument_title(INSTRUMENTS[column]),
                "month": int(np.argmax(flat[:, row, column])),
            },
        )
        for row, column in np.argwhere(flat.any(axis=0))
    )
