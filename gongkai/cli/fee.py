"""``gongkai fee``: 信息处理费 for a number of requests or pages."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.group import Command
from gongkai.cli.legal import day_option, json_option, law_refusals, mark
from gongkai.cli.messages import USAGE, Failure, t
from gongkai.cli.options import language_option, option

if TYPE_CHECKING:
    from gongkai.law.fees import Fee, Line, Payment

FORMAT = "gongkai-fee/1"


@click.command(
    cls=Command,
    help="计算信息处理费。\n\n"
    "按件：同一申请人一个自然月内累计的件数，得当月合计和最后一件的金额。按量：一件申请的页数。"
    "一件申请只能选其中一种（《信息处理费管理办法》第三条）。",
)
@option("--items", type=click.IntRange(0, 9999), metavar="N", help="按件计收：当月累计件数。")
@option("--pages", type=click.IntRange(0, 999999), metavar="N", help="按量计收：一件申请的页数。")
@day_option
@json_option
@language_option
def fee(items: int | None, pages: int | None, on: date | None, as_json: bool) -> None:
    if (items is None) == (pages is None):
        raise Failure(t("--items 和 --pages 应当给出其中一个，不能同时给出（《信息处理费管理办法》第三条）。"), USAGE)
    from gongkai.law.fees import fee_by_items, fee_by_pages, payment  # late: the law's data are slow to load
    from gongkai.law.rules import law_rules

    with law_refusals():
        rules, day = law_rules(), on or date.today()
        if items is not None:
            found = fee_by_items(items, day, rules=rules)
        else:
            found = fee_by_pages(pages or 0, day, rules=rules)
        term = payment(on=day, rules=rules)
    if as_json:
        click.echo(json.dumps(_as_dict(found, day, term), ensure_ascii=False))
        return
    counted = rules.fees[found.method].counted
    click.echo(t("{name}，{count}{unit}：{amount}元").format(
        name=t(found.name), count=found.count, unit=t(found.unit), amount=found.amount
    ))  # fmt: skip
    for line in found.lines:
        click.echo(f"  {_said(line)}{t('（{source}）').format(source=line.source)}{mark(line.verified)}")
    click.echo(t("计算方法：{text}").format(text=counted.text) + mark(counted.verified))
    if (excluded := rules.fees[found.method].excluded) is not None:
        click.echo(t("不适用：{text}").format(text=excluded.text) + mark(excluded.verified))
    click.echo(
        t("缴费期限：收到收费通知次日起{days}个工作日（{source}）").format(days=term.days, source=term.source)
        + mark(term.verified)
    )  # fmt: skip
    if found.last is not None:
        click.echo(t("第{count}件：{amount}元").format(count=found.count, amount=found.last.amount))


def _said(line: Line) -> str:
    from gongkai.law.fees import FREE_LINE, PAID_LINE  # late, as above

    form = t(PAID_LINE) if line.yuan else t(FREE_LINE)
    return form.format(span=line.span, unit=t(line.unit), units=line.units, yuan=line.yuan, amount=line.amount)


def _as_dict(found: Fee, day: date, term: Payment) -> dict[str, Any]:
    def line(entry: Line) -> dict[str, Any]:
        return {**entry._asdict(), "text": entry.text}

    return {
        "format": FORMAT,
        "method": found.method,
        "count": found.count,
        "on": day.isoformat(),
        "amount": found.amount,
        "lines": [line(entry) for entry in found.lines],
        "last": line(found.last) if found.last else None,
        "source": found.source,
        "payment_days": term.days,
        "payment_source": term.source,
        "payment_verified": term.verified,
    }
