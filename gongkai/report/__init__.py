"""One annual report: the form as data, reading, checking, writing.

The four verbs of a report's life: :func:`read_report` (a file) or :func:`read_records` (bytes), :func:`check_report`,
:func:`compare_reports` and :mod:`gongkai.report.writing`.
"""

from __future__ import annotations

from gongkai.report.checks import check_family, check_report, check_years, compare_reports
from gongkai.report.reading import read_records, read_report
from gongkai.report.schema import Finding, NotAReport, Record, Report, Source, Statement

__all__ = [
    "Finding",
    "NotAReport",
    "Record",
    "Report",
    "Source",
    "Statement",
    "check_family",
    "check_report",
    "check_years",
    "compare_reports",
    "read_records",
    "read_report",
]
