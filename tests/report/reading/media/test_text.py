"""Text to blocks: which of its many layouts hold which cells."""

from __future__ import annotations

from gongkai.report.reading.blocks import Paragraph
from gongkai.report.reading.lines import lines_of
from gongkai.report.reading.media.text import read_text


def paragraphs(text: str) -> list[str]:
    return [block.text for block in read_text(text).blocks if isinstance(block, Paragraph)]


def test_a_page_number_between_cells_behind_tabs_belongs_to_none() -> None:
    rows = "".join(f"\t第{number}行\n\t1\n\t2\n\n" for number in range(12))
    assert paragraphs(f"{rows}\t表\n\t3\n\n- 4 -\n\t行\n\t5\n")[-2:] == ["表\t3", "行\t5"]


def test_commas_of_an_amount_part_no_cells() -> None:
    (line,) = lines_of([Paragraph("政府集中采购 9项 311,788,800")])
    assert line.cells == ["政府集中采购", "9项", "311,788,800"]


def test_the_label_of_a_row_runs_into_its_first_number_behind_its_group() -> None:
    (line,) = lines_of([Paragraph("三、本年度办理结果 （一）予以公开4 1 4 1 7 7 24")])
    assert line.cells == ["三、本年度办理结果（一）予以公开", "4", "1", "4", "1", "7", "7", "24"]
    (line,) = lines_of([Paragraph("其中 予以公开4 件")])
    assert len(line.cells) == 1


def ruled(*rows: tuple[tuple[str, ...], ...]) -> str:
    rule = "+----------+----------+----------+\n"
    return rule + "".join("".join(f"| {' | '.join(line)} |\n" for line in row) + rule for row in rows)


def test_cells_between_rules_are_whole() -> None:
    head = (("信息内容", "采购项目数", "采购总金额"), ("", "量", ""))
    broken = (("政府集中采", "36", "45753"), ("购", "", "33"))
    short = (("行政事业性", "36", "457"), ("收费", "", "33"))
    assert paragraphs(ruled(head, broken, short)) == [
        "信息内容\t采购项目数量\t采购总金额",
        "政府集中采购\t36\t4575333",
        "行政事业性收费\t36\t457/33",
    ]


def test_rules_around_a_whole_table_part_no_rows() -> None:
    head, body = (("项目", "甲", "乙"),), tuple((name, "1", "2") for name in "子丑寅卯")
    assert len([text for text in paragraphs(ruled(head, body)) if "\t" in text]) == 5
