"""A report as a document: title, headings, prose, tables and signature in their order, for every form of writing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.report.editions import EDITION_IDS, load_edition
from gongkai.report.schema import Report
from gongkai.report.writing.form import FormTable, form_tables


@dataclass(frozen=True, slots=True)
class Title:
    """The report's title."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A line under the report: who signs, or the date."""

    text: str


Part = Title | Heading | Text | FormTable | Signature


def document(report: Report) -> Iterator[Part]:
    """The report's parts. Nothing is made up: what the report does not have is not written."""
    if report.title:
        yield Title(report.title)
    if opening := _opening(report):
        yield Text(opening)
    edition = load_edition(report.edition if report.edition in EDITION_IDS else EDITION_IDS[-1])
    tables = {table.section: table for table in form_tables(report) if table.rows}
    for section in edition.sections:
        if section.id not in report.sections and section.id not in tables:
            continue
        yield Heading(f"{section.id}、{section.label}")
        for line in report.sections.get(section.id, "").splitlines():
            if line.strip():
                yield Text(line)
        if table := tables.get(section.id):
            yield table
    # Only a dated report is signed; an undated one names its agency in the opening where its title does not.
    if report.issued:
        if report.agency:
            yield Signature(report.agency)
        yield Signature(chinese_date(report.issued))


def chinese_date(day: date) -> str:
    """``2026年11月22日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def _opening(report: Report) -> str:
    """The sentences that state agency, year and period, as far as title, prose and signature leave them open."""
    prose = "\n".join(report.sections.values())
    said = (report.title or "") + report.sections.get("一", "")
    sentences = []
    if report.agency and not report.issued and report.agency not in said:
        sentences.append(f"本报告由{report.agency}依照《中华人民共和国政府信息公开条例》编制。")
    if report.period:
        begin, end = (chinese_date(day) for day in report.period)
        if begin not in prose or end not in prose:
            sentences.append(f"本报告中所列数据的统计期限自{begin}起至{end}止。")
    elif report.year and str(report.year) not in said and report.year + 1 != (report.issued and report.issued.year):
        sentences.insert(0, f"{report.year}年，本机关依照《中华人民共和国政府信息公开条例》公开政府信息。")
    return "".join(sentences)
