"""What the commands of the law share: a day, JSON, the marks of the data, and what the data refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import click

from gongkai.cli.messages import USAGE, Failure, t
from gongkai.cli.options import option

MARKS = {"M": "未核实", "I": "推定"}
"""How a person reads the marks of the law's data: from memory, inferred."""


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return option("--json", "as_json", is_flag=True, help="输出 JSON，供程序使用。")(function)


def day_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return option("--on", callback=_day, metavar="DATE", help="按哪一天的规定，如 2026-11-22；默认今天。")(function)


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    from gongkai.workdays import NotADayError, parse_day  # late: YAML is slow to load

    try:
        return parse_day(value) if value else None
    except NotADayError:
        raise click.BadParameter(t("应如 2026-11-22"), ctx, param) from None


def mark(verified: str) -> str:
    """The mark of a value that was not seen in its source."""
    return f"［{t(MARKS[verified])}］" if verified in MARKS else ""


def cited(article: str) -> str:
    """An article with its mark where its number or its document was not seen; notices on days off as they are."""
    from gongkai.law.rules import law_rules  # late, as below

    return article + mark(law_rules().mark(article)) if article.startswith("《") else article


@contextmanager
def law_refusals() -> Iterator[None]:
    """What the law's data or a rule of it refuses ends as one line.

    :raises Failure: instead of the law's own error.
    """
    from gongkai.law.loading import LawError  # late: YAML is slow to load
    from gongkai.workdays import CalendarError

    try:
        yield
    except (LawError, CalendarError) as error:
        raise Failure(str(error), USAGE) from None
