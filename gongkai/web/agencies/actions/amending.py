"""An agency's data change, or an entry is put right. Neither is a renaming: no day, no history of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from gongkai.web.agencies.actions.founding import check_codes_free
from gongkai.web.agencies.actions.ground import check_name_free, held_open, hold_tree, keep
from gongkai.web.agencies.checks import cleaned
from gongkai.web.agencies.models import Agency, AgencyName, Placement
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.refusals import InFuture, NoReason, NotBefore, NothingChanged, NotInOrder
from gongkai.web.agencies.rights import amendable
from gongkai.web.agencies.standing import fit
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Act


def amend(agency: Agency, *, values: Mapping[str, Any], version: int, by: Officer) -> Agency:
    """Change fields that have no history of their own; what is not among `values` stays."""
    facts = cleaned(values)
    with act(by=by.actor) as done:
        row = held_open(agency, version=version)
        if not set(facts) <= set(amendable(row, by)):
            by.require(Permission.MANAGE_AGENCIES, row)
        set_facts(done, row, facts)
    return row


def set_facts(done: Act, row: Agency, facts: Mapping[str, Any], *, free: bool = False) -> None:
    """The act itself, for a row that is held, facts that are clean and an officer who may.

    `free`: codes are known to be nobody else's, and kinds to fit.
    """
    old = {name: getattr(row, name) for name in facts if getattr(row, name) != facts[name]}
    if not old:
        raise NothingChanged
    for name in old:
        setattr(row, name, facts[name])
    if not free and {"kind", "tier"} & set(old):
        fit(row.kind, row.tier, row.superior)
        for subordinate in row.subordinates.open():
            fit(subordinate.kind, subordinate.tier, row)
    if not free:
        check_codes_free({name: facts[name] for name in old}, but=row)
    keep(row, *old)
    done.note("agency.amended", of=row.thing, agency=row.holder, old=old, new={name: facts[name] for name in old})


def correct(
    agency: Agency,
    *,
    reason: str,
    version: int,
    by: Officer,
    name: str | None = None,
    opened: date | None = None,
) -> Agency:
    """Put right what was entered wrongly: today's name, or the day of foundation. The event keeps what stood there."""
    reason = reason.strip()
    facts = cleaned({"name": name} if name else {})
    with act(by=by.actor) as done:
        hold_tree()
        row = held_open(agency, version=version)
        by.require(Permission.MANAGE_AGENCIES, row)
        if not reason:
            raise NoReason
        old: dict[str, Any] = {}
        if name and facts["name"] != row.name:
            check_name_free(facts["name"], row.superior, but=row)
            old["name"], row.name = row.name, facts["name"]
            AgencyName.objects.filter(agency=row, until=None).update(name=row.name)
        if opened and opened != row.opened:
            old["opened"] = row.opened.isoformat() if row.opened else ""
            _begin(row, opened, today=by.today)
        if not old:
            raise NothingChanged
        keep(row, "name", "opened")
        new = {key: str(getattr(row, key)) for key in old} | {"reason": reason}
        done.note("agency.corrected", of=row.thing, agency=row.holder, old=old, new=new)
    return row


def _begin(row: Agency, opened: date, *, today: date) -> None:
    """Its first name and first place begin on the day, which must come before anything else that happened to it."""
    if opened > today:
        raise InFuture(opened)
    for model, what in ((AgencyName, _("首个名称的终止日期")), (Placement, _("首个隶属关系的终止日期"))):
        first: Any = model.objects.filter(agency=row).order_by(F("since").asc(nulls_first=True))[0]
        if first.until and opened >= first.until:
            raise NotBefore(row, opened, what, first.until)
        if isinstance(first, Placement) and first.superior and first.superior.opened and opened < first.superior.opened:
            raise NotInOrder(first.superior, opened, _("设立日期"), first.superior.opened)
        first.since = opened
        first.save(update_fields=["since"])
    early = Placement.objects.filter(superior=row, since__lt=opened).select_related("agency").first()
    if early:
        raise NotBefore(row, opened, _("“%s”隶属于它的起始日期") % early.agency.name, early.since)
    row.opened = opened
