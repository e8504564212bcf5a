"""What the cells of one line are: values, labels of rows, other labels, and texts that are none of these."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.report.reading.found import SIX
from gongkai.report.reading.labels import HEAD, ROW, Label, find_label
from gongkai.report.reading.values import BLANK, TEXT, Value, parse_values

_LAST_RESULTS = frozenset(
    f"requests.{row}"
    for row in (
        *("other_handling", "other_not_supplemented", "other_fee_unpaid", "other_reason"),
        *("not_processed_confirmation", "not_processed_excessive"),
    )
)
"""The results of 表三 after which 总计 is the row that concludes them."""


@dataclass(slots=True)
class LineCells:
    """Labels and rows with the index of their cell; an index of -1 means that there is no such cell."""

    values: list[Value]
    labels: list[tuple[int, Label]] = field(default_factory=list)
    rows: list[tuple[int, str]] = field(default_factory=list)
    row_named_as_head: tuple[int, str] | None = None
    unknown: int = -1
    """The last text before the first value that is no label."""
    first_value: int = -1


def tell_apart(texts: list[str], last_row: str) -> LineCells:
    """Values, labels and the rest among the texts of a line; ``last_row`` is the row found last."""
    cells = LineCells(parse_values(texts))
    for index, value in enumerate(cells.values):
        kind = value.kind
        if kind != TEXT:
            if kind != BLANK and cells.first_value < 0:
                cells.first_value = index
            continue
        label = find_label(texts[index])
        if label is None:
            if cells.first_value < 0:
                if cells.rows and cells.rows[-1] == (index - 1, SIX) and len(texts[index]) > 3:
                    cells.rows.pop()  # a group here: the row's own label follows
                if not cells.rows:
                    cells.unknown = index
            continue
        cells.labels.append((index, label))
        if label.kind == ROW:
            cells.rows.append((index, label.row))
        elif label.kind == HEAD and not cells.rows and (row := row_named_as_head(label.name, last_row)):
            cells.row_named_as_head = (index, row)
    return cells


def row_named_as_head(name: str, last_row: str) -> str:
    """其他 and 总计 head columns, and are rows where the rows before them have been printed; "" where not."""
    if name == "其他" and last_row in ("requests.other_fee_unpaid", "requests.other_not_supplemented"):
        return "requests.other_reason"
    if name == "总计" and last_row in _LAST_RESULTS:
        return "requests.concluded"
    return ""
