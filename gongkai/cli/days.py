"""How the commands read a day and tell one: for people with its weekday, for programs in ISO form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import click

from gongkai import workdays
from gongkai.cli.legal import cited
from gongkai.cli.messages import USAGE, Failure, language, t
from gongkai.law.clock import Line
from gongkai.report.writing.width import width_of
from gongkai.workdays import DueDay, NotADayError

WEEKDAYS = "一二三四五六日"
ENGLISH_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def parse_day(text: str) -> date:
    """A day as a person types it.

    :raises Failure: for anything else.
    """
    try:
        return workdays.parse_day(text)
    except NotADayError:
        raise Failure(t("“{text}”不是日期；请写成 2026-09-18。").format(text=text), USAGE) from None


def tell(day: date) -> str:
    """2026年9月18日（周五）, in English 2026-09-18 (Fri)."""
    if language.get() == "en":
        return f"{day} ({ENGLISH_WEEKDAYS[day.weekday()]})"
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def tell_due(due: DueDay) -> str:
    """A day counted to, with its mark where it is provisional."""
    mark = t("（暂定：途中有尚无放假通知、或通知未经核实的日子，不得作为确定日期告知申请人）")
    return f"{tell(due.day)}{mark if due.provisional else ''}"


def tell_lines(lines: Sequence[Line]) -> Iterator[str]:
    """A line a day: the day, its number, why it counts or not, and by what."""
    for line in lines:
        number = t("第{number}日").format(number=line.number) if line.number is not None else t("不计")
        if line.lapsed and line.number:
            number = t("（{text}）").format(text=number).strip()
        pad = " " * max(1, 14 - width_of(number))
        # The weekday stands beside the date.
        told = re.sub("(^|；)周[一二三四五六日](?!休息日)", "", line.reason)
        told = re.sub("周[六日](?=休息日)", "", told)
        yield f"  {tell(line.day)}  {number}{pad}{'  '.join(filter(None, (told, cited(line.article))))}".rstrip()


def due_data(due: DueDay) -> dict[str, Any]:
    """A day counted to, for programs."""
    return {"due": due.day, "provisional": due.provisional}


def line_data(line: Line) -> dict[str, Any]:
    """A line of an explanation, for programs."""
    return {**line._asdict(), "counted": bool(line.number) and not line.lapsed}


def print_json(data: Any) -> None:
    """JSON with Chinese as it is and days in ISO form."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))
