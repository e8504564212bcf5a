"""Requests go into the archive and come out again, are held back, and kept for a term."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from gongkai.web import clock
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import recorded
from gongkai.web.requests.actions.ground import held, taken_out
from gongkai.web.requests.archiving.reading import filable, hold_of
from gongkai.web.requests.archiving.schedule import terms_of
from gongkai.web.requests.models import Case, Hold, Retained, RetentionTerm
from gongkai.web.workflow.refusals import Refused

#: So many at a time.
MOST = 500


def file_away(agency: Agency, numbers: Collection[int], *, by: Officer) -> int:
    """File these requests (《条例》第四十五条); how many. What cannot be filed any more is left out.

    :raises Refused: where none is left.
    """
    by.require(Permission.DISCLOSE, agency)
    if len(numbers) > MOST:
        raise Refused(_("一次最多归档%(most)d件。") % {"most": MOST})
    with act(by=by.actor) as done:
        possible = filable(agency, by.today).filter(pk__in=numbers).values("pk")
        rows = list(Case.objects.select_for_update(of=("self",)).filter(pk__in=possible, archived=None).order_by("pk"))
        if not rows:
            raise Refused(_("所选的申请现在都不能归档，请刷新页面后再看。"))
        for row in rows:
            row.archived = by.today
            row.version += 1
            row.save(update_fields=["archived", "version"])
            done.note("case.archived", of=row.thing, agency=agency.holder, new={"day": by.today.isoformat()})
    return len(rows)


def take_out(case: Case, *, reason: str, by: Officer) -> None:
    """Take a request out of the archive, so that it may be worked on.

    :raises Refused: without a reason, or where it is not in the archive.
    """
    by.require(Permission.DISCLOSE, case.agency)
    if not reason.strip():
        raise Refused(_("请写明调出档案的理由。"))
    with act(by=by.actor) as done:
        row = held(case, archived=True)
        if row.archived is None:
            raise Refused(_("这件申请没有归档。"))
        taken_out(row, done, reason=reason.strip())


def hold(case: Case, *, reason: str, by: Officer) -> Hold:
    """Keep what it says of people although its term is over.

    :raises Refused: without a reason, or where it is held back already.
    """
    by.require(Permission.DISCLOSE, case.agency)
    if not reason.strip():
        raise Refused(_("请写明暂缓清除的理由，如检查、审计、信访、诉讼需要。"))
    with act(by=by.actor) as done:
        row = held(case, archived=True)
        if hold_of(row) is not None:
            raise Refused(_("这件申请已经登记暂缓清除。"))
        made: Hold = Hold.objects.create(case=row, reason=reason.strip(), placed=clock.now(), placed_by=by.user)
        done.note("case.held", of=row.thing, agency=row.agency.holder)
    return made


def lift(case: Case, *, by: Officer) -> None:
    """It is not held back any more.

    :raises Refused: where it was not.
    """
    by.require(Permission.DISCLOSE, case.agency)
    with act(by=by.actor) as done:
        row = held(case, archived=True)
        found = hold_of(row)
        if found is None:
            raise Refused(_("这件申请没有登记暂缓清除。"))
        found.lifted, found.lifted_by = clock.now(), by.user
        found.save(update_fields=["lifted", "lifted_by"])
        done.note("case.hold_lifted", of=row.thing, agency=row.agency.holder)


def keep_term(agency: Agency, kind: Retained, *, years: int, basis: str, by: Officer) -> RetentionTerm:
    """For so many years the agency keeps it from now on.

    :raises Refused: for a number that is no term, or without a basis.
    """
    by.require(Permission.DISCLOSE, agency)
    if not 1 <= years <= 100:
        raise Refused(_("保管期限是1至100的整年数。"))
    if not basis.strip():
        raise Refused(_("请写明依据，如经同级档案部门审查同意的保管期限表。"))
    with act(by=by.actor) as done:
        before = terms_of(agency)[kind]
        row: RetentionTerm = RetentionTerm.objects.create(
            agency=agency, kind=kind, years=years, basis=basis.strip(), made=clock.now(), made_by=by.user
        )
        new = {"kind": recorded(kind.label), "years": years, "reason": row.basis}
        done.note("retention.set", of=agency.thing, agency=agency.holder, old={"years": before.years}, new=new)
    return row
