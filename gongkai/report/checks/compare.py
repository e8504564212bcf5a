"""Two reports side by side: cells, prose, statements. Facts only, no judgement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from gongkai.report.checks.similarity import similarity
from gongkai.report.checks.values import plain
from gongkai.report.schema import Number, Report, Statement

_OTHER_HANDLING = ("other_not_supplemented", "other_fee_unpaid", "other_reason")


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that differs; ``difference`` is b − a where both are known."""

    id: str
    a: Number | None
    b: Number | None
    difference: Number | None


@dataclass(frozen=True, slots=True)
class StatementChange:
    """A figure in the prose that differs; None where one report does not state it."""

    what: str
    channel: str | None
    kind: str | None
    a: Number | None
    b: Number | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """``cells`` that both reports' forms have and that differ (``same`` do not), ``only_a`` and ``only_b`` cells with a
    number that the other form does not have, ``prose`` the similarity (0 to 1) of each section that both have."""

    editions: tuple[str | None, str | None]
    cells: tuple[CellChange, ...]
    same: int
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    prose: Mapping[str, float]
    statements: tuple[StatementChange, ...]

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return asdict(self)


def compare(a: Report, b: Report) -> Comparison:
    """What differs between two reports.

    Forms of 2019 and 2021 are compared where a cell means the same in both: decisions on licences, penalties and
    coercive measures, all of 表三 ((六) as one row) and 表四.
    """
    first, second = dict(a.cells), dict(b.cells)
    if a.edition != b.edition:
        first, second = _one_row(first), _one_row(second)
    common = [cell for cell in first if cell in second]
    changed = tuple(_change(cell, first[cell], second[cell]) for cell in common if first[cell] != second[cell])
    return Comparison(
        editions=(a.edition, b.edition),
        cells=changed,
        same=sum(first[cell] is not None for cell in common) - sum(change.a is not None for change in changed),
        only_a=tuple(cell for cell, value in first.items() if cell not in second and value is not None),
        only_b=tuple(cell for cell, value in second.items() if cell not in first and value is not None),
        prose={
            numeral: similarity(text, b.sections[numeral])
            for numeral, text in a.sections.items()
            if numeral in b.sections
        },
        statements=tuple(_statements(a, b)),
    )


def _change(cell: str, a: Number | None, b: Number | None) -> CellChange:
    return CellChange(cell, a, b, plain(round(b - a, 2)) if a is not None and b is not None else None)


def _one_row(cells: dict[str, Number | None]) -> dict[str, Number | None]:
    """The cells with (六)其他处理 as one row, where it is printed as three."""
    result = {cell: value for cell, value in cells.items() if cell.split(".")[1] not in _OTHER_HANDLING}
    for cell in cells:
        if cell.startswith("requests.other_not_supplemented."):
            column = cell.rsplit(".", 1)[1]
            whole = f"requests.other_handling.{column}"
            parts = [cells.get(f"requests.{row}.{column}") for row in _OTHER_HANDLING]
            if result.get(whole) is None:
                values = [part for part in parts if part is not None]
                result[whole] = sum(values) if len(values) == len(parts) else None
    return result


def _statements(a: Report, b: Report) -> Iterator[StatementChange]:
    """Statements of the same thing, in the order they are met; those that agree are left out."""
    first, second = _by_subject(a), _by_subject(b)
    for key in {**first, **second}:
        left, right = first.get(key, []), second.get(key, [])
        for number in range(max(len(left), len(right))):
            values = [side[number].value if number < len(side) else None for side in (left, right)]
            if values[0] != values[1]:
                yield StatementChange(*key, *values)


def _by_subject(report: Report) -> dict[tuple[str, str | None, str | None], list[Statement]]:
    result: dict[tuple[str, str | None, str | None], list[Statement]] = {}
    for item in report.statements:
        result.setdefault((item.what, item.channel, item.kind), []).append(item)
    return result
