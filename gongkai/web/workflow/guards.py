"""Guards: conditions that a row of a table names. Each says in Chinese why it does not agree, or nothing.

The app that owns a kind may register more; their names are then known to its table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from gongkai.web import clock
from gongkai.web.agencies.officers import Officer
from gongkai.web.workflow.models import Process, Step
from gongkai.web.workflow.standing import Standing
from gongkai.web.workflow.tables import Row, Table


@dataclass(frozen=True)
class Asking:
    """What a guard is asked about."""

    process: Process
    table: Table
    row: Row
    standing: Standing
    #: All that was done so far, and who wrote.
    steps: Sequence[Step]
    writers: frozenset[int]
    #: The thing, and its digest as it is now.
    thing: Any
    digest: str
    #: It is being done; else it is only offered, and what can be made ready (`READY`) may be missing still.
    doing: bool = False

    @property
    def people(self) -> frozenset[int]:
        return self.standing.people


Guard = Callable[[Asking], str]
GUARDS: dict[str, Guard] = {}
#: What makes ready what a guard asks for, given the thing and who is about to act. It is done before the act, in acts
#: of its own: what it found stays where the act is then refused.
Ready = Callable[[Any, Officer], object]
READY: dict[str, Ready] = {}


def guard(name: str, *, ready: Ready | None = None) -> Callable[[Guard], Guard]:
    """Register a guard under a name that tables may use."""

    def register(found: Guard) -> Guard:
        GUARDS[name] = found
        if ready is not None:
            READY[name] = ready
        return found

    return register


@guard("open")
def agency_is_open(asking: Asking) -> str:
    if asking.process.agency.closed is None:
        return ""
    return _("“%(agency)s”已撤销。") % {"agency": asking.process.agency.name}


@guard("four_eyes")
def other_eyes(asking: Asking) -> str:
    """Nobody reviews or approves what they wrote, or judged before at another step; deputies count as both."""
    if asking.people & asking.writers:
        return _("起草人不能审核自己起草的内容，代他人办理也不行。")
    for step in asking.steps:
        other = step.judged and step.origin != asking.row.state and step.digest == asking.process.digest
        if other and asking.people & {step.user_id, step.deputy_for_id}:
            label = asking.table.states[step.origin].label
            return _("同一人已在“%(step)s”环节办理过这一版本，本环节须由他人办理。") % {"step": label}
    return ""


@guard("same_version")
def version_is_fixed(asking: Asking) -> str:
    if asking.digest == asking.process.digest:
        return ""
    return _("送审后内容有改动，与第%(number)s版不同，须退回拟稿后重新送审。") % {"number": asking.process.reviewed}


@guard("secrecy_reviewed")
def secrecy_was_reviewed(asking: Asking) -> str:
    """先审查后公开 (《条例》第十七条): this very version passed the secrecy review."""
    order = [asking.table.begins, *asking.process.chain, asking.table.then]
    for step in reversed(asking.steps):
        if step.judged and asking.table.states[step.origin].secrecy and step.digest == asking.process.digest:
            if step.target in order and order.index(step.target) > order.index(step.origin):
                return ""
            break  # the last word was no
    return _("这一版本尚未通过保密审查；先审查、后公开（《条例》第十七条）。")


@guard("drafter")
def officer_is_drafter(asking: Asking) -> str:
    """Or whoever may draft where it was handed over: its drafters belonged to an agency that is no more."""
    own = asking.writers | {asking.process.begun_by_id}
    return "" if asking.people & own or asking.process.handed_over else _("只有起草人可以办理。")


@guard("assigned")
def officer_is_assigned(asking: Asking) -> str:
    assignee = asking.process.assignee
    if assignee is None or assignee.pk in asking.people:
        return ""
    return _("已指派给%(name)s办理；可以改派。") % {"name": assignee.name}


@guard("not_urged_today")
def not_urged_lately(asking: Asking) -> str:
    urged = asking.process.urged
    if urged is None or clock.now() - urged >= timedelta(days=1):
        return ""
    return _("一天之内已经催办过。")
