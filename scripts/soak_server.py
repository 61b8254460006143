"""Ask the page's server the same things for a while, and watch its memory and its handles.

    python scripts/soak_server.py [--seconds 420] [--readers 2] [--pause 0.02]

It starts `tidegate serve` on this machine on a free port, asks every address of the
interface that takes no parameters and the page itself, warms up, and then compares
memory and open files of the first and the last fifth of the time.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from statistics import median

import httpx

WARM_SHARE = 0.3
MOST_GROWTH_PCT = 5.0
NO_ANSWER = 599
PATHS = (
    "/healthz",
    "/api/v1/banks",
    "/api/v1/sections?lang=en",
    "/api/v1/sections?lang=zh-Hant",
    "/api/v1/series/WALCL?start=2025-01-01",
    "/api/v1/programmes/fed?known=2022-05-04",
    "/openapi.json",
    "/?lang=en",
    "/?lang=zh-Hant&tab=history",
    "/static/tidegate.css",
    "/api/v1/nothing",
)


def memory_mb(pid: int) -> float:
    """Return the resident memory of a process."""
    text = Path(f"/proc/{pid}/status").read_text("utf-8")
    found = re.search(r"VmRSS:\s+(\d+) kB", text)
    assert found is not None
    return int(found[1]) / 1024


def handles(pid: int) -> int:
    """Return the number of open files of a process."""
    return len(os.listdir(f"/proc/{pid}/fd"))


def ask(address: str, end: float, pause: float, counts: dict[int, int], lock: threading.Lock) -> None:
    """Ask one thing after another until the time is over."""
    with httpx.Client(base_url=address, timeout=60) as client:
        while time.monotonic() < end:
            for path in PATHS:
                try:
                    status = client.get(path).status_code
                except httpx.HTTPError:  # a server that does not answer fails the soak, not this thread alone
                    status = NO_ANSWER
                with lock:
                    counts[status] = counts.get(status, 0) + 1
                time.sleep(pause)


def main() -> int:
    """Run, and say what came of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=420)
    parser.add_argument("--readers", type=int, default=2)
    parser.add_argument("--pause", type=float, default=0.02)
    args = parser.parse_args()
    command = [sys.executable, "-m", "tidegate", "serve", "--port", "0", "--no-open", "--lang", "en"]
    environ = {k: v for k, v in os.environ.items() if k != "TIDEGATE_TOKEN"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ) as server:
        assert server.stdout is not None
        said = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())
        assert said is not None
        address = said[0]
        try:
            httpx.get(f"{address}/api/v1/sections", timeout=300)  # the first briefing
            end, counts, lock = time.monotonic() + args.seconds, {}, threading.Lock()
            readers = [
                threading.Thread(target=ask, args=(address, end, args.pause, counts, lock))
                for _ in range(args.readers)
            ]
            for reader in readers:
                reader.start()
            seen: list[tuple[float, int]] = []
            while time.monotonic() < end:
                seen.append((memory_mb(server.pid), handles(server.pid)))
                time.sleep(1)
            for reader in readers:
                reader.join()
        finally:
            server.terminate()
            server.wait(20)
    warm = seen[int(len(seen) * WARM_SHARE) :]
    fifth = max(1, len(warm) // 5)
    first, last = warm[:fifth], warm[-fifth:]
    before, after = median(m for m, _ in first), median(m for m, _ in last)
    growth = 100 * (after - before) / before
    files = (max(h for _, h in first), max(h for _, h in last))
    steps = [seen[int(len(seen) * k / 10) : int(len(seen) * (k + 1) / 10)] for k in range(10)]
    print("memory by tenths, MB:", " ".join(f"{median(m for m, _ in part):.0f}" for part in steps if part))
    print(f"{sum(counts.values())} answers in {args.seconds:.0f} s: {dict(sorted(counts.items()))}")
    print(
        f"memory {before:.1f} MB, then {after:.1f} MB ({growth:+.2f}%); open files {files[0]}, then {files[1]}"
    )
    wrong = growth > MOST_GROWTH_PCT or files[1] > files[0] + 2 or any(s >= 500 for s in counts)
    wrong = wrong or counts.get(200, 0) < 0.8 * sum(counts.values())  # one address in eleven does not exist
    print("grows or fails" if wrong else "flat")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
