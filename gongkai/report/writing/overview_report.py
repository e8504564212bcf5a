"""One report on the overview page: its facts, its findings, and the form as printed with what is marked in it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from gongkai.report.editions import EDITION_IDS
from gongkai.report.schema import Finding, Report, Severity
from gongkai.report.writing.form import FormCell, form_tables
from gongkai.report.writing.html import scrolling, table_html
from gongkai.report.writing.language import Translate, translator
from gongkai.report.writing.marks import Marks, excerpt, places, repairs
from gongkai.report.writing.wording import SEVERITY_NAMES, STATEMENTS, TABLES, UNCHECKED, facts, name_of


def article(marked: Marks, key: str, language: str, *, checked: bool) -> str:
    """The report as HTML under a heading of the second level; ``key`` is its anchor, unique on the page."""
    t = translator(language)
    report = marked.report
    title = report.title or t("（没有读到标题）")
    parts = [f'<article id="{key}"><h2>{escape(title)}</h2>', _facts(report, t)]
    parts.append(findings_html(marked, key, t, checked))
    for table in form_tables(report, unprinted=True):
        parts.append(f"<h3>{t(TABLES[table.id])}</h3>")
        if table.rows:
            form = table_html(table, lambda cell, spans: value_html(marked, key, cell, spans, t))
            parts.append(
                scrolling(form, f"{report.agency or name_of(report)} {report.year or ''} {t(TABLES[table.id])}")
            )
        else:
            parts.append(f"<p class=none>{t('报告没有印出这张表。')}</p>")
    if report.edition not in EDITION_IDS:
        parts.append(f"<p class=none>{t('没有读到法定表格。')}</p>")
    parts += [legend_html(marked, t), repaired_html(report, t), statements_html(report, t), "</article>"]
    return "".join(parts)


def _facts(report: Report, t: Translate) -> str:
    return "<dl class=facts>" + "".join(f"<div><dt>{k}<dd>{escape(v)}</div>" for k, v in facts(report, t)) + "</dl>"


def findings_html(marked: Marks, key: str, t: Translate, checked: bool) -> str:
    """The findings by severity, each an anchor ``key-number``, under a heading of the third level."""
    head = f"<h3>{t('校核结果')}</h3>"
    if not checked:
        head += f"<p class=none>{t(UNCHECKED)}</p>"
        if marked.findings:
            head += f"<h3>{t('读取中发现')}</h3>"
    elif not marked.findings:
        head += f"<p class=none>{t('没有发现问题。')}</p>"
    elif all(finding.severity == "info" for finding in marked.findings):
        head += f"<p class=none>{t('没有错误和警告。')}</p>"
    severities: tuple[Severity, ...] = ("error", "warn", "info")
    parts = [head]
    for severity in severities:
        items = [(number, finding) for number, finding in enumerate(marked.findings, 1) if finding.severity == severity]
        if not items:
            continue
        head = f"{t(SEVERITY_NAMES[severity])} {len(items)}"
        body = "".join(_finding(marked, key, number, finding, t) for number, finding in items)
        first = items[0][0]
        listed = f'<ol class="findings {severity}" start={first}>{body}</ol>'
        if severity == "info":
            parts.append(f"<details><summary>{head}</summary>{listed}</details>")
        else:
            sign = "✗ " if severity == "error" else "△ "
            parts.append(f'<h4 class="{severity}"><span aria-hidden=true>{sign}</span>{head}</h4>{listed}')
    return "".join(parts)


def _finding(marked: Marks, key: str, number: int, finding: Finding, t: Translate) -> str:
    text = [f'<li id="{key}-{number}"><p>{escape(finding.message)}</p>']
    if quoted := excerpt(marked.report, finding):
        before, words, after = (escape(part) for part in quoted)
        section = _section(finding.section or "", t)
        text.append(f"<p class=quote>{section}“{before}<mark>{words}</mark>{after}”</p>")
    ground = [t("依据：{source}").format(source=escape(finding.source))]
    if where := places(marked.report, finding, t):
        ground.insert(0, t("位置：{places}").format(places=escape(where)))
    spans = "".join(f"<span>{part}</span>" for part in (*ground, escape(finding.rule)))
    text.append(f"<p class=ground>{spans}</p>")
    return "".join(text)


def _section(section: str, t: Translate) -> str:
    return t("第{section}部分").format(section=escape(section)) + t("：")


def value_html(
    marked: Marks, key: str, cell: FormCell, spans: str, t: Translate, opens: Callable[[str], str] | None = None
) -> str:
    """A value's cell with what is marked in it: what it holds, and the findings that name it; ``opens`` is where its
    number leads, by the cell."""
    if cell.cell is None:
        return f"<td{spans}>"
    state = marked.state(cell.cell)
    classes: list[str] = [] if state in {"number", "text"} else [state]
    text = escape(cell.text)
    if state == "blank":
        text = f"<span class=vh>{t('空白')}</span>"
    elif state in {"undecided", "unprinted"}:
        text = t("未定") if state == "undecided" else t("未印")
    elif state == "text":
        classes.append("text")
    if cell.cell in marked.report.repaired and state == "number":
        classes.append("repaired")
        text = f"{marked.report.cells[cell.cell]}<small>{t('补')}</small>"
    if opens is not None:
        text = f'<a href="{escape(opens(cell.cell))}">{text}</a>'
    if notes := marked.notes.get(cell.cell):
        severity = marked.worst[cell.cell]
        classes.append(severity)
        links = " ".join(_link(marked, key, note, t) for note in notes[:3])
        text = f"<b>{text}</b><sup>{links}{'…' if len(notes) > 3 else ''}</sup>"
    attribute = f' class="{" ".join(classes)}"' if classes else ""
    return f"<td{attribute}{spans}>{text}"


def _link(marked: Marks, key: str, note: int, t: Translate) -> str:
    name = t(SEVERITY_NAMES[marked.findings[note - 1].severity])
    return f'<a href="#{key}-{note}" aria-label="{name} {note}">{note}</a>'


def legend_html(marked: Marks, t: Translate, *, below: bool = False) -> str:
    """The signs that stand in this report's tables; ``below``: the findings stand after them."""
    cells = {cell: marked.state(cell) for table in form_tables(marked.report, unprinted=True) for row in table.rows
             for item in row if (cell := item.cell)}  # fmt: skip
    states = set(cells.values())
    wrong = t("错误，数字为下文编号") if below else t("错误，数字为上文编号")
    doubtful = t("警告，数字为下文编号") if below else t("警告，数字为上文编号")
    worst = {marked.worst[cell] for cell in cells if cell in marked.worst}
    signs = [
        ("error" in worst, "<b class=error>12</b><sup class=error>1</sup>", wrong),
        ("warn" in worst, "<b class=warn>12</b><sup>1</sup>", doubtful),
        (any(cell in marked.report.repaired for cell in cells), f"<b class=repaired>12<small>{t('补')}</small></b>",
         t("由勾稽关系补出")),
        ("blank" in states, "<b class=blank></b>", t("印作空白")),
        ("text" in states, "<b class=text>/</b>", t("印有文字，不作数")),
        ("undecided" in states, f"<b class=undecided>{t('未定')}</b>", t("印有数字，不能确定属于哪一格")),
        ("unprinted" in states, f"<b class=unprinted>{t('未印')}</b>", t("报告没有印出这一行")),
    ]  # fmt: skip
    shown = [f"<span>{sign} {text}</span>" for there, sign, text in signs if there]
    return f"<p class=legend>{t('图例')}{t('：')}{''.join(shown)}</p>" if shown else ""


def repaired_html(report: Report, t: Translate) -> str:
    """The numbers that do not stand in their places, with how each was found; nothing where there are none."""
    if not report.repaired:
        return ""
    items = "".join(f"<li>{escape(text)}" for text in repairs(report, t))
    return f"<h3>{t('补出的数字')}</h3><ul>{items}</ul>"


def statements_html(report: Report, t: Translate) -> str:
    """The figures in the prose; nothing where there are none."""
    if not report.statements:
        return ""
    items = "".join(
        f"<li>{t(STATEMENTS[item.what])} <b>{item.value}</b> {escape(item.unit)}"
        f"<span class=quote>{_section(item.section, t)}“{escape(item.text)}”</span>"
        for item in report.statements
    )
    head = t("文字中的数字（{count}）").format(count=len(report.statements))
    return f"<details><summary>{head}</summary><ul class=statements>{items}</ul></details>"
