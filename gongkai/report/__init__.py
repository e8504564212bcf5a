"""One annual report: the form as data, reading, checking, writing.

The verbs of a report's life: :func:`read_report` (a file) or :func:`read_records` (bytes), :func:`check_report`,
:func:`check_years`, :func:`check_family`, :func:`compare_reports` and :mod:`gongkai.report.writing`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_HOMES = {
    "check_family": "checks",
    "check_report": "checks",
    "check_years": "checks",
    "compare_reports": "checks",
    "read_records": "reading",
    "read_report": "reading",
}


def __getattr__(name: str) -> Any:
    # Late on purpose: the command asks this package for its language, and must not pay for the reader to start.
    if name in __all__:
        return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'schema')}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
