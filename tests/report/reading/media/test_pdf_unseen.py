"""Text that a PDF holds and nobody sees, or that lies over the page as a mark, is no part of its numbers."""

from __future__ import annotations

import io
from collections.abc import Callable

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from gongkai.report.reading.blocks import Paragraph, Rows
from gongkai.report.reading.media.pdf import read_pdf
from tests.report.reading.media.pdfs import FONT

Draw = Callable[[Canvas], None]
LINES = ["演示市演示局报告", "一、总体情况", "公开信息3条", "二、其他", "没有其他事项"]


def read(*drawn: Draw) -> list[str]:
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=0)
    for draw in drawn:
        canvas.saveState()
        canvas.setFont(FONT, 12)
        draw(canvas)
        canvas.restoreState()
    canvas.save()
    return [block.text for block in read_pdf(out.getvalue()).blocks if isinstance(block, Paragraph)]


def lines(canvas: Canvas) -> None:
    for number, line in enumerate(LINES):
        canvas.drawString(72, 700 - 40 * number, line)


def white(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    for number in range(8):
        canvas.drawString(145, 700 - 40 * number, "77")


def not_drawn(canvas: Canvas) -> None:
    text = canvas.beginText(145, 620)
    text.setTextRenderMode(3)
    text.textOut("77")
    canvas.drawText(text)


def askew(canvas: Canvas) -> None:
    canvas.translate(100, 600)
    canvas.rotate(45)
    canvas.drawString(0, 0, "内部 2023")


def ground(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0, 0.3, 0.7)
    canvas.rect(60, 400, 300, 320, stroke=0, fill=1)


def picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(io.BytesIO(b"P6 2 2 255\n" + bytes([255] * 12))), 0, 0, 595, 842)


def test_white_text() -> None:
    assert read(lines, white) == LINES
    assert read(white, lines) == LINES


def test_white_text_on_a_ground_of_another_colour_is_seen() -> None:
    def pale(canvas: Canvas) -> None:
        canvas.setFillGray(1)
        lines(canvas)

    assert read(ground, pale) == LINES


def test_text_that_is_not_drawn() -> None:
    assert read(lines, not_drawn) == LINES


def test_the_layer_that_makes_a_scan_readable() -> None:
    def layer(canvas: Canvas) -> None:
        for number, line in enumerate(LINES):
            text = canvas.beginText(72, 700 - 40 * number)
            text.setTextRenderMode(3)
            text.textOut(line)
            canvas.drawText(text)

    def stamp(canvas: Canvas) -> None:
        canvas.drawString(72, 100, "扫描件")

    assert read(picture, layer) == LINES
    assert read(layer) == LINES
    assert read(picture, layer, stamp) == [*LINES, "扫描件"]


def test_a_mark_askew_over_the_page() -> None:
    assert read(askew, lines) == LINES


def test_gaps_between_cells_with_borders_of_their_own_are_no_columns() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont(FONT, 10.5)
    for row in range(3):
        for col in range(4):
            canvas.rect(72 + 64.5 * col, 600 - 30 * row, 60, 30)
            canvas.drawString(90 + 64.5 * col, 610 - 30 * row, f"{row}{col}")
        canvas.line(72, 600 - 30 * row, 325.5, 600 - 30 * row)
    canvas.save()
    (table,) = read_pdf(out.getvalue()).blocks
    assert isinstance(table, Rows)
    assert [row for row in table.rows if any(row)] == [[f"{row}{col}" for col in range(4)] for row in range(3)]
