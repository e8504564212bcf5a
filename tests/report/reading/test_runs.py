"""Rows whose numbers are run together: taken apart only where no blank can hide among them."""

from __future__ import annotations

import pytest

from gongkai.report.editions import load_edition
from gongkai.report.reading import read_records
from gongkai.report.reading.blocks import Paragraph
from gongkai.report.reading.heads import may_hide_blanks, remedies_run
from gongkai.report.reading.lines import Line, lines_of
from gongkai.report.reading.rows import find_rows
from gongkai.report.schema import Number

# Two results that exchange numbers without changing a sum, one of single figures, one with a total of two
NUMBERS = {
    "granted": "1 11 0 0 0 0 12",
    "partly_granted": "11 1 0 0 0 0 12",
    "not_processed_repeated": "1 0 0 2 0 0 3",
    "concluded": "13 12 0 2 0 0 27",
    "received": "13 12 0 2 0 0 27",
}


def cells(between: str = "", **changes: str) -> dict[str, Number | None]:
    """What is read of 表三 with these numbers, every other row zeros; ``between`` label and run."""
    numbers = NUMBERS | changes
    lines = ["示范区2020年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    for row in load_edition("2019").table("requests").rows:
        own = numbers.get(row.id.removeprefix("requests."), "0 0 0 0 0 0 0")
        lines.append(row.label[-1] + between + own.replace(" ", ""))
    (record,) = read_records("\n".join(lines).encode(), "page.txt")
    assert record.is_report
    return {cell.removeprefix("requests."): value for cell, value in record.cells.items()}


def test_seven_figures_that_add_up_are_seven_numbers() -> None:
    read = cells()
    assert [read["not_processed_repeated.natural_person"], read["not_processed_repeated.total"]] == [1, 3]
    assert read["granted.natural_person"] is None  # 1 and 11, or 11 and 1


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_runs_on_lines_of_their_own(between: str) -> None:
    assert cells(between) == cells()
    read = cells(between, refused_third_party="0 0 0 0 0 0")
    assert read["not_processed_repeated.natural_person"] is None
    assert read["refused_state_secret.total"] == 0


def test_where_a_row_lacks_a_number_seven_figures_may_be_six() -> None:
    read = cells(refused_third_party="0 0 0 0 0 0")
    assert read["not_processed_repeated.natural_person"] is None


def test_a_run_behind_six_other_handling_is_no_group_s_label() -> None:
    (line,) = lines_of([Paragraph("（六）其他处理0000000")])
    assert [row.row for row in find_rows([line]).rows] == ["requests.other_handling"]


def test_a_run_behind_a_damaged_label() -> None:
    (line,) = lines_of([Paragraph("7.属于行政执法卷0000011")])
    assert [row.row for row in find_rows([line]).rows] == ["requests.refused_enforcement_files"]


@pytest.mark.parametrize("amount", ["1638.32万元", "1,638", "3元"])
def test_an_amount_behind_its_label(amount: str) -> None:
    assert lines_of([Paragraph(f"行政事业性收费{amount}")]) == [Line(["行政事业性收费", amount], glued=True)]


def test_longer_numbers_of_remedies_run_together_are_no_blank_row() -> None:
    heads = ["行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉", *("结果维持 结果纠正 其他结果 尚未审结".split())]
    ending = Line(["五、存在的主要问题及改进情况"])
    lines = [Line(["四、结转下年度继续办理", *"0000000"], True), *(Line([head]) for head in heads)]
    assert find_rows([*lines, Line(["7000709009646521"]), ending]).remedies == []
    assert find_rows([*lines, ending]).remedies[0].cells == [""] * 15


@pytest.mark.parametrize(
    ("text", "read", "hides"),
    [("000110000000000", True, False), ("600060000000000", True, True), ("000120000000000", False, False)],
    ids=["one way", "a total of six figures and blanks", "no sums"],
)
def test_fifteen_figures_of_remedies(text: str, read: bool, hides: bool) -> None:
    assert bool(remedies_run(text)) is read
    assert not read or may_hide_blanks(text) is hides
