"""The overview page: what was read, each report's form as printed with what is marked in it, and the findings.

One self-contained page, good enough to mail. Reports are rendered one by one (:func:`render`), so that many of them
can be rendered elsewhere and assembled by :func:`write_overview` without being held as objects.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TextIO

from gongkai.report.editions import EDITION_IDS
from gongkai.report.schema import Finding, Record, Report, Severity
from gongkai.report.writing.document import chinese_date
from gongkai.report.writing.form import FormCell, form_tables
from gongkai.report.writing.html import OVERVIEW, page, scrolling, table_html
from gongkai.report.writing.language import Translate, translator
from gongkai.report.writing.marks import (
    SEVERITY_NAMES,
    STATEMENTS,
    UNCHECKED,
    Marks,
    count,
    excerpt,
    marks,
    place,
    places,
    refusal,
    repair,
)

FOLDED_FROM = 13
"""Pages with at least so many reports show them folded."""

STYLES = ("paper.css", "form.css", "overview.css")
TABLES = {
    "disclosure": "表二　主动公开政府信息情况",
    "requests": "表三　收到和处理政府信息公开申请情况",
    "remedies": "表四　行政复议、行政诉讼情况",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One record on the page: the facts of its line in the list, and its part of the page (``body``, HTML)."""

    key: str
    name: str
    agency: str
    year: int | None
    edition: str | None
    read: int
    unknown: int
    errors: int
    warnings: int
    refused: str | None
    unreadable: bool
    body: str


def render(record: Record, key: str, language: str = "zh", *, checked: bool = True) -> Entry:
    """The record's entry; ``key`` is its anchor, unique on the page. Where it is not ``checked``, it says so."""
    name = record.source.name + (f" #{record.source.part}" if record.source.part else "")
    if not isinstance(record, Report):
        reason = refusal(record.rule, record.reason, language)
        return Entry(key, name, "", None, None, 0, 0, 0, 0, reason, record.unreadable, "")
    marked = marks(record, language)
    return Entry(
        key=key,
        name=name,
        agency=record.agency or "",
        year=record.year,
        edition=record.edition,
        read=sum(value is not None for value in record.cells.values()),
        unknown=marked.unknown,
        errors=count(record, "error"),
        warnings=count(record, "warn"),
        refused=None,
        unreadable=False,
        body=_report(marked, key, name, language, checked),
    )


def write_overview(entries: Sequence[Entry], out: TextIO, language: str = "zh", *, checked: bool = True) -> None:
    """Write the page of the entries to ``out``."""
    t = translator(language)
    reports = [entry for entry in entries if entry.refused is None]
    single = len(entries) == 1 and bool(reports)
    title = t("政府信息公开工作年度报告读校结果")
    if single:
        title = t("{agency}：年度报告读校结果").format(agency=reports[0].agency or reports[0].name)
    mark = f'<meta name="generator" content="{OVERVIEW}">\n'
    before, after = page(title=title, body="\0", language=language, styles=STYLES, mark=mark).split("\0")
    out.write(before)
    if not single:
        out.write(f"<h1>{escape(title)}</h1>\n{_summary(entries, t, checked)}{_list(reports, t, checked)}")
        out.write(_refused(entries, t))
    folded = len(reports) >= FOLDED_FROM
    for entry in reports:
        body = _raised(entry.body) if single else entry.body
        if folded:
            head = f"{_who(entry, t)} {_counts(entry, t) if checked else ''}"
            out.write(f"<details class=report><summary>{head}</summary>{body}</details>\n")
        else:
            out.write(body + "\n")
    note = t("数字只在原文有据时列出；空白、无法确定的单元格一律不当作0。")
    note = (t("由 gongkai 读取和校核。") if checked else t("由 gongkai 读取。") + t(UNCHECKED)) + note
    out.write(f"<footer><p>{note}</p></footer>")
    out.write(after)


def _raised(body: str) -> str:
    """Every heading one level higher: a page of one report has that report's title as its own."""
    for level in (2, 3, 4):
        body = body.replace(f"<h{level}", f"<h{level - 1}").replace(f"</h{level}>", f"</h{level - 1}>")
    return body


def _summary(entries: Sequence[Entry], t: Translate, checked: bool) -> str:
    if not entries:
        return f"<p>{t('没有读到文件。请把报告文件或文件夹的路径交给 gongkai check。')}</p>"
    reports = [entry for entry in entries if entry.refused is None]
    if not checked:
        text = t("共{records}份，其中年度报告{reports}份。").format(records=len(entries), reports=len(reports))
        return f"<p class=lead>{text}{t(UNCHECKED)}</p>\n"
    wrong = sum(entry.errors > 0 for entry in reports)
    text = t("共{records}份，其中年度报告{reports}份；{wrong}份有错误，错误{errors}处，警告{warnings}处。").format(
        records=len(entries),
        reports=len(reports),
        wrong=wrong,
        errors=sum(entry.errors for entry in reports),
        warnings=sum(entry.warnings for entry in reports),
    )
    return f"<p class=lead>{text}</p>\n"


def _list(reports: Iterable[Entry], t: Translate, checked: bool) -> str:
    def counted(entry: Entry) -> str:
        if not checked:
            return ""
        sign = "✗ " if entry.errors else ""
        return f'<td class="n{" error" if entry.errors else ""}">{sign}{entry.errors}<td class=n>{entry.warnings}'

    rows = [
        f'<tr><th scope=row><a href="#{entry.key}">{escape(entry.agency or t("机关未读出"))}</a>'
        f"<span class=file>{escape(entry.name)}</span>"
        f"{counted(entry)}<td class=n>{entry.year or '—'}<td>{_edition(entry.edition, t)}"
        f"<td class=n>{entry.read}<td class=n>{entry.unknown}"
        for entry in reports
    ]
    if not rows:
        return ""
    heads = [(t("机关和文件"), ""), (t("错误"), "n"), (t("警告"), "n"), (t("年度"), "n"), (t("表式"), "")]
    heads += [(t("读出格数"), "n"), (t("空白或未知"), "n")]
    if not checked:
        del heads[1:3]
    head = "".join(f"<th scope=col{f' class={kind}' if kind else ''}>{text}" for text, kind in heads)
    table = f"<table class=list><thead><tr>{head}<tbody>\n" + "\n".join(rows) + "</table>"
    return f"<h2>{t('各份报告')}</h2>\n{scrolling(table, t('各份报告'))}\n"


def _refused(entries: Iterable[Entry], t: Translate) -> str:
    rows = [
        f"<tr><th scope=row>{escape(entry.name)}<td>{t('读不了') if entry.unreadable else t('不是年度报告')}"
        f"<td class=reason>{escape(entry.refused)}"
        for entry in entries
        if entry.refused is not None
    ]
    if not rows:
        return ""
    head = "".join(f"<th scope=col>{text}" for text in (t("文件"), t("结果"), t("原因")))
    table = f"<table class=list><thead><tr>{head}<tbody>\n" + "\n".join(rows) + "</table>"
    return f"<h2>{t('未作为报告读取的文件')}</h2>\n{scrolling(table, t('未作为报告读取的文件'))}\n"


def _report(marked: Marks, key: str, name: str, language: str, checked: bool) -> str:
    t = translator(language)
    report = marked.report
    title = report.title or t("（没有读到标题）")
    parts = [f'<article id="{key}"><h2>{escape(title)}</h2>', _facts(report, name, t)]
    parts.append(_findings(marked, key, t, checked))
    for table in form_tables(report, unprinted=True):
        parts.append(f"<h3>{t(TABLES[table.id])}</h3>")
        if table.rows:
            form = table_html(table, lambda cell, spans: _value(marked, key, cell, spans, t))
            parts.append(scrolling(form, f"{report.agency or name} {report.year or ''} {t(TABLES[table.id])}"))
        else:
            parts.append(f"<p class=none>{t('报告没有印出这张表。')}</p>")
    if report.edition not in EDITION_IDS:
        parts.append(f"<p class=none>{t('没有读到法定表格。')}</p>")
    parts += [_legend(marked, t), _repaired(report, language, t), _statements(report, t), "</article>"]
    return "".join(parts)


def _facts(report: Report, name: str, t: Translate) -> str:
    facts = [
        (t("机关"), report.agency or t("未读出")),
        (t("年度"), t("{year}年").format(year=report.year) if report.year else t("未读出")),
        (t("表式"), _edition(report.edition, t)),
        (t("落款日期"), chinese_date(report.issued) if report.issued else t("没有落款日期")),
        (t("文件"), name),
    ]
    return "<dl class=facts>" + "".join(f"<div><dt>{k}<dd>{escape(v)}</div>" for k, v in facts) + "</dl>"


def _findings(marked: Marks, key: str, t: Translate, checked: bool) -> str:
    head = f"<h3>{t('校核结果')}</h3>"
    if not checked:
        head += f"<p class=none>{t(UNCHECKED)}</p>"
        if marked.findings:
            head += f"<h3>{t('读取中发现')}</h3>"
    elif not marked.findings:
        head += f"<p class=none>{t('没有发现问题。')}</p>"
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
        section = t("第{section}部分").format(section=escape(finding.section or ""))
        text.append(f"<p class=quote>{section}：“{before}<mark>{words}</mark>{after}”</p>")
    ground = [t("依据：{source}").format(source=escape(finding.source))]
    if where := places(marked.report, finding, t):
        ground.insert(0, t("位置：{places}").format(places=escape(where)))
    spans = "".join(f"<span>{part}</span>" for part in (*ground, escape(finding.rule)))
    text.append(f"<p class=ground>{spans}</p>")
    return "".join(text)


def _value(marked: Marks, key: str, cell: FormCell, spans: str, t: Translate) -> str:
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


def _legend(marked: Marks, t: Translate) -> str:
    """The signs that stand in this report's tables."""
    cells = {cell: marked.state(cell) for table in form_tables(marked.report, unprinted=True) for row in table.rows
             for item in row if (cell := item.cell)}  # fmt: skip
    states = set(cells.values())
    worst = {marked.worst[cell] for cell in cells if cell in marked.worst}
    signs = [
        ("error" in worst, "<b class=error>12</b><sup class=error>1</sup>", t("错误，数字为上文编号")),
        ("warn" in worst, "<b class=warn>12</b><sup>1</sup>", t("警告，数字为上文编号")),
        (any(cell in marked.report.repaired for cell in cells), f"<b class=repaired>12<small>{t('补')}</small></b>",
         t("由勾稽关系补出")),
        ("blank" in states, "<b class=blank></b>", t("印作空白")),
        ("text" in states, "<b class=text>/</b>", t("印有文字，不作数")),
        ("undecided" in states, f"<b class=undecided>{t('未定')}</b>", t("印有数字，不能确定属于哪一格")),
        ("unprinted" in states, f"<b class=unprinted>{t('未印')}</b>", t("报告没有印出这一行")),
    ]  # fmt: skip
    shown = [f"<span>{sign} {text}</span>" for there, sign, text in signs if there]
    return f"<p class=legend>{t('图例')}：{''.join(shown)}</p>" if shown else ""


def _repaired(report: Report, language: str, t: Translate) -> str:
    if not report.repaired:
        return ""
    items = "".join(
        f"<li>{escape(place(report, cell))}：{escape(str(report.cells.get(cell)))}（{escape(repair(how, language))}）"
        for cell, how in report.repaired.items()
    )
    return f"<h3>{t('补出的数字')}</h3><ul>{items}</ul>"


def _statements(report: Report, t: Translate) -> str:
    if not report.statements:
        return ""
    items = "".join(
        f"<li>{t(STATEMENTS[item.what])} <b>{item.value}</b> {escape(item.unit)}"
        f"<span class=quote>{t('第{section}部分').format(section=escape(item.section))}：“{escape(item.text)}”</span>"
        for item in report.statements
    )
    head = t("文字中的数字（{count}）").format(count=len(report.statements))
    return f"<details><summary>{head}</summary><ul class=statements>{items}</ul></details>"


def _edition(edition: str | None, t: Translate) -> str:
    return t("{edition}年版").format(edition=edition) if edition else t("未确定")


def _who(entry: Entry, t: Translate) -> str:
    year = t("{year}年").format(year=entry.year) if entry.year else ""
    return f"<b>{escape(entry.agency or entry.name)}</b> {year}"


def _counts(entry: Entry, t: Translate) -> str:
    counts = []
    if entry.errors:
        counts.append(f"<span class=error>✗ {t('错误')} {entry.errors}</span>")
    if entry.warnings:
        counts.append(f"<span>△ {t('警告')} {entry.warnings}</span>")
    return " ".join(counts)
