"""Several at once at requests, and processes that are killed: nothing lost, nothing twice, nothing half done.

On a copy of the database in which commits are real, of SQLite and of PostgreSQL alike.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from gongkai.law.clock import Fact
from gongkai.web.audit.models import Event
from gongkai.web.audit.verifying import verify
from gongkai.web.requests import standing
from gongkai.web.requests.actions import receive, record
from gongkai.web.requests.letters.actions import send
from gongkai.web.requests.models import Applicant, Case, CaseFile, Letter, LetterFile, RecordedFact, Told
from gongkai.web.requests.standing import facts_of, tell_anew, told
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.refusals import Refused
from tests.web.copies import Committed
from tests.web.disclosure.test_at_once import at_once
from tests.web.requests.scene import SUPPLEMENT, asked, drafted, process_of, received, set_up
from tests.web.world import TODAY, build

#: Receives requests, and acts on them, until it is killed; says each number once it is on disk.
BUSY = """
import django
django.setup()
from gongkai.law.clock import Fact
from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.files.intake import hold
from gongkai.web.requests.actions import receive, record
from tests.web.requests.scene import asked
from tests.web.world import TODAY
agency, user = Agency.objects.get(slug="civil"), User.objects.get(username="disclosure@civil")
by = Officer(user, today=TODAY)
while True:
    files = (hold([b"a" * 2000], name="a.txt", largest=10_000),)
    case = receive(agency, asked(files=files, arrived=TODAY), by=by).case
    record(case, Fact("supplement_asked", TODAY, days=10), by=by)
    print(case.number, flush=True)
"""


def whole() -> None:
    """Every request has all that belongs to it, its numbers follow one another, and the audit is as it was written."""
    cases = list(Case.objects.select_related("agency", "told").order_by("pk"))
    for case in cases:
        facts = facts_of(case)
        assert Applicant.objects.filter(case=case).count() == 1
        assert facts[0].kind == "received"
        wanted = told(case, facts, case.told.day)
        assert (case.told.stage, case.told.due, case.told.received) == (wanted.stage, wanted.due, wanted.received)
        noted = Event.objects.filter(kind="case", object_id=str(case.pk))
        assert noted.filter(verb="case.received").count() == 1
        assert noted.filter(verb="case.recorded").count() == len(facts) - 1
    serials = sorted(
        int("".join(sign for sign in case.number.rpartition("〕")[2] if sign.isdecimal())) for case in cases
    )
    assert serials == list(range(1, len(cases) + 1)), "without a gap"
    assert list(verify()) == []


def test_two_officers_at_one_act_do_it_once(committed: Committed) -> None:
    world = build()
    for _time in range(5):
        case = received(world, arrived=TODAY).case
        deeds = [
            lambda name=name, case=case: record(
                case, Fact("supplement_asked", TODAY, days=10), by=world.officer(name), version=case.version
            )
            for name in ("disclosure@civil", "disclosure@civil", "disclosure@civil")
        ]
        raised = at_once(*deeds)
        assert [error for error in raised if not isinstance(error, Refused)] == []
        assert len(raised) == 2, "the others hear that somebody was first"
        assert RecordedFact.objects.filter(case=case, kind="supplement_asked").count() == 1
    whole()


def test_one_form_sent_many_times_at_once_is_one_request(committed: Committed) -> None:
    world = build()
    civil, found = world.agencies["civil"], []
    said = asked(arrived=TODAY, submission="the same form")
    raised = at_once(*[lambda: found.append(receive(civil, said))] * 6)
    assert raised == []
    assert {one.case.pk for one in found} == {Case.objects.get().pk}
    assert len({one.code for one in found}) == 1
    whole()


def test_many_receipts_at_once_have_numbers_without_gaps(committed: Committed) -> None:
    world = build()
    civil = world.agencies["civil"]
    for _round in range(3):
        raised = at_once(*[lambda: receive(civil, asked(arrived=TODAY))] * 8)
        assert raised == []
    assert Case.objects.count() == 24
    whole()


def test_two_who_sign_and_send_at_once_do_it_once_with_numbers_without_gaps(committed: Committed) -> None:
    world = build()
    set_up(world)
    letters = [drafted(world, received(world, arrived=TODAY).case, "supplement", SUPPLEMENT) for _number in range(3)]
    for letter in letters:
        for act, who in (("submit", "handler@civil"), ("pass", "reviewer@civil")):
            perform(process_of(letter), act, by=world.officer(who))
    raised = at_once(*[
        lambda letter=letter: perform(process_of(letter), "sign", by=world.officer("approver@civil"))
        for letter in letters for _twice in range(2)
    ])  # fmt: skip
    assert [error for error in raised if not isinstance(error, Refused)] == []
    assert len(raised) == 3
    numbers = sorted(Letter.objects.values_list("number", flat=True))
    assert len(set(numbers)) == 3
    assert [number[-3:-1].strip("〕") for number in numbers] == ["1", "2", "3"], numbers
    assert LetterFile.objects.count() == 9, "three forms of each, once"
    row = Letter.objects.select_related("case__agency").first()
    assert row is not None
    clerk = world.officer("handler@civil")
    raised = at_once(*[lambda: send(row, way="post", on=TODAY, reason="演示", by=clerk)] * 3)
    assert [error for error in raised if not isinstance(error, Refused)] == []
    assert RecordedFact.objects.filter(case=row.case, kind="supplement_asked").count() == 1
    whole()


def test_an_act_that_comes_while_clocks_are_asked_anew_is_not_overwritten(
    committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = build()
    case = received(world, arrived=TODAY).case
    Told.objects.update(day=TODAY - timedelta(days=1))
    read = threading.Event()

    def slowly(case: Case) -> list[Fact]:
        facts = facts_of(case)
        read.set()
        time.sleep(0.5)
        return facts

    def withdrawn() -> None:
        read.wait(10)
        record(case, Fact("withdrawn", TODAY), by=world.officer("disclosure@civil"))

    monkeypatch.setattr(standing, "facts_of", slowly)
    assert at_once(lambda: tell_anew(TODAY), withdrawn) == []
    assert Told.objects.get().ended == TODAY
    whole()


def test_whoever_is_killed_leaves_nothing_half_done(committed: Committed) -> None:
    world = build()
    told_of, keys = [], {"GONGKAI_SECRET_KEY": settings.SECRET_KEY, "GONGKAI_FIELD_KEY": settings.FIELD_KEYS[0]}
    for pause in (0.0, 0.11, 0.23):
        command = [sys.executable, "-c", BUSY]
        busy = subprocess.Popen(command, env=committed.environment | keys, stdout=subprocess.PIPE, text=True)
        assert busy.stdout is not None
        told_of += [busy.stdout.readline().strip() for _time in range(4)]
        time.sleep(pause)
        busy.send_signal(signal.SIGKILL)
        rest = busy.communicate()[0]
        told_of += [number for number in rest.splitlines(keepends=True) if number.endswith("\n")]
    connection.close()
    numbers = {number.strip() for number in told_of}
    assert numbers <= set(Case.objects.values_list("number", flat=True)), "what was told is on disk"
    assert Case.objects.count() <= len(numbers) + 3
    assert CaseFile.objects.count() == Case.objects.count()
    assert all(row.data == b"a" * 2000 for row in CaseFile.objects.all())
    receive(world.agencies["civil"], asked(arrived=TODAY))
    whole()
    assert not Told.objects.exclude(stage__in=("supplement", "running", "unconfirmed")).exists()
