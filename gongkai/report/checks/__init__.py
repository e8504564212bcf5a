"""Checking: what in a report cannot be right, is hardly right, or is missing.

Every rule stands in ``rules.yaml`` with its severity and source; the functions here find where it is broken. Nothing is
read, written or asked of a clock: a report goes in, findings come out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gongkai.report.checks.compare import CellChange, Comparison, StatementChange, compare
from gongkai.report.checks.dates import check_dates
from gongkai.report.checks.family import check_parent
from gongkai.report.checks.narrative import check_narrative
from gongkai.report.checks.parts import check_parts
from gongkai.report.checks.plausible import check_plausible
from gongkai.report.checks.prose import check_prose
from gongkai.report.checks.similarity import similarity
from gongkai.report.checks.sums import check_sums
from gongkai.report.checks.values import check_values
from gongkai.report.checks.years import check_years_apart
from gongkai.report.reading.labels import simplified
from gongkai.report.schema import SEVERITIES, Finding, Report

__all__ = [
    "CellChange",
    "Comparison",
    "StatementChange",
    "check_family",
    "check_report",
    "check_years",
    "compare_reports",
    "similarity",
]

_CHECKS = (check_sums, check_values, check_plausible, check_narrative, check_prose, check_dates, check_parts)


def check_report(report: Report) -> tuple[Finding, ...]:
    """What one report alone shows to be wrong, errors first.

    The findings of reading, in ``report.findings``, are not repeated. Where sums are broken, the finding ``sum-broken``
    names the cells that, changed alone, would mend all of them; findings per sum follow.
    """
    report = _in_simplified(report)
    return _graver_first([item for check in _CHECKS for item in check(report)])


def check_years(previous: Report, current: Report) -> tuple[Finding, ...]:
    """What two reports of one agency show together; the cells named are those of ``current``.

    Where the years do not follow each other, only the prose is compared, and a finding says so.
    """
    return _graver_first(list(check_years_apart(previous, current)))


def check_family(parent: Report, children: Sequence[Report]) -> tuple[Finding, ...]:
    """Where the parent's numbers are not the sum of its children's.

    Only meaningful where the scope is the same: the parent reports for exactly these children, itself included where it
    has figures of its own. The caller says so by calling. The cells named are the parent's.
    """
    return _graver_first(list(check_parent(parent, children)))


def compare_reports(a: Report, b: Report) -> Comparison:
    """Two years or two bodies side by side: cells, prose by section, figures in the prose. See :class:`Comparison`."""
    return compare(a, b)


def _in_simplified(report: Report) -> Report:
    """The report with its prose in simplified characters, in which the checks know their words; places stay."""
    sections = {numeral: simplified(text) for numeral, text in report.sections.items()}
    return report if sections == report.sections else replace(report, sections=sections)


def _graver_first(found: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=lambda item: SEVERITIES.index(item.severity)))
