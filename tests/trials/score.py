"""What a reader made of a printed report: each cell read, null, wrong or invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.report.schema import Number, Record
from tests.trials.damage import in_script
from tests.trials.layouts import Document
from tests.trials.report import Expect, Made


@dataclass
class Score:
    """Counts of cells: ``read`` and ``null`` of those printed; ``solved`` are right numbers of blank or lost cells;
    ``wrong`` another number than the one printed (or lost); ``invented`` a number where none is printed or solvable.
    ``refused`` counts reports not read at all, ``meta`` wrong years, agencies and editions."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        self.counts += other.counts
        self.failures += other.failures

    def share(self, name: str) -> float:
        printed = self.counts["printed"]
        return 100 * self.counts[name] / printed if printed else 0.0

    @property
    def clean(self) -> bool:
        return not any(self.counts[name] for name in ("wrong", "invented", "refused", "error", "null", "meta"))


def score(document: Document, records: Sequence[Record]) -> Score:
    """How ``records`` compare with the truth of ``document``, report by report in order."""
    result = Score()
    reports = [record for record in records if record.is_report]
    for number, made in enumerate(document.reports):
        if number < len(reports):
            result.add(_score_report(made, reports[number]))
        else:
            lost = sum(1 for expect in made.cells.values() if expect.kind == "printed")
            result.counts.update(printed=lost, null=lost, refused=1, reports=1)
            reasons = [record.reason for record in records if not record.is_report]
            result.failures.append(f"report {number + 1} of {len(document.reports)} is not read: {reasons}")
    for record in reports[len(document.reports) :]:
        numbers = sum(1 for value in record.cells.values() if value is not None)
        result.counts.update(invented=numbers, meta=1)
        result.failures.append(f"a report too many: {record.title}")
    return result


def _score_report(made: Made, record: Record) -> Score:
    result = Score(Counter(reports=1))
    assert record.is_report
    for cell in [*made.cells, *(cell for cell in record.cells if cell not in made.cells)]:
        verdict = _verdict(made.cells.get(cell), record.cells.get(cell), cell in record.repaired)
        result.counts[verdict] += 1
        expect = made.cells.get(cell)
        if expect and expect.kind == "printed":
            result.counts["printed"] += 1
        if verdict in {"wrong", "invented", "null"}:
            how = f" ({record.repaired[cell]})" if cell in record.repaired else ""
            truth = f"{expect.value} {expect.kind}" if expect else "not printed"
            result.failures.append(f"{verdict}: {cell} is {truth}, read {record.cells.get(cell)}{how}")
    for name, truth, read in _meta(made, record):
        if read not in truth:
            result.counts["meta"] += 1
            result.failures.append(f"{name} is {truth[0]}, read {read}")
    return result


def _verdict(expect: Expect | None, value: Number | None, repaired: bool) -> str:
    if expect is None:
        return "absent" if value is None else "invented"
    right = value is not None and abs(value - expect.value) < 0.005
    if expect.kind == "printed":
        return "read" if right else "null" if value is None else "wrong"
    if value is None:
        return "unknown"
    if expect.kind == "lost":
        return "solved" if right else "wrong"
    # The order of a row's numbers tells the reader more than ``figures.determined`` knows of.
    return "solved" if right and (expect.solvable or repaired) else "invented"


def _meta(made: Made, record: Record) -> list[tuple[str, tuple[object, ...], object]]:
    """What stands around the tables: its name, what it may be, what was read."""
    assert record.is_report
    result: list[tuple[str, tuple[object, ...], object]] = []
    if made.edition:
        result.append(("edition", (made.edition,), record.edition))
    if made.prose.year_known:
        result.append(("year", (made.prose.year,), record.year))
    if made.prose.agency_known:
        # a name in traditional characters: as printed or all in simplified ones, not a mixture
        names = (in_script(made.prose.agency, made.style.script), made.prose.agency)
        result.append(("agency", names, record.agency))
    return result
