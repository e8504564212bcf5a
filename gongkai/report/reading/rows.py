"""Lines → rows: which cells belong to which row of the form, found by label, whatever the layout.

A row's cells stand behind its label on the same line, or on the lines that follow, one or several a line. The head of
a block of 表二 tells which columns the numbers below it fill; the heads of 表四 announce its single row of numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gongkai.report.editions import Column, load_edition
from gongkai.report.reading.labels import CAPTION, GROUP, HEAD, ROW, Label, find_label, guess_row, heads, inner_label, squash
from gongkai.report.reading.lines import Line
from gongkai.report.reading.values import BLANK, NOT_APPLICABLE, NUMBER, TEXT, Value, parse_value

_SECTION = re.compile(r"^\s*[一二三四五六七][、.．]")
_NUMBERED = re.compile(r"^\s*[（(]?\s*[\d一二三四五六七八]\s*[）)、.．]")
_HEAD_UNIT = re.compile(r"(?:收费金额|总金额|金额)(?:单位)?(亿元|百万元|万元|千元|元)")
_MOST_CELLS = 40
_BUFFER = 80
_CONTINUATION = 4
_BESIDE = 3


@dataclass(frozen=True, slots=True)
class BlockHead:
    """The columns a block of 表二 prints, of which edition, and the money unit its head names."""

    edition: str
    columns: tuple[Column, ...]
    unit: str | None = None


@dataclass(slots=True)
class FoundRow:
    """A row as printed: ``cells`` are the texts behind the label.

    ``grid`` tells that they are cells of a table; ``vertical`` rows have their cells on lines of their own (``several`` of
    them on one, ``mixed`` in both ways), ``glued`` ones ran into their label.
    """

    row: str
    line: int
    cells: list[str]
    grid: bool = False
    vertical: bool = False
    several: bool = False
    mixed: bool = False
    glued: bool = False
    head: BlockHead | None = None
    values: list[Value] = field(default_factory=list)
    """The cells' values, and how many of them state something."""
    numbers: int = 0


@dataclass(slots=True)
class FoundRemedies:
    """Numbers below the heads of 表四: ``groups`` are the groups whose heads stood above, in printed order."""

    line: int
    cells: list[str]
    groups: tuple[str, ...]
    several: bool = False
    mixed: bool = False
    """Whether they came on several lines, some of them with several numbers."""


@dataclass(slots=True)
class FoundRows:
    """Everything found in one document, in reading order; ``heads`` counts the leaf heads of 表四 seen (printed-once pages have few)."""

    rows: list[FoundRow] = field(default_factory=list)
    remedies: list[FoundRemedies] = field(default_factory=list)


SIX = "requests.other_handling"
REMEDY_GROUPS = ("review", "litigation_direct", "litigation_after_review")
ORDER: dict[str, int] = {}
"""Row id → place in the form, both editions laid over each other."""
for _row in (
    *(row.id for row in load_edition("2019").table("disclosure").rows),
    *(
        row.id
        for row in load_edition("2019").table("requests").rows
        if row.id.rsplit(".")[-1] not in ("concluded", "carried_out")
    ),
    *(row.id for row in load_edition("2021").table("requests").rows),
):
    ORDER.setdefault(_row, len(ORDER))
_OTHERS = (
    "requests.other_handling",
    "requests.other_not_supplemented",
    "requests.other_fee_unpaid",
    "requests.other_reason",
)
_LAST_RESULTS = frozenset((*_OTHERS, "requests.not_processed_confirmation", "requests.not_processed_excessive"))
_OPTIONS: dict[str, list[tuple[str, tuple[Column, ...]]]] = {}
for _edition in ("2019", "2021"):
    for _row_ in load_edition(_edition).table("disclosure").rows:
        _OPTIONS.setdefault(_row_.id, []).append((_edition, _row_.columns))


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
            row.values = [parse_value(cell) for cell in row.cells]
        row.numbers = 1 if row.glued else sum([value.kind in (NUMBER, NOT_APPLICABLE) for value in row.values])
    return finder.found


class _Finder:
    def __init__(self) -> None:
        self.found = FoundRows()
        self.pending: FoundRow | None = None
        self.remedies: FoundRemedies | None = None
        self.texts: list[str] = []  # since the last number: heads, captions, pieces of labels
        self.keys: tuple[str, ...] = ()  # column heads of the current block of 表二
        self.unit: str | None = None
        self.blanks = 0  # blank cells on lines of their own since the last text
        self.beside = 0  # rows with numbers on the line of their label
        self.waiting = 0  # lines of text since a label that has no number yet

    # --- lines of one cell ---------------------------------------------------------------------------------------

    def single(self, number: int, text: str) -> None:
        pending = self.pending
        if not text:
            if pending is not None and pending.vertical and not pending.several and len(pending.cells) < _MOST_CELLS:
                pending.cells.append("")
                pending.values = []
            elif self.remedies is not None and len(self.remedies.cells) < _MOST_CELLS:
                self.remedies.cells.append("")
            else:
                self.blanks += 1
            return
        if len(text) > 160:
            self.close()
            self.texts.clear()
            return
        if parse_value(text).kind != TEXT:
            self.values(number, [text])
            return
        label = find_label(text)
        if label is not None:
            if label.kind == ROW:
                self.open(number, label.row)
                return
            if label.kind == HEAD and (row := self.row_named_as_head(label.name)):
                self.open(number, row)
                return
            self.close()
            self.note(text, label.kind)
            return
        if _NUMBERED.match(text) and len(text) <= 60 and (guess := guess_row(text)) is not None:
            self.open(number, guess)
            return
        if _SECTION.match(text):
            self.close()
            self.texts.clear()
            self.keys = ()
            return
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
            elif not _within_label(pending.row, text):
                self.close()
        elif self.remedies is not None and self.remedies.cells:
            self.close()
        self.note(text)

    def continues(self, row: FoundRow, text: str) -> bool:
        """``text`` goes on with the row's label: a piece of its wording, or of a note in brackets."""
        if self.waiting > _CONTINUATION:
            return False
        open_note = sum((t.count("（") + t.count("(") - t.count("）") - t.count(")")) for t in self.texts[-_CONTINUATION:])
        return open_note > 0 or text.lstrip()[:1] in "（([【注" or _within_label(row.row, text)

    def takes(self, row: FoundRow, text: str) -> bool:
        """A short word among cells of their own lines stands where a number should."""
        return (
            row.vertical
            and not row.several
            and len(text) <= 6
            and len(row.cells) < self.expected(row)
            and not _within_label(row.row, text)
        )

    def row_named_as_head(self, name: str) -> str | None:
        """其他 and 总计 head columns, and are rows where the rows before them have been printed."""
        last = self.found.rows[-1].row if self.found.rows else ""
        if name == "其他" and last in ("requests.other_fee_unpaid", "requests.other_not_supplemented"):
            return "requests.other_reason"
        if name == "总计" and last in _LAST_RESULTS:
            return "requests.concluded"
        return None

    # --- lines of several cells ----------------------------------------------------------------------------------

    def several(self, number: int, line: Line) -> None:
        cells = line.cells
        values = [parse_value(text) for text in cells]
        labels: list[tuple[int, Label]] = []
        rows: list[tuple[int, str]] = []
        head_row: tuple[int, str] | None = None
        unknown = first_value = -1
        for index, value in enumerate(values):
            kind = value.kind
            if kind == TEXT:
                label = find_label(cells[index])
                if label is None:
                    if first_value < 0 and rows and rows[-1] == (index - 1, SIX) and len(cells[index]) > 3:
                        rows.pop()  # a group here: the row's own label follows
                    if first_value < 0 and not rows:
                        unknown = index
                    continue
                labels.append((index, label))
                if label.kind == ROW:
                    rows.append((index, label.row))
                elif label.kind == HEAD and not rows and (row := self.row_named_as_head(label.name)):
                    head_row = (index, row)
            elif kind != BLANK and first_value < 0:
                first_value = index
        if rows:
            for place, (index, row) in enumerate(rows):
                end = rows[place + 1][0] if place + 1 < len(rows) else len(cells)
                for at, label in labels:
                    if (index if place else -1) <= at <= index:
                        self.note(cells[at], label.kind)
                found = self.row(number, row, line, cells[index + 1 : end])
                found.values = values[index + 1 : end]
                self.keep(found)
                if (inner := inner_label(cells[index])) and guess_row(inner[1]) not in (row, None):
                    self.note(inner[1])  # the next row's label begins in this one's cell
            return
        if first_value < 0:
            if not labels and unknown < 0:
                self.single(number, "")
                return
            # heads, captions, groups or prose: no number on the line
            self.close(keep_remedies=True)
            kinds = {index: label.kind for index, label in labels}
            for index, text in enumerate(cells):
                if values[index].kind == TEXT:
                    self.note(text, kinds.get(index, ""))
            return
        for index, label in labels:
            if index < first_value:
                self.note(cells[index], label.kind)
        if head_row is not None and head_row[0] < first_value:
            self.keep(self.row(number, head_row[1], line, cells[head_row[0] + 1 :]))
            return
        if unknown >= 0 and unknown < first_value:
            guess = guess_row(cells[unknown]) or self.joined_label(cells[unknown])
            if guess is not None:
                self.keep(self.row(number, guess, line, cells[unknown + 1 :]))
                return
            if self.continues_label(number, cells[unknown]):
                row_above = self.found.rows[-1]
                row_above.cells, row_above.line, row_above.grid = cells[unknown + 1 :], number, line.grid
                row_above.values = []
                self.close()
                self.texts.clear()
                return
            if self.remedies is None and not self.announces_remedies():
                self.close()
                self.texts.clear()
                return
            cells = cells[unknown + 1 :]
        self.values(number, cells)

    def continues_label(self, number: int, text: str) -> bool:
        """A row's label began on the line or page before, with no number beside it, and ends here."""
        above = self.pending
        return (
            above is not None
            and number - above.line <= 2
            and not any(cell.strip() for cell in above.cells)
            and _ends_label(above.row, text)
        )

    def row(self, number: int, row: str, line: Line, cells: list[str]) -> FoundRow:
        """A new row with its cells on the label's line."""
        return FoundRow(row, number, cells, line.grid, glued=line.glued, head=self.head_for(row))

    def keep(self, row: FoundRow) -> None:
        """``row`` is the one whose cells may go on below."""
        self.remedies = None
        self.pending = row
        self.waiting = 0
        self.found.rows.append(row)
        self.beside += any([value.kind not in (BLANK, TEXT) for value in row.values])
        if not row.cells:
            row.vertical = True
        elif any([value.kind not in (BLANK, TEXT) for value in row.values or map(parse_value, row.cells)]):
            self.texts.clear()

    # --- labels and values ---------------------------------------------------------------------------------------

    def open(self, number: int, row: str) -> None:
        self.blanks = 0
        found = FoundRow(row, number, [], vertical=True)
        found.head = self.head_for(row)
        self.keep(found)

    def close(self, *, keep_remedies: bool = False) -> None:
        self.pending = None
        if not keep_remedies or (self.remedies is not None and self.remedies.cells):
            self.remedies = None

    def note(self, text: str, kind: str = "") -> None:
        if kind == CAPTION:
            self.texts.clear()
            self.keys = ()
            self.unit = None
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
            return
        if groups := self.announces_remedies():
            blanks = [""] * min(self.blanks, 15) if len(cells) == 1 else []
            self.remedies = FoundRemedies(number, [*blanks, *cells], groups, len(cells) > 1)
            self.found.remedies.append(self.remedies)
            self.texts.clear()
            return
        if _three_sums(cells):
            self.remedies = FoundRemedies(
                number, list(cells), ("review", "litigation_direct", "litigation_after_review")
            )
            self.found.remedies.append(self.remedies)
            return
        if self.texts and (row := self.joined_label("")):
            blanks = [""] * min(self.blanks, 7) if len(cells) == 1 else []
            self.open(number, row)
            opened = self.found.rows[-1]
            opened.cells = blanks
            if not self.goes_on(opened, cells):
                self.close()
            return
        self.texts.clear()

    def goes_on(self, row: FoundRow, cells: list[str]) -> bool:
        """Whether the cells are the row's: all of them on the line below its label, or one on each line that follows."""
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
            return False
        if len(cells) > 1:
            row.cells, row.values, row.mixed = [], [], True  # some of its cells one a line, some together: whose is whose?
            return False
        row.cells.extend(cells)
        return True

    def expected(self, row: FoundRow) -> int:
        if row.row.startswith("requests."):
            return 7
        return len(row.head.columns) if row.head else 3

    def joined_label(self, last: str) -> str | None:
        """A row whose label is broken over the last lines."""
        text = last
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

    def announces_remedies(self) -> tuple[str, ...]:
        """Groups of 表四 whose heads stand above, if the heads of its columns do too."""
        if len(self.texts) < 3:
            return ()
        text = squash("".join(self.texts))
        if "尚未审结" not in text and "结果维持" not in text and "结果纠正" not in text and text.count("结果") < 3:
            return ()
        places = [
            (text.find(name), group)
            for name, group in (("未经复议", "litigation_direct"), ("复议后", "litigation_after_review"))
            if name in text
        ]
        review = text.replace("行政复议行政诉讼", "行政复议", 1).find("行政复议")
        if review >= 0:
            places.append((review, "review"))
        return tuple(group for _, group in sorted(places))

    def head_for(self, row: str) -> BlockHead | None:
        """Columns of a row of 表二 by the heads above it."""
        options = _OPTIONS.get(row)
        if options is None:
            return None
        text = squash("".join(self.texts))
        found = sorted((text.find(head.key), head.key) for head in heads() if head.key in text)
        if found:
            self.keys = tuple(key for _, key in found)
            unit = _HEAD_UNIT.search(text)
            self.unit = unit[1] if unit else None
        best: tuple[int, str, tuple[Column, ...]] | None = None
        rivals = 0
        for edition, columns in options:
            keys = [squash(column.key) for column in columns]
            hits = sum(1 for key in keys if key in self.keys)
            rivals += hits > 0
            score = 2 * hits - len(columns)
            if hits and (best is None or score > best[0]):
                whole = hits == len(columns)
                ordered = tuple(sorted(columns, key=lambda c: self.keys.index(squash(c.key)))) if whole else columns
                best = (score, edition, ordered)
        if best is None or (best[0] < 0 and rivals > 1):
            return None
        return BlockHead(best[1], best[2], self.unit)


def _three_sums(cells: list[str]) -> bool:
    """Fifteen numbers on one line that add up as 表四 must, three times, are 表四 even where its heads are lost."""
    if len(cells) != 15:
        return False
    numbers = [value.number for value in map(parse_value, cells) if value.number is not None]
    if len(numbers) != 15 or not any(numbers):
        return False
    return all(sum(numbers[start : start + 4]) == numbers[start + 4] for start in (0, 5, 10))


def _ends_label(row: str, text: str) -> bool:
    """``text`` is the rest of the row's label, which began on the line or page before."""
    rest = squash(text)
    return len(rest) >= 2 and _label(row).endswith(rest)


def _within_label(row: str, text: str) -> bool:
    """``text`` is a piece of the row's own label."""
    piece = squash(text)
    return len(piece) >= 2 and piece in _label(row)


def _label(row: str) -> str:
    edition = load_edition("2021" if row in load_edition("2021").rows else "2019")
    return squash(edition.rows[row].label[-1])

