"""What the lead office does: it opens a year, excuses a unit, remarks, returns, accepts; and what is published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from gongkai.report.editions import load_edition
from gongkai.web import clock
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.annual.actions import import_report, publish_report
from gongkai.web.annual.collecting.filing import held, renew, require_lead, set_state
from gongkai.web.annual.collecting.units import Unit, units
from gongkai.web.annual.differing.actions import hold, look_again
from gongkai.web.annual.models import Collection, Filing, FilingState, Remark
from gongkai.web.annual.models.making import EDITION
from gongkai.web.annual.terms import due as due_by_law
from gongkai.web.audit.acts import act
from gongkai.web.files.stores import store
from gongkai.web.workflow.refusals import Refused

#: Reports in this form are collected on the years since.
FIRST = load_edition(EDITION).first_year
#: Why nothing is awaited of whom the tree has elsewhere by the year's end.
LEFT = "年底已不隶属于本级"


def open_collection(lead: Agency, year: int, *, due: date | None = None, by: Officer) -> Collection:
    """Wait for the reports of the units that stand below; again: for those that the tree has by now.

    :raises Refused: where the year is none that has begun, the day lies in it, or nobody stands below.
    """
    by.require(Permission.SUPERVISE, lead)
    if not FIRST <= year <= by.today.year:
        raise Refused(_("可以收集%(first)s年到今年的年度报告。") % {"first": FIRST})
    if due is not None and due.year <= year:
        raise Refused(_("报送期限应当在次年，法定为%(day)s（《条例》第四十九条）。") % {"day": due_by_law(year)})
    now = units(lead, year, by.today)
    if not now:
        raise Refused(_("“%(agency)s”下面没有要报送年度报告的单位。") % {"agency": lead.name})
    with act(by=by.actor) as done:
        Agency.objects.select_for_update().get(pk=lead.pk)  # one opening at a time
        row = Collection.objects.filter(agency=lead, year=year).first()
        if row is None:
            row = Collection.objects.create(agency=lead, year=year, due=due or due_by_law(year))
        _await(row, now)
        if due is not None and due != row.due:  # after the filings: those who judge hold one first, too
            row.due = due
            row.save(update_fields=["due"])
        renew(row)
        new = {"year": year, "due": row.due.isoformat(), "units": len(now)}
        done.note("collection.opened", of=row.thing, agency=lead.holder, new=new)
    return row


def _await(row: Collection, now: Sequence[Unit]) -> None:
    """Those of the tree are awaited with their names; who is there no more is not, unless it has filed."""
    known = {filing.agency_id: filing for filing in row.filings.all()}
    added, changed = [], []
    for unit in now:
        filing = known.pop(unit.agency.pk, None)
        if filing is None:
            added.append(Filing(collection=row, agency=unit.agency, name=unit.name, changes=unit.changes))
        elif (filing.name, filing.changes) != (unit.name, unit.changes):
            filing.name, filing.changes = unit.name, unit.changes
            changed.append(filing)
    for filing in known.values():  # no longer below
        if not filing.excused and not filing.latest:
            filing.excused = LEFT
            changed.append(filing)
    Filing.objects.bulk_create(added, batch_size=500)
    Filing.objects.bulk_update(changed, ["name", "changes", "excused"], batch_size=200)


def add_unit(collection: Collection, agency: Agency, *, by: Officer) -> Filing:
    """Wait for a unit's report that the tree alone does not name, such as an organ led from above."""
    require_lead(collection, by)
    by.require(Permission.SUPERVISE, agency)
    with act(by=by.actor) as done:
        Collection.objects.select_for_update().get(pk=collection.pk)
        if collection.filings.filter(agency=agency).exists():
            raise Refused(_("“%(agency)s”已经在名单里。") % {"agency": agency.name})
        row: Filing = Filing.objects.create(collection=collection, agency=agency, name=agency.name)
        renew(collection)
        done.note("filing.awaited", of=row.thing, agency=collection.agency.holder)
    return row


def excuse(filing: Filing, reason: str, *, by: Officer) -> Filing:
    """Wait no more for a unit's report, and say why; without a reason: wait for it again."""
    require_lead(filing.collection, by)
    with act(by=by.actor) as done:
        row = held(filing)
        row.excused = reason.strip()
        row.version += 1
        row.save(update_fields=["excused", "version"])
        renew(row.collection)
        verb = "filing.excused" if row.excused else "filing.awaited"
        done.note(verb, of=row.thing, agency=row.agency.holder, new={"reason": row.excused})
    return row


def remark(filing: Filing, text: str, *, cell: str = "", by: Officer) -> Remark:
    """Say what is to be mended, at a cell or of the whole.

    :raises Refused: without words, of a cell that the form has not, or before anything was filed.
    """
    require_lead(filing.collection, by)
    if not text.strip():
        raise Refused(_("请写明要更正什么。"))
    if cell and cell not in load_edition(EDITION).cells:
        raise Refused(_("表中没有这一格，请从报告里点开要更正的数字。"))
    with act(by=by.actor) as done:
        row = held(filing)
        if not row.latest:
            raise Refused(_("还没有报送，不能提退回意见。"))
        made: Remark = row.remarks.create(
            number=row.latest, cell=cell, text=text.strip(), by=by.user, made=clock.now()
        )  # fmt: skip
        done.note(
            "filing.remarked", of=row.thing, agency=row.agency.holder, new={"place": made.place, "remark": made.text}
        )
    return made


def give_back(filing: Filing, *, version: int | None = None, by: Officer) -> Filing:
    """Return it to the unit with the remarks; what was accepted counts no more.

    :raises Refused: without a remark on what was filed last, or where nothing is there to be returned.
    """
    require_lead(filing.collection, by)
    with act(by=by.actor) as done:
        row = _current(filing, version)
        if row.state in (FilingState.DRAFT, FilingState.RETURNED):
            raise Refused(_("单位还没有报送（或者还没有重新报送），不能退回。"))
        open_ = row.remarks.filter(number=row.latest, settled=None).count()
        if not open_:
            raise Refused(_("退回前请写明意见：点开要更正的数字，或者写总的意见。"))
        set_state(row, FilingState.RETURNED)
        new = {"version": row.latest, "remarks": open_}
        done.note("filing.returned", of=row.thing, agency=row.agency.holder, new=new)
        look_again(row.agency_id, row.collection.year, done)
    return row


def accept(filing: Filing, *, reason: str = "", version: int | None = None, by: Officer) -> Filing:
    """Take it as filed: its figures count in the sums, and its remarks are done with.

    :raises Refused: where it is not waiting for that, or has errors and nobody says why it is right all the same.
    """
    require_lead(filing.collection, by)
    with act(by=by.actor) as done:
        row = _current(filing, version)
        if row.state != FilingState.SUBMITTED:
            raise Refused(_("只有已报送、待审的可以接收。"))
        latest = row.versions.defer("record").get(number=row.latest)
        if latest.errors and not reason.strip():
            said = {"count": latest.errors}
            raise Refused(_("校核发现%(count)d处错误；请退回更正，或者写明为什么仍然接收。") % said)
        row.remarks.filter(settled=None).update(settled=clock.now())
        set_state(row, FilingState.ACCEPTED)
        new = {"version": row.latest, "errors": latest.errors, "reason": reason.strip()}
        done.note("filing.accepted", of=row.thing, agency=row.agency.holder, new=new)
        look_again(row.agency_id, row.collection.year, done)
        row.refresh_from_db(fields=["state", "version"])  # it may have been public before
    return row


def publish(filing: Filing, *, by: Officer) -> Filing:
    """Show the document that was filed and accepted on the portal (《条例》第四十九条).

    :raises Refused: where it is not accepted, or was made here and goes out by its own way.
    """
    by.require(Permission.DISCLOSE, filing.agency)
    with act(by=by.actor):
        hold(filing.agency_id)
        row = held(filing)
        latest = row.versions.select_related("file").get(number=row.latest) if row.latest else None
        if latest is None or row.state != FilingState.ACCEPTED:
            raise Refused(_("主管部门接收以后，才能按报送的公布。"))
        if latest.file is None:
            raise Refused(_("这份报告是在系统里编制的，请在编制页公布。"))
        data = b"".join(store().chunks(latest.file.sha256))
        name, year = latest.file.name, row.collection.year
        report = import_report(row.agency, data=data, name=name, year=year, report=latest.report, by=by)
        publish_report(report, by=by)
        row.refresh_from_db(fields=["state", "version"])
    return row


def _current(filing: Filing, version: int | None) -> Filing:
    """Within an act: the filing, where it is still what the page showed; after its agency, as where one publishes."""
    hold(filing.agency_id)
    row = held(filing)
    if version is not None and version != row.version:
        raise Refused(_("在您打开页面之后，这份报送有了变化。请查看最新情况后再办。"))
    return row
