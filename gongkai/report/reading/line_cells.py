"""What the cells of one line are: values, labels of rows, other labels, and texts that are none of these."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.report.reading.found import SIX
from gongkai.report.reading.labels import HEAD, ROW, Label, find_label
from gongkai.report.reading.values import BLANK, TEXT, Value, parse_value

VALUE, WORDS, NUMBERED_WORDS = Label("value", ""), Label("words", ""), Label("numbered words", "")
"""What a text is that is no label."""

_NUMBERED = re.compile(r"^\s*[（(]?\s*[\d一二三四五六七八]\s*[）)、.．]")

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


_alone: dict[str, Label] = {}


def told_alone(text: str) -> Label:
    """What a text with a line of its own is: a label, or else VALUE, NUMBERED_WORDS or WORDS."""
    what = _alone.get(text)
    if what is None:
        what = _tell_alone(text)
        if len(_alone) < 4096 and len(text) < 32:
            _alone[text] = what
    return what


def _tell_alone(text: str) -> Label:
    if parse_value(text).kind != TEXT:
        return VALUE
    return find_label(text) or (NUMBERED_WORDS if begins_with_number(text) else WORDS)


def begins_with_number(text: str) -> bool:
    """Whether ``text`` begins with a numeral as labels and headings do."""
    return _NUMBERED.match(text) is not None


def the_only_row(texts: list[str], kinds: list[str]) -> tuple[int, str] | None:
    """Place and name of the line's only row: all behind its label are values, all before it labels of no row."""
    words = kinds.count(TEXT)
    if not words or kinds[0] != TEXT or TEXT in kinds[words:]:
        return None
    label = find_label(texts[words - 1])
    if label is None or label.kind != ROW:
        return None
    for text in texts[: words - 1]:
        if (before := find_label(text)) is not None and before.kind == ROW:
            return None
    return words - 1, label.row


def tell_apart(texts: list[str], values: list[Value], kinds: list[str], last_row: str) -> LineCells:
    """Values, labels and the rest among the texts of a line; ``last_row`` is the row found last."""
    labels: list[tuple[int, Label]] = []
    rows: list[tuple[int, str]] = []
    named_as_head: tuple[int, str] | None = None
    unknown = first_value = -1
    for index, kind in enumerate(kinds):
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
