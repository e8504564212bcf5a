"""What many reports show together: two years of one body, and prose that bodies share.

Reports are kept compressed in a temporary file, of each only its body, year and a sketch of its prose in memory; they
are compared when all have come.
"""

from __future__ import annotations

import pickle
import tempfile
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.report.checks import check_years, similarity
from gongkai.report.checks.similarity import normalised, smallest
from gongkai.report.checks.years import REPEATED, SHORT
from gongkai.report.rules import finding
from gongkai.report.schema import Finding, Record, Report

MOST = 20_000
"""Files up to which they are compared with each other."""

SKETCH = 64
"""Hashes of a section's shingles that are kept: the smallest, which two alike sections have mostly in common."""
KEYS = 8
"""Of those, the ones by which alike sections find each other."""
CANDIDATES = 12
"""Earlier sections that are looked at for each key, and pairs whose texts are compared for each section."""

Place = tuple[int, int]
"""A record: the number of its file and its own within it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A report as it is kept: ``packed`` is all of it, ``sketches`` its longer sections' smallest hashes."""

    agency: str | None
    year: int | None
    sketches: tuple[tuple[str, bytes], ...]
    packed: bytes


def keep(record: Record) -> Kept | None:
    """The record as it is kept, if it is a report."""
    if not isinstance(record, Report):
        return None
    sketches = []
    for numeral, text in record.sections.items():
        plain = normalised(text)
        if len(plain) >= SHORT:
            sketches.append((numeral, array("L", smallest(plain, SKETCH)).tobytes()))
    return Kept(record.agency, record.year, tuple(sketches), zlib.compress(pickle.dumps(record), 1))


class Across:
    """Takes the reports of a batch in their order, and says in the end what they show together."""

    def __init__(self) -> None:
        self.file = tempfile.TemporaryFile()  # noqa: SIM115
        self.places: list[Place] = []
        self.spans: list[tuple[int, int]] = []
        self.bodies: list[tuple[str, int]] = []
        self.sketches: list[tuple[tuple[str, bytes], ...]] = []

    def add(self, file: int, kept: Sequence[Kept | None]) -> None:
        """Take the reports of one file; those without agency or year cannot be compared."""
        for part, item in enumerate(kept):
            if item is None or item.agency is None or item.year is None:
                continue
            self.places.append((file, part))
            self.spans.append((self.file.seek(0, 2), len(item.packed)))
            self.bodies.append((item.agency, item.year))
            self.sketches.append(item.sketches)
            self.file.write(item.packed)

    def report(self, number: int) -> Report:
        start, size = self.spans[number]
        self.file.seek(start)
        report = pickle.loads(zlib.decompress(self.file.read(size)))
        assert isinstance(report, Report)
        return report

    def findings(self) -> dict[Place, tuple[Finding, ...]]:
        """The findings by the record they belong to: of two years the later, of shared prose both."""
        found: dict[Place, list[Finding]] = defaultdict(list)
        for number, item in [*self._years(), *self._shared()]:
            found[self.places[number]].append(item)
        return {place: tuple(items) for place, items in found.items()}

    def close(self) -> None:
        self.file.close()

    def _years(self) -> Iterator[tuple[int, Finding]]:
        """Two years in a row of one body; where a year is there twice, its first report is the one before."""
        first: dict[tuple[str, int], int] = {}
        for number, body in enumerate(self.bodies):
            first.setdefault(body, number)
        for number, (agency, year) in enumerate(self.bodies):
            if (before := first.get((agency, year - 1))) is not None:
                for item in check_years(self.report(before), self.report(number)):
                    yield number, item

    def _shared(self) -> Iterator[tuple[int, Finding]]:
        """R17 between bodies: each section with an alike one of another body in the same year.

        Sections meet by the smallest hashes of their shingles, so that no pair is compared that has none in common.
        """
        met: dict[tuple[int, str, int], list[int]] = defaultdict(list)
        named: set[tuple[int, str]] = set()
        for number, ((agency, year), sketches) in enumerate(zip(self.bodies, self.sketches, strict=True)):
            for numeral, packed in sketches:
                hashes = array("L")
                hashes.frombytes(packed)
                keys = [(year, numeral, value) for value in hashes[:KEYS]]
                others = {other for key in keys for other in met[key] if self.bodies[other][0] != agency}
                for key in keys:
                    if len(met[key]) < CANDIDATES:
                        met[key].append(number)
                alike = self._alike(number, numeral, set(hashes), others)
                if alike is None:
                    continue
                share, other = alike
                yield number, _text_shared(numeral, self.bodies[other][0], share)
                named.add((number, numeral))
                if (other, numeral) not in named:
                    named.add((other, numeral))
                    yield other, _text_shared(numeral, agency, share)

    def _alike(self, number: int, numeral: str, hashes: set[int], others: set[int]) -> tuple[float, int] | None:
        likely = []
        for other in others:
            theirs = array("L")
            theirs.frombytes(dict(self.sketches[other])[numeral])
            smallest = sorted(hashes | set(theirs))[:SKETCH]
            estimate = len(hashes & set(theirs) & set(smallest)) / len(smallest)
            if estimate >= REPEATED - 0.2:
                likely.append((-estimate, other))
        text = self.report(number).sections[numeral] if likely else ""
        for _, other in sorted(likely)[:3]:
            share = similarity(self.report(other).sections[numeral], text)
            if share >= REPEATED:
                return share, other
        return None


def _text_shared(numeral: str, agency: str, share: float) -> Finding:
    return finding("text-shared", section=numeral, numeral=numeral, agency=agency, share=round(share * 100))


class Spool:
    """Encoded records on disk, in order, until it is known what is to be added to them."""

    def __init__(self) -> None:
        self.file = tempfile.TemporaryFile()  # noqa: SIM115

    def add(self, value: Any) -> None:
        pickle.dump(value, self.file)

    def __iter__(self) -> Iterator[Any]:
        self.file.seek(0)
        while True:
            try:
                yield pickle.load(self.file)
            except EOFError:
                return

    def close(self) -> None:
        self.file.close()
