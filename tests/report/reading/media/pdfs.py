"""PDFs for tests: the form's tables with invented numbers, drawn in the ways real writers draw them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from gongkai.report.reading.blocks import Document, Paragraph, Rows
from tests.report.reading.media.office_form import REFUSED, UNABLE, UNPROCESSED

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

Cell = tuple[str, int, int]  # text, colspan, rowspan
Table = list[list[Cell]]
Side = tuple[float, float, float, float]

APPLICANTS = ["自然人", "商业\n企业", "科研\n机构", "社会\n公益\n组织", "法律\n服务\n机构", "其他", "总计"]
RESULTS: list[tuple[str, Sequence[str]]] = [
    ("（一）予以公开", []),
    ("（二）部分公开（区分处理的，只计这一情形，\n不计其他情形）", []),
    ("（三）不予公开", REFUSED),
    ("（四）无法提供", UNABLE),
    ("（五）不予处理", UNPROCESSED),
    ("（六）其他处理", ["1.逾期不补正", "2.逾期未缴费", "3.其他"]),
    ("（七）总计", []),
]


def plain_row(*texts: str) -> list[Cell]:
    return [(text, 1, 1) for text in texts]


def disclosure() -> Table:
    """Table 二 of the 2021 form, numbers from 501."""
    return [
        [("第二十条第（一）项", 4, 1)],
        plain_row("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        plain_row("规章", "501", "502", "503"),
        plain_row("行政规范性文件", "504", "505", "506"),
        [("第二十条第（五）项", 4, 1)],
        [("信息内容", 1, 1), ("本年处理决定数量", 3, 1)],
        [("行政许可", 1, 1), ("1,507", 3, 1)],
        [("第二十条第（八）项", 4, 1)],
        [("信息内容", 1, 1), ("本年收费金额（单位：万元）", 3, 1)],
        [("行政事业性收费", 1, 1), ("7730.28", 3, 1)],
    ]


def requests() -> Table:
    """Table 三, numbers from 101 upwards in reading order."""
    number = iter(range(101, 1000))

    def numbers() -> list[Cell]:
        return plain_row(*(str(next(number)) for _ in range(7)))

    count = sum(max(1, len(inner)) for _, inner in RESULTS)
    table: Table = [
        [("（本列数据的勾稽关系为：第一项加第二项之和，\n等于第三项加第四项之和）", 3, 3), ("申请人情况", 7, 1)],
        [("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)],
        plain_row(*APPLICANTS[1:-1]),
        [("一、本年新收政府信息公开申请数量", 3, 1), *numbers()],
        [("二、上年结转政府信息公开申请数量", 3, 1), *numbers()],
    ]
    first = True
    for group, inner in RESULTS:
        for index, label in enumerate(inner or [""]):
            row: list[Cell] = [("\n".join("三、本年度办理结果"), 1, count)] if first else []
            first = False
            if index == 0:
                row.append((group, 1, len(inner)) if inner else (group, 2, 1))
            if inner:
                row.append((label, 1, 1))
            table.append(row + numbers())
    return [*table, [("四、结转下年度继续办理", 3, 1), *numbers()]]


def review() -> Table:
    """Table 四, numbers from 701."""
    kinds = ["结果\n维持", "结果\n纠正", "其他\n结果", "尚未\n审结", "总计"]
    return [
        [("行政复议", 5, 1), ("行政诉讼", 10, 1)],
        [*((kind, 1, 2) for kind in kinds), ("未经复议直接起诉", 5, 1), ("复议后起诉", 5, 1)],
        plain_row(*kinds, *kinds),
        plain_row(*(str(number) for number in range(701, 716))),
    ]


def placed(table: Table) -> list[tuple[str, int, int, int, int]]:
    """(text, row, col, rowspan, colspan) of every cell."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, line in enumerate(table):
        col = 0
        for text, colspan, rowspan in line:
            while (row, col) in taken:
                col += 1
            cells.append((text, row, col, rowspan, colspan))
            taken |= {(row + down, col + right) for down in range(rowspan) for right in range(colspan)}
            col += colspan
    return cells


def expected(table: Table) -> list[list[str]]:
    """What a reader returns for the table: the texts of each row's cells."""
    return [[_in_one_line(text) for text, _, _ in row] for row in table]


def _in_one_line(text: str) -> str:
    """What is written downwards, a character a line, as it is read."""
    return text if any(len(line) > 1 for line in text.split("\n")) else text.replace("\n", "")


def tables(document: Document) -> list[list[list[str]]]:
    return [block.rows for block in document.blocks if isinstance(block, Rows)]


def only_table(document: Document) -> list[list[str]]:
    (rows,) = tables(document)
    return rows


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def draw_sides(canvas: Canvas, sides: Iterable[Side]) -> None:
    for x0, y0, x1, y1 in sides:
        canvas.line(x0, y0, x1, y1)


def draw_filled(canvas: Canvas, sides: Iterable[Side]) -> None:
    """Rules as filled rectangles half a point thick."""
    for x0, y0, x1, y1 in sides:
        canvas.rect(x0 - 0.25, y0 - 0.25, x1 - x0 + 0.5, y1 - y0 + 0.5, stroke=0, fill=1)


def draw_dots(canvas: Canvas, sides: Iterable[Side]) -> None:
    """Rules as rows of squares of one point, two and a half points apart."""
    for x0, y0, x1, y1 in sides:
        length = max(x1 - x0, y1 - y0)
        for step in range(int(length / 2.5) + 1):
            x, y = (x0 + 2.5 * step, y0) if x1 > x0 else (x0, y0 + 2.5 * step)
            canvas.rect(x - 0.5, y - 0.5, 1, 1, stroke=0, fill=1)


def draw_dashes(canvas: Canvas, sides: Iterable[Side]) -> None:
    """Rules as separate strokes of five points with gaps of three."""
    for x0, y0, x1, y1 in sides:
        length = max(x1 - x0, y1 - y0)
        for step in range(int(length / 8) + 1):
            start, end = 8 * step, min(8 * step + 5, length)
            if x1 > x0:
                canvas.line(x0 + start, y0, x0 + end, y0)
            else:
                canvas.line(x0, y0 + start, x0, y0 + end)


def draw_double(canvas: Canvas, sides: Iterable[Side]) -> None:
    for x0, y0, x1, y1 in sides:
        dx, dy = (0.0, 1.0) if x1 > x0 else (1.0, 0.0)
        canvas.line(x0 - dx, y0 - dy, x1 - dx, y1 - dy)
        canvas.line(x0 + dx, y0 + dy, x1 + dx, y1 + dy)


def draw_shaky(canvas: Canvas, sides: Iterable[Side]) -> None:
    """Every side off by up to one point, and short of its corners."""
    for index, (x0, y0, x1, y1) in enumerate(sides):
        off = (index % 3 - 1) * 1.0
        if x1 > x0:
            canvas.line(x0 + 1, y0 + off, x1 - 1, y1 + off)
        else:
            canvas.line(x0 + off, y0 + 1, x1 + off, y1 - 1)


def draw_one_path(canvas: Canvas, sides: Iterable[Side]) -> None:
    path = canvas.beginPath()
    for x0, y0, x1, y1 in sides:
        path.moveTo(x0, y0)
        path.lineTo(x1, y1)
    canvas.drawPath(path)


def draw_form(canvas: Canvas, sides: Iterable[Side]) -> None:
    """Rules inside two nested forms, scaled and moved by their matrices."""
    page = canvas.getPageNumber()
    canvas.beginForm(f"inner{page}")
    canvas.setLineWidth(0.1)
    for x0, y0, x1, y1 in sides:
        canvas.line(x0 / 4, y0 / 4, x1 / 4, y1 / 4)
    canvas.endForm()
    canvas.beginForm(f"outer{page}")
    canvas.scale(2, 2)
    canvas.doForm(f"inner{page}")
    canvas.endForm()
    canvas.saveState()
    canvas.scale(2, 2)
    canvas.doForm(f"outer{page}")
    canvas.restoreState()


RULES: dict[str, Callable[[Canvas, Iterable[Side]], None]] = {
    "strokes": draw_sides,
    "filled": draw_filled,
    "dots": draw_dots,
    "dashes": draw_dashes,
    "double": draw_double,
    "shaky": draw_shaky,
    "one path": draw_one_path,
    "forms": draw_form,
}

Edge = tuple[str, int, int]  # "h" or "v", edge, step


def draw_table(
    canvas: Canvas,
    table: Table,
    left: float,
    top: float,
    widths: Sequence[float],
    heights: Sequence[float],
    *,
    rules: str = "strokes",
    without: Callable[[str, int, int], bool] = lambda direction, edge, step: False,
    size: float = 8,
    shade: bool = False,
) -> None:
    """Draw a table; ``without(direction, edge, step)`` leaves out a piece of rule: an edge along one row or column."""
    xs = [left + sum(widths[:index]) for index in range(len(widths) + 1)]
    ys = [top - sum(heights[:index]) for index in range(len(heights) + 1)]
    edges: set[Edge] = set()
    for _, row, col, rowspan, colspan in placed(table):
        edges |= {("h", edge, step) for edge in (row, row + rowspan) for step in range(col, col + colspan)}
        edges |= {("v", edge, step) for edge in (col, col + colspan) for step in range(row, row + rowspan)}
    if shade:
        canvas.setFillColor(HexColor("#c6d9f1"))
        for _, row, col, rowspan, colspan in placed(table):
            width, height = xs[col + colspan] - xs[col], ys[row] - ys[row + rowspan]
            canvas.rect(xs[col] + 0.8, ys[row + rowspan] + 0.8, width - 1.6, height - 1.6, stroke=0, fill=1)
        canvas.setFillColor(HexColor("#000000"))
    canvas.setLineWidth(0.5)
    sides = []
    for direction, edge, step in sorted(edges):
        if without(direction, edge, step):
            continue
        if direction == "h":
            sides.append((xs[step], ys[edge], xs[step + 1], ys[edge]))
        else:
            sides.append((xs[edge], ys[step + 1], xs[edge], ys[step]))
    RULES[rules](canvas, sides)
    for text, row, col, rowspan, colspan in placed(table):
        lines = text.split("\n")
        centre = (xs[col] + xs[col + colspan]) / 2
        middle = (ys[row] + ys[row + rowspan]) / 2
        canvas.setFont(FONT, size)
        for index, line in enumerate(lines):
            y = middle + (len(lines) / 2 - index - 0.5) * size * 1.15 - 0.35 * size
            canvas.drawCentredString(centre, y, line)


REQUEST_WIDTHS = (22.0, 62.0, 165.0, *([34.0] * 7))
REQUEST_HEIGHTS = (18.0, 18.0, 36.0, *([18.0] * 27))


def draw_requests(canvas: Canvas, left: float = 55, top: float = 760, **options: object) -> None:
    table = requests()
    draw_table(canvas, table, left, top, REQUEST_WIDTHS, REQUEST_HEIGHTS[: len(table)], **options)  # type: ignore[arg-type]


def draw_lines(canvas: Canvas, lines: Iterable[tuple[float, float, str]], size: float = 12) -> None:
    canvas.setFont(FONT, size)
    for x, y, text in lines:
        canvas.drawString(x, y, text)


def pdf(*pages: Callable[[Canvas], None], **options: object) -> bytes:
    """A PDF with one page for each function."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), **options)  # type: ignore[arg-type]
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def by_hand(content: bytes, *objects: bytes, resources: bytes = b"", font: bytes = HELVETICA) -> bytes:
    """A PDF of one page with the font ``F1``; ``objects`` have numbers from 5."""
    resources = b"/Font<</F1 %s>>%s" % (font, resources)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>" % resources,
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        *objects,
    ]
    body = b"".join(b"%d 0 obj%s endobj\n" % (number, part) for number, part in enumerate(parts, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"
