"""Documents on their way, for the tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.web.agencies.models import Agency
from gongkai.web.audit.acts import act
from gongkai.web.config.demo.lives import before_issue
from gongkai.web.disclosure.actions import Text, draft, save
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.models import Batch, Document
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


def item(
    world: World,
    *,
    by: str = "handler@civil",
    kind: str = "policy",
    title: str = "关于做好演示工作的通知",
    **facts: Any,
) -> Document:
    """A document under an item of 《条例》第二十条, with what its kind asks for."""
    document = draft(world.agencies[by.split("@")[1]], kind=kind, title=title, by=world.officer(by))
    said = Facts.first(kind).but(made=date(2025, 6, 3), number="示民发〔2025〕1号").but(**facts)
    written = Text(title, "", {"body": {"text": "<p>各街道：现将有关事项通知如下。</p>"}}, said)
    save(document, written, based_on=1, by=world.officer(by))
    document.refresh_from_db()
    return document


def text(title: str, body: str) -> Text:
    return Text(title, "", {"body": {"text": body}})


def process_of(document: Document | Batch) -> Process:
    found: Process = Process.objects.filter(kind=document.kind, object_id=document.pk).order_by("-pk").first()
    return found


#: The same for what goes out at once.
AT_ONCE = [
    ("publish", "approver@civil"),
    ("pass", "reviewer@civil"),
    ("pass", "secrecy@civil"),
    ("confirm", "disclosure@civil"),
]


#: The same for rows.
IN_ROWS = [("submit", "handler@civil"), ("pass", "secrecy@civil"), ("approve", "approver@civil")]


def walk(document: Document | Batch, world: World, steps: int | None = None) -> Process:
    """Take a document or a batch of `civil` so many steps along its usual chain; to its end where none is said."""
    way = {"emergency": AT_ONCE, "batch": IN_ROWS}.get(document.kind, STEPS)
    for act_, name in way[:steps]:
        if act_ == "publish" and isinstance(document, Document):
            before_issue(document, by=world.officer("handler@civil"), confirmed_by=world.officer("reviewer@civil"))
        perform(process_of(document), act_, by=world.officer(name), comment="演示")
    document.refresh_from_db()
    return process_of(document)
