"""Letters: the time of one once warm, in each format, and the memory of a thousand."""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median
from typing import Any

import yaml

from benchmarks.measure import ROOT, Result
from gongkai.letters import kinds, render

TARGET_MS = 100
KINDS = ("answer_state_secret", "answer_partly", "fee", "receipt")

# In a process of its own: resident memory after 100 letters, when everything is warm, and after 1,000 more.
MEMORY = """
import itertools, sys, yaml
from pathlib import Path
from gongkai.letters import kinds, render
facts = {kind: yaml.safe_load((Path("samples/letters") / f"{kind}.yaml").read_text("utf-8")) for kind in kinds()}
def resident():
    return int(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS"))) / 1024
def write(first, count):
    for number, kind in zip(range(first, first + count), itertools.cycle(facts)):
        given = dict(facts[kind])
        for fact in ("register", "request"):
            if fact in given:
                given[fact] += f"（{number}）"
        render(kind, given, "pdf")
write(0, 100)
warm = resident()
write(100, 1000)
print(warm, resident())
"""


def letters(rounds: int) -> list[Result]:
    """One letter in each format, once warm; what 1,000 different PDF letters add to the memory of a process."""
    facts = {kind: _facts(kind) for kind in kinds()}
    results = []
    for form in ("pdf", "docx", "html"):
        times = [_seconds(kind, facts[kind], form, number) for number in range(rounds + 1) for kind in KINDS]
        warm = [1000 * seconds for seconds in times[len(KINDS) :]]
        detail = f"median of {len(warm)} different letters; slowest {max(warm):.0f} ms, first {1000 * times[0]:.0f} ms"
        results.append(Result(f"a letter as {form}, once warm", median(warm), TARGET_MS, "less", detail, "ms"))
    done = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True, cwd=ROOT)
    before, after = map(float, done.stdout.split())
    detail = f"{before:.0f} MB after 100 letters, {after:.0f} MB after 1,100"
    results.append(Result("memory added by 1,000 PDF letters", after - before, 10, "less", detail, "MB"))
    return results


def _facts(kind: str) -> dict[str, Any]:
    return yaml.safe_load((ROOT / "samples" / "letters" / f"{kind}.yaml").read_text("utf-8"))


def _seconds(kind: str, facts: dict[str, Any], form: str, number: int) -> float:
    """A letter that was not written before: nothing of it is remembered."""
    given = facts | {"request": f"{facts['request']}（第{number}件）"}
    started = time.perf_counter()
    render(kind, given, form)
    return time.perf_counter() - started
