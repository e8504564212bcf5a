"""A year of requests, and a report that is made of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.law.clock import Fact
from gongkai.web.agencies.models import Agency
from gongkai.web.annual.figures import Year
from gongkai.web.annual.making import actions
from gongkai.web.annual.models import Compilation
from gongkai.web.annual.models.making import COMPILATION
from gongkai.web.requests.models import ApplicantKind, Case, RemedyKind
from gongkai.web.requests.remedies.actions import conclude
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.models import Process
from tests.web.requests.scene import done, received, remedied
from tests.web.world import TODAY, World

#: The year that is over, and the one that runs (`TODAY` is early in it).
LAST, THIS = TODAY.year - 1, TODAY.year
SIGNED = (("submit", "disclosure@civil"), ("pass", "reviewer@civil"), ("sign", "approver@civil"))


def answered(world: World, arrived: date, on: date, outcome: str, **said: Any) -> Case:
    case = received(world, arrived=arrived, **said).case
    done(world, case, Fact("answered", on, outcome=outcome), Fact("served", on, way="post"))
    return case


def a_year(world: World) -> None:
    """Requests of every fate around the turn of a year, one of them dealt with anew after a decision."""
    answered(world, date(LAST, 3, 2), date(LAST, 3, 20), "granted")
    answered(world, date(LAST, 6, 2), date(LAST, 6, 20), "partly_granted", kind=ApplicantKind.LEGAL_SERVICE)
    again = answered(world, date(LAST, 9, 1), date(LAST, 9, 20), "refused_third_party")
    answered(world, date(LAST, 12, 20), date(THIS, 1, 8), "unavailable_not_held")  # carried into this year
    received(world, arrived=date(LAST, 12, 25))  # and never answered
    received(world, arrived=date(THIS, 1, 5), kind=ApplicantKind.COMMERCIAL_ENTERPRISE)
    withdrawn = received(world, arrived=date(LAST, 5, 6)).case
    done(world, withdrawn, Fact("withdrawn", date(LAST, 5, 8)))
    row = remedied(world, Case.objects.get(pk=again.pk), kind=RemedyKind.REVIEW, notified=date(LAST, 10, 9))
    said = {"result": "corrected", "concluded": date(LAST, 11, 20), "decision": "", "anew": True, "until": None}
    conclude(row, said, version=1, by=world.officer("disclosure@civil"))
    done(
        world,
        again,
        Fact("answered", date(THIS, 1, 12), outcome="granted"),
        Fact("served", date(THIS, 1, 12), way="post"),
    )


def of(world: World, year: int, slug: str = "civil") -> Year:
    return Year(Agency.objects.filter(slug=slug), year, TODAY)


def begun(world: World, year: int = LAST) -> Compilation:
    return actions.begin_compilation(world.agencies["civil"], year, by=world.officer("disclosure@civil"))


def act(world: World, row: Compilation, *steps: tuple[str, str]) -> None:
    for name, who in steps:
        process = Process.objects.running().get(kind=COMPILATION, object_id=row.pk)
        perform(process, name, by=world.officer(who), comment="演示" if name in ("return", "revoke") else "")
