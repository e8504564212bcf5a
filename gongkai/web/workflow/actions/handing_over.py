"""What is under way at an agency that ceases to be: its heir's officers go on with it, each by the same permission."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.web import clock
from gongkai.web.agencies.actions.leaving import UnderWay
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.notes import Act, recorded
from gongkai.web.workflow.actions.writing import locked, write
from gongkai.web.workflow.kinds import kind_of
from gongkai.web.workflow.models import Process
from gongkai.web.workflow.standing import standings

#: On the sheet: another agency goes on with it.
HAND_OVER = "hand_over"


def _titles(agency: Agency) -> list[str]:
    return list(Process.objects.running().filter(agency=agency).order_by("begun", "pk").values_list("title", flat=True))


def _hand_over(agency: Agency, heir: Agency, by: Officer, done: Act) -> None:
    """Within the act that closes the agency. State, steps and who wrote or judged stay; who was assigned does not."""
    for pk in list(Process.objects.running().filter(agency=agency).order_by("pk").values_list("pk", flat=True)):
        found = Process.objects.get(pk=pk)
        process = locked(found, None)
        if process.ended is not None:  # meanwhile
            continue
        kind = kind_of(process.kind)
        if kind.taken is not None:
            kind.taken(kind.thing(process.object_id), heir)
        process.agency, process.handed_over = heir, clock.now()
        process.assignee = process.urged = None
        office = standings(by)[0].office(Permission.MANAGE_AGENCIES, heir)
        said = _("由“%(agency)s”转来。") % {"agency": agency.name}
        write(
            process, act=HAND_OVER, origin=process.state, user=by.user, role=office.role if office else "", comment=said
        )
        done.note(
            "workflow.handed_over",
            of=process.thing,
            agency=heir.holder,
            old={"agency": agency.name},
            new={"agency": heir.name, "kind": recorded(kind.label), "state": kind.table.states[process.state].name},
        )


UNDER_WAY = UnderWay(names=_titles, hand_over=_hand_over)
