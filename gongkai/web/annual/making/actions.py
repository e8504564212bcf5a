"""What is done in making a report: begun, put into words, put right, explained, fixed, signed, published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from gongkai.report.schema import Finding, Number
from gongkai.web import clock
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.annual.actions import import_report, publish_report
from gongkai.web.annual.figures import form
from gongkai.web.annual.making import prose
from gongkai.web.annual.making.made import (
    computed,
    counted_for,
    digest_of,
    document,
    key,
    made,
    unexplained,
    year_of,
)
from gongkai.web.annual.making.taking import collection_of, why_open
from gongkai.web.annual.models import Adjustment, Compilation, CompilationVersion, Explanation, TakenSums
from gongkai.web.annual.models.making import COMPILATION
from gongkai.web.annual.rollup.sums import sums
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Act
from gongkai.web.workflow.actions import begin, fixed
from gongkai.web.workflow.kinds import Version
from gongkai.web.workflow.models import Process, Step
from gongkai.web.workflow.refusals import Refused, Stale

#: Reports in this form are made on the years since.
FIRST = form().first_year
#: The state in which it may be changed.
DRAFT = "draft"


def begin_compilation(agency: Agency, year: int, *, by: Officer) -> Compilation:
    """Begin to make an agency's report on a year, with the prose that every report begins with.

    :raises Refused: where it is being made already, or the year is none that has begun.
    """
    by.require(Permission.DISCLOSE, agency)
    if not FIRST <= year <= by.today.year:
        raise Refused(_("可以编制%(first)s年到今年的年度报告。") % {"first": FIRST})
    with act(by=by.actor) as done:
        Agency.objects.select_for_update().get(pk=agency.pk)  # one beginning at a time
        if Compilation.objects.filter(agency=agency, year=year).exists():
            raise Refused(_("这一年的年度报告已经在编制。"))
        sections = {section: prose.beginning(section) for section in prose.SECTIONS}
        row: Compilation = Compilation.objects.create(agency=agency, year=year, sections=sections)
        begin(row, kind=COMPILATION, agency=agency, version=version_of(row), by=by)
        done.note("annual.begun", of=row.thing, agency=agency.holder, new={"year": year})
    return row


def version_of(compilation: Compilation) -> Version:
    """What is under review: the latest that was fixed."""
    row = CompilationVersion.objects.filter(compilation=compilation, number=compilation.latest).first()
    return Version(row.number, row.digest) if row is not None else Version(0, "")


def write(compilation: Compilation, sections: Mapping[str, str], *, version: int, by: Officer) -> Compilation:
    """Keep the prose.

    :raises Refused: where it is under review or past it, or names a figure that there is not.
    """
    if wrong := prose.objection(sections):
        raise Refused(wrong)
    with act(by=by.actor) as done:
        row = drafted(compilation, by, version)
        row.sections = {section: sections.get(section, "").strip() for section in prose.SECTIONS}
        row.save(update_fields=["sections"])
        done.note("annual.written", of=row.thing, agency=row.agency.holder)
    return row


def adjust(compilation: Compilation, cell: str, value: Number, *, reason: str, by: Officer) -> Adjustment:
    """Put a figure right by hand; what was counted stays beside it.

    :raises Refused: without a reason, for a sum, or where the number is what was counted.
    """
    if not reason.strip():
        raise Refused(_("请写明为什么与系统统计的不同。"))
    if cell not in form().cells or cell in computed():
        raise Refused(_("合计由系统计算，请更正它的各个部分。"))
    with act(by=by.actor) as done:
        row = drafted(compilation, by)
        counted = counted_for(row, year_of(row, by.today))[cell]
        if value == counted:
            raise Refused(_("与系统统计的数字相同，不需要更正。"))
        _end(row, cell, by)
        made: Adjustment = Adjustment.objects.create(
            compilation=row, cell=cell, counted=Decimal(str(counted)), value=Decimal(str(value)),
            reason=reason.strip(), by=by.user, made=clock.now(),
        )  # fmt: skip
        new = {"place": made.place, "value": str(value), "counted": str(counted), "reason": reason.strip()}
        done.note("annual.adjusted", of=row.thing, agency=row.agency.holder, new=new)
    return made


def as_counted(compilation: Compilation, cell: str, *, by: Officer) -> None:
    """What was put right holds no more: the cell is as it is counted.

    :raises Refused: where nothing was put right.
    """
    with act(by=by.actor) as done:
        row = drafted(compilation, by)
        ended = _end(row, cell, by)
        if ended is None:
            raise Refused(_("这个数字没有更正过。"))
        done.note("annual.as_counted", of=row.thing, agency=row.agency.holder, new={"place": ended.place})


def explain(compilation: Compilation, finding: Finding, *, reason: str, by: Officer) -> Explanation:
    """Say why an error that the checks find is none.

    :raises Refused: without a reason.
    """
    if not reason.strip():
        raise Refused(_("请写明为什么这不是错误。"))
    with act(by=by.actor) as done:
        row = drafted(compilation, by)
        said: Explanation
        said, _new = Explanation.objects.update_or_create(
            compilation=row, rule=finding.rule, about=key(finding),
            defaults={"reason": reason.strip(), "by": by.user, "made": clock.now()},
        )  # fmt: skip
        new = {"rule": finding.message, "reason": reason.strip()}
        done.note("annual.explained", of=row.thing, agency=row.agency.holder, new=new)
    return said


def take(compilation: Compilation, *, by: Officer) -> TakenSums:
    """Take the sums of the units below into a government's own report, as they are now; again: anew.

    :raises Refused: where nothing is collected, or nobody's report was accepted yet.
    """
    collection = collection_of(compilation)
    if collection is None:
        raise Refused(_("这一年没有收集下级单位的年度报告，没有可以汇总的。"))
    with act(by=by.actor) as done:
        row = drafted(compilation, by)
        found = sums(collection)
        if not found.parts:
            raise Refused(_("还没有接收任何单位的年度报告，没有可以汇总的。"))
        taken, _new = TakenSums.objects.update_or_create(
            compilation=row,
            defaults={
                "cells": dict(found.cells), "open": {id_: list(names) for id_, names in found.open.items()},
                "missing": [*found.missing, *found.strange], "units": len(found.parts), "by": by.user,
                "made": clock.now(),
            },
        )  # fmt: skip
        new = {"units": taken.units, "missing": len(taken.missing)}
        done.note("annual.taken", of=row.thing, agency=row.agency.holder, new=new)
    return taken


def fix(compilation: Compilation, by: Officer) -> None:
    """Keep figures and prose as they are now as the version that goes to review; the same again is no new one."""
    with act(by=by.actor) as done:
        row = drafted(compilation, by)
        report = made(row, by.today).report
        digest = digest_of(report)
        if version_of(row).digest != digest:
            row.latest += 1
            row.save(update_fields=["latest"])
            CompilationVersion.objects.create(
                compilation=row, number=row.latest, record=replace(report, issued=None).as_dict(), digest=digest,
                author=by.user, made=clock.now(),
            )  # fmt: skip
            fixed(_running(row), version=Version(row.latest, digest), by=by)
        done.note("annual.fixed", of=row.thing, agency=row.agency.holder, new={"version": row.latest})


def why_not_fixed(compilation: Compilation) -> str:
    """Why what was fixed may not go to review; empty: it may."""
    now = made(compilation, clock.today())
    if unknown := sorted({name for text in now.report.sections.values() for name in prose.named(text)}):
        return _("文字里的“%(names)s”还没有登记数字；请先登记，或者从文字里去掉。") % {"names": _("、").join(unknown)}
    wrong = unexplained(compilation, now.findings)
    if not wrong:
        return why_open(compilation, now.adjusted)
    return _("校核发现%(count)d处错误没有更正，也没有说明，如：%(first)s") % {
        "count": len(wrong), "first": wrong[0].message,
    }  # fmt: skip


def signed(compilation: Compilation, process: Process, step: Step, done: Act, by: Officer) -> None:
    """What signing brings about: the day under the report."""
    compilation.issued = by.today
    compilation.save(update_fields=["issued"])


def unsigned(compilation: Compilation, process: Process, step: Step, done: Act, by: Officer) -> None:
    """What revoking a signature brings about: the report has no day."""
    compilation.issued = None
    compilation.save(update_fields=["issued"])


def published(compilation: Compilation, process: Process, step: Step, done: Act, by: Officer) -> None:
    """What publishing brings about: the document that our own reader reads, on the portal (《条例》第四十九条)."""
    version = compilation.versions.get(number=compilation.latest)
    data = document(replace(version.report, issued=compilation.issued))
    name = f"{compilation}.html"
    row = import_report(compilation.agency, data=data, name=name, year=compilation.year, by=by)
    compilation.report = publish_report(row, by=by)
    compilation.save(update_fields=["report"])


def drafted(compilation: Compilation, by: Officer, version: int | None = None) -> Compilation:
    """The compilation, held, while it may be changed: it is then another version."""
    by.require(Permission.DISCLOSE, compilation.agency)
    process = Process.objects.running().filter(kind=COMPILATION, object_id=compilation.pk).first()
    row: Compilation = (
        Compilation.objects.select_for_update(of=("self",)).select_related("agency").get(pk=compilation.pk)
    )
    if version is not None and version != row.version:
        raise Stale
    if process is None or process.state != DRAFT:
        raise Refused(_("年度报告已经送审或者公布；要修改的，先撤回或者请退回。"))
    row.version += 1
    row.save(update_fields=["version"])
    return row


def _running(compilation: Compilation) -> Process:
    found: Process = Process.objects.running().get(kind=COMPILATION, object_id=compilation.pk)
    return found


def _end(compilation: Compilation, cell: str, by: Officer) -> Adjustment | None:
    held: Adjustment | None = compilation.adjustments.filter(cell=cell, ended=None).first()
    if held is not None:
        held.ended, held.ended_by = clock.now(), by.user
        held.save(update_fields=["ended", "ended_by"])
    return held
