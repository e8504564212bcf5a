"""表四 printed with a row for each group or each result: numbers behind a label, under heads that name the others."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.report.reading.found import REMEDY_GROUPS, FoundRemedies
from gongkai.report.reading.heads import RESULTS, remedy_columns
from gongkai.report.reading.labels import squash

_SUITS = (("未经复议", "litigation_direct"), ("复议后", "litigation_after_review"))
_LONGEST = 16
_RESULTS = {name: place for place, name in enumerate(RESULTS)}


class RemedyRows:
    """What the heads above name, and the results gathered so far where each has a row."""

    def __init__(self) -> None:
        self.by_result: dict[int, list[str]] = {}
        self.groups: tuple[str, ...] = ()

    def take(self, number: int, label: str, cells: list[str], texts: Sequence[str]) -> list[FoundRemedies] | None:
        """表四's numbers that are complete with this line: ``label`` stands before its ``cells``, ``texts`` above.

        None where the line is no such row.
        """
        label = squash(label)
        group = _group(label)
        if group is not None and len(cells) == 5 and _heads_results(texts):
            return [FoundRemedies(number, list(cells), (group,), several=True, columns=remedy_columns(texts))]
        place = _RESULTS.get(label)
        if place is None or len(cells) != len(REMEDY_GROUPS):
            return None
        if place == 0:
            self.groups = _groups_in_order(texts)
            self.by_result.clear()
        if len(self.groups) != len(REMEDY_GROUPS):
            return None
        self.by_result[place] = cells
        if len(self.by_result) < len(_RESULTS):
            return []
        rows = [self.by_result[place] for place in range(len(_RESULTS))]
        self.by_result = {}
        return [
            FoundRemedies(number, [row[at] for row in rows], (group,), several=True)
            for at, group in enumerate(self.groups)
        ]

    def expects(self, label: str) -> bool:
        """Whether the next row may be that of ``label``, 总计, which is a row of 表三 elsewhere."""
        return len(self.by_result) == len(_RESULTS) - 1 and squash(label) in _RESULTS


def names_remedies(label: str) -> bool:
    """Whether a text before numbers may be the label of such a row."""
    squashed = squash(label)
    return squashed in _RESULTS or _group(squashed) is not None


def _group(label: str) -> str | None:
    if len(label) > _LONGEST or "复议" not in label:
        return None
    if label.endswith("行政复议"):
        return "review" if len(label) <= len("一行政复议") else None
    return next((group for name, group in _SUITS if name in label), None)


def _heads_results(texts: Sequence[str]) -> bool:
    joined = "".join(map(squash, texts))
    return all(name in joined for name in RESULTS)


def _groups_in_order(texts: Sequence[str]) -> tuple[str, ...]:
    """The groups as the heads above name them, each once; () where they do not."""
    heads = [group for text in texts if (group := _group(squash(text))) is not None]
    return tuple(heads) if sorted(heads) == sorted(REMEDY_GROUPS) else ()
