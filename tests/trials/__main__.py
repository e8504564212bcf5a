"""``python -m tests.trials``: print reports in every layout, read them, and say what was read right."""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

from gongkai.report.reading import read_records
from tests.trials.layouts import LAYOUTS, Document, Layout, print_report
from tests.trials.lookalikes import LOOKALIKES
from tests.trials.score import Score, score

OUT = Path("out/trials")


def run(layout: Layout, seeds: range, failing: list[tuple[Document, Score]] | None = None) -> Score:
    """The reader over the documents that ``layout`` makes from ``seeds``; an exception counts as an error."""
    total = Score()
    for seed in seeds:
        document = print_report(layout, seed)
        try:
            one = score(document, read_records(document.data, document.name))
        except Exception as error:
            one = Score()
            printed = sum(e.kind == "printed" for made in document.reports for e in made.cells.values())
            one.counts.update(error=1, printed=printed, null=printed, reports=1)
            one.failures.append(f"{type(error).__name__}: {error}")
        if failing is not None and not one.clean:
            failing.append((document, one))
        total.add(one)
    return total


def row(name: str, result: Score) -> str:
    counts = result.counts
    shares = f"{result.share('read'):7.2f} {result.share('null'):7.2f}"
    rest = " ".join(f"{counts[key]:8}" for key in ("wrong", "invented", "solved", "refused", "error", "meta"))
    return f"{name:30} {counts['reports']:6} {shares} {rest}"


def save(document: Document, result: Score) -> Path:
    """The document, its truth beside it and what was wrong."""
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / document.name
    path.write_bytes(document.data)
    truth = [
        {
            "style": asdict(made.style),
            "edition": made.edition,
            "year": made.prose.year,
            "agency": made.prose.agency,
            "cells": {cell: [expect.kind, expect.value, expect.solvable] for cell, expect in made.cells.items()},
        }
        for made in document.reports
    ]
    content = {"failures": result.failures, "truth": truth}
    path.with_name(path.name + ".json").write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")
    return path


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.trials", description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="first seed")
    parser.add_argument("--reports", type=int, default=50, help="reports per layout")
    parser.add_argument("--layout", help="only layouts whose name contains this")
    parser.add_argument(
        "--show-failures", action="store_true", help=f"save failing documents to {OUT}/, the smallest of each layout"
    )
    parser.add_argument(
        "--print", dest="show", action="store_true", help="write the document of --seed to standard output instead"
    )
    options = parser.parse_args()
    layouts = [layout for layout in LAYOUTS if not options.layout or options.layout in layout.name]
    if options.show:
        sys.stdout.buffer.write(print_report(layouts[0], options.seed).data)
        return 0
    print(f"{'layout':30} {'reports':>6} {'read %':>6} {'null %':>7} " + " ".join(
        f"{key:>8}" for key in ("wrong", "invented", "solved", "refused", "error", "meta")))  # fmt: skip
    total, started = Score(), time.perf_counter()
    for layout in layouts:
        failing: list[tuple[Document, Score]] = []
        result = run(layout, range(options.seed, options.seed + options.reports), failing)
        print(row(layout.name, result), flush=True)
        total.add(result)
        if options.show_failures and failing:
            document, one = min(failing, key=_order)
            kinds = [line for line in one.failures if not line.startswith("null")] or one.failures
            print(f"    {len(failing)} of {options.reports} fail; {save(document, one)}: " + "; ".join(kinds[:3]))
    print(row("all", total))
    print(f"{time.perf_counter() - started:.0f} s")
    if not options.layout:
        _lookalikes()
    return 1 if any(total.counts[key] for key in ("wrong", "invented", "error")) else 0


def _order(item: tuple[Document, Score]) -> tuple[int, int]:
    """The worst kind of failure first, then the smallest document."""
    document, result = item
    kinds = (("wrong", "invented"), ("error", "refused"), ("null",))
    rank = next((n for n, kind in enumerate(kinds) if any(result.counts[name] for name in kind)), len(kinds))
    return rank, len(document.data)


def _lookalikes() -> None:
    for name, write in LOOKALIKES.items():
        taken = [record for record in read_records(write(), name) if record.is_report]
        if taken:
            numbers = sum(value is not None for value in taken[0].cells.values())
            print(f"look-alike taken for a report: {name} ({numbers} numbers)")


if __name__ == "__main__":
    raise SystemExit(main())
