"""Ratios measured side by side: two things in turn, round after round, on one core; the ratio of their medians."""

from __future__ import annotations

import contextlib
import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]


@dataclass
class Result:
    """One measured promise. ``better`` says which side of the target is right."""

    what: str
    value: float
    target: float
    better: str
    detail: str
    unit: str = "×"

    @property
    def met(self) -> bool:
        return self.value >= self.target if self.better == "more" else self.value <= self.target


@contextlib.contextmanager
def one_core() -> Iterator[None]:
    """This process and its children on one core, where the system allows it."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def side_by_side(jobs: Sequence[Callable[[], object]], rounds: int, least: float = 0.05) -> list[float]:
    """Median seconds of each job; the jobs take turns, each round repeating a job for at least ``least`` seconds.

    What the libraries of the other jobs keep alive is frozen, or every job would pay for collecting all of them.
    """
    for job in jobs:
        job()
    gc.collect()
    gc.freeze()
    repeats = []
    for job in jobs:
        started = time.perf_counter()
        job()
        repeats.append(max(1, round(least / max(time.perf_counter() - started, 1e-6))))
    times: list[list[float]] = [[] for _ in jobs]
    for _ in range(rounds):
        for job, repeat, taken in zip(jobs, repeats, times, strict=True):
            gc.collect()
            started = time.perf_counter()
            for _ in range(repeat):
                job()
            taken.append((time.perf_counter() - started) / repeat)
    return [median(taken) for taken in times]


def command_seconds(command: Sequence[str], **options: object) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, **options)  # type: ignore[call-overload]
    return time.perf_counter() - started


# The kernel's mark of this process alone: ru_maxrss would carry over the peak of the process that started it.
PEAK = """
import sys
from pathlib import Path
from gongkai.report import read_report
from gongkai.report.checks import check_report
record = read_report(Path(sys.argv[1]))
assert record.is_report, record.reason
check_report(record)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def peak_megabytes(path: Path) -> float:
    """Peak memory of a fresh process that reads and checks one report."""
    done = subprocess.run([sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True, cwd=ROOT)
    return int(done.stdout) / 1024
