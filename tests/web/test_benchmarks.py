"""The benchmarks' worlds are made by the platform's own acts: when an act changes, they must still be made."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from django.test import Client
from django.utils import timezone

from benchmarks import (
    disclosure_world,
    platform_world,
    reports_measured,
    requests_measured,
    requests_world,
    submissions,
)
from benchmarks.disclosure_measured import publications, queries, searches, sizes
from gongkai.web.accounts.models import User
from gongkai.web.agencies.appointments import office
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Role
from gongkai.web.annual.models import AnnualReport
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.models import Document
from gongkai.web.portal import stamps
from gongkai.web.requests.actions import Asked, receive, record
from gongkai.web.requests.models import ApplicantKind, Case, Counter, Told
from gongkai.web.requests.standing import facts_of
from gongkai.web.search.models import Entry
from tests.web.world import BY

pytestmark = pytest.mark.django_db


def test_the_world_of_the_pages_is_made() -> None:
    platform_world.fill(agencies=40)
    assert Agency.objects.count() == 40
    assert AnnualReport.objects.filter(agency__slug="bench-1").count() == 6


def test_the_world_of_the_documents_is_made_found_and_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    """As rows are entered for it, so does the platform read and publish them; nothing is found that is not there."""
    monkeypatch.setattr("benchmarks.chinese.CLAUSES", 500)
    # Statements that no transaction holds: of a few rows the index need not be made anew.
    monkeypatch.setattr(disclosure_world, "index", disclosure_world.put)
    disclosure_world.fill(120)
    assert Document.objects.filter(level="public").count() == Entry.objects.filter(kind="item").count() == 120
    assert all(len(typed) == 3 for typed in queries(3).values())
    found = searches(3)
    assert (found["recall"], found["precision"]) == (1, 1)
    publications(2)
    assert Entry.objects.filter(kind="item").count() == 122
    assert sizes()["text"] > 0


@pytest.fixture
def entered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.chinese.CLAUSES", 500)
    monkeypatch.setattr(requests_world, "FATES", dict.fromkeys(requests_world.FATES, 1))
    requests_world.fill(60, 4)
    # A response that is closed would end the test's transaction.
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)


@pytest.mark.usefixtures("entered")
def test_the_world_of_the_requests_is_as_the_acts_leave_it() -> None:
    """One of each fate is lived through again, act by act."""
    with act(by=BY) as done:
        by = Officer(User.objects.create(username="bench-all"), today=timezone.localdate())
        for role in (Role.HANDLER, Role.APPROVER, Role.DISCLOSURE):
            city = Agency.objects.get(slug="bench-0")
            office(done, by.user, agency=city, role=role, subtree=True, since=date(2020, 1, 1))
    fates = {tuple(fact.kind for fact in facts_of(case)): case for case in Case.objects.select_related("applicant")}
    assert len(fates) == 4
    for case in fates.values():
        who = model_to_dict(case.applicant, exclude=["id", "case"])
        said = {name: getattr(case, name) for name in ("content", "form", "way", "channel")}
        first, *rest = facts_of(case)
        kind, last = (
            ApplicantKind(case.applicant_kind),
            Counter.objects.get(agency=case.agency, year=first.on.year).last,
        )
        again = receive(case.agency, Asked(kind=kind, who=who, arrived=first.on, **said), by=by).case
        for fact in rest:
            record(again, fact, by=by, reason="演示")
        assert facts_of(again) == facts_of(case)
        told, of = Told.objects.get(case=again), Told.objects.get(case=case)
        assert model_to_dict(told, exclude=["case"]) == model_to_dict(of, exclude=["case"])
        assert again.number == f"{case.agency.slug}申〔{first.on.year}〕{last + 1}号"


@pytest.mark.usefixtures("entered")
def test_what_is_measured_of_requests_is_there_to_be_measured() -> None:
    found = requests_measured.pages(2)
    lists = {f"list, {name}" for name in (*requests_measured.LISTS, *requests_measured.OWN)}
    others = {"first page of the desk", "overview of the units", "case page", "case page of the city"}
    assert set(found) == lists | others
    year = timezone.localdate().year - 1
    _seconds, rows, _peak = requests_measured.register(year)["xlsx"]
    assert rows == Told.objects.filter(arrived__year=year).count() > 0
    _seconds, mails, _told = requests_measured.morning()
    assert mails > 0
    assert requests_measured.figures(year)[2] == rows


@pytest.mark.usefixtures("entered")
def test_what_is_sent_in_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "YOUNGEST", 0)
    page = "/a/bench-1/request/apply/"
    found = submissions.STAMP.search(Client().get(page).content.decode())
    assert found
    proof = submissions.proof(found[1])
    assert submissions.BITS == stamps.BITS
    assert stamps.worked(found[1], proof)
    said = submissions.SAID | {"stamp": found[1], "proof": proof, "identity_number": "演示1"}
    assert Client().post(page, said).status_code == 200
    assert submissions.kept() == [1, 1]


def test_what_is_measured_of_reports_is_there_to_be_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.chinese.CLAUSES", 500)
    year = timezone.localdate().year - 1
    collection = reports_measured.fill(25, year)
    assert reports_measured.summing(collection)[2] == 24
    _seconds, rows, sharing = reports_measured.similar(year)
    assert rows == 24
    assert sharing >= 2, "one copies another"
    assert len(reports_measured.pages(year, 2)) == 4
    each, bare, filed = reports_measured.sending(collection)
    assert filed == 24
    assert each > bare > 0
