"""The overview page: what was read, each report's form as printed with what is marked in it, and the findings.

One self-contained page, good enough to mail. Reports are rendered one by one (:func:`render`), so that many of them
can be rendered elsewhere and assembled by :func:`write_overview` without being held as objects.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TextIO

from gongkai.report.schema import Record, Report
from gongkai.report.writing.html import OVERVIEW, page, raised, scrolling
from gongkai.report.writing.language import Translate, translator
from gongkai.report.writing.listing import Line, line_of, summary
from gongkai.report.writing.marks import marks
from gongkai.report.writing.overview_report import article
from gongkai.report.writing.wording import UNCHECKED, edition_name

FOLDED_FROM = 13
"""Pages with at least so many reports show them folded."""

STYLES = ("paper.css", "form.css", "overview.css")


@dataclass(frozen=True, slots=True)
class Entry:
    """One record on the page: its line in the list, and its part of the page (``body``, HTML)."""

    key: str
    line: Line
    body: str


def render(record: Record, key: str, language: str = "zh", *, checked: bool = True) -> Entry:
    """The record's entry; ``key`` is its anchor, unique on the page. Where it is not ``checked``, it says so."""
    body = article(marks(record, language), key, language, checked=checked) if isinstance(record, Report) else ""
    return Entry(key, line_of(record, language), body)


def write_overview(entries: Sequence[Entry], out: TextIO, language: str = "zh", *, checked: bool = True) -> None:
    """Write the page of the entries to ``out``."""
    t = translator(language)
    lines = [entry.line for entry in entries]
    reports = [entry for entry in entries if entry.line.refused is None]
    single = len(entries) == 1 and bool(reports)
    title = t("政府信息公开工作年度报告读校结果")
    if single:
        title = t("{agency}：年度报告读校结果").format(agency=reports[0].line.agency or reports[0].line.name)
    mark = f'<meta name="generator" content="{OVERVIEW}">\n'
    before, after = page(title=title, body="\0", language=language, styles=STYLES, mark=mark).split("\0")
    out.write(before)
    if not single:
        out.write(f"<h1>{escape(title)}</h1>\n{_lead(lines, t, checked)}{_list(reports, t, checked)}")
        out.write(_refused(lines, t))
    folded = len(reports) >= FOLDED_FROM
    for entry in reports:
        body = raised(entry.body) if single else entry.body
        if folded:
            head = f"{_who(entry.line, t)} {_counts(entry.line, t) if checked else ''}"
            fine = " fine" if _fine(entry.line, checked) else ""
            out.write(f'<details class="report{fine}"><summary>{head}</summary>{body}</details>\n')
        else:
            out.write(body + "\n")
    note = t("数字只在原文有据时列出；空白、无法确定的单元格一律不当作0。")
    note = (t("由 gongkai 读取和校核。") if checked else t("由 gongkai 读取。") + t(UNCHECKED)) + note
    out.write(f"<footer><p>{note}</p></footer>")
    out.write(after)


def _lead(lines: Sequence[Line], t: Translate, checked: bool) -> str:
    if not lines:
        return f"<p>{t('没有读到文件。请把报告文件或文件夹的路径交给 gongkai check。')}</p>"
    return f"<p class=lead>{summary(lines, t, checked=checked)}</p>\n"


def _list(reports: Sequence[Entry], t: Translate, checked: bool) -> str:
    rows = [_row(entry.key, entry.line, t, checked) for entry in reports]
    if not rows:
        return ""
    heads = [(t("机关和文件"), ""), (t("错误"), "n"), (t("警告"), "n"), (t("年度"), "n"), (t("表式"), "")]
    heads += [(t("读出格数"), "n"), (t("空白或未知"), "n")]
    if not checked:
        del heads[1:3]
    head = "".join(f"<th scope=col{f' class={kind}' if kind else ''}>{text}" for text, kind in heads)
    table = f"<table class=list><thead><tr>{head}<tbody>\n" + "\n".join(rows) + "</table>"
    choice = _choice([entry.line for entry in reports], t, checked) if len(reports) >= FOLDED_FROM else ""
    return f"<h2>{t('各份报告')}</h2>\n{choice}{scrolling(table, t('各份报告'))}\n"


def _row(key: str, line: Line, t: Translate, checked: bool) -> str:
    counted = ""
    if checked:
        sign = "✗ " if line.errors else ""
        counted = _counted(t("错误"), f"{sign}{line.errors}", " error" if line.errors else "")
        counted += _counted(t("警告"), str(line.warnings))
    return (
        f"<tr{' class=fine' if _fine(line, checked) else ''}>"
        f'<th scope=row><a href="#{key}">{escape(line.agency or t("机关未读出"))}</a>'
        f"<span class=file>{escape(line.name)}</span>"
        f"{counted}{_counted(t('年度'), str(line.year or '—'))}"
        f'<td data-head="{t("表式")}">{edition_name(line.edition, t)}'
        f"{_counted(t('读出格数'), str(line.read))}{_counted(t('空白或未知'), str(line.unknown))}"
    )


def _counted(head: str, text: str, more: str = "") -> str:
    """A cell with a figure; on a phone, where the row is broken up, its head stands before it."""
    return f'<td class="n{more}" data-head="{head}">{text}'


def _fine(line: Line, checked: bool) -> bool:
    return checked and not line.errors


def _choice(lines: Sequence[Line], t: Translate, checked: bool) -> str:
    """A box that hides what has no errors, where that leaves something out and something in; without any script."""
    wrong = sum(not _fine(line, checked) for line in lines)
    if wrong in {0, len(lines)}:
        return ""
    label = t("只看有错误的{count}份").format(count=wrong)
    return f"<p><label><input type=checkbox id=wrong> {label}</label></p>\n"


def _refused(lines: Iterable[Line], t: Translate) -> str:
    rows = [
        f"<tr><th scope=row>{escape(line.name)}<td>{t('读不了') if line.unreadable else t('不是年度报告')}"
        f"<td class=reason>{escape(line.refused)}"
        for line in lines
        if line.refused is not None
    ]
    if not rows:
        return ""
    head = "".join(f"<th scope=col>{text}" for text in (t("文件"), t("结果"), t("原因")))
    table = f"<table class=list><thead><tr>{head}<tbody>\n" + "\n".join(rows) + "</table>"
    return f"<h2>{t('未作为报告读取的文件')}</h2>\n{scrolling(table, t('未作为报告读取的文件'))}\n"


def _who(line: Line, t: Translate) -> str:
    year = t("{year}年").format(year=line.year) if line.year else ""
    return f"<b>{escape(line.agency or line.name)}</b> {year}"


def _counts(line: Line, t: Translate) -> str:
    counts = []
    if line.errors:
        counts.append(f"<span class=error>✗ {t('错误')} {line.errors}</span>")
    if line.warnings:
        counts.append(f"<span>△ {t('警告')} {line.warnings}</span>")
    return " ".join(counts)
