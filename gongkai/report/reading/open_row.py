"""The row of the form that is being read: its cells gather here, line after line, until another begins.

Rows of 表一 to 表三 are open from their label on; the row of 表四, which has none, from the heads that announce it.
"""

from __future__ import annotations

from gongkai.report.reading.damaged_labels import guess_row
from gongkai.report.reading.found import REMEDY_GROUPS, REMEDY_HEADS, SIX, FoundRemedies, FoundRow, FoundRows
from gongkai.report.reading.heads import (
    STANDARD,
    BlockHeads,
    remedies_announced,
    remedies_by_sums,
    remedy_columns,
    request_columns,
)
from gongkai.report.reading.labels import CAPTION, GROUP, find_label, squash
from gongkai.report.reading.line_cells import begins_with_number
from gongkai.report.reading.lines import Line
from gongkai.report.reading.remedy_rows import RemedyRows
from gongkai.report.reading.request_heads import RequestHeads
from gongkai.report.reading.values import NOT_APPLICABLE, NUMBER, Value

CONTINUATION = 4
"""Lines over which a label may be broken."""

_MOST_CELLS = 40
_BUFFER = 80
_BESIDE = 3
_RUN = 7
_FIRST = "requests.received"


def stated(values: list[Value]) -> int:
    """How many of the values state something."""
    kinds = [value.kind for value in values]
    return kinds.count(NUMBER) + kinds.count(NOT_APPLICABLE)


class OpenRow:
    """The rows found so far, the one whose cells may go on below, and the texts since that may head the next."""

    def __init__(self) -> None:
        self.found = FoundRows()
        self.pending: FoundRow | None = None
        self.remedies: FoundRemedies | None = None
        self.texts: list[str] = []  # since the last number: heads, captions, pieces of labels
        self.heads = BlockHeads()
        self.request_heads = RequestHeads()
        self.remedy_rows = RemedyRows()
        self.blanks = 0  # blank cells on lines of their own since the last text
        self.columns: tuple[int, ...] | None = None  # of 表三, as its heads name them
        self.beside = 0  # rows with numbers on the line of their label
        self.waiting = 0  # lines of text since a label that has no number yet

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

    def last_row(self) -> str:
        return self.found.rows[-1].row if self.found.rows else ""

    def row(self, number: int, row: str, line: Line, cells: list[str], values: list[Value]) -> FoundRow:
        """A new row with its cells on the label's line."""
        found = FoundRow(row, number, cells, line.grid, line.marked, glued=line.glued, drawn=line.drawn, values=values)
        heads = self.request_heads
        if (heads.lines or heads.places is not None) and cells and row.startswith("requests."):
            return self.row_under_heads(found)
        return self.below_heads(found)

    def row_under_heads(self, row: FoundRow) -> FoundRow:
        """The row with only those of its cells that stand under heads of the form, where others stand among them."""
        heads = self.request_heads
        if heads.lines:
            heads.settle()
        if heads.places is None:
            return self.below_heads(row)
        before = len(row.cells) - len(heads.places)  # empty ones that labels of other depths leave
        if before >= 0 and not any(cell.strip() for cell in row.cells[:before]):
            own = [index for index, place in enumerate(heads.places, before) if place is not None]
            row.cells, row.values = [row.cells[index] for index in own], [row.values[index] for index in own]
            row.columns = None if heads.columns() == STANDARD else heads.columns()
        else:
            row.mixed = True
        return row

    def below_heads(self, row: FoundRow) -> FoundRow:
        """The row with the columns that the heads above it name."""
        if row.row.startswith("requests."):
            if row.row == _FIRST:
                self.columns = request_columns(self.texts, in_cells=row.grid or row.marked)
            row.columns = self.columns
        else:
            row.head = self.heads.above(row.row, self.texts)
        return row

    def keep(self, row: FoundRow) -> None:
        """``row`` is the one whose cells may go on below."""
        self.remedies = None
        self.pending = row
        self.waiting = 0
        self.found.rows.append(row)
        row.numbers = stated(row.values)
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

    def note_label(self, text: str, kind: str) -> None:
        """A label that may head or label what follows; a caption begins a new block."""
        if kind == CAPTION:
            self.texts.clear()
            self.heads.clear()
        self.note(text)

    def note(self, text: str) -> None:
        """A text that may head or label what follows."""
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
            if len(cells) == 1 and self.remedies.is_whole:
                self.close()  # a page's number
            elif len(self.remedies.cells) < _MOST_CELLS:
                self.remedies.mixed = self.remedies.mixed or len(cells) > 1 or self.remedies.several
                self.remedies.cut = self.remedies.cut or len(self.remedies.cells) % 5 > 0
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

    def takes_run(self, text: str) -> bool:
        """Takes all cells of a row of 表三 that stand below its label with nothing between them: ``0000000``."""
        row = self.pending
        if row is None or len(text) < 2 or not text.isdecimal() or not row.row.startswith("requests."):
            return False
        if len(text) < _RUN and not any(other.glued for other in self.found.rows):
            return False  # a number; where other rows are run together, a run that lost one
        if any(cell.strip() for cell in row.cells) or self.beside >= _BESIDE:
            return False
        row.cells, row.values, row.vertical, row.glued = [text], [], False, True
        self.texts.clear()
        self.close()
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
        if begins_with_number(last):
            return None  # a number begins a label: nothing before it belongs to it
        for piece in reversed(self.texts[-CONTINUATION:]):
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
