"""``gongkai due`` and ``gongkai workdays``: until when."""

from __future__ import annotations

import click

from gongkai.cli.legal import json_option, law_refusals
from gongkai.cli.options import exit_with, language_option, option

DUE_HELP = (
    "答复期限：到哪一天，为什么。"
    "\n\nSTART 是收到申请之日（《条例》第三十一条），如 2026-09-18；案件的全部事实用 --case 给出。"
    "\n\n尚无放假通知的年份按法定节假日推算，结果标明“暂定”。"
    "\n\n期限的理由和条文用中文，不随 --lang 翻译。"
)
WORKDAYS_HELP = "A 之后至 B 有几个工作日（不含 A，含 B；B 早于 A 时为负数），并列出其间的放假和调休。"


@click.command(help=DUE_HELP)
@click.argument("start", required=False, metavar="[START]")
@option(
    "--days",
    type=click.IntRange(-1000, 1000),
    metavar="N",
    help="从 START 起数N个工作日，只数日子，不问收到之日是不是休息日；不写则算答复期限。",
)
@option("--case", metavar="FILE", help="案件的事实（YAML，写法见 docs/law.md）。")
@option("--against", metavar="OLD", help="同一案件较早的记录：列出补记的事实改变了什么。只用于 --case。")
@option("--today", metavar="DATE", help="算到哪一天；默认今天。只用于 --case。")
@option("--explain", is_flag=True, help="逐日说明哪天计入、哪天不计入、依据什么。")
@json_option
@language_option
def due(
    start: str | None,
    days: int | None,
    case: str | None,
    against: str | None,
    today: str | None,
    explain: bool,
    as_json: bool,
) -> None:
    from gongkai.cli.deadlines import run_due  # late: the law's data are slow to load

    with law_refusals():
        exit_with(run_due(start, days, case, against, today, why=explain, as_json=as_json))


@click.command(help=WORKDAYS_HELP)
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@json_option
@language_option
def workdays(a: str, b: str, as_json: bool) -> None:
    from gongkai.cli.deadlines import run_workdays  # late, as above

    with law_refusals():
        exit_with(run_workdays(a, b, as_json=as_json))
