"""What the actions let be found, and that the index built anew is the same."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.web.agencies.actions import amend, close, found, merge, rename, reopen
from gongkai.web.annual.actions import import_report, publish_report
from gongkai.web.audit.public import version
from gongkai.web.disclosure import tasks
from gongkai.web.disclosure.actions import save
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.searchable import ALL_RULES, ITEMS
from gongkai.web.disclosure.tasks import renew_guides
from gongkai.web.search import entries
from gongkai.web.search.entries import Source
from gongkai.web.search.finding import find
from gongkai.web.search.management.commands import reindex as command
from gongkai.web.search.models import Entry
from gongkai.web.visibility import PUBLIC
from gongkai.web.workflow.actions import perform
from tests.web.disclosure.scene import guide, item, process_of, reachable, rules, text, walk
from tests.web.world import World

SAMPLE = Path(__file__).parents[3] / "samples" / "bureau-2020.docx"
HALL = {"slug": "hall", "name": "示范区展览馆（演示）", "short_name": "展馆", "kind": "department", "tier": "county"}
COLUMNS = "kind object_id agency_id level title text folded url date".split()


def reindex() -> list[Any]:
    call_command("reindex", "--from-scratch", stdout=StringIO())
    return written()


def written() -> list[Any]:
    return sorted(Entry.objects.values_list(*COLUMNS))


def urls(words: str, reader: Any = PUBLIC) -> list[str]:
    return sorted(hit.entry.url for hit in find(words, reader=reader, size=100))


def report(world: World, year: int | None = None) -> Any:
    officer = world.officer("disclosure@civil")
    return import_report(world.agencies["civil"], data=SAMPLE.read_bytes(), name=SAMPLE.name, year=year, by=officer)


def test_the_index_built_anew_is_what_the_actions_wrote(world: World) -> None:
    reachable(world.agencies["civil"])
    reindex()  # the world was written without its actions
    by = world.officer("administrator@district")
    hall = found(
        world.agencies["district"],
        values={
            "slug": "hall",
            "name": "示范区展览馆（演示）",
            "kind": "department",
            "tier": "county",
            "short_name": "展馆",
        },
        by=by,
    )
    hall = amend(hall, values={"address": "展览路8号（演示）"}, version=hall.version, by=by)
    hall = rename(hall, name="示范区博物馆（演示）", day=date(2026, 1, 5), version=hall.version, by=by)
    street = world.agencies["street"]
    street = close(street, day=date(2026, 2, 1), version=street.version, by=by)
    street = reopen(street, reason="登记错了", version=street.version, by=by)
    welfare = world.agencies["welfare"]
    merge({welfare: welfare.version}, into=world.agencies["civil"], day=date(2026, 2, 1), by=by)
    handler = world.officer("handler@civil")
    walk(guide(world), world)
    public, withdrawn = rules(world), rules(world, "值班制度（演示）")
    walk(public, world)
    save(public, text("新的制度（演示）", "<p>改了一次 &amp; 又一次。</p>"), based_on=public.latest, by=handler)
    walk(withdrawn, world)
    perform(process_of(withdrawn), "retract", by=world.officer("disclosure@civil"), comment="内容有误")
    publish_report(report(world), by=world.officer("disclosure@civil"))
    import_report(
        world.agencies["civil"],
        data=SAMPLE.read_bytes(),
        name="x.docx",
        year=2019,
        by=world.officer("disclosure@civil"),
    )
    before = written()
    kinds = {row[0] for row in before}
    assert kinds == {"agency", "guide", "rules", "draft", "annual_report"}
    assert reindex() == before
    Entry.objects.update(title="", text="", folded="", url="")
    assert reindex() == before
    with transaction.atomic():
        for kind, id_ in Entry.objects.values_list("kind", "object_id"):
            entries.drop(kind, id_)
    assert reindex() == before


def test_agencies_are_found_by_any_name_and_by_their_address(world: World) -> None:
    by = world.officer("administrator@district")
    values = {
        "slug": "hall",
        "name": "示范区展览馆（演示）",
        "kind": "department",
        "tier": "county",
        "short_name": "展馆",
    }
    hall = found(world.agencies["district"], values=values, by=by)
    hall = amend(hall, values={"address": "展览路8号（演示）"}, version=hall.version, by=by)
    hall = rename(hall, name="示范区博物馆（演示）", day=date(2026, 1, 5), version=hall.version, by=by)
    for words in ("博物馆", "展览馆", "展馆", "展览路8号"):
        assert urls(words) == ["/a/hall/"], words
    close(hall, day=date(2026, 2, 1), version=hall.version, by=by)
    assert urls("已于2026-02-01撤销") == ["/a/hall/"]


def test_a_draft_is_its_agencys_until_it_is_published(world: World) -> None:
    document = rules(world, "保密审查制度（演示）")
    desk, public = f"/desk/documents/{document.pk}/", f"/a/civil/documents/{document.pk}/"
    inside, outside = world.officer("reviewer@civil"), world.officer("reviewer@neighbour-civil")
    assert (urls("先审查", inside), urls("先审查", outside), urls("先审查")) == ([desk], [], [])
    token = version()[0]
    walk(document, world)
    assert version()[0] != token
    assert (urls("先审查", inside), urls("先审查")) == ([public], [public])
    save(document, text("保密审查制度（演示）", "<p>后来的稿子。</p>"), based_on=2, by=world.officer("handler@civil"))
    assert (urls("后来的稿子", inside), urls("后来的稿子"), urls("先审查")) == ([desk], [], [public])


def test_what_is_withdrawn_is_found_by_nobody_outside(world: World) -> None:
    document = rules(world, "保密审查制度（演示）")
    walk(document, world)
    token = version()[0]
    perform(process_of(document), "retract", by=world.officer("disclosure@civil"), comment="内容有误")
    assert version()[0] != token
    assert urls("先审查") == []
    assert urls("先审查", world.officer("handler@civil")) == [f"/desk/documents/{document.pk}/"]
    assert Client().get(f"/a/civil/documents/{document.pk}/").status_code == 404


def test_a_report_is_found_by_its_prose_once_it_is_published(world: World) -> None:
    row = report(world)
    officer = world.officer("handler@civil")
    assert (urls("护林员", officer), urls("护林员")) == ([f"/desk/annual/{row.pk}/"], [])
    publish_report(row, by=world.officer("disclosure@civil"))
    assert (urls("护林员", officer), urls("护林员")) == (["/a/civil/reports/2020/"],) * 2


def test_what_changes_while_the_index_is_built_anew_is_found_as_it_is(world: World, monkeypatch: Any) -> None:
    """Others work meanwhile: what is withdrawn is found by nobody outside, what is published is not lost."""
    withdrawn, published = rules(world), rules(world, "值班制度（演示）")
    walk(withdrawn, world)

    def ids() -> Any:
        told = list(ALL_RULES.ids())
        perform(process_of(withdrawn), "retract", by=world.officer("disclosure@civil"), comment="内容有误")
        walk(published, world)
        return told

    monkeypatch.setattr(command, "sources", lambda: [("rules", Source(ids, ALL_RULES.found))])
    call_command("reindex", stdout=StringIO())
    assert urls("先审查") == [f"/a/civil/documents/{published.pk}/"]


def test_a_guide_withdrawn_while_guides_are_renewed_is_found_no_more(world: World, monkeypatch: Any) -> None:
    document = guide(world)
    walk(document, world)

    Entry.objects.filter(kind="guide").update(text="")  # so that there is something to renew

    def held(kind: str, ids: Any) -> Any:
        perform(process_of(document), "retract", by=world.officer("disclosure@civil"), comment="内容有误")
        return entries.held(kind, ids)

    monkeypatch.setattr(tasks, "held", held)
    assert renew_guides.func(world.agencies["civil"].pk) == 0
    assert not Entry.objects.filter(kind="guide").exists()


def test_an_index_is_built_anew_with_as_many_queries_for_many_as_for_few(world: World) -> None:
    costs = []
    for number in (2, 6):
        while Document.objects.exclude(published=None).count() < number:
            walk(item(world), world)
        with CaptureQueriesContext(connection) as queries:
            assert len(list(ITEMS.found(list(map(str, ITEMS.ids()))))) == number
        costs.append(len(queries))
    assert costs[0] == costs[1]
