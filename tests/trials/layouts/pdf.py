"""Printers of PDF: tables ruled or set out by position only, pages breaking where they like."""

from __future__ import annotations

import io
from collections.abc import Sequence
from random import Random

from tests.trials.layouts.office import parts
from tests.trials.report import Made
from tests.trials.sheets import Box, Sheet

# Late, the library of the printer: the benchmarks time gongkai before it changes how memory is given out.
WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 50.0
COLUMNS = {
    "disclosure": ((140, 118, 118, 118), (200, 98, 98, 98)),
    # the second: the outermost group one character a line
    "requests": ((32, 62, 156, 36, 36, 36, 36, 36, 36, 36), (16, 72, 162, 36, 36, 36, 36, 36, 36, 36)),
    "remedies": ((33,) * 15, (30,) * 15),
}
SIZE, LEAD = 8.5, 11.0


class _Paper:
    """A canvas that is written from above to below."""

    def __init__(self, ruled: bool, rng: Random, page_numbers: bool) -> None:
        # Late: the benchmarks time gongkai before this library changes how memory is given out.
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfgen.canvas import Canvas

        if "STSong-Light" not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        self.file = io.BytesIO()
        self.canvas = Canvas(self.file, pagesize=(WIDTH, HEIGHT), invariant=1)
        self.ruled, self.rng, self.page_numbers = ruled, rng, page_numbers
        self.open_foot, self.cut_labels = rng.random() < 0.4, rng.random() < 0.3
        self.y, self.page = HEIGHT - MARGIN, 1
        self.canvas.setFont("STSong-Light", SIZE)

    def turn(self) -> None:
        if self.page_numbers:
            self.canvas.drawCentredString(WIDTH / 2, 28, f"- {self.page} -")
        self.canvas.showPage()
        self.canvas.setFont("STSong-Light", SIZE)
        self.y, self.page = HEIGHT - MARGIN, self.page + 1

    def text(self, line: str, size: float, middle: bool = False) -> None:
        for part in wrapped(line, WIDTH - 2 * MARGIN, size):
            if self.y < MARGIN + 20:
                self.turn()
            self.canvas.setFont("STSong-Light", size)
            if middle:
                self.canvas.drawCentredString(WIDTH / 2, self.y, part)
            else:
                self.canvas.drawString(MARGIN, self.y, part)
            self.y -= size * 1.6
        self.canvas.setFont("STSong-Light", SIZE)

    def table(self, sheet: Sheet, widths: Sequence[int]) -> None:
        """Row by row; a cell over several rows is drawn for the part of it on each page, its text on the first."""
        heights = self._heights(sheet, widths)
        lefts = [MARGIN + sum(widths[:i]) for i in range(len(widths) + 1)]
        start = 0
        self.y -= 4
        while start < len(sheet):
            end, room = start, self.y - MARGIN
            while end < len(sheet) and sum(heights[start : end + 1]) <= room:
                end += 1
            cut = self._cut(sheet, end) if end > start else None
            if end == start:
                self.turn()
                continue
            tops = [self.y - sum(heights[start:i]) for i in range(start, end + 1)]
            for number, row in enumerate(sheet[:end]):
                for box in row:
                    first, last = max(number, start), min(number + box.rowspan, end)
                    if first < last:
                        text = box.text if first == number else ""
                        left, right = lefts[box.col], lefts[box.col + box.colspan]
                        is_open = self.open_foot and last == end < len(sheet)
                        self._box(left, right, tops[first - start], tops[last - start], box, text, is_open)
            self.y = tops[-1]
            if cut:
                self._hang(cut, lefts, heights[end])
            start = end
            if start < len(sheet):
                self.turn()
        self.y -= 16

    def _cut(self, sheet: Sheet, end: int) -> Box | None:
        """The label of the next row, if it is to be split over the two pages."""
        if not self.cut_labels or end >= len(sheet) or self.y < MARGIN + 60:
            return None
        label = next(
            (box for box in sheet[end] if box.kind == "label" and box.rowspan == 1 and len(box.text) > 18), None
        )
        return label

    def _hang(self, box: Box, lefts: list[float], height: float) -> None:
        """The first line of a split label below a page's last row; the rest stays with the row on the next page."""
        lines = wrapped(box.text, lefts[box.col + box.colspan] - lefts[box.col] - 5, SIZE)
        if len(lines) > 1 and self.y - LEAD > MARGIN - 20:
            if self.ruled:
                self.canvas.line(lefts[0], self.y, lefts[0], self.y - LEAD - 3)
                self.canvas.line(lefts[-1], self.y, lefts[-1], self.y - LEAD - 3)
            self.canvas.drawString(lefts[box.col] + 2.5, self.y - LEAD + 1, lines[0])
            box.text = "\n".join(lines[1:])

    def _heights(self, sheet: Sheet, widths: Sequence[int]) -> list[float]:
        heights = []
        for row in sheet:
            lines = [
                len(wrapped(box.text, sum(widths[box.col : box.col + box.colspan]) - 5, SIZE))
                for box in row
                if box.rowspan == 1
            ]
            heights.append(max([*lines, 1]) * LEAD + 5)
        return heights

    def _box(self, left: float, right: float, top: float, bottom: float, box: Box, text: str, is_open: bool) -> None:
        if self.ruled and is_open:
            for line in ((left, top, right, top), (left, top, left, bottom), (right, top, right, bottom)):
                self.canvas.line(*line)
        elif self.ruled:
            self.canvas.rect(left, bottom, right - left, top - bottom)
        lines = wrapped(text, right - left - 5, SIZE)
        room = int((top - bottom - 2) // LEAD) or 1
        lines = lines[:room] if len(lines) > room else lines
        y = (top + bottom) / 2 + (len(lines) - 1) * LEAD / 2 - SIZE * 0.35
        for line in lines:
            if box.kind == "label" and len(text) > 8:
                self.canvas.drawString(left + 2.5, y, line)
            else:
                self.canvas.drawCentredString((left + right) / 2, y, line)
            y -= LEAD

    def done(self) -> bytes:
        if self.page_numbers:
            self.canvas.drawCentredString(WIDTH / 2, 28, f"- {self.page} -")
        self.canvas.save()
        return self.file.getvalue()


def wrapped(text: str, width: float, size: float) -> list[str]:
    """``text`` cut into lines: a wide character is ``size`` wide, a narrow one half of it."""
    lines = []
    for part in text.split("\n"):
        line, used = "", 0.0
        for character in part:
            step = size / 2 if ord(character) < 0x2000 else size
            together = line and _in_number(line[-1]) and _in_number(character)
            if used + step > width and line and not together:
                lines.append(line)
                line, used = "", 0.0
            line += character
            used += step
        lines.append(line)
    return lines


def _in_number(character: str) -> bool:
    return character.isdigit() or character in ",.，-－+"


def _print(made: Made, rng: Random, ruled: bool) -> bytes:
    paper = _Paper(ruled, rng, made.style.page_numbers)
    # now and then 表二 or 表三 begins near the foot of a page
    paper.y -= rng.choice((0, 0, 60, 130, 200))
    for kind, content in parts(made):
        if isinstance(content, str):
            paper.text(content, 15 if kind == "title" else 10.5, kind == "title")
        else:
            paper.table(content, rng.choice(COLUMNS[kind]))
    return paper.done()


def ruled(made: Made, rng: Random) -> bytes:
    """Ruled tables; labels wrapped inside their cells, the outermost group in a narrow column."""
    return _print(made, rng, True)


def unruled(made: Made, rng: Random) -> bytes:
    """The same places without a rule."""
    return _print(made, rng, False)
