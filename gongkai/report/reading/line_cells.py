"""What the cells of one line are: values, labels of rows, other labels, and texts that are none of these."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.report.reading.damaged_labels import guess_row
from gongkai.report.reading.found import SIX
from gongkai.report.reading.labels import HEAD, LONGEST_LABEL, ROW, Label, find_label, inner_label
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


@dataclass(frozen=True, slots=True)
class RowLabels:
    """The labels before the cells of a row, its own behind those of its groups.

    ``known`` are those of the form with their kinds, ``inner`` is the next row's label where it begins in this one's.
    """

    row: str
    known: tuple[tuple[str, str], ...]
    inner: str


_row_labels: dict[tuple[str, ...], RowLabels | None] = {}


def row_labels(texts: Sequence[str]) -> RowLabels | None:
    """What ``texts`` are if the last is a row's label and no other is; the labels of all reports are much the same."""
    key = tuple(texts)
    try:
        return _row_labels[key]
    except KeyError:
        pass
    labels = _tell_row(key)
    if len(_row_labels) < 2048 and sum(map(len, key)) <= LONGEST_LABEL:
        _row_labels[key] = labels
    return labels


def _tell_row(texts: tuple[str, ...]) -> RowLabels | None:
    labels = [find_label(text) for text in texts]
    own = labels[-1]
    if own is None or own.kind != ROW or sum(label is not None and label.kind == ROW for label in labels) > 1:
        return None
    known = tuple((text, label.kind) for text, label in zip(texts, labels, strict=True) if label is not None)
    return RowLabels(own.row, known, next_label(texts[-1], own.row))


def next_label(text: str, row: str) -> str:
    """The label of another row that begins in the cell ``text`` of ``row``'s own, "" for none."""
    inner = inner_label(text)
    return inner[1] if inner and guess_row(inner[1]) not in (row, None) else ""


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
