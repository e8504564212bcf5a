"""An agency, with all below it, comes to stand below another superior from a day on."""

from __future__ import annotations

from collections import deque
from datetime import date

from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from gongkai.web.agencies.actions.ground import (
    check_day,
    check_depth,
    check_name_free,
    held_open,
    hold_tree,
    keep,
)
from gongkai.web.agencies.appointments import everywhere, keep_an_administrator, keep_in_hand
from gongkai.web.agencies.models import Agency, Placement
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.refusals import AlreadyThere, BelowItself, NotInOrder
from gongkai.web.agencies.rights import require_place
from gongkai.web.agencies.standing import fit
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Act


def move(agency: Agency, *, superior: Agency | None, day: date, version: int, by: Officer) -> Agency:
    """Needs the permission at the agency, at the superior that it leaves and at the one that it comes to."""
    with act(by=by.actor) as done:
        hold_tree()
        row = held_open(agency, version=version)
        superior = held_open(superior) if superior else None
        by.require(Permission.MANAGE_AGENCIES, row)
        require_place(by, row.superior)
        require_place(by, superior)
        administrators = everywhere(by.today)
        relocate(done, row, superior, day, today=by.today)
        keep_in_hand(done, [row], by)
        keep_an_administrator(administrators, by.today)
    return row


def relocate(done: Act, row: Agency, superior: Agency | None, day: date, *, today: date, free: bool = False) -> None:
    """The act itself, for rows that are held and an officer who may; `free`: the name is known to be, and
    that there is room."""
    if row.superior_id == (superior.pk if superior else None):
        raise AlreadyThere(row, superior)
    current = Placement.objects.get(agency=row, until=None)
    check_day(row, day, today=today, after=(current, _("现隶属关系起始日期")))
    if superior:
        if superior.opened and day < superior.opened:
            raise NotInOrder(superior, day, _("设立日期"), superior.opened)
        check_no_circle(row, superior, day)
    fit(row.kind, row.tier, superior)
    if not free:
        check_depth(superior, row=row)
        check_name_free(row.name, superior, but=row)
    current.until = day
    current.save(update_fields=["until"])
    Placement.objects.create(agency=row, superior=superior, since=day)
    was, row.superior = row.superior, superior
    keep(row, "superior")
    hang(row, superior)
    done.note(
        "agency.moved",
        of=row.thing,
        agency=row.holder,
        old={"superior": was.name if was else ""},
        new={"superior": superior.name if superior else "", "day": day.isoformat()},
    )


def hang(row: Agency, superior: Agency | None) -> None:
    """Rewrite the paths of the whole subtree, in one UPDATE."""
    old, new = row.path, (superior.path if superior else "") + row.segment
    Agency.objects.filter(path__startswith=old).update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    row.path = new


def check_no_circle(row: Agency, superior: Agency, day: date) -> None:
    """On no day from this one on may the superior stand below the agency.

    Days matter: an act entered late may meet a tree that looked otherwise on its own day.
    """
    above: deque[tuple[int, date, date | None]] = deque([(superior.pk, day, None)])
    while above:
        pk, since, until = above.popleft()
        if pk == row.pk:
            raise BelowItself(row, superior)
        over = Q(until=None) | Q(until__gt=since)
        if until:
            over &= Q(since=None) | Q(since__lt=until)
        for place in Placement.objects.filter(over, agency=pk, superior__isnull=False):
            ends = [end for end in (until, place.until) if end]
            above.append((place.superior_id, max(since, place.since or since), min(ends) if ends else None))
