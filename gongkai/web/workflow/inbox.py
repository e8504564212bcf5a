"""What waits for an officer, what of it is due or came back, what was sent on: a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.law.publication import days_left
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.workflow.kinds import KINDS, kind_of
from gongkai.web.workflow.models import Process, Step, Writer
from gongkai.web.workflow.standing import Standing, standings
from gongkai.web.workflow.terms import due_by, soon

BOXES: Mapping[str, str | Promise] = {
    "waiting": _("等我办理"),
    "due": _("其中即将到期"),
    "returned": _("其中退回给我"),
    "sent": _("我已送出"),
}
EMPTY: Mapping[str, str | Promise] = {
    "waiting": _("没有等您办理的事项。"),
    "due": _("到下一个工作日为止，没有到期的事项。"),
    "returned": _("没有退回给您的事项。"),
    "sent": _("您送出的事项都已办结。"),
}
PER_PAGE = 25


@dataclass(frozen=True)
class Item:
    """One line of the inbox."""

    process: Process
    kind: str | Promise
    state: str
    url: str
    due: date | None
    late: bool
    #: Working days up to the deadline of the whole, where it has one; negative: since then.
    left: int | None = None

    @property
    def over(self) -> int:
        """By how many working days it is late."""
        return -(self.left or 0)


@dataclass(frozen=True)
class Box:
    name: str
    label: str | Promise
    count: int
    chosen: bool


@dataclass(frozen=True)
class Inbox:
    """The boxes with their counts, and a page of the one chosen."""

    boxes: Sequence[Box]
    page: Page
    items: Sequence[Item]
    empty: str | Promise


def inbox(officer: Officer, *, box: str = "waiting", page: str | int = 1) -> Inbox:
    """The officer's inbox, opened at a box and a page of it."""
    box = box if box in BOXES else "waiting"
    people = standings(officer)
    rows = Process.objects.visible_to(officer).running()
    waiting, mine = _waiting(people), _mine(officer)
    day = soon(officer.today)
    found = {
        "waiting": rows.filter(waiting),
        "due": rows.filter(waiting).filter(due_by(day)),
        "returned": rows.filter(mine, _begins(), returned=True),
        "sent": rows.filter(mine | _acted(officer)).exclude(_begins()).exclude(waiting),
    }
    counts = {name: query.count() for name, query in found.items()}
    paginator = Paginator(found[box].select_related("agency", "begun_by").order_by("waiting_since", "pk"), PER_PAGE)
    paginator.count = counts[box]  # type: ignore[misc]  # counted already
    shown = paginator.get_page(page)
    return Inbox(
        [Box(name, label, counts[name], name == box) for name, label in BOXES.items()],
        shown,
        [item(process, officer.today) for process in shown],
        EMPTY[box],
    )


def item(process: Process, today: date) -> Item:
    """A process as a line of a list; asks the database nothing."""
    kind = kind_of(process.kind)
    due = min((day for day in (process.due, process.deadline) if day), default=None)
    label = kind.table.states[process.state].label
    left = days_left(process.deadline, today) if process.deadline else None
    return Item(process, kind.label, label, kind.url(process.object_id), due, due is not None and due < today, left)


def _waiting(people: Sequence[Standing]) -> Q:
    """Whatever somebody in whose stead the officer acts may do now, and has neither written nor judged before."""
    parts: list[Q] = []
    for one in people:
        free = Q(assignee=None) | Q(assignee__in=one.people)
        judged = Step.objects.filter(process=OuterRef("pk"), judged=True, digest=OuterRef("digest"))
        judged = judged.filter(Q(user__in=one.people) | Q(deputy_for__in=one.people)).exclude(origin=OuterRef("state"))
        wrote = Writer.objects.filter(process=OuterRef("pk"), user__in=one.people)
        fresh = ~_guarded() | ~(Q(Exists(wrote)) | Q(Exists(judged)))
        own = ~_begins() | Q(Exists(wrote)) | Q(handed_over__isnull=False)
        parts.extend(
            Q(waits_for=permission, agency__in=agencies) & free & fresh & own
            for permission in Permission
            if (agencies := one.where(permission)) is not None
        )
    return reduce(or_, parts, Q(pk__in=()))


def _mine(officer: Officer) -> Q:
    return Q(Exists(Writer.objects.filter(process=OuterRef("pk"), user=officer.user)))


def _acted(officer: Officer) -> Q:
    return Q(Exists(Step.objects.filter(process=OuterRef("pk"), user=officer.user)))


def _begins() -> Q:
    """In the state in which things of its kind begin."""
    return reduce(or_, [Q(kind=kind.name, state=kind.table.begins) for kind in KINDS.values()], Q(pk__in=()))


def _guarded() -> Q:
    """In a state that is not for those who wrote or judged before."""
    states = {
        name: sorted({row.state for row in kind.table.rows if "four_eyes" in row.guards})
        for name, kind in KINDS.items()
    }
    return reduce(or_, [Q(kind=name, state__in=found) for name, found in states.items()], Q(pk__in=()))
