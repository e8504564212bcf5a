"""How a process goes to a state, and how a line of its sheet is written. Only actions call this, inside their act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from gongkai.web import clock
from gongkai.web.accounts.models import User
from gongkai.web.workflow.kinds import kind_of
from gongkai.web.workflow.models import Process, Step
from gongkai.web.workflow.refusals import Stale
from gongkai.web.workflow.tables import State
from gongkai.workdays import add_workdays


def locked(process: Process, version: int | None) -> Process:
    """The process as it is now, held with its thing until the act ends.

    :raises Stale: where it is not what the officer looked at.
    """
    kind_of(process.kind).hold(process.object_id)
    found: Process = (
        Process.objects.select_for_update(of=("self",)).select_related("agency", "assignee").get(pk=process.pk)
    )
    if version is not None and version != found.version:
        raise Stale
    return found


def go(process: Process, state: State, *, today: date, back: bool = False) -> None:
    """Put a process into a state, `back` where it was sent there; save it afterwards."""
    now = clock.now()
    if state.id != process.state:
        process.assignee = None
        process.urged = None
        process.waiting_since = now
        days = (state.back if back else None) or state.days
        process.due = add_workdays(today, days).day if days and not state.final else None
    process.state = state.id
    process.waits_for = state.waits.value if state.waits else ""
    process.ended = (process.ended or now) if state.final else None


def write(
    process: Process,
    *,
    act: str,
    origin: str,
    user: User,
    role: str,
    judged: bool = False,
    deputy_for: User | None = None,
    assignee: User | None = None,
    at: datetime | None = None,
    comment: str = "",
    passages: Sequence[dict[str, Any]] = (),
) -> Step:
    """Add a line to the sheet, and raise the version of the process."""
    step: Step = Step.objects.create(
        process=process,
        number=process.steps.count() + 1,
        time=clock.now(),
        act=act,
        judged=judged,
        origin=origin,
        target=process.state,
        user=user,
        role=role,
        deputy_for=deputy_for,
        assignee=assignee,
        at=at,
        comment=comment,
        passages=list(passages),
        reviewed=process.reviewed,
        digest=process.digest,
    )
    process.version += 1
    process.save()
    return step
