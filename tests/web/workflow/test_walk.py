"""Every table walked in full: state × act × role × relation, through `perform` and through POST.

What is expected is read from the file itself, not from the engine's reading of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.permissions import GRANTS, Permission, Role
from gongkai.web.annual.making.process import TABLE as COMPILATIONS
from gongkai.web.annual.models import Compilation
from gongkai.web.annual.models.making import COMPILATION
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from gongkai.web.disclosure.facts import Attribute
from gongkai.web.disclosure.kinds import FOLDER, kinds
from gongkai.web.requests.letters.actions import send
from gongkai.web.requests.letters.process import TABLE
from gongkai.web.requests.models import LETTER, Letter
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.kinds import KINDS, kind_of
from gongkai.web.workflow.models import Process
from gongkai.web.workflow.offers import able, offered
from gongkai.web.workflow.refusals import Refused
from tests.web.annual.scene import SIGNED, begun
from tests.web.disclosure.lists import sent
from tests.web.disclosure.scene import guide, item, process_of, rules, walk
from tests.web.requests.scene import letter
from tests.web.requests.scene import process_of as letter_process
from tests.web.workflow.relations import COUNTS, Candidate, appoint, candidates, person
from tests.web.world import BY, TODAY, World, logged_in

pytestmark = pytest.mark.once
DOCUMENTS, EMERGENCIES, BATCHES = kinds()["guide"].table, kinds()["emergency"].table, FOLDER / "batches.yaml"
#: What is walked: by the table, and where guards tell things apart, each side of them.
FILES = {
    "guide": DOCUMENTS,
    "rules": DOCUMENTS,
    "on request": DOCUMENTS,
    "emergency": EMERGENCIES,
    "batch": BATCHES,
    LETTER: TABLE,
    COMPILATION: COMPILATIONS,
}
MAKE = {
    "guide": guide,
    "rules": rules,
    "on request": lambda world: item(world, attribute=Attribute.ON_REQUEST.value),
    "emergency": lambda world: item(world, kind="emergency"),
    "batch": sent,
    LETTER: lambda world: letter(world, "civil"),
    COMPILATION: lambda world: begun(world),
}
#: Acts to which a guard does not agree, whoever asks.
UNFIT = {
    "guide": {"keep"},
    "rules": {"keep"},
    "on request": {"publish", "schedule"},
    "batch": {"refer"},
    LETTER: {"send", "issue"},  # said how and when first; only inside the agency (tests/web/requests)
}
#: States that are not for what is walked.
NEVER = {"guide": {"kept"}, "rules": {"kept"}, "on request": {"scheduled", "published", "retracted"}}


def written(path: Path) -> tuple[dict[str, Any], dict[tuple[str, str], tuple[set[str], str]]]:
    """The table as written: its head, and for each state and act who may, and where it leads."""
    table = yaml.safe_load(path.read_text("utf-8"))
    rows: dict[tuple[str, str], tuple[set[str], str]] = {}
    for row in table["rows"]:
        for state in [row["state"]] if isinstance(row["state"], str) else row["state"]:
            who, _ = rows.setdefault((state, row["act"]), (set(), row["to"]))
            who.update([row["who"]] if isinstance(row["who"], str) else row["who"])
    return table, rows


def may(role: Role, permissions: set[str]) -> bool:
    return any(Permission(permission) in GRANTS[role] for permission in permissions)


def sees(role: Role) -> bool:
    return Permission.READ_INTERNAL in GRANTS[role]


def target(table: dict[str, Any], state: str, to: str) -> str:
    """Where an act leads along the chain of all usual steps, sent back to the draft."""
    path = [table["begins"], *chain(table, state), table["then"]]
    return {"next": lambda: path[path.index(state) + 1], "earlier": lambda: table["begins"], "same": lambda: state}.get(
        to, lambda: to
    )()


def chain(table: dict[str, Any], state: str) -> list[str]:
    """The usual steps, and one that is extra, where a thing is to be in it."""
    return [step for step, needed in table["steps"].items() if needed != "extra" or step == state]


#: How far the usual chain is walked to be in a state.
WALKED = {"draft": 0, "review": 1, "secrecy": 2, "approval": 3, "approved": 4, "published": 5}
IN_ROWS = {"draft": 0, "secrecy": 1, "approval": 2, "released": 3}
AT_ONCE = {"draft": 0, "review": 1, "secrecy": 2, "reviewed": 3, "confirmed": 4}
IN_TABLE = {"draft": 0, "review": 1, "approval": 2, "issued": 3, "sent": 3}
OF_YEAR = {"draft": 0, "review": 1, "secrecy": 2, "approval": 2, "signed": 3, "published": 4}
SOON = timezone.now() + timedelta(days=2)


def put(kind: str, state: str, world: World) -> Process:
    """A process of that kind in that state, everything before it done by others."""
    document = MAKE[kind](world)
    if kind == LETTER:
        return put_letter(document, state, world)
    if kind == COMPILATION:
        return put_compilation(document, state, world)
    walked = {"emergency": AT_ONCE, "batch": IN_ROWS}.get(kind, WALKED)
    if state in walked:
        return walk(document, world, walked[state])
    process = process_of(document)
    with act(by=BY) as done:
        if state == "second_review":
            process.chain = chain(written(DOCUMENTS)[0], state)
        process.save()
        done.note("test.prepared", of=process.thing)
    if state == "second_review":
        return walk(document, world, 2)
    if state == "abandoned":
        perform(process, "abandon", by=world.officer("handler@civil"), comment="作废")
    if state == "retracted":
        perform(walk(document, world), "retract", by=world.officer("disclosure@civil"), comment="撤下")
    office = world.officer("disclosure@civil")
    if state == "scheduled":
        perform(walk(document, world, 4), "schedule", by=office, at=SOON)
    if state == "kept":
        perform(walk(document, world, 4), "keep", by=office)
    process.refresh_from_db()
    return process


def put_letter(letter: Letter, state: str, world: World) -> Process:
    """The same for a letter."""
    process = letter_process(letter)
    with_step(process, TABLE, state)
    for act_, name in (("submit", "handler"), ("pass", "reviewer"), ("sign", "approver"))[: IN_TABLE.get(state, 2)]:
        if state != "abandoned":
            perform(letter_process(letter), act_, by=world.officer(f"{name}@civil"))
    if state == "sent":
        signed = Letter.objects.select_related("case__agency").get(pk=letter.pk)
        send(signed, way="post", on=TODAY, reason="演示", by=world.officer("handler@civil"))
    if state == "abandoned":
        perform(process, "abandon", by=world.officer("handler@civil"), comment="作废")
    return letter_process(letter)


def put_compilation(row: Compilation, state: str, world: World) -> Process:
    """The same for the report of a year."""
    process = Process.objects.get(kind=COMPILATION, object_id=row.pk)
    with_step(process, COMPILATIONS, state)
    for act_, name in (*SIGNED, ("publish", "disclosure@civil"))[: OF_YEAR[state]]:
        perform(process, act_, by=world.officer(name))
    process.refresh_from_db()
    return process


def with_step(process: Process, table: Path, state: str) -> None:
    """Let a step that is extra be among its own."""
    if state == "secrecy":
        with act(by=BY) as done:
            process.chain = chain(written(table)[0], state)
            process.save()
            done.note("test.prepared", of=process.thing)


def said(table: dict[str, Any], process: Process, act_: str) -> dict[str, Any]:
    """What an act needs to be told."""
    assignee = {"assignee": able(process, TODAY)[0]} if act_ == "assign" and process.waits_for else {}
    time = {"at": SOON} if act_ == "schedule" else {}
    return {"comment": "意见", "version": process.version, **assignee, **time}


def wrote(process: Process, candidate: Candidate) -> None:
    """Let a candidate be among the writers, as the guard `drafter` wants of withdrawing and abandoning."""
    with act(by=BY) as done:
        process.writers.create(user=candidate.user)
        done.note("test.prepared", of=process.thing)


def cases(kind: str) -> Iterator[str]:
    states = yaml.safe_load(FILES[kind].read_text("utf-8"))["states"]
    yield from (state for state in states if state not in NEVER.get(kind, ()))


def test_every_kind_is_walked() -> None:
    assert {path.name for path in FILES.values()} == {kind.table.file for kind in KINDS.values()}
    states = {kind: set(yaml.safe_load(path.read_text("utf-8"))["states"]) for kind, path in FILES.items()}
    assert set(cases("guide")) | set(cases("on request")) == states["guide"]


@pytest.mark.parametrize(("kind", "state"), [(kind, state) for kind in FILES for state in cases(kind)])
def test_acts_are_done_as_the_table_says(kind: str, state: str, world: World) -> None:
    table, rows = written(FILES[kind])
    process = put(kind, state, world)
    assert process.state == state
    wrong, drafting = [], table["states"][table["begins"]]["waits"]
    for candidate in candidates(world):
        officer = Officer(candidate.user, today=TODAY)
        if may(candidate.role, {drafting}):  # as the guard `drafter` wants of withdrawing and abandoning
            wrote(process, candidate)
        offers = {offer.act.id: offer.allowed for offer in offered(process, officer)}
        for act_ in table["acts"]:
            permissions, to = rows.get((state, act_), (set(), ""))
            expected = candidate.relation in COUNTS and may(candidate.role, permissions)
            expected = expected and act_ not in UNFIT.get(kind, ())
            result = _performed(process, act_, officer, said(table, process, act_))
            wanted = target(table, state, to) if expected else None
            if result != wanted or offers.get(act_, False) != expected:
                wrong.append((candidate.relation, candidate.role.value, act_, result, wanted))
    assert wrong == []


def _performed(process: Process, act_: str, officer: Officer, words: dict[str, Any]) -> str | None:
    """The state after an act, which is undone; None where it was refused."""
    before = Event.objects.count()
    with transaction.atomic():
        try:
            perform(process, act_, by=officer, **words)
        except (Refused, NotPermitted):
            assert Event.objects.count() == before
            return None
        state = str(Process.objects.get(pk=process.pk).state)
        transaction.set_rollback(True)
    return state


@pytest.mark.parametrize("state", list(cases("rules")))
def test_forms_do_the_same(state: str, world: World) -> None:
    table, rows = written(FILES["rules"])
    process = put("rules", state, world)
    url = reverse("workflow:act", args=[process.pk])
    wrong = []
    for candidate in candidates(world):
        client = logged_in(candidate.user)
        if may(candidate.role, {"draft"}):
            wrote(process, candidate)
        for act_ in table["acts"]:
            permissions, to = rows.get((state, act_), (set(), ""))
            inside = candidate.relation in COUNTS
            if not inside and not permissions:
                continue  # no such act in this state, and none of their business either
            expected = inside and may(candidate.role, permissions) and sees(candidate.role)
            fit = act_ not in UNFIT["rules"]
            words = said(table, process, act_)
            if "at" in words:
                words["at"] = timezone.localtime(SOON).strftime("%Y-%m-%dT%H:%M")
            if "assignee" in words:
                words["assignee"] = words["assignee"].pk
            with transaction.atomic():
                answer = client.post(url, {"act": act_, **words})
                after = Process.objects.get(pk=process.pk)
                transaction.set_rollback(True)
            if not (inside and sees(candidate.role)):
                assert answer.status_code == 404, (candidate, act_)
            else:
                refused = bool(permissions) and not expected
                assert answer.status_code == (403 if refused else 302), (candidate, act_, answer.status_code)
            done = after.version != process.version
            if done != (expected and fit) or (done and after.state != target(table, state, to)):
                wrong.append((candidate.relation, candidate.role.value, act_, after.state))
    assert wrong == []


def test_nobody_acts_without_an_office(world: World) -> None:
    process = put("rules", "review", world)
    nobody = Officer(person("nobody"), today=TODAY)
    for act_ in kind_of("rules").table.acts:
        with pytest.raises((NotPermitted, Refused)):
            perform(process, act_, by=nobody, comment="意见")


def test_an_office_that_has_ended_counts_no_more(world: World) -> None:
    process = put("rules", "review", world)
    user = person("former")
    appoint(user, world.agencies["civil"], Role.REVIEWER)
    with act(by=BY) as done:
        user.appointments.update(until=TODAY)
        done.note("user.removed", of=user.thing)
    with pytest.raises(NotPermitted, match="审核"):
        perform(process, "pass", by=Officer(user, today=TODAY))
