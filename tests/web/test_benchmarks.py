"""The benchmarks' worlds are made by the platform's own acts: when an act changes, they must still be made."""

from __future__ import annotations

import pytest

from benchmarks import disclosure_world, platform_world
from benchmarks.disclosure_measured import publications, queries, searches, sizes
from gongkai.web.agencies.models import Agency
from gongkai.web.annual.models import AnnualReport
from gongkai.web.disclosure.models import Document
from gongkai.web.search.models import Entry

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
