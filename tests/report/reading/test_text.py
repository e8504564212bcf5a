"""Text to blocks: which of its many layouts hold which cells."""

from __future__ import annotations

from gongkai.report.reading.blocks import Paragraph
from gongkai.report.reading.lines import lines_of
from gongkai.report.reading.text import read_text


def paragraphs(text: str) -> list[str]:
    return [block.text for block in read_text(text).blocks if isinstance(block, Paragraph)]


def test_a_page_number_between_cells_behind_tabs_belongs_to_none() -> None:
    rows = "".join(f"\t第{number}行\n\t1\n\t2\n\n" for number in range(12))
    assert paragraphs(f"{rows}\t表\n\t3\n\n- 4 -\n\t行\n\t5\n")[-2:] == ["表\t3", "行\t5"]


def test_commas_of_an_amount_part_no_cells() -> None:
    (line,) = lines_of([Paragraph("政府集中采购 9项 311,788,800")])
    assert line.cells == ["政府集中采购", "9项", "311,788,800"]
