"""Printed glyphs to words, lines and paragraphs: pure geometry, in points, y growing downwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

Boxes = tuple[list[float], list[float], list[float], list[float]]
"""The left, top, right and bottom edges of many boxes."""

COLUMN_GAP = 1.5
"""Gap, in em, from which two texts on one line are columns (joined by a tab)."""

CHARACTER_GAP = 0.3
"""Gap, in em, up to which two figures or letters still are one word."""

_OVERLAP = 0.35
"""Of an em: two texts that lie further over each other are two."""
_APART = 12  # glyphs that may be drawn between two parts of one number

_RADICALS = dict(
    zip(
        map(
            ord,
            "⺁⺄⺈⺋⺌⺍⺎⺓⺗⺟⺠⺩⺪⺫⺮⺶⺷⺸⻁⻂⻄⻅⻆⻈⻉⻋⻌⻍⻎⻓⻔⻖⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        ),
        "厂乙刀卩小小尢幺心母民王疋目竹羊羊羊虎衣西见角讠贝车辶辶辶长门阝青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
_RADICALS.update(
    zip(
        range(0x2F00, 0x2FD6),
        "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈"
        "戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老"
        "而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨"
        "高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠",
        strict=True,
    )
)
_RADICAL = re.compile("[\u2e80-\u2fd5]")
_ATOM = re.compile(r"[+\-－]*[0-9０-９][0-9０-９.,．，%％]*|[A-Za-z]+|.", re.DOTALL)
_CLOSING = "，。、；：？！）”’》〉】〕,.;:?!)]%％"
_FIRST_TOKEN = re.compile(rf"[（“‘《〈【〔(\[]*(?:[!-~]+|.)[{re.escape(_CLOSING)}]*")
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十]+[章节部条]|附[件表]|\d{1,2}[、．]"
)
_HEADING = re.compile(r"[一二三四五六七八九十]+、[^。；，]{2,30}$")
_FIGURES = re.compile(r"[\d\s.,+/-]+")
_SENTENCE_END = ("。", "；", "！", "？", "：", ":", ";")


@dataclass(slots=True, eq=False)
class Run:
    """Glyphs drawn one after the other on one line without a gap."""

    left: float
    top: float
    right: float
    bottom: float
    text: str
    first: int
    """Place of the first glyph in the page."""
    em: float
    spaced: bool
    """Whether a space was drawn before it."""
    boxes: Boxes
    """Those of all glyphs of the page."""

    @property
    def edges(self) -> list[tuple[float, float]]:
        """(left, right) of each character of ``text``: few runs are asked."""
        place = slice(self.first, self.first + len(self.text))
        return [*zip(self.boxes[0][place], self.boxes[2][place], strict=True)]

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def cut(self, start: int, end: int) -> Run:
        """The part of the run that holds ``text[start:end]``."""
        first, text = self.first + start, self.text[start:end]
        left, right = self.boxes[0][first], self.boxes[2][first + len(text) - 1]
        spaced = self.spaced if start == 0 else False
        return Run(left, self.top, right, self.bottom, text, first, self.em, spaced, self.boxes)

    def atoms(self) -> list[Run]:
        """The run in its smallest parts: numbers, Latin words, single characters."""
        return [self.cut(*match.span()) for match in _ATOM.finditer(self.text)]


@dataclass(slots=True)
class Line:
    """One printed line outside tables."""

    left: float
    top: float
    right: float
    bottom: float
    text: str
    em: float
    margin: float
    """Right edge without a closing mark, which may hang in the margin."""


def plain(text: str) -> str:
    """Radicals, which some writers' fonts give for whole characters (⾏ for 行), as the characters they look like.

    Every character stays one character.
    """
    return text.translate(_RADICALS) if _RADICAL.search(text) else text


def rows_of(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs grouped to printed lines from the top, each from the left; glyphs printed twice (false bold) stand once."""
    rows: list[list[Run]] = []
    row: list[Run] = []
    middle = 0.0
    for run in sorted(runs, key=_middle):
        if row and run.middle - middle > 0.5 * min(run.bottom - run.top, row[0].bottom - row[0].top):
            rows.append(row)
            row = []
        row.append(run)
        middle = run.middle if len(row) == 1 else middle
    if row:
        rows.append(row)
    for row in rows:
        if len(row) > 1:
            row.sort(key=_left)
            row[:] = [
                run
                for index, run in enumerate(row)
                if not (
                    index
                    and run.text == row[index - 1].text
                    and abs(run.left - row[index - 1].left) < 0.25 * run.em
                    and abs(run.top - row[index - 1].top) < 0.25 * run.em
                )
            ]
    return rows


_middle = attrgetter("middle")
_left = attrgetter("left")


def row_text(row: Sequence[Run], *, in_cell: bool = False) -> str:
    """A printed line's text: tabs between columns, spaces where a gap separates words or numbers."""
    if len(row) == 1:
        return row[0].text
    parts = [row[0].text]
    for before, run in pairwise(row):
        gap = run.left - before.right
        em = max(before.em, run.em)
        last, first = before.text[-1], run.text[0]
        figures = last.isdigit() and first.isdigit()
        narrow = figures or (last < "\u2000" and first < "\u2000")
        if gap >= COLUMN_GAP * em and not (in_cell and last > "\u2e80" and first > "\u2e80"):
            parts.append("\t")
        elif narrow:
            if run.spaced or gap > CHARACTER_GAP * em or (figures and _strange(before, run)):
                parts.append(" ")
        elif gap > 0.45 * em:
            parts.append(" ")
        parts.append(run.text)
    return "".join(parts)


def _strange(before: Run, run: Run) -> bool:
    """Whether digits beside digits are of another number: over each other, of another size, or drawn elsewhere."""
    heights = before.bottom - before.top, run.bottom - run.top
    drawn_between = run.first - before.first - len(before.text)
    return (
        run.left - before.right < -_OVERLAP * max(before.em, run.em)
        or min(heights) < 0.7 * max(heights)
        or not -1 <= drawn_between <= _APART
    )


def cell_text(runs: list[Run]) -> str:
    """A cell's text: its lines from the top, or, where it is written downwards, its characters in one line."""
    if len(runs) == 1:
        return runs[0].text
    rows = rows_of(runs)
    if len(rows) == 1:
        return row_text(rows[0], in_cell=True)
    if all(len(row) == 1 and len(row[0].text) == 1 and row[0].text > "\u2e80" for row in rows):
        upwards = all(below[0].first < above[0].first for above, below in pairwise(rows))
        return "".join(row[0].text for row in (reversed(rows) if upwards else rows))
    if len(rows) > 2 and _written_downwards(runs):
        return "".join(run.text for run in sorted(runs, key=lambda run: run.first))
    return "\n".join(row_text(row, in_cell=True) for row in rows)


def _written_downwards(runs: list[Run]) -> bool:
    """Whether the characters were drawn one below (or, turned, above) the other, column after column."""
    if any(len(run.text) > 1 for run in runs):
        return False
    drawn = sorted(runs, key=lambda run: run.first)
    steps = [
        abs(run.middle - before.middle) > 0.5 * run.em and abs(run.left - before.left) < 0.5 * run.em
        for before, run in pairwise(drawn)
    ]
    return sum(steps) >= 0.7 * len(steps)


def lines_of(runs: Iterable[Run]) -> list[Line]:
    """Printed lines of the text outside tables, from the top."""
    lines = []
    for row in rows_of(runs):
        last = row[-1]
        lines.append(
            Line(
                row[0].left,
                min(run.top for run in row),
                max(run.right for run in row),
                max(run.bottom for run in row),
                row_text(row),
                max(run.em for run in row),
                last.edges[-1][0] if last.text[-1] in _CLOSING else last.right,
            )
        )
    return lines


_PAGE_NUMBER = re.compile(
    r"[-—–―－·•.\s]*(?:第\s*)?(\d{1,4})\s*页?\s*(?:[/／,，共\s]*\d{1,4}\s*页?)?[-—–―－·•.\s]*|page\s*(\d+)(\s*(of|/)\s*\d+)?",
    re.I,
)


def is_page_number(text: str) -> bool:
    """Whether a line at a page's head or foot is only its number: ``- 3 -``, ``3``, ``3/5``, ``第 3 页 共 5 页``."""
    return len(text) <= 24 and _PAGE_NUMBER.fullmatch(text.strip()) is not None


def margins(lines: Sequence[Line]) -> tuple[float, float]:
    """Left and right edge of the text column: the outermost edges that two lines share, else the outermost."""
    return _shared([line.left for line in lines]), -_shared([-line.margin for line in lines])


def _shared(edges: list[float]) -> float:
    edges.sort()
    for edge, following in pairwise(edges):
        if following - edge <= 4:
            return edge
    return edges[0]


def goes_on(line: Line, following: Line, left: float, right: float, *, same_page: bool = True) -> bool:
    """Whether the following line continues the paragraph of ``line`` in a column from ``left`` to ``right``."""
    em = line.em
    if abs(following.em - em) > 0.2 * em or following.left > left + 0.7 * em:
        return False
    if "\t" in line.text or "\t" in following.text or _HEADING.match(line.text) or right - left < 10 * em:
        return False
    if _FIGURES.fullmatch(line.text) or _FIGURES.fullmatch(following.text):
        return False
    if same_page and following.top - line.top > 3.2 * em:
        return False
    if _NUMBERED.match(following.text) and (line.text.endswith(_SENTENCE_END) or _HEADING.match(following.text)):
        return False
    token = _FIRST_TOKEN.match(following.text)
    needed = sum(0.5 if character < "\u2000" else 1.0 for character in token[0]) if token else 1.0
    return line.right + needed * em > right + 0.3 * em


def joined_text(text: str, following: str, full: bool) -> str:
    """Two lines of a paragraph as one; ``full`` if the first reaches the margin, so that a word may be cut there."""
    words = text[-1] < "\u2000" and following[0] < "\u2000"
    cut = text[-1].isdigit() and following[0].isdigit() and full
    return f"{text} {following}" if words and not cut else text + following
