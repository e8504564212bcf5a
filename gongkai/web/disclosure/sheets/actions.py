"""A list is kept while its preview is looked at, then done as previewed, in one act."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from django.utils.translation import gettext as _

from gongkai.web.agencies.actions.ground import held
from gongkai.web.agencies.lists.previews import Plan, State
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import recorded
from gongkai.web.disclosure.batches.actions import gather, hold
from gongkai.web.disclosure.batches.stocks import STOCKS
from gongkai.web.disclosure.models import SheetDraft
from gongkai.web.disclosure.sheets.plans import Planned
from gongkai.web.disclosure.sheets.reading import read
from gongkai.web.disclosure.sheets.rooms import ROOMS, Room
from gongkai.web.workflow.refusals import ClosedAgency, Refused


def keep(
    room: Room, agency: Agency, content: bytes, *, file_name: str, day: date, whole: bool, by: Officer
) -> SheetDraft:
    """Keep an upload until its preview is confirmed. Nothing else is written."""
    by.require(Permission.DRAFT, agency)
    read(content, room.columns)
    if day > by.today:
        raise Refused(_("生效日期晚于今天。请在当日或之后导入。"))
    SheetDraft.objects.filter(user=by.user).delete()
    return SheetDraft.objects.create(
        user=by.user, agency=agency, room=room.id, file_name=file_name[-200:], content=content, day=day, whole=whole
    )


def drop(draft: SheetDraft, *, by: Officer) -> None:
    """The officer does not want it after all."""
    SheetDraft.objects.filter(pk=draft.pk, user=by.user).delete()


def preview(draft: SheetDraft, *, by: Officer) -> Plan[Planned]:
    """What the list would do now."""
    room = ROOMS[draft.room]
    return room.plan(read(bytes(draft.content), room.columns), draft.agency, draft.day, by, whole=draft.whole)


def take(draft: SheetDraft, *, planned: str, by: Officer) -> Plan[Planned]:
    """Do what the preview with that digest said; wrong lines are left out, as it says. What could be public is put to
    review together.

    :raises Refused: where the list would now do something else, or nothing.
    """
    with act(by=by.actor):
        made = bring(
            ROOMS[draft.room], draft.agency, bytes(draft.content), file_name=draft.file_name, day=draft.day,
            whole=draft.whole, planned=planned, by=by,
        )  # fmt: skip
        draft.delete()
    return made


def bring(
    room: Room, agency: Agency, content: bytes, *, file_name: str, day: date, whole: bool = False, planned: str = "",
    by: Officer,
) -> Plan:  # fmt: skip
    """Do what a list says; `planned`: the digest of what was previewed.

    :raises Refused: where the list would now do something else, or nothing.
    """
    by.require(Permission.DRAFT, agency)
    with act(by=by.actor) as done:
        if room.id in STOCKS:
            hold(room.id, agency)
        agency = held(agency)
        if agency.closed:
            raise ClosedAgency(agency.name)
        made = room.plan(read(content, room.columns), agency, day, by, whole=whole)
        if planned and made.digest != planned:
            raise Refused(_("在您查看预览之后，已有他人改动。请按新的预览再确认一次。"))
        if not made.writes:
            raise Refused(_("没有可以导入的内容。"))
        room.apply(agency, made, day, by, done)
        counts = {state.value: made.counts[state] for state in (State.NEW, State.CHANGED, State.ENDED, State.WRONG)}
        done.note(
            "sheet.imported",
            of=agency.thing,
            agency=agency.holder,
            new={"list": recorded(room.name), "file": file_name, "digest": sha256(content).hexdigest(), **counts},
        )
        if room.id in STOCKS:
            gather(room.id, agency, by=by)
    return made
