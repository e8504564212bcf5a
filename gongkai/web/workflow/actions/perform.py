"""An act in a process: the table that offered it is the one that admits it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.audit.acts import act as acting
from gongkai.web.audit.notes import Act
from gongkai.web.workflow.actions.writing import go, locked, write
from gongkai.web.workflow.models import Process, Step
from gongkai.web.workflow.offers import Facts, Offer, able, facts, leads_to, offer_of
from gongkai.web.workflow.refusals import Refused
from gongkai.web.workflow.tables import EARLIER, SAME


def perform(
    process: Process,
    act: str,
    *,
    by: Officer,
    comment: str = "",
    version: int | None = None,
    to: str = "",
    assignee: User | None = None,
    passage: str = "",
) -> Step:
    """Do what the table permits, and what it brings about, in one act.

    `version` is that of the process which the officer looked at; `to` the step to which it is sent back; `assignee`
    who is to do it; `passage` what in the text the comment is about.

    :raises NotPermitted: where no office held permits it.
    :raises Refused: where the state has no such act, a guard does not agree, or something is left unsaid.
    """
    with acting(by=by.actor) as done:
        process = locked(process, version)
        known = facts(process)
        offer = _admitted(process, act, by, known)
        comment, passage = comment.strip(), passage.strip()
        _check_said(process, offer, comment, to, assignee, by)
        return _done(process, known, offer, by, done, comment=comment, to=to, assignee=assignee, passage=passage)


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


def _check_said(process: Process, offer: Offer, comment: str, to: str, assignee: User | None, by: Officer) -> None:
    """What the act asks for, and nothing that it does not know."""
    if offer.row.comment and not comment:
        raise Refused(_("“%(act)s”须写明意见或理由。") % {"act": offer.act.label})
    if to and (offer.row.to != EARLIER or to not in [state.id for state in offer.targets]):
        raise Refused(_("不能退回到“%(to)s”。") % {"to": to})
    if (assignee is None) != (offer.act.asks != "officer"):
        raise Refused(_("“%(act)s”须指明由谁办理。") % {"act": offer.act.label})
    if assignee is not None and assignee not in able(process, by.today):
        raise Refused(_("%(name)s不能办理本环节。") % {"name": assignee.name})


def _done(
    process: Process,
    known: Facts,
    offer: Offer,
    by: Officer,
    done: Act,
    *,
    comment: str,
    to: str,
    assignee: User | None,
    passage: str,
) -> Step:
    table, origin = known.kind.table, process.state
    standing, held = offer.standing, offer.office
    if standing is None or held is None:  # an allowed offer has both
        raise NotPermitted(*offer.reasons)
    state = table.states[leads_to(process, offer.row, to)]
    go(process, state, today=by.today)
    if offer.row.to != SAME:
        process.returned = offer.row.to == EARLIER
    if offer.act.asks:
        process.assignee = assignee
    step = write(
        process,
        act=offer.act.id,
        origin=origin,
        user=by.user,
        role=held.role,
        judged=offer.act.judges,
        deputy_for=standing.absent,
        assignee=assignee,
        comment=comment,
        passages=[{"quoted": passage}] if passage else [],
    )
    if offer.act.urges:
        process.urged = step.time
        process.save()
    effect = known.kind.effects.get(offer.act.id)
    if effect is not None:
        effect(known.thing, process, step, done)
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
            "assignee": assignee.name if assignee else "",
        },
    )
    return step
