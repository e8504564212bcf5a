"""A report's HTML, made once in a process for each document and language."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime

from django.utils.safestring import mark_safe

from gongkai.report.schema import Report
from gongkai.report.writing.published import Opens, Published, published
from gongkai.web.annual.models import AnnualReport

MOST = 200
ANCHOR = "f"
_made: OrderedDict[tuple[str, datetime, str], Published] = OrderedDict()


def laid_out(report: Report, language: str | None, opens: Opens | None = None) -> Published:
    """Any report, laid out as the form in a page's language, with marks and findings; `opens`: where a number leads to.
    All text in it is escaped."""
    raw = published(report, ANCHOR, "en" if language == "en" else "zh", opens)
    return Published(mark_safe(raw.body), mark_safe(raw.findings), mark_safe(raw.figures))


def parts(row: AnnualReport, language: str) -> Published:
    """The document with its marks, what was found in it, and its other figures. All text in it is escaped."""
    key = (row.sha256, row.imported, language)
    if (made := _made.get(key)) is None:
        report = row.read()
        if not isinstance(report, Report):
            raise ValueError(f"{row}: {report.reason}")
        made = _made[key] = laid_out(report, language)
        while len(_made) > MOST:
            _made.popitem(last=False)
    return made
