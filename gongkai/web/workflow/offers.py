"""What an officer is offered: every act of the state, allowed or with the reasons why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency, Appointment
from gongkai.web.agencies.officers import Officer, holders
from gongkai.web.agencies.permissions import Permission, Role, roles_with
from gongkai.web.workflow.guards import GUARDS, Asking
from gongkai.web.workflow.kinds import Kind, kind_of
from gongkai.web.workflow.models import Process, Step
from gongkai.web.workflow.standing import Standing, standings
from gongkai.web.workflow.tables import EARLIER, NEXT, SAME, Act, Row, State


@dataclass(frozen=True)
class Offer:
    """One act in the present state: whether this officer may do it, in which office, or why not."""

    act: Act
    row: Row
    reasons: tuple[str, ...]
    #: An office permits it; where not, the act is none of the officer's business.
    concerns: bool
    standing: Standing | None = None
    office: Appointment | None = None
    #: States to choose from, where it sends back.
    targets: tuple[State, ...] = ()
    #: It goes back to where it began.
    back: bool = False

    @property
    def aside(self) -> bool:
        """It is not the way on: shown folded, so that one thing on the page is plainly the main thing."""
        return self.row.to in (EARLIER, SAME) or self.back or self.act.danger

    @property
    def allowed(self) -> bool:
        return not self.reasons


@dataclass(frozen=True)
class Facts:
    """What guards look at, read once for all acts."""

    kind: Kind
    thing: Any
    digest: str
    steps: Sequence[Step]
    writers: frozenset[int]
    doing: bool = False


def facts(process: Process, *, doing: bool = False) -> Facts:
    """Read what the guards of a process look at; `doing`: for an act, not for an offer."""
    kind = kind_of(process.kind)
    thing = kind.thing(process.object_id)
    writers = frozenset(process.writers.values_list("user_id", flat=True))
    return Facts(kind, thing, kind.version(thing).digest, list(process.steps.all()), writers, doing)


def offered(process: Process, officer: Officer, *, known: Facts | None = None) -> list[Offer]:
    """Every act of the state, in the table's order."""
    known = known or facts(process)
    people = standings(officer)
    rows: dict[str, list[Row]] = {}
    for row in known.kind.table.rows_in(process.state):
        rows.setdefault(row.act, []).append(row)
    return [_offer(process, known, people, same) for same in rows.values()]


def offer_of(process: Process, act: str, officer: Officer, *, known: Facts) -> Offer | None:
    """The offer of one act; None: the state has no such act."""
    rows = [row for row in known.kind.table.rows_in(process.state) if row.act == act]
    return _offer(process, known, standings(officer), rows) if rows else None


def _offer(process: Process, known: Facts, people: Sequence[Standing], rows: Sequence[Row]) -> Offer:
    """The first office by which the act is allowed; else the reasons of the first office that there is."""
    table = known.kind.table
    act, refused = table.acts[rows[0].act], None
    targets = (
        tuple(table.states[id_] for id_ in table.before(process.state, process.chain))
        if (rows[0].to == EARLIER)
        else ()
    )
    for standing in people:
        for row in rows:
            held = standing.office(row.who, process.agency)
            if held is None:
                continue
            asking = Asking(
                process, table, row, standing, known.steps, known.writers, known.thing, known.digest, known.doing
            )
            reasons = tuple(reason for name in row.guards if (reason := GUARDS[name](asking)))
            offer = Offer(act, row, reasons, True, standing, held, targets, row.to == table.begins)
            if offer.allowed:
                return offer
            refused = refused or offer
    return refused or Offer(act, rows[0], (_missing(rows, process.agency),), False, targets=targets)


def _missing(rows: Sequence[Row], agency: Agency) -> str:
    roles = _("、").join(dict.fromkeys(str(role.label) for row in rows for role in roles_with(row.who)))
    return _("须由“%(agency)s”的%(roles)s办理。") % {"agency": agency.name, "roles": roles}


def leads_to(process: Process, row: Row, target: str = "") -> str:
    """The state after an act; `target` is the step chosen where it sends back, the draft unless said otherwise."""
    table = kind_of(process.kind).table
    if row.to == NEXT:
        return table.after(process.state, process.chain)
    if row.to == EARLIER:
        return target or table.begins
    return process.state if row.to == SAME else row.to


def able(process: Process, today: Any) -> list[User]:
    """Who could do the step for which it waits: in office, and neither a writer nor a judge of it before."""
    if not process.waits_for:
        return []
    users = holders(Permission(process.waits_for), process.agency, today)
    if four_eyes(process):
        users = users.exclude(pk__in=process.writers.values("user"))
        judged = process.steps.filter(judged=True, digest=process.digest).exclude(origin=process.state)
        users = users.exclude(pk__in=judged.values("user"))
        users = users.exclude(pk__in=judged.exclude(deputy_for=None).values("deputy_for"))
    return list(users)


def four_eyes(process: Process) -> bool:
    """Whether who wrote the thing, or judged it at another step, is kept from the step for which it waits."""
    return any("four_eyes" in row.guards for row in kind_of(process.kind).table.rows_in(process.state))


def missing_roles(process: Process) -> list[str]:
    """The roles of which the agency needs somebody, where nobody can do the step."""
    return [str(Role(role).label) for role in roles_with(Permission(process.waits_for))] if process.waits_for else []
