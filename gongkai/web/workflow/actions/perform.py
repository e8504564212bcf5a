"""An act in a process: the table that offered it is the one that admits it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from gongkai.web import clock
from gongkai.web.accounts.models import User
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.audit.acts import act as acting
from gongkai.web.audit.notes import Act
from gongkai.web.workflow.actions.writing import go, locked, write
from gongkai.web.workflow.guards import READY
from gongkai.web.workflow.kinds import kind_of
from gongkai.web.workflow.models import Process, Step
from gongkai.web.workflow.offers import Facts, Offer, able, facts, leads_to, offer_of
from gongkai.web.workflow.refusals import Refused
from gongkai.web.workflow.tables import EARLIER, OFFICER, SAME, TIME


class Passage(NamedTuple):
    """What in the text a comment is about, as quoted, and what is said of it."""

    quoted: str
    said: str = ""

    @property
    def stored(self) -> dict[str, str]:
        return {"quoted": self.quoted.strip(), "said": self.said.strip()}


@dataclass(frozen=True)
class Said:
    """What was said with an act."""

    comment: str
    passages: list[dict[str, str]]
    to: str
    assignee: User | None
    at: datetime | None


def perform(
    process: Process,
    act: str,
    *,
    by: Officer,
    comment: str = "",
    version: int | None = None,
    to: str = "",
    assignee: User | None = None,
    passages: Sequence[Passage] = (),
    at: datetime | None = None,
) -> Step:
    """Do what the table permits, and what it brings about, in one act.

    `version` is that of the process which the officer looked at; `to` the step to which it is sent back; `assignee`
    who is to do it; `passages` what in the text it is about; `at` the time that the act asks for.

    :raises NotPermitted: where no office held permits it.
    :raises Refused: where the state has no such act, a guard does not agree, or something is left unsaid.
    """
    _make_ready(process, act, by)
    with acting(by=by.actor) as done:
        process = locked(process, version)
        known = facts(process, doing=True)
        offer = _admitted(process, act, by, known)
        about = [passage.stored for passage in passages if any(passage.stored.values())]
        said = Said(comment.strip(), about, to, assignee, at)
        _check_said(process, offer, said, by)
        return _done(process, known, offer, said, by, done)


def _make_ready(process: Process, act: str, by: Officer) -> None:
    """What the guards of the act ask for and can be made ready, for whoever may act at all."""
    kind = kind_of(process.kind)
    rows = [row for row in kind.table.rows_in(process.state) if row.act == act and by.may(row.who, process.agency)]
    wanted = dict.fromkeys(READY[name] for row in rows for name in row.guards if name in READY)
    if wanted:
        thing = kind.thing(process.object_id)
        for make_ready in wanted:
            make_ready(thing, by)


def _admitted(process: Process, act: str, by: Officer, known: Facts) -> Offer:
    offer = offer_of(process, act, by, known=known)
    if offer is None:
        table = known.kind.table
        label = table.acts[act].label if act in table.acts else act
        raise Refused(
            _("“%(state)s”状态下没有“%(act)s”。") % {"state": table.states[process.state].label, "act": label}
        )
    if not offer.concerns:
        raise NotPermitted(*offer.reasons)
    if not offer.allowed:
        raise Refused(*offer.reasons)
    return offer


def _check_said(process: Process, offer: Offer, said: Said, by: Officer) -> None:
    """What the act asks for, and nothing that it does not know."""
    if offer.row.comment and not said.comment and not any(passage["said"] for passage in said.passages):
        raise Refused(_("“%(act)s”须写明意见或理由。") % {"act": offer.act.label})
    if said.to and (offer.row.to != EARLIER or said.to not in [state.id for state in offer.targets]):
        raise Refused(_("不能退回到“%(to)s”。") % {"to": said.to})
    if (said.assignee is None) != (offer.act.asks != OFFICER):
        raise Refused(_("“%(act)s”须指明由谁办理。") % {"act": offer.act.label})
    if said.assignee is not None and said.assignee not in able(process, by.today):
        raise Refused(_("%(name)s不能办理本环节。") % {"name": said.assignee.name})
    if (said.at is None) != (offer.act.asks != TIME):
        raise Refused(_("“%(act)s”须写明时间。") % {"act": offer.act.label})
    if said.at is not None and said.at <= clock.now():
        raise Refused(_("所定时间已过，请写一个将来的时间。"))


def _done(process: Process, known: Facts, offer: Offer, said: Said, by: Officer, done: Act) -> Step:
    table, origin = known.kind.table, process.state
    standing, held = offer.standing, offer.office
    if standing is None or held is None:  # an allowed offer has both
        raise NotPermitted(*offer.reasons)
    state = table.states[leads_to(process, offer.row, said.to)]
    go(process, state, today=by.today, back=offer.row.to == EARLIER)
    if offer.row.to != SAME:
        process.returned = offer.row.to == EARLIER
    if offer.act.asks == OFFICER:
        process.assignee = said.assignee
    step = write(
        process,
        act=offer.act.id,
        origin=origin,
        user=by.user,
        role=held.role,
        judged=offer.act.judges,
        deputy_for=standing.absent,
        assignee=said.assignee,
        at=said.at,
        comment=said.comment,
        passages=said.passages,
    )
    if offer.act.urges:
        process.urged = step.time
        process.save()
    effect = known.kind.effects.get(offer.act.id)
    if effect is not None:
        effect(known.thing, process, step, done, by)
    done.note(
        "workflow.acted",
        of=process.thing,
        agency=process.agency.holder,
        old={"state": table.states[origin].name},
        new={
            "act": offer.act.name,
            "state": state.name,
            "version": step.reviewed,
            "deputy_for": standing.absent.name if standing.absent else "",
            "assignee": said.assignee.name if said.assignee else "",
        },
    )
    return step
