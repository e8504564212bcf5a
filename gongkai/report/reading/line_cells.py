"""What the cells of one line are: values, labels of rows, other labels, and texts that are none of these."""

from __future__ import annotations

from dataclasses import dataclass

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
    """Labels and rows with the index of their cell; an index of -1 means that there is no such cell.

    ``unknown`` is the last text before the first value that is no label.
    """

    values: list[Value]
    labels: list[tuple[int, Label]]
    rows: list[tuple[int, str]]
    row_named_as_head: tuple[int, str] | None
    unknown: int
    first_value: int


def tell_apart(texts: list[str], last_row: str) -> LineCells:
    """Values, labels and the rest among the texts of a line; ``last_row`` is the row found last."""
    values = parse_values(texts)
    labels: list[tuple[int, Label]] = []
    rows: list[tuple[int, str]] = []
    named_as_head: tuple[int, str] | None = None
    unknown = first_value = -1
    for index, value in enumerate(values):
        kind = value.kind
        if kind != TEXT:
            if kind != BLANK and first_value < 0:
                first_value = index
            continue
        label = find_label(texts[index])
        if label is None:
            if first_value < 0:
                if rows and rows[-1] == (index - 1, SIX) and len(texts[index]) > 3 and not texts[index].isdigit():
                    rows.pop()  # a group here: the row's own label follows
                if not rows:
                    unknown = index
            continue
        labels.append((index, label))
        if label.kind == ROW:
            rows.append((index, label.row))
        elif label.kind == HEAD and not rows and (row := row_named_as_head(label.name, last_row)):
            named_as_head = (index, row)
    return LineCells(values, labels, rows, named_as_head, unknown, first_value)


def row_named_as_head(name: str, last_row: str) -> str:
    """其他 and 总计 head columns, and are rows where the rows before them have been printed; "" where not."""
    if name == "其他" and last_row in ("requests.other_fee_unpaid", "requests.other_not_supplemented"):
        return "requests.other_reason"
    if name == "总计" and last_row in _LAST_RESULTS:
        return "requests.concluded"
    return ""
