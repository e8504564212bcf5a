"""Lines → rows: which cells belong to which row of the form, found by label, whatever the layout.

A row's cells stand behind its label on the same line, or on the lines that follow, one or several a line. The head of
a block of 表二 tells which columns the numbers below it fill; the heads of 表四 announce its single row of numbers.
"""

from __future__ import annotations

import re

from gongkai.report.reading.found import REMEDY_GROUPS, REMEDY_HEADS, SIX, FoundRemedies, FoundRow, FoundRows
from gongkai.report.reading.heads import (
    BlockHeads,
    remedies_announced,
    remedies_by_sums,
    remedy_columns,
    request_columns,
)
from gongkai.report.reading.labels import (
    CAPTION,
    GROUP,
    HEAD,
    find_label,
    guess_row,
    inner_label,
    squash,
    within_label,
)
from gongkai.report.reading.line_cells import LineCells, row_named_as_head, tell_apart
from gongkai.report.reading.lines import Line
from gongkai.report.reading.values import NOT_APPLICABLE, NUMBER, TEXT, Value, parse_value, parse_values

_SECTION = re.compile(r"^\s*[一二三四五六七][、.．]")
_NUMBERED = re.compile(r"^\s*[（(]?\s*[\d一二三四五六七八]\s*[）)、.．]")
_MOST_CELLS = 40
_BUFFER = 80
_CONTINUATION = 4
_BESIDE = 3
_FIRST = "requests.received"
_LONGEST_LABEL = 160


def find_rows(lines: list[Line]) -> FoundRows:
    """All rows of the form in ``lines``."""
    finder = _Finder()
    for number, line in enumerate(lines):
        if len(line.cells) == 1:
            finder.single(number, line.cells[0])
        else:
            finder.several(number, line)
    for row in finder.found.rows:
        if len(row.values) != len(row.cells):
            row.values = parse_values(row.cells)
            row.numbers = _stated(row.values)
        if row.glued:
            row.numbers = 1
    return finder.found


def _stated(values: list[Value]) -> int:
    """How many of the values state something."""
    kinds = [value.kind for value in values]
    return kinds.count(NUMBER) + kinds.count(NOT_APPLICABLE)


class _Finder:
    def __init__(self) -> None:
        self.found = FoundRows()
        self.pending: FoundRow | None = None
        self.remedies: FoundRemedies | None = None
        self.texts: list[str] = []  # since the last number: heads, captions, pieces of labels
        self.heads = BlockHeads()
        self.blanks = 0  # blank cells on lines of their own since the last text
        self.columns: tuple[int, ...] | None = None  # of 表三, as its heads name them
        self.beside = 0  # rows with numbers on the line of their label
        self.waiting = 0  # lines of text since a label that has no number yet

    # --- lines of one cell ---------------------------------------------------------------------------------------

    def single(self, number: int, text: str) -> None:
        if not text:
            self.blank()
        elif len(text) > _LONGEST_LABEL:
            self.close()
            self.texts.clear()
        elif parse_value(text).kind != TEXT:
            self.values(number, [text])
        elif (label := find_label(text)) is not None:
            row = label.row
            if row or (label.kind == HEAD and (row := row_named_as_head(label.name, self.last_row()))):
                self.open(number, row)
            else:
                self.close()
                self.note(text, label.kind)
        elif not _NUMBERED.match(text):
            if self.pending is None and self.remedies is None:
                self.note(text)  # a menu or prose, as most lines are
            else:
                self.unlabelled(number, text)
        elif len(text) <= 60 and (guess := guess_row(text)) is not None:
            self.open(number, guess)
        elif _SECTION.match(text):
            self.blank_remedies(number)
            self.close()
            self.texts.clear()
            self.heads.clear()
        else:
            self.unlabelled(number, text)

    def blank(self) -> None:
        """An empty line: a blank cell, where cells have lines of their own."""
        pending = self.pending
        if pending is not None and pending.vertical and not pending.several and len(pending.cells) < _MOST_CELLS:
            pending.cells.append("")
            pending.values = []
        elif self.remedies is not None and len(self.remedies.cells) < _MOST_CELLS:
            self.remedies.cells.append("")
        else:
            self.blanks += 1

    def unlabelled(self, number: int, text: str) -> None:
        """A text that is no label as it stands: a damaged one, a word among the cells, a piece of a label, or prose."""
        pending = self.pending
        if pending is not None:
            if not pending.cells:
                guess = guess_row(text)
                if guess is not None and guess != pending.row:
                    self.open(number, guess)
                    return
                self.waiting += 1
                if not self.continues(pending, text):
                    self.close()
            elif self.takes(pending, text):
                pending.cells.append(text)
                return
            elif not within_label(pending.row, text):
                self.close()
        elif self.remedies is not None and self.remedies.cells:
            self.close()
        self.note(text)

    def continues(self, row: FoundRow, text: str) -> bool:
        """``text`` goes on with the row's label: a piece of its wording, or of a note in brackets."""
        if self.waiting > _CONTINUATION:
            return False
        above = "".join(self.texts[-_CONTINUATION:])
        open_note = above.count("（") + above.count("(") > above.count("）") + above.count(")")
        return open_note or text.lstrip()[:1] in "（([【注" or within_label(row.row, text)

    def takes(self, row: FoundRow, text: str) -> bool:
        """A short word among cells of their own lines stands where a number should."""
        return (
            row.vertical
            and not row.several
            and len(text) <= 6
            and len(row.cells) < _expected(row)
            and not within_label(row.row, text)
        )

    def last_row(self) -> str:
        return self.found.rows[-1].row if self.found.rows else ""

    # --- lines of several cells ----------------------------------------------------------------------------------

    def several(self, number: int, line: Line) -> None:
        texts = line.cells
        cells = tell_apart(texts, self.last_row())
        if cells.rows:
            self.rows(number, line, cells)
        elif cells.first_value >= 0:
            self.values_behind(number, line, cells)
        elif not cells.labels and cells.unknown < 0:
            self.blank()
        else:  # heads, captions, groups or prose
            self.close(keep_remedies=True)
            kinds = {index: label.kind for index, label in cells.labels}
            for index, text in enumerate(texts):
                if cells.values[index].kind == TEXT:
                    self.note(text, kinds.get(index, ""))

    def rows(self, number: int, line: Line, cells: LineCells) -> None:
        """A line with the labels of one or several rows, each before its cells."""
        texts = line.cells
        for place, (index, row) in enumerate(cells.rows):
            end = cells.rows[place + 1][0] if place + 1 < len(cells.rows) else len(texts)
            for at, label in cells.labels:
                if (index if place else -1) <= at <= index:
                    self.note(texts[at], label.kind)
            self.keep(self.row(number, row, line, texts[index + 1 : end], cells.values[index + 1 : end]))
            if (inner := inner_label(texts[index])) and guess_row(inner[1]) not in (row, None):
                self.note(inner[1])  # the next row's label begins in this one's cell

    def values_behind(self, number: int, line: Line, cells: LineCells) -> None:
        """A line with values and no row's label as it is known: a damaged label, the end of one, or none at all."""
        texts, unknown, first_value = line.cells, cells.unknown, cells.first_value
        for index, label in cells.labels:
            if index < first_value:
                self.note(texts[index], label.kind)
        if cells.row_named_as_head is not None and cells.row_named_as_head[0] < first_value:
            index, row = cells.row_named_as_head
            self.keep(self.row(number, row, line, texts[index + 1 :], cells.values[index + 1 :]))
            return
        if 0 <= unknown < first_value:
            behind, values = texts[unknown + 1 :], cells.values[unknown + 1 :]
            if self.continues_label(number, texts[unknown]):
                row_above = self.found.rows[-1]
                row_above.cells, row_above.line, row_above.grid = behind, number, line.grid
                row_above.values, row_above.numbers = values, _stated(values)
                self.close()
                self.texts.clear()
                return
            guess = guess_row(texts[unknown]) or self.joined_label(texts[unknown])
            if guess is not None:
                self.keep(self.row(number, guess, line, behind, values))
                return
            if self.remedies is None and not remedies_announced(self.texts):
                self.close()
                self.texts.clear()
                return
            texts = behind
        self.values(number, texts)

    def continues_label(self, number: int, text: str) -> bool:
        """A row's label began on the lines or page before, with no number beside it, and goes on here."""
        above = self.pending
        return (
            above is not None
            and number - above.line <= _CONTINUATION + 1
            and not any(cell.strip() for cell in above.cells)
            and within_label(above.row, text)
        )

    # --- labels and values ---------------------------------------------------------------------------------------

    def row(self, number: int, row: str, line: Line, cells: list[str], values: list[Value]) -> FoundRow:
        """A new row with its cells on the label's line."""
        found = FoundRow(row, number, cells, line.grid, line.marked, glued=line.glued, values=values)
        return self.below_heads(found)

    def below_heads(self, row: FoundRow) -> FoundRow:
        """The row with the columns that the heads above it name."""
        if row.row == _FIRST:
            self.columns = request_columns(self.texts)
        row.columns = self.columns if row.row.startswith("requests.") else None
        row.head = self.heads.above(row.row, self.texts)
        return row

    def keep(self, row: FoundRow) -> None:
        """``row`` is the one whose cells may go on below."""
        self.remedies = None
        self.pending = row
        self.waiting = 0
        self.found.rows.append(row)
        row.numbers = _stated(row.values)
        if not row.cells:
            row.vertical = True
        elif row.numbers:
            self.beside += 1
            self.texts.clear()

    def open(self, number: int, row: str) -> None:
        """A row whose cells stand below its label."""
        self.blanks = 0
        self.keep(self.below_heads(FoundRow(row, number, [], vertical=True)))

    def close(self, *, keep_remedies: bool = False) -> None:
        self.pending = None
        if not keep_remedies or (self.remedies is not None and self.remedies.cells):
            self.remedies = None

    def note(self, text: str, kind: str = "") -> None:
        """A text that may head or label what follows."""
        if kind == CAPTION:
            self.texts.clear()
            self.heads.clear()
        self.blanks = 0
        if len(self.texts) >= _BUFFER:
            del self.texts[: _BUFFER // 2]
        self.texts.append(text)

    def values(self, number: int, cells: list[str]) -> None:
        """Cells without a label on their line."""
        pending = self.pending
        if pending is not None:
            if self.goes_on(pending, cells):
                return
            self.close()
        if self.remedies is not None:
            if len(self.remedies.cells) < _MOST_CELLS:
                self.remedies.mixed = self.remedies.mixed or len(cells) > 1 or self.remedies.several
                self.remedies.cells.extend(cells)
        elif groups := remedies_announced(self.texts):
            blanks = [""] * min(self.blanks, 15) if len(cells) == 1 else []
            columns = remedy_columns(self.texts)
            self.add_remedies(FoundRemedies(number, [*blanks, *cells], groups, len(cells) > 1, columns=columns))
            self.texts.clear()
        elif remedies_by_sums(cells):
            self.add_remedies(FoundRemedies(number, list(cells), REMEDY_GROUPS))
        elif self.texts and (row := self.joined_label("")):
            blanks = [""] * min(self.blanks, 7) if len(cells) == 1 else []
            self.open(number, row)
            opened = self.found.rows[-1]
            opened.cells = blanks
            if not self.goes_on(opened, cells):
                self.close()
        elif len(cells) > 1:
            self.texts.clear()

    def goes_on(self, row: FoundRow, cells: list[str]) -> bool:
        """Takes the cells if they are the row's: all on the line below its label, or one on each line that follows."""
        if not any(cell.strip() for cell in row.cells):
            if len(cells) == 1 and (self.beside >= _BESIDE or (row.cells and not row.vertical)):
                return False  # rows have their cells on their own lines here; a lone number below is a page's
            # Blanks before the first number are cells of their own where each cell has its line.
            blanks = row.cells if row.vertical and len(cells) == 1 else []
            row.cells = [*blanks, *cells]
            row.values = []
            row.vertical, row.several, row.grid = True, len(cells) > 1, False
            self.texts.clear()
            return True
        if not row.vertical or row.several or len(row.cells) >= _MOST_CELLS:
            # Numbers right below numbers may be their last digits, wrapped in narrow columns.
            row.mixed = row.mixed or len(cells) > 1
            return False
        if len(cells) > 1:
            # Some of its cells one a line, some together: whose is whose?
            row.cells, row.values, row.mixed = [], [], True
            return False
        row.cells.extend(cells)
        return True

    def blank_remedies(self, number: int) -> None:
        """A section ends below the heads of 表四 and no number stood there: its row is printed blank."""
        rows, remedies = self.found.rows, self.found.remedies
        if not rows or (remedies and remedies[-1].line > rows[-1].line):
            return
        heads = sum(1 for text in self.texts if squash(text) in REMEDY_HEADS)
        if heads >= len(REMEDY_HEADS) and remedies_announced(self.texts):
            remedies.append(FoundRemedies(number - 1, [""] * 15, REMEDY_GROUPS))

    def add_remedies(self, remedies: FoundRemedies) -> None:
        self.remedies = remedies
        self.found.remedies.append(remedies)

    def joined_label(self, last: str) -> str | None:
        """A row whose label is broken over the last lines."""
        text = last
        if _NUMBERED.match(last):
            return None  # a number begins a label: nothing before it belongs to it
        for piece in reversed(self.texts[-_CONTINUATION:]):
            if last and (whole := find_label(piece)) is not None:
                if whole.kind == GROUP or whole.row == SIX:
                    continue  # a group's label beside the rows
                return None  # a whole label: what follows it is not its rest
            text = piece + text
            if len(text) > 120:
                return None
            label = find_label(text)
            if label is not None:
                return label.row or None
            if guess := guess_row(text):
                return guess
        return None


def _expected(row: FoundRow) -> int:
    """How many cells the row has."""
    if row.row.startswith("requests."):
        return 7
    return len(row.head.columns) if row.head else 3
