"""Documents on their way, for the tests."""

from __future__ import annotations

from gongkai.web.agencies.models import Agency
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.actions import Text, draft, save
from gongkai.web.disclosure.models import Document
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.models import Process
from tests.web.world import BY, World

#: Who does which step, in the agency `civil`.
STEPS = [
    ("submit", "handler@civil"),
    ("pass", "reviewer@civil"),
    ("pass", "secrecy@civil"),
    ("approve", "approver@civil"),
    ("publish", "disclosure@civil"),
]


def reachable(agency: Agency) -> Agency:
    """Give an agency the contacts that a guide must name."""
    with act(by=BY) as done:
        agency.office_name = "公开科（演示）"
        agency.address = "示范路1号（演示）"
        agency.hours = "工作日9:00—17:00"
        agency.phone = "000-1234（演示）"
        agency.email = "office@example.invalid"
        agency.save()
        done.note("agency.amended", of=agency.thing, agency=agency.holder)
    return agency


def guide(world: World, *, by: str = "handler@civil") -> Document:
    """A new guide of the agency of its drafter."""
    agency = reachable(world.agencies[by.split("@")[1]])
    return draft(agency, kind="guide", title=f"{agency.name}政府信息公开指南", by=world.officer(by))


def rules(world: World, title: str = "政府信息公开保密审查制度", *, by: str = "handler@civil") -> Document:
    """New rules of the agency of their drafter, with a text."""
    document = draft(world.agencies[by.split("@")[1]], kind="rules", title=title, by=world.officer(by))
    save(document, text(title, "<p>先审查，后公开。</p>"), based_on=1, by=world.officer(by))
    document.refresh_from_db()
    return document


def text(title: str, body: str) -> Text:
    return Text(title, "", {"body": {"text": body}})


def process_of(document: Document) -> Process:
    found: Process = Process.objects.filter(kind=document.kind, object_id=document.pk).order_by("-pk").first()
    return found


def walk(document: Document, world: World, steps: int = len(STEPS)) -> Process:
    """Take a document of `civil` so many steps along its usual chain."""
    for act_, name in STEPS[:steps]:
        perform(process_of(document), act_, by=world.officer(name))
    document.refresh_from_db()
    return process_of(document)
