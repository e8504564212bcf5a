"""``gongkai law``: the law's data of this installation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.group import Commands
from gongkai.cli.legal import MARKS, json_option, law_refusals
from gongkai.cli.messages import t
from gongkai.cli.options import exit_with, language_option

if TYPE_CHECKING:
    from gongkai.law.unverified import Unverified
    from gongkai.workdays.notices import Notice

FORMAT = "gongkai-law/1"
NOTICE = "放假通知"


@click.group(cls=Commands, help="本机使用的法律数据：条文、期限、选项、办理结果、救济、收费、放假通知。")
@language_option
def law() -> None:
    pass


@law.command(
    help="检查法律数据，列出未核实的内容。\n\n"
    "全部数据都能读入、每项都有出处，则退出码为0（没有专门条文的办理结果另行列出）。"
    "环境变量 GONGKAI_LAW 指定的更正和 GONGKAI_CALENDAR 指定的放假通知一并检查。"
    "“未核实”是凭记忆写的，“推定”是由条文推出的，都可以在 GONGKAI_LAW 指定的文件里更正。"
)
@json_option
@language_option
def check(as_json: bool) -> None:
    from gongkai.law.rules import law_rules  # late: the law's data are slow to load
    from gongkai.law.unverified import unverified
    from gongkai.letters import unverified as unverified_letters
    from gongkai.workdays import calendar

    with law_refusals():
        rules = law_rules()
        loaded: dict[str, Any] = {
            "documents": rules.documents,
            "limits": rules.limits,
            "switches": rules.switches,
            "outcomes": rules.outcomes,
            "first": rules.first,
            "organs": rules.organs,
            "fees": rules.fees,
            "notices": calendar().notices,
        }
        found = [*unverified(rules), *_notices(calendar().notices), *unverified_letters()]
    counts = {name: len(entries) for name, entries in loaded.items()}
    if as_json:
        entries = [entry._asdict() for entry in found]
        click.echo(json.dumps({"format": FORMAT, "loaded": counts, "unverified": entries}, ensure_ascii=False))
        return
    click.echo(
        t(
            "全部读入：文件{documents}，期限{limits}，选项{switches}，办理结果{outcomes}，"
            "复议前置规则{first}，机关类别{organs}，收费方式{fees}，放假通知{notices}。"
        ).format(**counts)
    )
    without = [entry for entry in rules.outcomes.values() if any(not g.articles for g in entry.grounds.values())]
    if without:
        numbers = "、".join(entry.number + entry.name for entry in without)
        click.echo(t("每项都有出处，但没有专门条文的办理结果除外：{numbers}。").format(numbers=numbers))
    else:
        click.echo(t("每项都有出处。"))
    click.echo(t("尚未核实的{count}项：").format(count=len(found)))
    for entry in found:
        source = f"（{entry.source}）" if entry.source else ""
        click.echo(f"  {t(MARKS[entry.verified])}  {t(entry.kind)}  {entry.id}  {entry.what}{source}")


def _notices(notices: Iterable[Notice]) -> Iterator[Unverified]:
    """The holiday notices that were not seen."""
    from gongkai.law.unverified import Unverified  # late, as above

    for notice in notices:
        if notice.verified != "V":
            yield Unverified(NOTICE, str(notice.year), notice.title, notice.number, notice.verified)


@law.command(
    help="一份新的放假通知改变哪些期限：之前、之后、为什么。\n\n"
    "NOTICE 是一年的放假安排（YAML，写法见 docs/law.md）。"
    "DEADLINES 是期限的 CSV，有 name、start、days 三列，days 为工作日数。"
)
@click.argument("notice", metavar="NOTICE")
@click.argument("deadlines", metavar="DEADLINES")
@json_option
@language_option
def changes(notice: str, deadlines: str, as_json: bool) -> None:
    from gongkai.cli.deadlines import run_changes  # late, as above

    with law_refusals():
        exit_with(run_changes(notice, deadlines, as_json=as_json))
