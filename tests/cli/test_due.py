"""``gongkai due`` and ``gongkai law changes``: what a clerk reads, one line for what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gongkai.workdays import calendar
from tests.cli.running import SAMPLES, call

SAMPLE = SAMPLES / "cases" / "consulted-and-extended.yaml"
RECEIVED = "facts:\n  - received: {on: 2026-09-18, channel: in_person}\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(RECEIVED, "utf-8")
    return path


@pytest.fixture
def fresh_calendar() -> Iterator[None]:
    calendar.cache_clear()
    yield
    calendar.cache_clear()


def data(*arguments: object) -> Any:
    result = call(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


# --- a day ------------------------------------------------------------------------------------------------------------


def test_the_headline_says_which_day_of_what_it_is() -> None:
    told = "自2026年9月18日（周五）起第20个工作日，答复期限：2026年10月22日（周四）（《条例》第三十三条第二款）\n"
    assert call("due", "2026-09-18").stdout == told
    assert call("due", "2026-09-18", "--days", "7").stdout == (
        "自2026年9月18日（周五）起第7个工作日：2026年9月29日（周二）\n"
    )
    assert call("due", "2026-09-28", "--days", "-7").stdout == (
        "2026年9月28日（周一）之前第7个工作日：2026年9月17日（周四）\n"
    )


@pytest.mark.parametrize("more", [(), ("--days", "20")])
def test_no_day_is_left_unexplained(more: tuple[str, ...]) -> None:
    lines = call("due", "2026-09-18", *more, "--explain").stdout.splitlines()[2:]
    assert "  2026年9月19日（周六）  不计          休息日  《条例》第三十三条第二款" in lines
    assert all(line.rstrip()[-1] in "款条号" for line in lines), lines
    assert all(line["reason"] and line["article"] for line in data("due", "2026-09-18", *more)["explanation"])


def test_in_english_days_are_iso() -> None:
    text = call("due", "2026-09-18", "--explain", "--lang", "en").stdout
    assert text.startswith(
        "From 2026-09-18 (Fri), working day 20, answer due: 2026-10-22 (Thu) (《条例》第三十三条第二款)"
    )
    assert "年9月" not in text


@pytest.mark.parametrize("day", ["2026-9-8", "2026/9/8", "2026年9月8日", "20260908", "2026.9.8"])
def test_a_day_as_people_write_it(day: str) -> None:
    assert data("due", day)["start"] == "2026-09-08"
    assert data("fee", "--items", "3", "--on", day)["on"] == "2026-09-08"


@pytest.mark.parametrize("day", ["26-9-8", "2026-9", "2026-9/8", "9月8日", "2026-02-30", "2026-09-08 10:00"])
def test_what_is_no_day_is_refused(day: str) -> None:
    result = call("due", day)
    assert (result.exit_code, result.stderr) == (2, f"gongkai: “{day}”不是日期；请写成 2026-09-18。\n")


@pytest.mark.parametrize(
    "call_of",
    [("due", "2019-01-05"), ("fee", "--items", "3", "--on", "2019-01-05"), ("outcome", "（一）", "--on", "2019-01-05")],
)
def test_a_day_before_the_law_names_no_file_of_ours(call_of: tuple[str, ...]) -> None:
    result = call(*call_of)
    assert result.exit_code == 2
    assert "早于最早的规定" in result.stderr
    assert ".yaml" not in result.stderr


# --- a case -----------------------------------------------------------------------------------------------------------


def test_facts_after_the_day_are_counted_aloud() -> None:
    result = call("due", "--case", SAMPLE, "--today", "2026-10-30")
    assert result.stderr == "gongkai: 有2项事实在2026年10月30日（周五）之后，没有计入。\n"
    later = data("due", "--case", SAMPLE, "--today", "2026-10-30")["later"]
    assert later == [
        {"kind": "extension_approved", "on": "2026-11-03"},
        {"kind": "extension_noticed", "on": "2026-11-04"},
    ]
    assert call("due", "--case", SAMPLE, "--today", "2026-11-05").stderr == ""


def test_a_receipt_after_the_day_says_so(case: Path) -> None:
    result = call("due", "--case", case, "--today", "2026-09-01")
    assert result.exit_code == 2
    assert "收到申请（2026-09-18）晚于所算的日子（2026-09-01）" in result.stderr


def test_after_the_answer_has_arrived_the_remedies_have_dates(case: Path) -> None:
    case.write_text(
        RECEIVED
        + "  - answered: {on: 2026-10-19, outcome: （一）}\n  - served: {on: 2026-10-19, way: post}\n"
        + "  - arrived: {on: 2026-10-21}\n",
        "utf-8",
    )
    lines = call("due", "--case", case, "--today", "2026-10-22").stdout.splitlines()
    assert not [line for line in lines if "还有" in line]
    reconsideration, suit = (line for line in lines if "▹" in line)
    assert "申请人：可以申请行政复议  至2026年12月21日（周一）" in reconsideration  # the 60th day is a Sunday
    assert "申请人：可以直接提起行政诉讼  至2027年4月21日（周三）" in suit
    found = data("due", "--case", case, "--today", "2026-10-22")
    assert found["left"] is None
    assert (found["rights"][0]["begins"], found["rights"][0]["by"]) == ("2026-10-22", "2026-12-21")
    before = data("due", "--case", case, "--today", "2026-10-20")
    assert [right["by"] for right in before["rights"]] == [None, None]


def test_silence_gives_the_right_from_the_day_after_the_due_date(case: Path) -> None:
    assert data("due", "--case", case, "--today", "2026-10-22")["rights"] == []
    rights = data("due", "--case", case, "--today", "2026-10-23")["rights"]
    assert rights[0]["what"] == "应当先申请行政复议"
    assert (rights[0]["begins"], rights[0]["by"]) == ("2026-10-23", "2026-12-21")
    assert [right["by"] for right in rights[1:]] == [None]


def test_what_a_late_record_changed(case: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.yaml"
    consulted = "  - consulted: {on: 2026-10-09, party: 甲公司, role: third_party}\n"
    new.write_text(RECEIVED + consulted + "  - replied: {on: 2026-10-14, party: 甲公司}\n", "utf-8")
    text = call("due", "--case", new, "--against", case, "--today", "2026-10-20").stdout
    assert f"与{case}相比，3处不同。" in text
    assert "  答复期限：2026年10月22日（周四） → 2026年10月28日（周三）" in text
    found = data("due", "--case", new, "--against", case, "--today", "2026-10-20")["changes"]
    assert [change["what"] for change in found] == ["答复期限", "提醒日期", "已用工作日"]
    assert found[0]["after"] == {"due": "2026-10-28", "provisional": False}
    assert "changes" not in data("due", "--case", new)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("factz: 1\n" + RECEIVED, "不认识 factz"),
        (
            RECEIVED.replace("2026-09-18", "2026-09-18 10:00:00"),
            "on 的值不对：“2026-09-18 10:00:00”不是日期；请写成 2026-09-18",
        ),
        (RECEIVED.replace("2026-09-18", "2026-02-30"), "第2行：没有 2026-02-30 这一天"),
        (RECEIVED + "  - answered: {on: 2026-09-21, outcome: foo}", "没有“foo”这个办理结果"),
        (RECEIVED + "  - answered: {on: 2026-09-21, outcome: other_fee_unpaid}", "是结案登记，不是答复"),
        (RECEIVED + '  - consulted: {on: 2026-09-21, party: "", role: third_party}', "party 不能为空"),
        (RECEIVED + "  - fee_noticed: {on: 2026-09-21, amount: -5}", "amount 至少为1"),
        (RECEIVED + "  - supplement_asked: {on: 2026-09-21, days: 0}", "days 至少为1"),
    ],
)
def test_what_is_wrong_in_a_case_is_one_line(case: Path, text: str, says: str) -> None:
    case.write_text(text, "utf-8")
    result = call("due", "--case", case, "--today", "2026-10-20")
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1), result.stderr
    assert says in result.stderr


def test_a_file_that_cannot_be_read_is_told_in_chinese(tmp_path: Path) -> None:
    result = call("due", "--case", tmp_path / "none.yaml")
    assert (result.exit_code, result.stderr) == (2, f"gongkai: 打不开 {tmp_path}/none.yaml：没有这个文件或文件夹\n")
    (tmp_path / "gbk.yaml").write_bytes("facts: []  # 演示".encode("gb18030"))
    assert "不是UTF-8编码的文字" in call("due", "--case", tmp_path / "gbk.yaml").stderr


# --- notices ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("fresh_calendar")
def test_part_of_a_notice_is_refused_by_every_command(tmp_path: Path) -> None:
    path = tmp_path / "2027.yaml"
    path.write_text(
        "year: 2027\nnotices:\n  - {title: 演示, number: 演示1号, issued: 2026-11-25, verified: V,\n"
        "     holidays: [{name: 元旦, rest: [2027-01-01, 2027-01-03], work: []}]}\n",
        "utf-8",
    )
    result = call("due", "2027-01-20", env={"GONGKAI_CALENDAR": str(path)})
    assert (result.exit_code, result.stdout) == (2, "")
    assert "2027年的通知没有安排春节（2月5日" in result.stderr
    calendar.cache_clear()
    (tmp_path / "deadlines.csv").write_text("name,start,days\n演示,2027-01-20,20\n", "utf-8")
    assert "没有安排春节" in call("law", "changes", path, tmp_path / "deadlines.csv").stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_deadlines_as_a_spreadsheet_saves_them(tmp_path: Path, encoding: str) -> None:
    notice = tmp_path / "2026.yaml"
    notice.write_text(
        "year: 2026\nnotices:\n  - {title: 演示, number: 演示1号, issued: 2026-09-01, verified: V,\n"
        "     holidays: [{name: 国庆节, rest: [], work: [2026-10-07]}]}\n",
        "utf-8",
    )
    deadlines = tmp_path / "deadlines.csv"
    deadlines.write_text("name,start,days\n演示一号,2026/9/18,20\n", encoding)
    lines = call("law", "changes", notice, deadlines).stdout.splitlines()
    assert lines[1] == "演示一号  2026年10月22日（周四） → 2026年10月21日（周三）"
    deadlines.write_text("name,start,days\n演示一号,26-9-18,20\n", encoding)
    result = call("law", "changes", notice, deadlines)
    assert (result.exit_code, result.stderr) == (
        2,
        f"gongkai: {deadlines} 第2行：“26-9-18”不是日期；请写成 2026-09-18。\n",
    )


def test_an_article_whose_number_was_not_seen_is_marked(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    facts = ["received: {on: 2026-09-18, channel: in_person}", "fee_noticed: {on: 2026-09-22}"]
    case.write_text("facts:\n" + "".join(f"  - {fact}\n" for fact in facts), "utf-8")
    lines = call("due", "--case", str(case), "--today", "2026-09-24").stdout.splitlines()
    assert [line.endswith("《信息处理费管理办法》第六条［未核实］") for line in lines[1:]] == [True, True]
    assert "［" not in call("due", "2026-09-18", "--explain").stdout
