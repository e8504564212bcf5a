"""A page that keeps each distinct line once has lost cells: nothing on it is certain."""

from __future__ import annotations

from random import Random

import pytest

from gongkai.report.editions import load_edition
from gongkai.report.reading import read_records


def page(*, once: bool) -> bytes:
    """表三 one cell a line, most rows with numbers that stand nowhere else, and the heads of 表四."""
    rng = Random(7)
    lines = ["示范区2020年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    for row in load_edition("2019").table("requests").rows:
        lines += [row.label[-1], *(str(rng.choice((0, *[rng.randint(1, 9_999)] * 4))) for _ in range(7))]
    lines += ["四、政府信息公开行政复议、行政诉讼情况", "行政复议", "未经复议直接起诉", "复议后起诉"]
    lines += ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    return "\n".join(dict.fromkeys(lines) if once else lines).encode()


@pytest.mark.parametrize("once", [True, False])
def test_no_number_is_taken_from_it(once: bool) -> None:
    (record,) = read_records(page(once=once), "page.txt")
    assert record.is_report
    numbers = [value for value in record.cells.values() if value is not None]
    assert ("printed-once" in [finding.rule for finding in record.findings]) is once
    assert (not numbers) is once
