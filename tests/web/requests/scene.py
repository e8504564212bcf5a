"""A request as tests make it: by a letter, of somebody invented."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.law.clock import Fact
from gongkai.web.files.intake import hold
from gongkai.web.requests.actions import Asked, Received, receive, record
from gongkai.web.requests.archiving.actions import file_away
from gongkai.web.requests.archiving.erasing import approve, propose
from gongkai.web.requests.correcting.actions import Wanted, register
from gongkai.web.requests.letters.actions import begin_letter, keep_settings
from gongkai.web.requests.letters.filling import known, settings_of
from gongkai.web.requests.models import LETTER, ApplicantKind, Case, Correction, Erasure, Letter, Remedy, RemedyKind
from gongkai.web.requests.remedies.actions import enter
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.models import Process
from tests.web.world import TODAY, World

ID = "11010119000307109X"
WHO = {
    "name": "李演示", "identity": "id_card", "identity_number": ID, "phone": "13800000000", "email": "",
    "address": "示范市示范区演示路1号", "postcode": "100000", "representative": "", "contact": "", "agent": "",
    "agent_identity": "", "agent_phone": "",
}  # fmt: skip
ARRIVED = date(2026, 2, 2)
#: Of those, what an application to correct a record says as well.
OF_CORRECTION = ("name", "identity", "identity_number", "phone", "email", "address")


def asked(**said: Any) -> Asked:
    facts: dict[str, Any] = {
        "kind": ApplicantKind.NATURAL_PERSON, "who": WHO, "content": "2025年度养老服务补贴发放名册（演示）",
        "form": "electronic", "way": "post", "channel": "in_person", "arrived": ARRIVED,
    }  # fmt: skip
    return Asked(**(facts | said))


def received(world: World, by: str = "handler@civil", **said: Any) -> Received:
    slug = by.partition("@")[2]
    return receive(world.agencies[slug], asked(**said), by=world.officer(by))


def done(world: World, case: Case, *facts: Fact, by: str = "disclosure@civil") -> None:
    """Record these in turn, the answer by who approves it."""
    for fact in facts:
        who = by.replace("disclosure", "approver") if fact.kind == "answered" else by
        record(case, fact, by=world.officer(who), reason="演示" if fact.kind == "answered" else "")


SUPPLEMENT = {"supplement_items": ["请写明要求公开的名册的年度"], "supplement_days": 10}


def said(case: Case, kind: str, more: dict[str, Any]) -> dict[str, Any]:
    """What a letter says: what is known, and more."""
    return known(case, kind, TODAY) | more


def set_up(world: World, slug: str = "civil") -> None:
    """The agency has said what its letters need."""
    settings = settings_of(world.agencies[slug])
    settings.phone, settings.court = "010-12345678", "示范市示范区人民法院"
    keep_settings(settings, by=world.officer(f"disclosure@{slug}"))


def drafted(world: World, case: Case, kind: str, more: dict[str, Any]) -> Letter:
    """A letter of a request, by the clerk."""
    case = Case.objects.select_related("agency", "applicant", "told").get(pk=case.pk)
    return begin_letter(case, kind, said(case, kind, more), by=world.officer(f"handler@{case.agency.slug}"))


def process_of(letter: Letter) -> Process:
    """Its way through the review."""
    return Process.objects.get(kind=LETTER, object_id=letter.pk)


def signed(world: World, letter: Letter) -> Letter:
    """Reviewed and signed by others."""
    for act, who in (("submit", "handler@civil"), ("pass", "reviewer@civil"), ("sign", "approver@civil")):
        perform(process_of(letter), act, by=world.officer(who))
    return Letter.objects.select_related("case__agency").get(pk=letter.pk)


def letter(world: World, slug: str) -> Letter:
    """A draft of an agency that has said what its letters need."""
    set_up(world, slug)
    return drafted(world, received(world, f"handler@{slug}").case, "supplement", SUPPLEMENT)


ORGAN = "示范区人民政府（演示）"


def remedied(world: World, case: Case, **said: Any) -> Remedy:
    """A reconsideration over a request."""
    facts = {"kind": RemedyKind.REVIEW, "organ": ORGAN, "number": "演示复〔2026〕1号", "notified": TODAY, "after": None}
    return enter(case, facts | said, by=world.officer(f"disclosure@{case.agency.slug}"))


#: When the terms of what is received and answered here are over.
LATER = date(2070, 3, 2)
ANSWERED = (Fact("answered", date(2026, 2, 10), outcome="granted"), Fact("served", date(2026, 2, 10), way="post"))


def filed(world: World, slug: str = "civil", **said: Any) -> Case:
    """A request that was answered and is in the archive."""
    case = received(world, f"handler@{slug}", **said).case
    done(world, case, *ANSWERED, by=f"disclosure@{slug}")
    archived(world, case)
    return case


def archived(world: World, *cases: Case) -> None:
    """File what was closed long ago."""
    agency = cases[0].agency
    lead = world.officer(f"disclosure@{agency.slug}", today=LATER)
    assert file_away(agency, [case.pk for case in cases], by=lead) == len(cases)


def proposed(world: World, slug: str = "civil") -> Erasure:
    """A list of one request whose term is over."""
    case = filed(world, slug)
    lead = world.officer(f"disclosure@{slug}", today=LATER)
    return propose(case.agency, [f"case-{case.pk}"], by=lead)


def wanted(world: World, by: str = "handler@civil", **said: Any) -> Correction:
    """An application to correct a record, that came over the counter."""
    facts: dict[str, Any] = {
        "kind": ApplicantKind.NATURAL_PERSON, "who": {name: WHO[name] for name in WHO if name in OF_CORRECTION},
        "wanted": "低保档案中的家庭人口数由2人更正为3人", "evidence": "户口簿（演示）",
        "channel": "in_person", "arrived": ARRIVED,
        "files": (hold([b"demo"], name="demo.txt", largest=100),),
    }  # fmt: skip
    agency = world.agencies[by.partition("@")[2]]
    return register(agency, Wanted(**(facts | said)), by=world.officer(by)).correction


def erased_by_two(world: World, cases: list[Case]) -> Erasure:
    """Proposed by one, approved by another, when the terms are over."""
    lead, chief = (world.officer(f"{role}@civil", today=LATER) for role in ("disclosure", "approver"))
    row = propose(cases[0].agency, [f"case-{case.pk}" for case in cases], by=lead)
    return approve(row, by=chief)
