"""The report that is being made: counted, put right, put into words, and read back as anybody would read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from django.utils.translation import gettext as _

from gongkai.report import check_report, check_years, read_records
from gongkai.report.editions import Sum
from gongkai.report.schema import Finding, Number, Report, Source
from gongkai.report.writing import write_report
from gongkai.web.agencies.models import Agency
from gongkai.web.annual.collecting.units import with_absorbed
from gongkai.web.annual.figures import TOTAL, Year, form, numbers, printed
from gongkai.web.annual.making import prose
from gongkai.web.annual.models import Adjustment, AnnualReport, Compilation, TakenSums
from gongkai.web.workflow.refusals import Refused


class Made(NamedTuple):
    """A report as it would be published today; the figures as they were counted, and what was put right."""

    report: Report
    counted: Mapping[str, Number]
    adjusted: Mapping[str, Adjustment]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Change:
    """A cell whose count is another than when the report was put to review."""

    place: str
    cell: str
    then: Number
    now: Number


def year_of(compilation: Compilation, today: date) -> Year:
    """What its records are: its own, and those of agencies that ended in it within the year."""
    agencies = with_absorbed(compilation.agency, compilation.year)
    return Year(Agency.objects.filter(pk__in=agencies), compilation.year, today)


def counted_for(compilation: Compilation, of: Year) -> dict[str, Number]:
    """What the records count, with what was taken from the reports of the units below."""
    own = numbers(of)
    taken = taken_of(compilation)
    if taken is None:
        return own
    return {id_: printed(id_, value) + taken.cells.get(id_, 0) for id_, value in own.items()}


def taken_of(compilation: Compilation) -> TakenSums | None:
    """The sums of the units below, where they were taken into it."""
    return TakenSums.objects.select_related("by").filter(compilation=compilation).first()


def made(compilation: Compilation, today: date) -> Made:
    """The report by the records and the prose of now, with what is found in it."""
    of = year_of(compilation, today)
    counted = counted_for(compilation, of)
    held = {row.cell: row for row in compilation.adjustments.filter(ended=None).select_related("by")}
    cells = summed({id_: printed(id_, value) for id_, value in counted.items()} | {
        id_: printed(id_, row.number) for id_, row in held.items()
    })  # fmt: skip
    wanted = {name for text in compilation.sections.values() for name in prose.named(text)}
    found = prose.figures(of, cells, wanted)
    sections = {
        id_: prose.told(text, of, compilation.agency.name, found) for id_, text in compilation.sections.items() if text
    }
    report = Report(
        source=Source("", "", "text/html", 0),
        agency=compilation.agency.name,
        year=compilation.year,
        edition=form().id,
        title=str(compilation),
        issued=compilation.issued or today,
        period=(date(compilation.year, 1, 1), date(compilation.year, 12, 31)),
        sections=sections,
        cells=dict(cells),
    )
    return Made(report, counted, held, findings(report, compilation))


def summed(cells: Mapping[str, Number]) -> dict[str, Number]:
    """The same with every sum that the form prints computed from its parts: those down the columns, then the rows."""
    found = dict(cells)
    for one in sorted(_sums(), key=lambda one: one.totals[0].endswith(f".{TOTAL}")):
        found[one.totals[0]] = sum(found[part] for part in one.parts)
    return found


def computed() -> frozenset[str]:
    """The cells that are sums of others."""
    return frozenset(one.totals[0] for one in _sums())


def _sums() -> list[Sum]:
    """Of cells that the form requires, those that make one cell."""
    required = {id_ for id_, cell in form().cells.items() if cell.required}
    rows = {id_.rpartition(".")[0] for id_ in required}
    return [one for one in form().sums(rows) if len(one.totals) == 1 and required.issuperset(one.cells)]


def document(report: Report) -> bytes:
    """The document that is published, as HTML.

    :raises Refused: where our own reader does not read the same figures from it.
    """
    data = write_report(report, "html").encode()
    back = read_back(data)
    wrong = [id_ for id_, value in report.cells.items() if back.cells.get(id_) != value]
    if wrong or (back.year, back.edition, back.agency) != (report.year, report.edition, report.agency):
        raise Refused(
            _("写出的年度报告读回来与原数不一致：%(cells)s。请告知系统管理员。") % {"cells": "、".join(wrong)}
        )
    return data


def read_back(data: bytes) -> Report:
    """A document of ours, as our reader reads it.

    :raises Refused: where it is none.
    """
    found = read_records(data, "")[0]
    if not isinstance(found, Report):
        raise Refused(found.reason)
    return found


def findings(report: Report, compilation: Compilation) -> tuple[Finding, ...]:
    """What the checks find in it, and between it and the report of the year before."""
    read = read_back(write_report(report, "html").encode())
    found = check_report(read)
    before = published_before(compilation)
    return found + check_years(before, read) if before is not None else found


def published_before(compilation: Compilation) -> Report | None:
    """The report of the year before, as far as the system has it."""
    rows = AnnualReport.objects.filter(agency=compilation.agency_id, year=compilation.year - 1)
    row = rows.first()
    found = row.read() if row is not None else None
    return found if isinstance(found, Report) else None


def key(finding: Finding) -> str:
    """What a finding says, by which its explanation is found again: other numbers are to be explained anew."""
    return finding.message[:2000]


def unexplained(compilation: Compilation, found: tuple[Finding, ...]) -> list[Finding]:
    """The errors among these that nobody explained."""
    said = set(compilation.explanations.values_list("rule", "about"))
    return [one for one in found if one.severity == "error" and (one.rule, key(one)) not in said]


def digest_of(report: Report) -> str:
    """Of what goes to review: figures and prose; the day of the signature comes later."""
    said = replace(report, issued=None).as_dict()
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def changes(compilation: Compilation, fixed: Report, today: date) -> list[Change]:
    """Where the records of now say otherwise than the report that was put to review, what was put right included."""
    now = made(compilation, today).report.cells
    rows = form().cells
    return [
        Change(rows[id_].place, id_, then, now[id_] or 0)
        for id_, then in fixed.cells.items()
        if then is not None and id_ in now and then != now[id_]
    ]
