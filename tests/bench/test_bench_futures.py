"""Ten thousand futures of ten years: the whole coupled system, the run-off in it, and many workers.

Run it on an idle machine: ``make bench``. Nothing is cached between rounds.
"""

from __future__ import annotations

import resource
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numba
import numpy as np
import pytest
from tests.unit.futures.openings import opening

from tidegate.briefing.sweeps import work
from tidegate.futures.library import scenario
from tidegate.futures.packing import machine
from tidegate.futures.simulation import simulate
from tidegate.futures.steps import holdings, ladder, mortgages
from tidegate.futures.tasks import Task

PATHS, MONTHS, CORES = 10_000, 120, 2
BASE = scenario("baseline")


@numba.njit(nogil=True, cache=False)
def run_off(
    paths, months, ring0, coupons0, face0, kept0, payments, cohorts, places, shares, curve, weights, out
):  # type: ignore[no-untyped-def]
    """Ladder and cohorts alone: redeem, roll over, pay down, weigh; four results a month."""
    ring, coupons = np.empty(ring0.size), np.empty(ring0.size)
    face, kept = np.empty(face0.size), np.empty(face0.size)
    for i in range(paths):
        ring[:], coupons[:], face[:], kept[:] = ring0, coupons0, face0, kept0
        head, bills = 0, 500.0
        for t in range(months):
            due = ring[head]
            ring[head], coupons[head] = 0.0, 0.0
            head = head + 1 if head + 1 < ring.size else 0
            gone, from_bills = ladder.split_redemptions(40.0, due, bills)
            bills -= from_bills
            holdings.invest(ring, coupons, head, due - gone, 4.0, 4.5, 5.0, places, shares, curve)
            paid, interest = mortgages.pay_down(face, kept, payments, t, cohorts, 0.9, 0.1, 1.0, 1.0, 0.0)
            total, held = ladder.weighted(ring, head, weights, 0, 0)
            out[0, t, i % 32], out[1, t, i % 32], out[2, t, i % 32], out[3, t, i % 32] = (
                total,
                held,
                paid,
                interest,
            )


@numba.njit(nogil=True, cache=False, fastmath={"reassoc", "contract", "nsz"})
def bare(
    paths, months, ring0, coupons0, face0, kept0, payments, cohorts, places, shares, curve, weights, out
):  # type: ignore[no-untyped-def]
    """The same arrays read and written in the same places, with one product for each number."""
    ring, coupons = np.empty(ring0.size), np.empty(ring0.size)
    face, kept = np.empty(face0.size), np.empty(face0.size)
    for i in range(paths):
        ring[:], coupons[:], face[:], kept[:] = ring0, coupons0, face0, kept0
        head = 0
        for t in range(months):
            due = ring[head]
            ring[head], coupons[head] = 0.0, 0.0
            head = head + 1 if head + 1 < ring.size else 0
            for k in range(places.size):
                rung = head + places[k]
                rung -= ring.size if rung >= ring.size else 0
                ring[rung] += due * shares[k]
                coupons[rung] += due * curve[0, places[k]]
            paid, interest = 0.0, 0.0
            for c in range(face.size):
                gone = face[c] * payments[0, t, c] + payments[1, t, c] * kept[c] + payments[2, t, c]
                gone *= cohorts[0, c] + cohorts[1, c]
                paid += gone
                interest += face[c] * cohorts[2, c]
                face[c] -= 1e-6 * gone
                kept[c] *= 0.999
            total, held = 0.0, 0.0
            first = ring.size - head
            for r in range(ring.size):
                total += ring[r]
                held += ring[r] * weights[0, 0, np.uint64(first + r)]
            out[0, t, i % 32], out[1, t, i % 32], out[2, t, i % 32], out[3, t, i % 32] = (
                total,
                held,
                paid,
                interest,
            )


def least(*actions, rounds: int = 20) -> list[float]:  # type: ignore[no-untyped-def]
    """Return the shortest of some rounds of each action, taken in turn, seconds, after one that warms up."""
    found = [[] for _ in actions]
    for taken in range(rounds + 1):
        for mine, action in zip(found, actions, strict=True):
            began = time.perf_counter()
            action()
            if taken:
                mine.append(time.perf_counter() - began)
    return [min(each) for each in found]


def test_ten_thousand_futures_of_ten_years(benchmark: pytest.FixtureRequest) -> None:
    o = opening()
    simulate(o, BASE, paths=1_000, months=MONTHS, workers=CORES)
    found = benchmark.pedantic(  # type: ignore[attr-defined]
        lambda: simulate(o, BASE, paths=PATHS, months=MONTHS, workers=CORES), rounds=7, warmup_rounds=1
    )
    assert found.max_identity_residual_bn < 1e-6
    peak_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"\nwhole coupled system: {benchmark.stats['min']:.2f} s; peak memory {peak_gb:.2f} GB")  # type: ignore[attr-defined]
    assert peak_gb < 1.0


def test_run_off_beside_a_bare_loop_with_the_same_traffic(benchmark: pytest.FixtureRequest) -> None:
    books, supply = (m := machine(opening(), BASE, MONTHS, 1).inputs).books, m.supply
    arrays = (
        books.ladder, books.coupons, books.face, books.unrefinanced, books.payments, books.cohorts,
        supply.issue_places, supply.issue_shares, supply.curve, supply.weights, np.empty((4, MONTHS, 32)),
    )  # fmt: skip
    benchmark(lambda: run_off(1_000, MONTHS, *arrays))  # type: ignore[operator]
    ours, theirs = least(lambda: run_off(200, MONTHS, *arrays), lambda: bare(200, MONTHS, *arrays))
    per = 1e9 / (200 * MONTHS)
    print(
        f"\nrun-off {ours * per:.0f} ns a path and month, bare loop {theirs * per:.0f} ns: {ours / theirs:.2f} times"
    )
    assert ours < 2.0 * theirs


def test_cost_is_linear_up_to_a_million_paths(benchmark: pytest.FixtureRequest) -> None:
    o = opening()
    times = {}
    for paths in (10_000, 100_000):
        began = time.process_time()
        simulate(o, BASE, paths=paths, months=12, workers=CORES)
        times[paths] = time.process_time() - began
    began = time.process_time()
    benchmark.pedantic(  # type: ignore[attr-defined]
        lambda: simulate(o, BASE, paths=1_000_000, months=12, workers=CORES), rounds=1
    )
    times[1_000_000] = time.process_time() - began
    print(f"\n12 months, seconds of processor time: {times}")
    assert times[1_000_000] < 13.0 * times[100_000] < 13.0 * 13.0 * times[10_000]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6 < 1.0


def test_two_workers_on_sixty_four_batches(benchmark: pytest.FixtureRequest) -> None:
    seconds, digests, o = {}, {}, opening()
    tasks = [Task(BASE, (), "", 1_000, 60, seed) for seed in range(64)]
    for workers in (1, 2):
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            list(
                pool.map(work, tasks[: 2 * workers], [o] * 2 * workers)
            )  # imports and compiled code are there
            began = time.perf_counter()
            digests[workers] = [str(c["digest"][0]) for c in pool.map(work, tasks, [o] * len(tasks))]
            seconds[workers] = time.perf_counter() - began
            if workers == CORES:
                benchmark.pedantic(lambda: list(pool.map(work, tasks, [o] * len(tasks))), rounds=1)  # type: ignore[attr-defined]
    gain = seconds[1] / seconds[2]
    print(f"\n64 batches: {seconds[1]:.2f} s on one worker, {seconds[2]:.2f} s on two: {gain:.2f} times")
    assert digests[1] == digests[2]
    assert gain >= 1.8
