"""A process begins; and its thing changes while it is under way."""

from __future__ import annotations

from datetime import date

from django.db.models import Model
from django.utils.translation import gettext as _

from gongkai.web import clock
from gongkai.web.agencies.actions.ground import held
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.audit.acts import act
from gongkai.web.visibility import Level
from gongkai.web.workflow.actions.writing import go, locked, write
from gongkai.web.workflow.chains import chain_in_force
from gongkai.web.workflow.kinds import Version, kind_of
from gongkai.web.workflow.models import Process, Writer
from gongkai.web.workflow.refusals import ClosedAgency, Refused
from gongkai.web.workflow.standing import standings

#: On the sheet: the thing was changed after it had been sent on.
CHANGE = "change"
#: On the sheet: the thing comes from another system, in which it had been reviewed.
MOVED_IN = "moved_in"


def begin(
    thing: Model,
    *,
    kind: str,
    agency: Agency,
    version: Version,
    by: Officer,
    deadline: date | None = None,
    level: Level = Level.INTERNAL,
) -> Process:
    """Begin a process of a thing with the chain that the agency asks for today.

    :raises Refused: where one is under way, or the agency is closed.
    """
    known = kind_of(kind)
    state = known.table.states[known.table.begins]
    by.require(known.table.drafting, agency)
    with act(by=by.actor) as done:
        agency = held(agency)
        if agency.closed is not None:
            raise ClosedAgency(agency.name)
        if Process.objects.running().filter(kind=kind, object_id=thing.pk).exists():
            raise Refused(_("“%(title)s”已在办理之中。") % {"title": thing})
        now = clock.now()
        process = Process(
            kind=kind,
            object_id=thing.pk,
            agency=agency,
            level=level,
            title=str(thing),
            chain=chain_in_force(agency, known, by.today).steps,
            reviewed=version.number,
            digest=version.digest,
            begun_by=by.user,
            begun=now,
            waiting_since=now,
            deadline=deadline,
        )
        go(process, state, today=by.today)
        process.save()
        Writer.objects.create(process=process, user=by.user)
        labels = [known.table.states[step].name for step in process.chain]
        done.note("workflow.begun", of=process.thing, agency=agency.holder, new={"chain": "、".join(labels)})
    return process


def enter(
    thing: Model, *, kind: str, agency: Agency, version: Version, state: str, comment: str, by: Officer
) -> Process:
    """Within an act: a process that was gone through elsewhere, in a state in which nothing waits any more."""
    known = kind_of(kind)
    now = clock.now()
    process = Process(
        kind=kind,
        object_id=thing.pk,
        agency=agency,
        title=str(thing),
        chain=[],
        reviewed=version.number,
        digest=version.digest,
        begun_by=by.user,
        begun=now,
        waiting_since=now,
    )
    go(process, known.table.states[state], today=by.today)
    process.save()
    write(process, act=MOVED_IN, origin=known.table.begins, user=by.user, role="", comment=comment)
    return process


def fixed(process: Process, *, version: Version, by: Officer) -> None:
    """Within an act: this version of the draft goes to review. Nobody changed what others look at: they may still act.

    :raises Refused: where the process is past its draft.
    """
    process = locked(process, None)
    table = kind_of(process.kind).table
    if process.state != table.begins:
        raise Refused(_("“%(title)s”已经送审。") % {"title": process.title})
    process.reviewed, process.digest = version
    process.save(update_fields=["reviewed", "digest"])
    Writer.objects.get_or_create(process=process, user=by.user)


def changed(process: Process, *, version: Version, by: Officer, deadline: date | None = None) -> Process:
    """The thing has another version: it is the one under way now, and what was sent on goes back to the draft.

    `deadline` is the last day of the whole, as the new version has it.

    :raises Refused: where the process has ended; a new one is begun for a new version.
    """
    with act(by=by.actor) as done:
        process = locked(process, None)
        table = kind_of(process.kind).table
        state = table.states[table.begins]
        by.require(table.drafting, process.agency)
        if process.ended is not None:
            raise Refused(_("“%(title)s”已经办结，请另行起草新版。") % {"title": process.title})
        (process.reviewed, process.digest), process.deadline = version, deadline
        process.title = str(kind_of(process.kind).thing(process.object_id))
        Writer.objects.get_or_create(process=process, user=by.user)
        origin = process.state
        if origin == table.begins:
            process.version += 1
            process.save()
            return process
        go(process, state, today=by.today)
        held = next((one.office(table.drafting, process.agency) for one in standings(by)), None)
        write(process, act=CHANGE, origin=origin, user=by.user, role=held.role if held else "")
        done.note(
            "workflow.changed",
            of=process.thing,
            agency=process.agency.holder,
            old={"state": table.states[origin].name},
            new={"state": state.name, "version": version.number},
        )
    return process
