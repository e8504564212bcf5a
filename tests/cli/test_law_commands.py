"""``gongkai fee``, ``gongkai outcome``, ``gongkai law check``: what they print, and one line for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gongkai.law.rules import law_rules
from gongkai.law.unverified import unverified
from gongkai.letters import unverified as unverified_letters
from gongkai.workdays import calendar
from tests.cli.running import call
from tests.workdays.test_notices import NEXT_YEAR


def data(*arguments: str) -> Any:
    result = call(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_fee_by_items_ends_with_the_last_item_alone() -> None:
    lines = call("fee", "--items", "41").stdout.splitlines()
    assert lines[0] == "按件计收，41件：4300元"
    assert lines[4] == "  第41件：1件×300元/件＝300元（《信息处理费管理办法》第四条）［推定］"
    assert lines[-1] == "第41件：300元"


@pytest.mark.parametrize(("count", "last"), [(1, 0), (10, 0), (11, 100), (35, 200), (41, 300)])
def test_the_last_line_of_the_fee_is_the_last_item_alone(count: int, last: int) -> None:
    found = data("fee", "--items", str(count))
    line = found["lines"][-1]
    assert (line["first"], line["last"], line["amount"]) == (count, count, last)
    assert sum(line["amount"] for line in found["lines"]) == found["amount"]
    assert f"  第{count}件：" in call("fee", "--items", str(count)).stdout


def test_what_was_not_seen_is_marked_where_it_stands() -> None:
    old = call("outcome", "（三）4", "--on", "2023-12-31").stdout
    assert "  申请行政复议期限：60日（《2017年行政复议法》第九条）［未核实］" in old
    remedy = data("outcome", "not_processed_petition", "--on", "2026-11-22")["remedy"]
    assert (remedy["source"], remedy["verified"]) == ("《信息公开司法解释》", "M")
    assert [term["verified"] for term in remedy["terms"]] == ["V", "V"]
    assert data("fee", "--items", "3")["payment_verified"] == "M"


def test_law_check_lists_an_operators_notice_that_was_not_seen(tmp_path: Path) -> None:
    path = tmp_path / "2027.yaml"
    path.write_text(NEXT_YEAR.replace("verified: V", "verified: M"), "utf-8")
    calendar.cache_clear()  # it is read once
    try:
        lines = call("law", "check", env={"GONGKAI_CALENDAR": str(path)}).stdout.splitlines()
    finally:
        calendar.cache_clear()
    assert "  未核实  放假通知  2027  国务院办公厅关于2027年部分节假日安排的通知（演示）（演示〔2026〕1号）" in lines


def test_fee_by_pages_has_no_last_line_of_that_kind() -> None:
    lines = call("fee", "--pages", "101").stdout.splitlines()
    assert lines[0] == "按量计收，101页：720元"
    assert lines[-1] == "缴费期限：收到收费通知次日起20个工作日（《信息处理费管理办法》第六条）［未核实］"


def test_fee_as_json() -> None:
    found = data("fee", "--items", "41", "--on", "2026-11-22")
    assert (found["method"], found["count"], found["amount"], found["on"]) == ("items", 41, 4300, "2026-11-22")
    assert [line["amount"] for line in found["lines"]] == [0, 2000, 2000, 300]
    assert found["last"]["yuan"] == 300
    assert data("fee", "--pages", "0")["lines"] == []


def test_fee_in_english() -> None:
    lines = call("--lang", "en", "fee", "--items", "13").stdout.splitlines()
    assert lines[0] == "By items, 13 items: 300 yuan"
    assert lines[2] == "  items 11—12: 2 × 100 yuan = 200 yuan (《信息处理费管理办法》第四条)"
    assert lines[-1] == "Item 13 alone: 100 yuan"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["fee"], "--items 和 --pages 应当给出其中一个，不能同时给出"),
        (["fee", "--items", "3", "--pages", "3"], "--items 和 --pages 应当给出其中一个，不能同时给出"),
        (["fee", "--items", "-1"], "--items 应当是0到9999的整数。"),
        (["fee", "--pages", "many"], "--pages 应当是0到999999的整数。"),
        (["fee", "--items", "3", "--on", "22.11.2026"], "--on 的值不对：应如 2026-11-22"),
        (["fee", "--items", "3", "--on", "2020-12-31"], "2020-12-31 早于最早的规定"),
        (["outcome", "（七）"], "没有“（七）”这个办理结果"),
        (["outcome", "granted", "--on", "2019-01-01"], "早于最早的规定"),
        (["outcome", "--on", "2018-01-01"], "2018-01-01 没有可用的办理结果：最早的规定自 2019-05-15 起施行"),
        (["outcome", "other_fee_unpaid", "--on", "2020-12-31"], "早于最早的规定（2021-01-01 起）"),
        (["outcome", "三1"], "没有“三1”这个办理结果：是不是 （三）1（属于国家秘密）"),
        (["outcome", "（五）"], "没有“（五）”这个办理结果：是不是 （五）1（"),
        (["law", "nothing"], "没有“nothing”这个命令。"),
    ],
)
def test_bad_input_is_one_clear_line(arguments: list[str], says: str) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert says in result.stderr.splitlines()[0]
    assert len([line for line in result.stderr.splitlines() if not line.startswith("用法见")]) == 1


def test_outcomes_are_listed_in_the_order_of_the_form() -> None:
    lines = call("outcome").stdout.splitlines()
    assert len(lines) == 21
    assert lines[2].split() == ["（三）1", "refused_state_secret", "先复议", "属于国家秘密"]
    assert [entry["id"] for entry in data("outcome")["outcomes"]] == list(law_rules().outcomes)
    assert len(data("outcome", "--on", "2020-06-01")["outcomes"]) == 20  # no fee could be unpaid yet


def test_an_outcome_is_explained() -> None:
    lines = call("outcome", "（三）5").stdout.splitlines()
    assert lines == [
        "（三）5 不予公开：属于三类内部事务信息",
        "标识：refused_internal_affairs",
        "年度报告表三：requests.refused_internal_affairs",
        "文书：答复书",
        "情形：人事管理、后勤管理、内部工作流程等方面的内部事务信息",
        "  依据：《条例》第十六条第一款、《条例》第三十六条第（三）项［推定］",
        "  必须写明：属于哪一类内部事务信息（人事管理、后勤管理、内部工作流程）",
        "  必须写明：理由",
        "救济：应当先申请行政复议，对复议决定不服再起诉（《行政复议法》第二十三条第一款第（四）项）",
        "  申请行政复议期限：60日（《行政复议法》第二十条）",
        "  复议后提起行政诉讼期限：15日（《行政诉讼法》第四十五条）",
    ]


def test_an_outcome_without_article_and_one_that_was_one_row_say_so() -> None:
    assert "  依据：没有专门的条文［未核实］" in call("outcome", "(五)5").stdout.splitlines()
    text = call("outcome", "requests.other_fee_unpaid").stdout
    assert "年度报告表三：requests.other_fee_unpaid（2019年表式：requests.other_handling）" in text
    assert "据转述，法院不受理：告知不予重复处理（《信息公开司法解释》）［未核实］" in call("outcome", "（五）2").stdout


def test_the_day_decides_the_remedy() -> None:
    old, new = (data("outcome", "refused_state_secret", "--on", day)["remedy"] for day in ("2023-12-31", "2024-01-01"))
    assert (old["reconsideration_first"], new["reconsideration_first"]) == (False, True)
    assert [term["id"] for term in old["terms"]] == ["reconsideration_days", "suit_months"]
    assert [term["id"] for term in new["terms"]] == ["reconsideration_days", "suit_after_reconsideration_days"]


def test_law_check_counts_everything_and_lists_what_is_not_verified() -> None:
    found = data("law", "check")
    assert found["loaded"]["outcomes"] == 21
    assert found["unverified"] == [entry._asdict() for entry in (*unverified(law_rules()), *unverified_letters())]
    lines = call("law", "check").stdout.splitlines()
    assert (
        lines[1]
        == "每项都有出处，但没有专门条文的办理结果除外：（五）5要求行政机关确认或重新出具已获取信息、（六）3其他。"
    )
    assert lines[2] == f"尚未核实的{len(found['unverified'])}项："
    assert len(lines) == 3 + len(found["unverified"])
    assert "  推定  默认做法  partial_remedy_first" in "\n".join(lines)


def test_law_check_names_what_is_wrong_in_the_operators_files(tmp_path: Path) -> None:
    path = tmp_path / "law.yaml"
    path.write_text("limits: {answer_day: {}}", "utf-8")
    result = call("law", "check", env={"GONGKAI_LAW": str(path)})
    assert result.exit_code == 2
    assert f"{path}：没有名为 answer_day 的期限" in result.stderr
    path.write_text("year: twenty", "utf-8")
    calendar.cache_clear()  # it is read once
    result = call("law", "check", env={"GONGKAI_CALENDAR": str(path)})
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
