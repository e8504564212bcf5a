"""What addresses are about: for each kind one thing in an agency, made when a door asks for it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import typst
from allauth.mfa.models import Authenticator
from django.conf import settings
from django_tasks_db.models import DBTaskResult
from PIL import Image

from gongkai.law.clock import Fact
from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Absence, Agency, Appointment
from gongkai.web.annual.actions import import_report, publish_report
from gongkai.web.annual.collecting.actions import open_collection
from gongkai.web.annual.delivering.actions import deliver
from gongkai.web.annual.making.actions import begin_compilation
from gongkai.web.annual.models import AnnualReport, Collection, Compilation, Delivery, Filing
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Actor
from gongkai.web.disclosure.actions import Text, bring_in, save
from gongkai.web.disclosure.actions.keeping_media import AccountSaid, open_account
from gongkai.web.disclosure.actions.releasing import Said, record
from gongkai.web.disclosure.errors.actions import report
from gongkai.web.disclosure.models import Account, Batch, CatalogueEntry, ErrorReport, MediaCleanUp, Stage
from gongkai.web.disclosure.normative.actions import confirm, enter
from gongkai.web.disclosure.normative.cleaning import begin as begin_clean_up
from gongkai.web.disclosure.topics.actions import begin as begin_topic
from gongkai.web.disclosure.topics.actions import change, send
from gongkai.web.files.actions import store
from gongkai.web.files.intake import hold, receive
from gongkai.web.files.models import File
from gongkai.web.requests.correcting.actions import draft as draft_correction
from gongkai.web.requests.material.actions import add as add_material
from gongkai.web.requests.models import (
    Bond,
    Case,
    CaseFile,
    Correction,
    CorrectionFile,
    CorrectionResult,
    Erasure,
    Letter,
    Origin,
    RecordedFact,
    Relation,
    Remedy,
    Urging,
)  # fmt: skip
from gongkai.web.requests.relating.actions import bind
from gongkai.web.requests.supervising.actions import urge
from gongkai.web.tasks.housekeeping import tidy
from gongkai.web.visibility import Level
from gongkai.web.workflow.actions import perform
from tests.web.disclosure.lists import entry, out, sent
from tests.web.disclosure.scene import STEPS, item, process_of, rules
from tests.web.requests.scene import done, proposed, received, remedied, set_up, wanted
from tests.web.requests.scene import letter as draft_letter
from tests.web.world import BY, SINCE, TODAY, World

REPORT = Path(__file__).parents[3] / "samples" / "tab-rows-2021.txt"


def agency(world: World, of: Agency) -> Agency:
    return of


def task(world: World, of: Agency) -> DBTaskResult:
    """A task that failed; it is the instance's, whatever the agency."""
    row = DBTaskResult.objects.get(pk=tidy.enqueue().id)
    row.set_failed(OSError())
    return row


def officer(world: World, of: Agency) -> User:
    return office(world, of).user


def office(world: World, of: Agency) -> Appointment:
    with act(by=BY) as done:
        name = f"clerk-{User.objects.count()}@{of.slug}"
        user = User.objects.create(username=name, name="演示经办", demo=settings.DEMO)
        done.note("user.employed", of=user.thing)
        return Appointment.objects.create(user=user, agency=of, role="handler", since=SINCE)


def absence(world: World, of: Agency) -> Absence:
    away, deputy = world.users[f"handler@{of.slug}"], world.users[f"reviewer@{of.slug}"]
    with act(by=BY) as done:
        row = Absence.objects.create(user=away, deputy=deputy, since=SINCE, until=date(2099, 12, 31))
        done.note("absence.began", of=row.thing)
    return row


def passkey(world: World, of: Agency) -> Authenticator:
    return Authenticator.objects.create(user=office(world, of).user, type="webauthn", data={"name": "演示"})


def document(world: World, of: Agency) -> Any:
    return rules(world, by=f"handler@{of.slug}")


def published_rules(world: World, of: Agency) -> Any:
    """Rules that the public reads."""
    found = document(world, of)
    for step, name in STEPS:
        perform(process_of(found), step, by=world.officer(name.replace("civil", of.slug)))
    found.refresh_from_db()
    return found


def error_report(world: World, of: Agency) -> ErrorReport:
    return report(published_rules(world, of), passage="第一条", wrong="有误（演示）", contact="", code=f"AAAA-{of.pk}")


def normative(world: World, of: Agency) -> Any:
    return item(world, by=f"handler@{of.slug}", kind="normative")


def catalogue_entry(world: World, of: Agency) -> Any:
    """An entry that the public knows."""
    entry(world, of=of.slug)
    return CatalogueEntry.objects.get(agency=of)


def clean_up(world: World, of: Agency) -> Any:
    """A session that is open."""
    document = normative(world, of)
    officer = world.officer(f"disclosure@{of.slug}")
    step = enter(document, stage=Stage.ISSUED, day=document.made, earlier="演示", by=officer)
    confirm(step, by=world.officer(f"approver@{of.slug}"))
    return begin_clean_up(of, kind="normative", title="清理（演示）", day=officer.today, by=officer)


def topic(world: World, of: Agency) -> Any:
    return begin_topic(of, title="专题（演示）", by=world.officer(f"handler@{of.slug}"))


def published_topic(world: World, of: Agency) -> Any:
    """A topic that the public reads."""
    document = published_rules(world, of)
    found = topic(world, of)
    numbers, by = [document.index_number], world.officer(f"handler@{of.slug}")
    found = change(found, title=found.title, intro="", numbers=numbers, version=1, by=by)
    send(found, by=by)
    out(world, "topic", of=of.slug, topic=found)
    found.refresh_from_db()
    return found


def batch(world: World, of: Agency) -> Any:
    """The batch that is with the clerk, or one."""
    return Batch.objects.filter(room="decisions", agency=of).first() or sent(world, of=of.slug)


def release(world: World, of: Agency) -> Any:
    said = Said(channel="board", day=SINCE, place="一楼公开栏（演示）")
    return record(published_rules(world, of), said, by=world.officer(f"disclosure@{of.slug}"))


def media_account(world: World, of: Agency) -> Any:
    """The one that is there, or the first."""
    if there := Account.objects.filter(agency=of).first():
        return there
    said = AccountSaid(platform="wechat", name=f"{of.slug}发布（演示）")
    return open_account(of, said, since=SINCE, by=world.officer(f"disclosure@{of.slug}"))


def media_cleanup(world: World, of: Agency) -> Any:
    with act(by=BY) as done:
        row = MediaCleanUp.objects.create(agency=of, title="清理（演示）", begun=SINCE)
        done.note("media.cleanup_begun", of=row.thing, agency=of.holder, new={"accounts": 0})
    return row


def process(world: World, of: Agency) -> Any:
    return process_of(document(world, of))


def file(world: World, of: Agency) -> File:
    received = receive(io.BytesIO("内部（演示）".encode()), name="内部.txt")
    return store(received, agency=of.holder, level=Level.INTERNAL, by=Actor("测试（演示）"))


def published_attachment(world: World, of: Agency) -> Any:
    """A PDF below the text of what is published, with its `document`."""
    by, row = world.officer(f"handler@{of.slug}"), document(world, of)
    pdf = typst.compile(b"1", format="pdf")
    found = bring_in(row, receive(io.BytesIO(pdf), name="附件.pdf"), by=by)
    written = Text(row.title, "", {"body": {"text": "<p>先审查，后公开。</p>"}}, files=[found.uuid])
    save(row, written, based_on=row.latest, by=by)
    for step, name in STEPS:
        perform(process_of(row), step, by=world.officer(name.replace("civil", of.slug)))
    found.refresh_from_db()
    found.document = row
    return found


def annual_report(world: World, of: Agency) -> AnnualReport:
    """A published one; what is not published is `tests/web/annual`'s."""
    officer = world.officer(f"disclosure@{of.slug}")
    report = import_report(of, data=REPORT.read_bytes(), name=REPORT.name, year=2021, by=officer)
    return publish_report(report, by=officer)


def case(world: World, of: Agency) -> Case:
    """A request that came by hand."""
    return received(world, f"handler@{of.slug}").case


def fact(world: World, of: Agency) -> RecordedFact:
    row = case(world, of)
    done(world, row, Fact("supplement_asked", date(2026, 2, 4), days=10), by=f"disclosure@{of.slug}")
    found: RecordedFact = row.facts.get(kind="supplement_asked")
    return found


def remedy(world: World, of: Agency) -> Remedy:
    """A reconsideration that was just brought."""
    return remedied(world, case(world, of))


def case_file(world: World, of: Agency) -> CaseFile:
    """What came on paper."""
    picture = io.BytesIO()
    Image.new("RGB", (20, 20)).save(picture, "PNG")
    files = [hold([picture.getvalue()], name="demo.png", largest=10_000)]
    return add_material(case(world, of), files, Origin.PAPER, by=world.officer(f"handler@{of.slug}"))[0]


def bound(world: World, of: Agency) -> Relation:
    """A request that is answered with another."""
    return bind(case(world, of), case(world, of), Bond.TOGETHER, reason="演示", by=world.officer(f"handler@{of.slug}"))


def letter(world: World, of: Agency) -> Letter:
    """A draft."""
    return draft_letter(world, of.slug)


def correction(world: World, of: Agency) -> Correction:
    """One that came by hand, with a file."""
    return wanted(world, f"handler@{of.slug}")


def drafted_correction(world: World, of: Agency) -> Correction:
    """The same with an answer that waits to be signed."""
    set_up(world, of.slug)
    said = {"result": CorrectionResult.CORRECTED, "finding": "记载有误（演示）", "organ": "", "version": 1}
    return draft_correction(correction(world, of), **said, by=world.officer(f"handler@{of.slug}"))


def correction_file(world: World, of: Agency) -> CorrectionFile:
    found: CorrectionFile = CorrectionFile.objects.get(correction=correction(world, of), form="")
    return found


def erasure(world: World, of: Agency) -> Erasure:
    """A list that waits for approval."""
    return proposed(world, of.slug)


def compilation(world: World, of: Agency) -> Compilation:
    """A report that is being made."""
    known: Compilation | None = Compilation.objects.filter(agency=of, year=2025).first()
    return known or begin_compilation(of, 2025, by=world.officer(f"disclosure@{of.slug}"))


def collection(world: World, of: Agency) -> Collection:
    """Of the district in which the agency stands."""
    lead = world.agencies["neighbour" if of.slug.startswith("neighbour") else "district"]
    known: Collection | None = Collection.objects.filter(agency=lead, year=2025).first()
    return known or open_collection(lead, 2025, by=world.officer(f"supervisor@{lead.slug}"))


def filing(world: World, of: Agency) -> Filing:
    """A report that is awaited."""
    found: Filing = collection(world, of).filings.select_related("agency").get(agency=of)
    return found


def delivery(world: World, of: Agency) -> Delivery:
    """Nothing yet, sent together."""
    row = collection(world, of)
    return deliver(row, [], by=world.officer(f"supervisor@{row.agency.slug}"))


def urging(world: World, of: Agency) -> Urging:
    row = case(world, of)
    chief = "supervisor@neighbour" if of.slug.startswith("neighbour") else "supervisor@district"
    (made,) = urge([row], "请说明办理情况（演示）", TODAY, by=world.officer(chief))
    return made


THINGS: Mapping[str, Callable[[World, Agency], Any]] = {
    "agency": agency,
    "case": case,
    "fact": fact,
    "bound": bound,
    "case_file": case_file,
    "letter": letter,
    "remedy": remedy,
    "urging": urging,
    "correction": correction,
    "correction_file": correction_file,
    "drafted_correction": drafted_correction,
    "erasure": erasure,
    "compilation": compilation,
    "collection": collection,
    "filing": filing,
    "delivery": delivery,
    "task": task,
    "officer": officer,
    "office": office,
    "absence": absence,
    "passkey": passkey,
    "document": document,
    "published_rules": published_rules,
    "error_report": error_report,
    "normative": normative,
    "catalogue_entry": catalogue_entry,
    "clean_up": clean_up,
    "topic": topic,
    "published_topic": published_topic,
    "published_attachment": published_attachment,
    "batch": batch,
    "process": process,
    "release": release,
    "media_account": media_account,
    "media_cleanup": media_cleanup,
    "file": file,
    "annual_report": annual_report,
}
