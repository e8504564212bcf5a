"""One sheet of a workbook: its cells by row, and which rows and columns are not seen."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from gongkai.examine.body import kept
from gongkai.examine.colours import is_pale
from gongkai.examine.files.sheet_looks import S, colour_in
from gongkai.report.limits import MAX_CELL_CHARACTERS, MAX_CELLS

_TRUE = ("1", "true", "on")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_COLUMNS = 16_384


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something."""

    row: int
    column: str
    text: str
    style: int

    @property
    def reference(self) -> str:
        return f"{self.column}{self.row}"


class Grid:
    """The cells of a sheet with their places; ``rows`` holds those of each row in order."""

    def __init__(self, root: etree._Element, strings: list[str]) -> None:
        self.root = root
        self.cells: dict[tuple[int, str], Cell] = {}
        self.rows: dict[int, list[Cell]] = {}
        self.unseen: set[int] = set()
        self.pale: set[str] = set()
        number = 0
        for line in root.iter(S + "row"):
            number = _whole(line.get("r"), number + 1)
            if line.get("hidden") in _TRUE or _is_at_most(line.get("ht"), 1.0):
                self.unseen.add(number)
            column = 0
            for node in line.iter(S + "c"):
                place = _REFERENCE.fullmatch(node.get("r") or "")
                column = column_number(place[1]) if place else column + 1
                text = _text(node, strings)
                if (written := node.find(S + "is")) is not None and _is_pale_in_part(written):
                    self.pale.add(text)
                if text.strip():
                    cell = Cell(number, place[1] if place else column_letters(column), text, _whole(node.get("s"), 0))
                    self.cells[number, cell.column] = cell
                    self.rows.setdefault(number, []).append(cell)
            if len(self.cells) > MAX_CELLS:
                break

    def hidden_rows(self) -> set[int]:
        """Rows with content that are hidden by hand."""
        filtered = self._filtered()
        return {row for row in self.unseen if row in self.rows and not any(a <= row <= b for a, b in filtered)}

    def filtered_rows(self) -> set[int]:
        """Rows with content that a filter hides."""
        filtered = self._filtered()
        return {row for row in self.unseen if row in self.rows and any(a <= row <= b for a, b in filtered)}

    def _filtered(self) -> list[tuple[int, int]]:
        spans = []
        for node in self.root.iter(S + "autoFilter"):
            begin, _, end = (node.get("ref") or "").partition(":")
            first, last = _REFERENCE.fullmatch(begin), _REFERENCE.fullmatch(end)
            if first and last and node.find(S + "filterColumn") is not None:
                spans.append((int(first[2]), int(last[2])))
        return spans

    def hidden_columns(self) -> set[str]:
        """Letters of columns with content that are hidden, or of hardly any width."""
        spans = []
        for node in self.root.iterfind(f"{S}cols/{S}col"):
            if node.get("hidden") in _TRUE or _is_at_most(node.get("width"), 0.5):
                first = _whole(node.get("min"), 1)
                spans.append((first, min(_whole(node.get("max"), first), _COLUMNS)))
        used = {cell.column for cell in self.cells.values()}
        return {letters for letters in used if any(a <= column_number(letters) <= b for a, b in spans)}


def _text(node: etree._Element, strings: list[str]) -> str:
    kind = node.get("t", "n")
    if kind == "inlineStr":
        inline = node.find(S + "is")
        return "" if inline is None else rich_text(inline)
    value = node.findtext(S + "v") or ""
    if kind == "s":
        number = _whole(value, -1)
        return strings[number] if 0 <= number < len(strings) else ""
    if kind == "n" and ("E" in value or "e" in value or "." in value):
        return _plain_number(value)
    return _unescape(value)[:MAX_CELL_CHARACTERS]


def _plain_number(value: str) -> str:
    """13812345678 of ``1.3812345678E10``."""
    try:
        amount = float(value)
    except ValueError:
        return value[:MAX_CELL_CHARACTERS]
    return str(int(amount)) if amount.is_integer() and abs(amount) < 1e19 else value[:MAX_CELL_CHARACTERS]


def pale_strings(root: etree._Element | None) -> set[str]:
    """The texts that cells share of which a part is white, or nearly so."""
    return {rich_text(item) for item in (() if root is None else root.iter(S + "si")) if _is_pale_in_part(item)}


def _is_pale_in_part(item: etree._Element) -> bool:
    for run in item.iterchildren(S + "r"):
        colour = colour_in(run.find(f"{S}rPr/{S}color"))
        if colour is not None and is_pale(colour) and (run.findtext(S + "t") or "").strip():
            return True
    return False


def read_strings(root: etree._Element | None) -> list[str]:
    """The texts that cells share."""
    return [] if root is None else [rich_text(item) for item in root.iter(S + "si")]


def rich_text(item: etree._Element) -> str:
    """The text of a string in one or more runs, without its phonetic reading."""
    parts = [item.findtext(S + "t") or ""]
    parts += [run.findtext(S + "t") or "" for run in item.iterchildren(S + "r")]
    return _unescape("".join(parts))[:MAX_CELL_CHARACTERS]


def _unescape(text: str) -> str:
    return kept(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)) if "_x" in text else text


def covers(ranges: list[str], cell: Cell) -> bool:
    """Whether a cell lies in one of some ranges, as A1:C9."""
    column = column_number(cell.column)
    for written in ranges:
        begin, _, end = written.partition(":")
        first, last = _REFERENCE.fullmatch(begin), _REFERENCE.fullmatch(end or begin)
        if first is None or last is None or not int(first[2]) <= cell.row <= int(last[2]):
            continue
        if column_number(first[1]) <= column <= column_number(last[1]):
            return True
    return False


def column_number(letters: str) -> int:
    """27 of ``AA``."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """``AA`` of 27."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else default


def _is_at_most(text: str | None, most: float) -> bool:
    """Whether a row or column is too small for a sign of it to be seen."""
    try:
        return text is not None and float(text) <= most
    except ValueError:
        return False
