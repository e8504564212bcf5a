"""``python -m tests.examine [PATH…]``: what the examination says of published documents, by rule, for docs/examine.md.

Without paths: the real reports under GONGKAI_SHARED, the texts of the law beside them, samples/, and made-up reports in
every layout of the trials.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from gongkai.examine import examine_file
from gongkai.examine.rules import rules
from tests.conftest import ROOT, SHARED
from tests.trials.mutants import seeds


def documents(arguments: list[str]) -> Iterator[tuple[str, bytes]]:
    places = [Path(argument) for argument in arguments]
    places = places or [SHARED / "annual-reports" / "reports", SHARED / "law", ROOT / "samples"]
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file():
                yield path.name, path.read_bytes()
    if not arguments:
        yield from seeds()


def main(arguments: list[str]) -> None:
    found: Counter[str] = Counter()
    touched: Counter[str] = Counter()
    count = size = 0
    for name, data in documents(arguments):
        count, size = count + 1, size + len(data)
        spoken = [item.rule for item in examine_file(data, name)]
        found.update(spoken)
        touched.update(set(spoken))
    print(f"{count} documents, {size / 2**20:.1f} MB\n\n| rule | severity | findings | documents |\n|---|---|--:|--:|")
    for rule in rules().values():
        if found[rule.id]:
            print(f"| `{rule.id}` | {rule.severity} | {found[rule.id]} | {touched[rule.id]} |")


if __name__ == "__main__":
    main(sys.argv[1:])
