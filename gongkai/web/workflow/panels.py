"""What a page shows of a process: the acts offered, why the others are not, the sheet, and who is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Role
from gongkai.web.workflow.actions.begin import CHANGE, MOVED_IN
from gongkai.web.workflow.actions.handing_over import HAND_OVER
from gongkai.web.workflow.inbox import Item, item
from gongkai.web.workflow.kinds import kind_of
from gongkai.web.workflow.models import Process, Step
from gongkai.web.workflow.offers import Offer, able, four_eyes, missing_roles, offered
from gongkai.web.workflow.tables import OFFICER, State

#: What stands on a sheet and in no table.
OUTSIDE: Mapping[str, str | Promise] = {CHANGE: _("修改"), HAND_OVER: _("转办"), MOVED_IN: _("迁入")}


@dataclass(frozen=True)
class Line:
    """One line of the sheet, in words."""

    step: Step
    act: str
    origin: str
    target: str
    role: str


@dataclass(frozen=True)
class Panel:
    """Everything that the parts `workflow/acts.html` and `workflow/sheet.html` need."""

    process: Process
    item: Item
    #: The states along the chain, for the trail; and where it stands among them.
    trail: Sequence[State]
    allowed: Sequence[Offer]
    refused: Sequence[Offer]
    lines: Sequence[Line]
    #: Who can do the step for which it waits; nobody: the roles that are missing.
    able: Sequence[User]
    missing: Sequence[str]
    #: Whether they must be others than those who had a hand in it.
    four_eyes: bool

    @property
    def main(self) -> Offer | None:
        """The way on, where the officer may go it: the main thing of a page."""
        return next((offer for offer in self.allowed if not offer.aside), None)


def panel(process: Process, officer: Officer) -> Panel:
    """What an officer sees of a process."""
    table = kind_of(process.kind).table
    offers = offered(process, officer)
    hands = able(process, officer.today)
    path = [*table.before(table.then, process.chain), table.then]
    return Panel(
        process,
        item(process, officer.today),
        [table.states[id_] for id_ in path],
        [offer for offer in offers if offer.allowed and (hands or offer.act.asks != OFFICER)],
        [offer for offer in offers if not offer.allowed],
        sheet(process),
        hands,
        [] if hands else missing_roles(process),
        four_eyes(process),
    )


def sheet(process: Process) -> list[Line]:
    """Who did what when, in words; one query."""
    steps = process.steps.select_related("user", "deputy_for", "assignee").order_by("number")
    return [line_of(step) for step in steps]


def line_of(step: Step) -> Line:
    """One line of the sheet of its process."""
    table = kind_of(step.process.kind).table
    return Line(
        step,
        str(OUTSIDE[step.act]) if step.act in OUTSIDE else table.acts[step.act].label,
        table.states[step.origin].label,
        table.states[step.target].label,
        str(Role(step.role).label) if step.role else "",
    )


def latest(kind: str, object_id: int) -> Process | None:
    """The process of a thing that is under way, else the last that ended."""
    rows = Process.objects.filter(kind=kind, object_id=object_id).select_related("agency", "assignee", "begun_by")
    found: Process | None = rows.order_by("-begun", "-pk").first()
    return found
