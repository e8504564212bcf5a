"""Labels of several lines around their numbers."""

from __future__ import annotations

import pytest

from gongkai.report.reading.broken_labels import mended
from gongkai.report.reading.lines import Line

VALUES = ["0", "0", "0", "35", "9", "95", "139"]


def labels(*lines: list[str]) -> list[str]:
    """The texts before the numbers, on the line that has them."""
    found = mended([Line(list(cells)) for cells in lines])
    return next(line.cells[: -len(VALUES)] for line in found if line.cells[-len(VALUES) :] == VALUES)


@pytest.mark.parametrize(
    ("lines", "label"),
    [
        ([["3.危及“"], VALUES, ["三安全一稳定”"]], "3.危及“三安全一稳定”"),
        (
            [["三、本"], ["年度办 （二）部分公开（", *VALUES], ["区分处理的，只计这一情形，不计其他情形）"]],
            "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        ),
        (
            [["三、本", "5．要求行政机关确认或重新出具已获取"], ["年度办 (五)不予处理", *VALUES], ["理结果", "信息"]],
            "5．要求行政机关确认或重新出具已获取信息",
        ),
        (
            [
                ["2.申请人逾期未按收费通知要求缴纳费用"],
                ["度 （六）其他处理", *VALUES],
                ["、行政机关不再处理其政府信息公开申请"],
            ],
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        ),
    ],
    ids=["around", "behind", "beside a group", "known in short"],
)
def test_the_pieces_are_put_together(lines: list[list[str]], label: str) -> None:
    assert labels(*lines) == [label]


@pytest.mark.parametrize(
    "lines",
    [
        [["（六）其他处理"], VALUES, ["2.申请人逾期未按收费通知要求缴纳费用"]],
        [["（一）予以公开", *VALUES], ["（二）部分公开"]],
        [["3.危及“"], ["1", "2"], VALUES, ["三安全一稳定”"]],
    ],
    ids=["two labels", "a label of its own", "other numbers between"],
)
def test_what_is_no_row_s_whole_label_stays_as_it_is(lines: list[list[str]]) -> None:
    before = next(cells for cells in lines if cells[-len(VALUES) :] == VALUES)[: -len(VALUES)]
    assert labels(*lines) == before
