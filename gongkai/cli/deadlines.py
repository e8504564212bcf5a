"""``gongkai due``, ``gongkai workdays`` and ``gongkai law changes``: until when, counted day by day, and why."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from gongkai.cli.case import run_case
from gongkai.cli.days import due_data, line_data, parse_day, print_json, tell, tell_due, tell_lines
from gongkai.cli.messages import OK, USAGE, Failure, t
from gongkai.cli.messages import why as told
from gongkai.law.clock import Fact, Line, clock, count_days
from gongkai.law.rules import law_rules
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


def run_due(
    start: str | None,
    days: int | None,
    case: str | None,
    against: str | None,
    today: str | None,
    *,
    why: bool,
    as_json: bool,
) -> int:
    """Print the due date of a request received on a day, or of a case in a file; the exit code."""
    if (start is None) == (case is None):
        raise Failure(t("请给出收到日期，或用 --case 给出案件文件，二者取一。"), USAGE)
    if case is not None and days is not None:
        raise Failure(t("--days 只用于日期；案件的期限由事实决定。"), USAGE)
    if start is not None and today is not None:
        raise Failure(t("--today 只用于 --case。"), USAGE)
    if start is not None and against is not None:
        raise Failure(t("--against 只用于 --case。"), USAGE)
    if case is not None:
        return run_case(case, against, parse_day(today) if today else date.today(), why=why, as_json=as_json)
    day = parse_day(start or "")
    head, due, lines = _answer(day) if days is None else _count(day, days)
    if as_json:
        explanation = [line_data(line) for line in lines]
        print_json({"start": day, **due_data(due), "explanation": explanation})
        return OK
    click.echo(head)
    if why:
        click.echo("\n" + "\n".join(tell_lines(lines)))
    return OK


def _answer(day: date) -> tuple[str, DueDay, tuple[Line, ...]]:
    """The answer to a request received on ``day``: its headline, due date and explanation."""
    result, rules = clock([Fact("received", day, channel="in_person")], day), law_rules()
    assert result.due is not None
    assert result.day0 is not None
    head = t("自{day}起第{number}个工作日，答复期限：{due}（{article}）").format(
        day=tell(result.day0),
        number=rules.days("answer_days", result.day0),
        due=tell_due(result.due),
        article=rules.source("answer_days", result.day0),
    )
    return head, result.due, result.explanation


def _count(day: date, days: int) -> tuple[str, DueDay, tuple[Line, ...]]:
    """A plain count from ``day``."""
    due = add_workdays(day, days)
    head = t("自{day}起第{number}个工作日：{due}") if days >= 0 else t("{day}之前第{number}个工作日：{due}")
    head = head.format(day=tell(day), number=abs(days), due=tell_due(due))
    return head, due, count_days(day, days, law_rules().source("answer_days", day), calendar())


def run_workdays(start: str, end: str, *, as_json: bool) -> int:
    """Print how many working days lie between two days; the exit code."""
    first, last = parse_day(start), parse_day(end)
    count = workdays_between(first, last)
    low, high = min(first, last), max(first, last)
    days = (calendar().day(low + timedelta(number)) for number in range(1, (high - low).days + 1))
    special = [day for day in days if day.working != (day.day.weekday() < 5)]
    if as_json:
        print_json({"start": first, "end": last, **count._asdict(), "special": [_special(day) for day in special]})
        return OK
    text = t("{start}之后至{end}：{days}个工作日").format(start=tell(first), end=tell(last), days=count.days)
    click.echo(text + (t("（暂定：含尚无放假通知、或通知未经核实的日子）") if count.provisional else ""))
    for day in special:
        click.echo(f"  {tell(day.day)}  {day.reason}  {day.source}")
    return OK


def run_changes(notices: str, deadlines: str, *, as_json: bool) -> int:
    """Print what a year's notice changes for open deadlines; the exit code.

    ``deadlines`` is a CSV file with the columns name, start and days (working days).
    """
    before = calendar()
    after = Calendar((*before.notices, *load_notices([Path(notices)])))
    changed = list(changed_deadlines(_deadlines(deadlines), before, after))
    if as_json:
        print_json([_change(change) for change in changed])
        return OK
    click.echo(t("{count}项期限有变化。").format(count=len(changed)))
    for change in changed:
        was, now = tell_due(change.before), tell_due(change.after)
        click.echo(f"{change.deadline.name}  {was} → {now}")
        for day in change.why:
            click.echo(f"    {tell(day.day)}  {day.reason}  {day.source}")
    return OK


def _deadlines(path: str) -> Iterator[Deadline]:
    try:
        for number, row in enumerate(csv.DictReader(io.StringIO(_text(path), newline="")), 2):
            try:
                yield Deadline(row["name"], parse_day(row["start"]), int(row["days"]))
            except (KeyError, TypeError, ValueError, AttributeError):
                message = t("{path} 第{number}行：要有 name、start、days 三列，days 为工作日数。")
                raise Failure(message.format(path=path, number=number), USAGE) from None
            except Failure as error:
                where = t("{path} 第{number}行：{error}")
                raise Failure(where.format(path=path, number=number, error=error), USAGE) from None
    except csv.Error as error:
        raise Failure(t("打不开 {path}：{error}").format(path=path, error=error), USAGE) from None


def _text(path: str) -> str:
    """A spreadsheet's text: UTF-8, or as Chinese systems save it."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise Failure(t("打不开 {path}：{error}").format(path=path, error=told(error)), USAGE) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _change(change: Change) -> dict[str, Any]:
    return {
        "name": change.deadline.name,
        "before": due_data(change.before),
        "after": due_data(change.after),
        "why": [_special(day) for day in change.why],
    }


def _special(day: Day) -> dict[str, Any]:
    return {"day": day.day, "working": day.working, "reason": day.reason, "source": day.source}
