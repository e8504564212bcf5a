"""Reports on a terminal: who, the form as printed with its marks, the findings. Readable at 80 columns."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from rich import box
from rich.console import (
    Console,
    ConsoleOptions,
    ConsoleRenderable,
    RenderableType,
    RenderHook,
    RenderResult,
)
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from gongkai.report.editions import EDITION_IDS
from gongkai.report.schema import NotAReport, Record, Report, Severity
from gongkai.report.writing.form import form_tables
from gongkai.report.writing.language import Translate, translator
from gongkai.report.writing.listing import Line, line_of, summary
from gongkai.report.writing.marks import Marks, excerpt, marks, places, repairs
from gongkai.report.writing.terminal_forms import (
    BLANK,
    REPAIRED,
    SIGNS,
    STYLES,
    UNDECIDED,
    UNPRINTED,
    form_table,
)
from gongkai.report.writing.width import visible, width_of, wrapped
from gongkai.report.writing.wording import (
    SEVERITY_NAMES,
    STATEMENTS,
    TABLES,
    UNCHECKED,
    facts,
    refusal,
)


class _Visible:
    """What is printed, without the characters a terminal would obey: names and texts come from anywhere."""

    def __init__(self, renderable: RenderableType) -> None:
        self.renderable = renderable

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for part in console.render(self.renderable, options):
            yield part if part.control else Segment(visible(part.text), part.style)


class _OnlyVisible(RenderHook):
    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [_Visible(item) for item in renderables]


@contextmanager
def console_on(out: BinaryIO | None) -> Iterator[Console]:
    """A console that writes to ``out``, or to standard output with the terminal's own width and colours."""
    if out is None:
        console = Console(highlight=False, emoji=False, markup=False)
        console.push_render_hook(_OnlyVisible())
        yield console
        return
    text = io.TextIOWrapper(out, "utf-8", errors="replace", write_through=True)
    console = Console(file=text, width=100, highlight=False, emoji=False, markup=False)
    console.push_render_hook(_OnlyVisible())
    yield console
    text.detach()


@dataclass(frozen=True, slots=True)
class Listed:
    """One of many records: its line in the list, and its errors and warnings (severity, message, place)."""

    line: Line
    remarks: tuple[tuple[Severity, str, str], ...]


def listed(record: Record, language: str = "zh") -> Listed:
    """The record as one of many."""
    remarks: tuple[tuple[Severity, str, str], ...] = ()
    if isinstance(record, Report):
        t = translator(language)
        remarks = tuple(
            (finding.severity, finding.message, places(record, finding, t))
            for finding in marks(record, language).findings
            if finding.severity != "info"
        )
    return Listed(line_of(record, language), remarks)


def print_list(console: Console, records: Sequence[Listed], language: str = "zh", *, checked: bool = True) -> None:
    """A list of all records, then the errors and warnings of those that have some.

    Where they are not ``checked``, nothing is counted: no error would look like none found.
    """
    t = translator(language)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), expand=False)
    table.add_column("")
    table.add_column(t("机关和文件"), overflow="fold", min_width=24)
    heads = ("年度", "格数", "错误", "警告")
    for head in heads if checked else heads[:2]:
        table.add_column(t(head), justify="right", no_wrap=True)
    for item in records:
        table.add_row(*_row_of(item.line, t)[: None if checked else 4])
    console.print(table)
    for item in records:
        if not item.remarks:
            continue
        line = item.line
        console.print(Text.assemble((line.agency or line.name, "bold"), f" {line.year or ''}  ", (line.name, "dim")))
        for severity, message, where in item.remarks:
            print_remark(console, severity, message, t(SEVERITY_NAMES[severity]), where)
        console.print()
    console.print(summary([item.line for item in records], t, checked=checked))


def print_record(console: Console, record: Record, language: str = "zh", *, checked: bool = True) -> None:
    """One record in full."""
    t = translator(language)
    if isinstance(record, NotAReport):
        sign = "x" if record.unreadable else "-"
        reason = refusal(record.rule, record.reason, language)
        style = STYLES["error" if record.unreadable else "info"]
        console.print(Text.assemble((f"{sign} ", style), (record.source.name, "bold"), t("："), reason))
        return
    marked = marks(record, language)
    console.print()
    console.rule(Text(record.title or t("（没有读到标题）"), style="bold"), align="left", style="red")
    console.print(Text("\n".join(f"{name}{t('：')}{value}" for name, value in facts(record, t))).append("\n"))
    for form in form_tables(record, unprinted=True):
        console.print(Text(t(TABLES[form.id]), style="bold"))
        console.print(form_table(marked, form.id) if form.rows else t("报告没有印出这张表。"))
        console.print()
    if record.edition not in EDITION_IDS:
        console.print(t("没有读到法定表格。"))
    if record.edition in EDITION_IDS:
        console.print(_legend(marked, t))
    solved = [Text(text) for text in repairs(record, t)]
    solved = [Text(text) for text in repairs(record, t)]
    for title, items in ((t("补出的数字"), solved), (t("文字中的数字"), _statements(record, t))):
        if items:
            console.print(Text(title, style="bold"))
            for item in items:
                console.print(Padding(item, (0, 0, 0, 2)))
    _print_findings(console, marked, t, checked)


def _row_of(line: Line, t: Translate) -> list[RenderableType]:
    name = Text.assemble(line.agency or t("机关未读出"), "\n", (line.name, "dim"))
    if line.refused is not None:
        style = STYLES["error" if line.unreadable else "info"]
        name = Text.assemble((line.name, "dim"), "\n", (line.refused, style))
        return [Text("x" if line.unreadable else "-", style=style), name, "", "", "", ""]
    sign: Severity | None = "error" if line.errors else "warn" if line.warnings else None
    return [
        Text(SIGNS[sign] if sign else " ", style=STYLES[sign] if sign else ""),
        name,
        str(line.year or "—"),
        str(line.read),
        Text(str(line.errors), style=STYLES["error"] if line.errors else ""),
        Text(str(line.warnings), style=STYLES["warn"] if line.warnings else ""),
    ]


def _legend(marked: Marks, t: Translate) -> Text:
    report = marked.report
    states = {marked.state(cell) for cell in report.cells}
    worst = set(marked.worst.values())
    signs = [
        ("error" in worst, f"12{SIGNS['error']}", STYLES["error"], t("错误")),
        ("warn" in worst, f"12{SIGNS['warn']}", STYLES["warn"], t("警告")),
        (bool(report.repaired), f"12{REPAIRED}", "cyan", t("由勾稽关系补出")),
        ("blank" in states, BLANK, "dim", t("印作空白")),
        ("undecided" in states, UNDECIDED, "dim", t("印有数字，不能确定属于哪一格")),
        ("unprinted" in states, UNPRINTED, "dim", t("报告没有印出")),
    ]
    text = Text()
    for there, sign, style, meaning in signs:
        if there:
            text.append(sign, style=style).append(f" {meaning}   ")
    return text


def _statements(report: Report, t: Translate) -> list[Text]:
    return [
        Text.assemble(f"{t(STATEMENTS[item.what])} ", (str(item.value), "bold"), item.unit, (f"  “{item.text}”", "dim"))
        for item in report.statements
    ]


def _print_findings(console: Console, marked: Marks, t: Translate, checked: bool) -> None:
    console.print(Text(t("校核结果"), style="bold"))
    if not checked:
        console.print(Padding(t(UNCHECKED), (0, 0, 0, 2)))
        if marked.findings:
            console.print(Text(t("读取中发现"), style="bold"))
    elif not marked.findings:
        console.print(Padding(t("没有发现问题。"), (0, 0, 0, 2)))
    for number, finding in enumerate(marked.findings, 1):
        where = places(marked.report, finding, t)
        if quoted := excerpt(marked.report, finding):
            where += (t("；") if where else "") + "“" + "".join(quoted) + "”"
        ground = t("依据：{source}").format(source=finding.source)
        name = t("{severity}{number}").format(severity=t(SEVERITY_NAMES[finding.severity]), number=number)
        print_remark(console, finding.severity, finding.message, name, where, ground)


def print_remark(
    console: Console, severity: Severity, message: str, name: str, where: str = "", ground: str = ""
) -> None:
    """One finding, its lines broken as Chinese is."""
    head = f"{SIGNS[severity]} {name}"
    indent = width_of(head) + 2
    for place_in_list, text in enumerate((message, where, ground)):
        for line_number, line in enumerate(wrapped(text, console.width - indent - 2) if text else []):
            first = place_in_list == 0 and line_number == 0
            style = "" if place_in_list == 0 else "dim"
            lead = (f"  {head}  ", STYLES[severity]) if first else (" " * (indent + 2), "")
            console.print(Text.assemble(lead, (line, style)))
