"""Year, period, edition and day of issue against each other and against the day the law sets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.report.agency import classify
from gongkai.report.checks.parts import names_year
from gongkai.report.checks.values import edition_of
from gongkai.report.rules import finding
from gongkai.report.schema import Finding, Report, Severity


def check_dates(report: Report) -> Iterator[Finding]:
    """R16, and a period or a form that is not the year's."""
    if report.year is None:
        return
    yield from _edition(report, report.year)
    yield from _period(report, report.year)
    if report.issued is not None:
        yield from _issued(report, report.year, report.issued)


def _edition(report: Report, year: int) -> Iterator[Finding]:
    edition = edition_of(report)
    if edition is None:
        return
    if edition.last_year is not None and year > edition.last_year:
        yield finding("edition-not-of-year", edition=edition.id, number=edition.number, year=year)
    elif year < edition.first_year:
        yield finding("edition-not-of-year", severity="info", edition=edition.id, number=edition.number, year=year)


def _period(report: Report, year: int) -> Iterator[Finding]:
    if report.period is None or report.period == (date(year, 1, 1), date(year, 12, 31)):
        return
    first, last = report.period
    severity: Severity = "info" if first.year == last.year == year else "warn"
    period = f"{first.isoformat()}/{last.isoformat()}"
    yield finding("period-differs-from-year", severity=severity, year=year, period=period)


def _issued(report: Report, year: int, issued: date) -> Iterator[Finding]:
    if issued.year != year + 1 and report.period is None and not names_year(report.title or ""):
        # The year is one the prose names: which of the two is right is open, and with it every deadline.
        yield finding("year-differs-from-signature", year=year, issued=issued.isoformat())
        return
    end = date(year, 12, 31)
    if report.period and report.period[1].year == year:
        end = report.period[1]
    if issued <= end:
        yield finding("issued-before-period-ends", issued=issued.isoformat(), end=end.isoformat())
        return
    january, march = date(year + 1, 1, 31), date(year + 1, 3, 31)
    kind = classify(report.agency)
    if kind.level == "township":
        if issued > january:
            yield finding("issued-late-locally", issued=issued.isoformat(), deadline=january.isoformat())
    elif kind.form in {"department", "vertical"} and issued > january:
        yield finding("issued-late", issued=issued.isoformat(), deadline=january.isoformat())
    elif kind.form in {"government", "office"} and issued > march:
        yield finding("issued-late", issued=issued.isoformat(), deadline=march.isoformat())
    elif issued > march:
        # Whichever day was the agency's, it has passed; but the name does not say that it had one.
        yield finding("issued-late", severity="info", issued=issued.isoformat(), deadline=march.isoformat())
