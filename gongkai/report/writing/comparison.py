"""Two reports side by side on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gongkai.report.checks import Comparison
from gongkai.report.editions import load_edition
from gongkai.report.schema import Finding, Number, Report
from gongkai.report.writing.language import Translate
from gongkai.report.writing.marks import place, places
from gongkai.report.writing.terminal import print_remark
from gongkai.report.writing.wording import SEVERITY_NAMES, STATEMENTS, name_of


def print_comparison(
    console: Console, a: Report, b: Report, comparison: Comparison, findings: Sequence[Finding], t: Translate
) -> None:
    """Two reports side by side: what differs in the tables and the prose, and what that shows."""
    for sign, report in (("A", a), ("B", b)):
        who = f"{report.agency or t('机关未读出')} {report.year or ''}"
        console.print(Text.assemble((f"{sign}  ", "dim"), (who, "bold"), (f"  {name_of(report)}", "dim")))
    console.print()
    console.print(
        t("表格：{changed}格不同，{same}格相同。").format(changed=len(comparison.cells), same=comparison.same)
    )
    if comparison.cells:
        console.print(_cells(a, b, comparison, t))
    for sign, only in (("A", comparison.only_a), ("B", comparison.only_b)):
        if only:
            console.print(t("只有{which}的表式有、且填了数的：{count}格。").format(which=sign, count=len(only)))
    _print_prose(console, comparison, t)
    if findings:
        console.print(Text(t("校核结果"), style="bold"))
    for number, finding in enumerate(findings, 1):
        ground = t("依据：{source}").format(source=finding.source)
        where = places(b, finding, t)
        name = t("{severity}{number}").format(severity=t(SEVERITY_NAMES[finding.severity]), number=number)
        print_remark(console, finding.severity, finding.message, name, where, ground)


def _cells(a: Report, b: Report, comparison: Comparison, t: Translate) -> Table:
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    grid.add_column(t("单元格"), overflow="fold")
    for head in ("A", "B", t("增减")):
        grid.add_column(head, justify="right", no_wrap=True)
    for change in comparison.cells:
        shown = b if change.id in b.cells else a
        unit = _money(shown, change.id)
        difference = "" if change.difference is None else f"{change.difference:+}{unit}"
        values = [_known(value) + (unit if value is not None else "") for value in (change.a, change.b)]
        grid.add_row(place(shown, change.id), *values, difference)
    return grid


def _print_prose(console: Console, comparison: Comparison, t: Translate) -> None:
    if comparison.prose:
        console.print(Text(t("文字相似度"), style="bold"))
        for section, share in comparison.prose.items():
            bar = "█" * round(share * 20)
            console.print(f"  {t('第{section}部分').format(section=section)}  {share:4.0%}  {bar}")
    if comparison.statements:
        console.print(Text(t("文字中的数字"), style="bold"))
        for item in comparison.statements:
            about = t("，").join(word for word in (item.channel, item.kind) if word)
            name = t(STATEMENTS.get(item.what, item.what)) + (t("（{text}）").format(text=about) if about else "")
            console.print(f"  {name}{t('：')}{_known(item.a)} → {_known(item.b)}")


def _money(report: Report, cell: str) -> str:
    """元 behind an amount: the form prints 万元."""
    form = load_edition(report.edition) if report.edition else None
    return "元" if form is not None and cell in form.cells and form.cells[cell].unit == "元" else ""


def _known(value: Number | None) -> str:
    return "—" if value is None else str(value)
