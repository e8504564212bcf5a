"""Lines → rows: which cells belong to which row of the form, found by label, whatever the layout.

A row's cells stand behind its label on the same line, or on the lines that follow, one or several a line. The head of
a block of 表二 tells which columns the numbers below it fill; the heads of 表四 announce its single row of numbers.
"""

from __future__ import annotations

import re

from gongkai.report.reading.damaged_labels import guess_row
from gongkai.report.reading.found import FoundRow, FoundRows
from gongkai.report.reading.heads import remedies_announced, remedies_in_place, remedies_run
from gongkai.report.reading.labels import HEAD, within_label
from gongkai.report.reading.line_cells import (
    NUMBERED_WORDS,
    VALUE,
    WORDS,
    LineCells,
    RowLabels,
    next_label,
    row_labels,
    row_named_as_head,
    tell_apart,
    told_alone,
)
from gongkai.report.reading.lines import SIDEWAYS, Line
from gongkai.report.reading.open_row import CONTINUATION, OpenRow, stated
from gongkai.report.reading.remedy_rows import names_remedies
from gongkai.report.reading.values import NUMBER, TEXT, Value, parse_value, parse_values

_SECTION = re.compile(r"^\s*[一二三四五六七][、.．]")
_LONGEST_LABEL = 160


def find_rows(lines: list[Line]) -> FoundRows:
    """All rows of the form in ``lines``."""
    finder = _Finder()
    finder.beside = sum([_is_row_with_values(line) for line in lines if len(line.cells) > 4 and not line.grid])
    for number, line in enumerate(lines):
        if len(line.cells) == 1:
            finder.single(number, line.cells[0])
        else:
            finder.several(number, line)
    for row in finder.found.rows:
        if len(row.values) != len(row.cells):
            row.values = parse_values(row.cells)
            row.numbers = stated(row.values)
        if row.glued:
            row.numbers = 1
    return finder.found


class _Finder(OpenRow):
    """Tells what each line holds."""

    # --- lines of one cell ---------------------------------------------------------------------------------------

    def single(self, number: int, text: str) -> None:
        if not text:
            self.blank()
            return
        if len(text) > _LONGEST_LABEL:
            self.close()
            self.texts.clear()
            return
        if len(text) == 15 and text.isdigit() and remedies_announced(self.texts) and (run := remedies_run(text)):
            self.values(number, run)
            if self.remedies is not None:
                self.remedies.run = True
            return
        if len(text) > 15 and text.isdigit() and remedies_announced(self.texts):
            self.close()
            self.texts.clear()  # longer numbers run together: the row is not blank, and nothing is read
            return
        if self.takes_run(text):
            return
        label = told_alone(text)
        if label is WORDS:
            if self.pending is None and self.remedies is None:
                self.note(text)  # a menu or prose, as most lines are
            else:
                self.unlabelled(number, text)
        elif label is VALUE:
            self.values(number, [text])
        elif label is not NUMBERED_WORDS:
            row = label.row
            if row or (label.kind == HEAD and (row := row_named_as_head(label.name, self.last_row()))):
                self.open(number, row)
            else:
                self.close()
                self.note_label(text, label.kind)
        elif len(text) <= 60 and (guess := guess_row(text)) is not None:
            self.open(number, guess)
        elif _SECTION.match(text):
            self.blank_remedies(number)
            self.close()
            self.texts.clear()
            self.heads.clear()
        else:
            self.unlabelled(number, text)

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
        if self.waiting > CONTINUATION:
            return False
        above = "".join(self.texts[-CONTINUATION:])
        open_note = above.count("（") + above.count("(") > above.count("）") + above.count(")")
        return open_note or text.lstrip()[:1] in "（([【注" or within_label(row.row, text)

    def takes(self, row: FoundRow, text: str) -> bool:
        """A short word among cells of their own lines stands where a number should."""
        return (
            row.vertical
            and not row.several
            and len(text) <= 6
            and text not in SIDEWAYS
            and len(row.cells) < _expected(row)
            and not within_label(row.row, text)
        )

    # --- lines of several cells ----------------------------------------------------------------------------------

    def several(self, number: int, line: Line) -> None:
        texts = line.cells
        values = parse_values(texts)
        kinds = [value.kind for value in values]
        words = kinds.count(TEXT)
        if words and kinds[0] == TEXT and TEXT not in kinds[words:] and (only := row_labels(texts[:words])):
            self.the_only_row(number, line, only, texts[words:], values[words:])
            return
        cells = tell_apart(texts, values, kinds, self.last_row())
        if cells.rows:
            self.rows(number, line, cells)
        elif line.glued and (guess := guess_row(texts[0])) is not None:
            self.keep(self.row(number, guess, line, texts[1:], cells.values[1:]))
        elif cells.first_value >= 0:
            self.values_behind(number, line, cells)
        elif not cells.labels and cells.unknown < 0:
            self.blank()
        else:  # heads, captions, groups or prose
            self.close(keep_remedies=True)
            if line.grid or line.marked:
                self.request_heads.note(texts)
            labels = {index: label.kind for index, label in cells.labels}
            for index, text in enumerate(texts):
                if kinds[index] == TEXT:
                    self.note_label(text, labels.get(index, ""))

    def the_only_row(self, number: int, line: Line, labels: RowLabels, cells: list[str], values: list[Value]) -> None:
        """A line with the labels of one row before its cells, as nearly all are."""
        for text, kind in labels.known:
            self.note_label(text, kind)
        self.keep(self.row(number, labels.row, line, cells, values))
        if labels.inner:
            self.note(labels.inner)

    def rows(self, number: int, line: Line, cells: LineCells) -> None:
        """A line with the labels of one or several rows, each before its cells."""
        texts = line.cells
        for place, (index, row) in enumerate(cells.rows):
            end = cells.rows[place + 1][0] if place + 1 < len(cells.rows) else len(texts)
            for at, label in cells.labels:
                if (index if place else -1) <= at <= index:
                    self.note_label(texts[at], label.kind)
            self.keep(self.row(number, row, line, texts[index + 1 : end], cells.values[index + 1 : end]))
            if inner := next_label(texts[index], row):
                self.note(inner)

    def values_behind(self, number: int, line: Line, cells: LineCells) -> None:
        """A line with values and no row's label as it is known: a damaged label, the end of one, or none at all."""
        texts, unknown, first_value = line.cells, cells.unknown, cells.first_value
        alone = self.pending is None and self.remedies is None and (line.grid or line.marked)
        if alone and remedies_in_place(texts) and remedies_announced(self.texts):
            self.values(number, texts)  # words stand where the first numbers should
            return
        if first_value == 0 and len(texts) > 2 and cells.values[1].kind == TEXT:
            self.several(
                number, Line(texts[1:], line.grid, line.marked, drawn=line.drawn)
            )  # rows are numbered in a column of their own
            return
        last = max([unknown, *[index for index, _ in cells.labels if index < first_value]])
        if last >= 0 and names_remedies(texts[last]) and self.remedy_row(number, texts, last, cells):
            return
        for index, label in cells.labels:
            if index < first_value:
                self.note_label(texts[index], label.kind)
        if cells.row_named_as_head is not None and cells.row_named_as_head[0] < first_value:
            index, row = cells.row_named_as_head
            self.keep(self.row(number, row, line, texts[index + 1 :], cells.values[index + 1 :]))
            return
        if 0 <= unknown < first_value:
            behind, values = texts[unknown + 1 :], cells.values[unknown + 1 :]
            if self.continues_label(number, texts[unknown]):
                row_above = self.found.rows[-1]
                row_above.cells, row_above.line, row_above.grid = behind, number, line.grid
                row_above.values, row_above.numbers = values, stated(values)
                self.close()
                self.texts.clear()
                return
            guess = guess_row(texts[unknown]) or self.joined_label(texts[unknown])
            if guess is not None:
                self.keep(self.row(number, guess, line, behind, values))
                return
            if self.remedies is None and not remedies_announced(self.texts):
                self.doubt_blank_rows(number)
                self.close()
                self.texts.clear()
                return
            texts = behind
        self.values(number, texts)

    def doubt_blank_rows(self, number: int) -> None:
        """Numbers beside what may be a piece of a label: the rows right above that have none may not be blank."""
        for row in reversed(self.found.rows):
            if row.numbers or number - row.line > CONTINUATION:
                return
            row.mixed = True

    def remedy_row(self, number: int, texts: list[str], last: int, cells: LineCells) -> bool:
        """Whether the line, with its label at ``last``, is a row of 表四 printed with one for each group or result."""
        if cells.row_named_as_head is not None and not self.remedy_rows.expects(texts[last]):
            return False
        taken = self.remedy_rows.take(number, texts[last], texts[last + 1 :], self.texts)
        if taken is None:
            return False
        self.close()
        self.found.remedies.extend(taken)
        return True

    def continues_label(self, number: int, text: str) -> bool:
        """A row's label began on the lines or page before, with no number beside it, and goes on here."""
        above = self.pending
        return (
            above is not None
            and number - above.line <= CONTINUATION + 1
            and not any(cell.strip() for cell in above.cells)
            and within_label(above.row, text)
        )


def _is_row_with_values(line: Line) -> bool:
    """Whether a line of several cells is a row's label and numbers: then numbers stand beside their labels."""
    return parse_value(line.cells[0]).kind == TEXT and parse_value(line.cells[-1]).kind == NUMBER


def _expected(row: FoundRow) -> int:
    """How many cells the row has."""
    if row.row.startswith("requests."):
        return 7
    return len(row.head.columns) if row.head else 3
