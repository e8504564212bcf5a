"""Requests in the instance of GONGKAI_HOME and DATABASE_URL: `python -m benchmarks.inside requests_world 100000`.

The rows are entered by the thousand, as the acts would leave them one by one: facts as they are recorded, and what the
law's clock says of them (`standing.told`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone

from benchmarks.chinese import clauses
from benchmarks.submissions import UNITS
from gongkai.law.clock import Fact
from gongkai.web.accounts.models import User
from gongkai.web.agencies.actions.founding import enter
from gongkai.web.agencies.appointments import office
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.permissions import Role
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Actor
from gongkai.web.requests.models import Applicant, ApplicantKind, Case, RecordedFact, Told
from gongkai.web.requests.models import Counter as Last
from gongkai.web.requests.models.facts import said_of
from gongkai.web.requests.numbering import REGISTER
from gongkai.web.requests.standing import told
from gongkai.workdays import add_workdays

BATCH, YEARS = 2000, 5
#: In a hundred: answered, taken back, waiting for a supplement, open and in time, open and late.
FATES = {"answered": 90, "withdrawn": 3, "supplement": 1, "open": 5, "late": 1}
OUTCOMES = ("granted", "partly_granted", "refused_third_party", "unavailable_not_held", "not_processed_petition")


def units(count: int) -> tuple[list[Any], dict[int, Any]]:
    """A city and its offices, a clerk with an address in each; who sees all of them is `bench-city`."""
    city = Agency(slug="bench-0", name="测速演示市人民政府", kind="government", tier="city", demo=True)
    rows = [
        Agency(slug=f"bench-{n}", name=f"测速演示机关第{n}号", kind="department", tier="city", superior=city, demo=True)
        for n in range(1, count)
    ]
    clerks = {}
    with act(by=Actor("测速")) as done:
        enter(done, [city, *rows])
        head = User.objects.create(username="bench-city", name="测速（演示）", email="bench-city@example.com")
        for role in (Role.DISCLOSURE, Role.SUPERVISOR):
            office(done, head, agency=city, role=role, subtree=True, since=date(2020, 1, 1))
        for row in [city, *rows]:
            user = User.objects.create(
                username=f"{row.slug}-clerk", name="测速（演示）", email=f"{row.slug}@example.com"
            )
            office(done, user, agency=row, role=Role.HANDLER, subtree=False, since=date(2020, 1, 1))
            clerks[row.pk] = user
    return list(Agency.objects.order_by("pk")), clerks


def life(fate: str, arrived: date, outcome: str) -> list[Any]:
    """The facts of a request."""
    facts = [Fact("received", arrived, channel="in_person")]
    if fate == "answered":
        on = add_workdays(arrived, 12).day
        facts += [Fact("answered", on, outcome=outcome), Fact("served", on, way="post")]
    elif fate == "withdrawn":
        facts.append(Fact("withdrawn", arrived + timedelta(days=2)))
    elif fate == "supplement":
        facts.append(Fact("supplement_asked", arrived + timedelta(days=1), days=15))
    return facts


def _made(
    count: int, owners: list[Any], clerks: dict[int, Any], today: date, serials: Counter[tuple[int, int]]
) -> Iterator[tuple[Any, Any, list[Any], Any]]:
    chance = Random(11)
    fates = chance.choices(list(FATES), weights=list(FATES.values()), k=count)
    words, kinds = clauses(), list(ApplicantKind)
    first = date(today.year - YEARS, 1, 4)
    last = (today - first).days - 60
    for number, fate in enumerate(fates, 1):
        arrived = first + timedelta(days=number * last // (count + 1))
        if fate in ("open", "supplement", "late"):
            arrived = today - timedelta(days=chance.randrange(2, 20) if fate != "late" else chance.randrange(40, 70))
        owner = owners[chance.randrange(len(owners))]
        serials[owner.pk, arrived.year] += 1
        serial = serials[owner.pk, arrived.year]
        case = Case(
            pk=number, agency=owner, number=f"{owner.slug}申〔{arrived.year}〕{serial}号", code=f"{number:064}",
            submission=f"{number:064}", channel="in_person", entered=timezone.now(),
            applicant_kind=chance.choice(kinds),
            content=f"申请公开（演示）：{'；'.join(chance.choices(words, k=4))}。", form="electronic", way="post",
            handler=clerks[owner.pk],
        )  # fmt: skip
        facts = life(fate, arrived, chance.choice(OUTCOMES))
        rows = [
            RecordedFact(
                case=case,
                kind=fact.kind,
                on=fact.on,
                said=said_of(fact),
                recorded=case.entered,
                recorded_by=clerks[owner.pk],
            )
            for fact in facts
        ]
        who = Applicant(
            case=case, name=f"测速{number % 9000}", identity="id_card", identity_number=f"演示{number % 9000:016}",
            phone="13800000000", address="演示路1号",
        )  # fmt: skip
        yield case, who, rows, told(case, facts, today)


def fill(count: int, offices: int = UNITS) -> None:
    """So many requests of so many offices, over five years and until today."""
    owners, clerks = units(offices)
    serials = Counter[tuple[int, int]]()
    made = _made(count, owners, clerks, timezone.localdate(), serials)
    while batch := list(islice(made, BATCH)):
        cases, who, facts, told = zip(*batch, strict=True)
        with act(by=Actor("测速")) as done:
            Case.objects.bulk_create(cases)
            Applicant.objects.bulk_create(who)
            RecordedFact.objects.bulk_create(fact for rows in facts for fact in rows)
            Told.objects.bulk_create(told)
            done.note("test.prepared", of=owners[0].thing)
    with act(by=Actor("测速")) as done:
        given = serials.items()
        Last.objects.bulk_create(
            Last(agency_id=agency, purpose=REGISTER, year=year, last=last) for (agency, year), last in given
        )
        done.note("test.prepared", of=owners[0].thing)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Case, Applicant, RecordedFact]):
            cursor.execute(statement)
        if not connection.in_atomic_block:
            cursor.execute("ANALYZE")


def main(count: int, units: int = UNITS) -> None:
    fill(count, units)
