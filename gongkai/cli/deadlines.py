"""``gongkai due``, ``gongkai workdays`` and ``gongkai law changes``: until when, counted day by day, and why."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from gongkai.cli.messages import OK, USAGE, Failure, t
from gongkai.law.clock import STAGES, Clock, Fact, Line, clock, count_days, parse_facts
from gongkai.law.loading import LawError, load_file
from gongkai.report.writing.width import width_of
from gongkai.workdays import (
    Calendar,
    Change,
    Day,
    Deadline,
    DueDay,
    add_workdays,
    calendar,
    changed_deadlines,
    load_notices,
    workdays_between,
)

WEEKDAYS = "一二三四五六日"
WHO = {"agency": "行政机关", "applicant": "申请人", "other": "被征求意见方"}


def parse_day(text: str) -> date:
    """A day as 2026-09-18, 2026/9/18, 20260918 or 2026年9月18日.

    :raises Failure: for anything else.
    """
    plain = text.strip().replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
    try:
        if plain.isdigit() and len(plain) == 8:
            return date(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
        year, month, day = (int(part) for part in plain.split("-"))
        return date(year, month, day)
    except ValueError:
        raise Failure(t("“{text}”不是日期；请写成 2026-09-18。").format(text=text), USAGE) from None


def run_due(
    start: str | None, days: int | None, case: str | None, today: str | None, *, why: bool, as_json: bool
) -> int:
    """Print the due date of a request received on a day, or of a case in a file; the exit code."""
    if (start is None) == (case is None):
        raise Failure(t("请给出收到日期，或用 --case 给出案件文件，二者取一。"), USAGE)
    if case is not None and days is not None:
        raise Failure(t("--days 只用于日期；案件的期限由事实决定。"), USAGE)
    if start is not None and today is not None:
        raise Failure(t("--today 只用于 --case。"), USAGE)
    if case is not None:
        return _print_case(_facts(case), parse_day(today) if today else date.today(), why=why, as_json=as_json)
    day = parse_day(start or "")
    if days is None:
        result = clock([Fact("received", day, channel="in_person")], day)
        assert result.due is not None
        due, lines = result.due, result.explanation
    else:
        due, lines = add_workdays(day, days), count_days(day, days, calendar())
    if as_json:
        _print_json({"start": day, **_due(due), "explanation": [_line(line) for line in lines]})
        return OK
    click.echo(t("自{day}起：").format(day=_day(day)) + _people(due))
    if why:
        click.echo("\n" + "\n".join(_explanation(lines)))
    return OK


def run_workdays(start: str, end: str, *, as_json: bool) -> int:
    """Print how many working days lie between two days; the exit code."""
    first, last = parse_day(start), parse_day(end)
    count = workdays_between(first, last)
    low, high = min(first, last), max(first, last)
    days = (calendar().day(low + timedelta(number)) for number in range(1, (high - low).days + 1))
    special = [day for day in days if day.working != (day.day.weekday() < 5)]
    if as_json:
        _print_json({"start": first, "end": last, **count._asdict(), "special": [_special(day) for day in special]})
        return OK
    text = t("{start}之后至{end}：{days}个工作日").format(start=_day(first), end=_day(last), days=count.days)
    click.echo(text + (t("（暂定：含尚无放假通知的日子）") if count.provisional else ""))
    for day in special:
        click.echo(f"  {_day(day.day)}  {day.reason}  {day.source}")
    return OK


def run_changes(notices: str, deadlines: str, *, as_json: bool) -> int:
    """Print what a year's notice changes for open deadlines; the exit code.

    ``deadlines`` is a CSV file with the columns name, start and days (working days).
    """
    before = calendar()
    after = Calendar((*before.notices, *load_notices([Path(notices)])))
    changed = list(changed_deadlines(_deadlines(deadlines), before, after))
    if as_json:
        _print_json([_change(change) for change in changed])
        return OK
    click.echo(t("{count}项期限有变化。").format(count=len(changed)))
    for change in changed:
        was, now = _people(change.before), _people(change.after)
        click.echo(f"{change.deadline.name}  {was} → {now}")
        for day in change.why:
            click.echo(f"    {_day(day.day)}  {day.reason}  {day.source}")
    return OK


def _facts(path: str) -> list[Fact]:
    data = load_file(Path(path))
    facts = data.get("facts")
    if not isinstance(facts, list):
        raise LawError(f"{path}：缺少 facts（事实的列表）")
    return parse_facts(facts, f"{path}：")


def _deadlines(path: str) -> Iterator[Deadline]:
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), 2):
                try:
                    yield Deadline(row["name"], parse_day(row["start"]), int(row["days"]))
                except (KeyError, TypeError, ValueError):
                    message = t("{path} 第{number}行：要有 name、start、days 三列，days 为工作日数。")
                    raise Failure(message.format(path=path, number=number), USAGE) from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Failure(t("打不开 {path}：{error}").format(path=path, error=error), USAGE) from None


# --- for people ------------------------------------------------------------------------------------------------------


def _print_case(facts: Sequence[Fact], today: date, *, why: bool, as_json: bool) -> int:
    result = clock(facts, today)
    if as_json:
        _print_json(_case(result))
        return OK
    click.echo(f"{_day(today)}  {t(STAGES[result.stage])}")
    if result.due is not None:
        until = t("（如今日收到意见）") if result.open else ""
        click.echo(t("答复期限：") + _people(result.due) + until)
    if result.alarm is not None and (result.due is None or result.alarm < result.due.day):
        click.echo(t("提醒日期：{day}（按较早的算法）").format(day=_day(result.alarm)))
    if result.due_latest is not None:
        click.echo(t("最迟：") + _people(result.due_latest))
    if result.closed_on is not None:
        click.echo(t("结束于{day}").format(day=_day(result.closed_on)))
    if result.late:
        click.echo(t("逾期{late}个工作日").format(late=result.late))
    elif result.left is not None:
        click.echo(t("已用{used}个工作日，还有{left}个").format(used=result.used, left=result.left))
    for duty in result.duties:
        by = _day(duty.by) if duty.by else t("无固定期限")
        late = t("（已逾期）") if duty.overdue else ""
        click.echo(f"  ▸ {t(WHO[duty.who])}{t('：')}{duty.what}  {by}{late}  {duty.article}")
    for note in result.notes:
        click.echo(f"  ! {_day(note.on)}  {note.text}  {note.article}")
    if why:
        click.echo("\n" + "\n".join(_explanation(result.explanation)))
    return OK


def _explanation(lines: Sequence[Line]) -> Iterator[str]:
    """A line a day: the day, its number, why it counts or not, and by what."""
    for line in lines:
        number = t("第{number}日").format(number=line.number) if line.number is not None else t("不计")
        if line.lapsed and line.number:
            number = f"（{number}）"
        pad = " " * max(1, 12 - width_of(number))
        told = re.sub("(^|；)周[一二三四五六日]", "", line.reason)  # the weekday stands beside the date
        yield f"  {_day(line.day)}  {number}{pad}{'  '.join(filter(None, (told, line.article)))}".rstrip()


def _people(due: DueDay) -> str:
    mark = t("（暂定：途中有尚无放假通知的日子，不得作为确定日期告知申请人）") if due.provisional else ""
    return f"{_day(due.day)}{mark}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


# --- for programs ----------------------------------------------------------------------------------------------------


def _case(result: Clock) -> dict[str, Any]:
    return {
        "today": result.today,
        "stage": result.stage,
        "received": result.received,
        "day0": result.day0,
        **(_due(result.due) if result.due is not None else {"due": None, "provisional": False}),
        "due_latest": result.due_latest.day if result.due_latest is not None else None,
        "open": result.open,
        "alarm": result.alarm,
        "used": result.used,
        "left": result.left,
        "late": result.late,
        "closed_on": result.closed_on,
        "closed_as": result.closed_as,
        "duties": [duty._asdict() for duty in result.duties],
        "notes": [note._asdict() for note in result.notes],
        "explanation": [_line(line) for line in result.explanation],
    }


def _due(due: DueDay) -> dict[str, Any]:
    return {"due": due.day, "provisional": due.provisional}


def _line(line: Line) -> dict[str, Any]:
    return {**line._asdict(), "counted": bool(line.number) and not line.lapsed}


def _change(change: Change) -> dict[str, Any]:
    return {
        "name": change.deadline.name,
        "before": _due(change.before),
        "after": _due(change.after),
        "why": [_special(day) for day in change.why],
    }


def _special(day: Day) -> dict[str, Any]:
    return {"day": day.day, "working": day.working, "reason": day.reason, "source": day.source}


def _print_json(data: Any) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))
