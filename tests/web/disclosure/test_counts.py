"""The figures of an annual report's section 一, on invented data of the shapes that real reports have."""

from __future__ import annotations

import html
import re
from collections.abc import Container, Sequence
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.web.agencies.models import Agency
from gongkai.web.audit.acts import act
from gongkai.web.disclosure import counts
from gongkai.web.disclosure.models import (
    Batch,
    CatalogueEntry,
    CleanUp,
    CleanUpDecision,
    Decision,
    Document,
    DocumentVersion,
    Ending,
    EntryVersion,
    Lifecycle,
    Procurement,
    Publication,
    Topic,
    YearTotal,
)
from gongkai.web.disclosure.registers import figures
from gongkai.web.disclosure.sheets.cells import wan, yuan
from tests.web.world import BY, World

BEGIN, END = date(2021, 1, 1), date(2021, 12, 31)


def agencies() -> Any:
    return Agency.objects.filter(slug="civil")


def out(world: World, kind: str, number: int, *, year: int = 2021, item: str = "others") -> None:
    """So many documents that went out in a year."""
    agency, author = world.agencies["civil"], world.users["handler@civil"]
    since = timezone.make_aware(datetime(year, 6, 1, 12))
    rows = Document.objects.bulk_create(
        Document(
            agency=agency, kind=kind, title="演示", item=item, made=date(year, 6, 1), index_number=f"{kind}{year}{at}"
        )
        for at in range(number)
    )
    versions = DocumentVersion.objects.bulk_create(
        DocumentVersion(document=row, agency=agency, number=1, title="演示", author=author) for row in rows
    )
    Publication.objects.bulk_create(Publication(version=version, html="", since=since) for version in versions)
    if connection.vendor == "postgresql" and number > 100:
        with connection.cursor() as cursor:  # as it does by itself with what is committed
            cursor.execute("ANALYZE disclosure_document, disclosure_documentversion, disclosure_publication")


def entries(world: World, firsts: Sequence[str], *, village: Container[int]) -> None:
    """Public entries of the catalogue, each under its 一级事项; which of them reach the villages, by their places."""
    agency, author = world.agencies["civil"], world.users["handler@civil"]
    batch = Batch.objects.create(agency=agency, room="catalogue", title="演示")
    rows = CatalogueEntry.objects.bulk_create(CatalogueEntry(agency=agency) for _first in firsts)
    EntryVersion.objects.bulk_create(
        EntryVersion(
            entry=row, agency=agency, level="public", since=date(2020, 1, 1), position=at, first=firsts[at],
            second=str(at), content="演示", term="及时", body="演示", village=at in village, author=author, batch=batch,
        )
        for at, row in enumerate(rows)
    )  # fmt: skip


def lives(world: World, issued: date, number: int, *, last: date | None = None) -> list[Document]:
    rows = Document.objects.bulk_create(
        Document(agency=world.agencies["civil"], kind="normative", title="演示") for _at in range(number)
    )
    Lifecycle.objects.bulk_create(
        Lifecycle(document=row, issued=issued, last=last, ending=Ending.REPEALED if last else "") for row in rows
    )
    return list(rows)


def test_a_street_that_published_forty_three_items(world: World) -> None:
    """As sample 001: 43 on the portal, profile and news."""
    with act(by=BY) as done:
        out(world, "other", 3, item="agency")
        out(world, "news", 40)
        out(world, "news", 5, year=2020)
        done.note("instance.prepared", of=world.agencies["civil"].thing)
    assert counts.published(agencies(), BEGIN, END).number == 43
    assert counts.by("kind", agencies(), BEGIN, END) == {"other": 3, "news": 40}
    assert counts.of_life("normative", agencies(), BEGIN, END)["in_force"].number == 0


def test_a_street_with_a_catalogue_and_totals(world: World) -> None:
    """As sample 002: 2 this year and 690 in all; entries 35, 18, 25; 许可 1/+1/87, 其他 57/+95/3600, 处罚 0/+1/0."""
    agency, author = world.agencies["civil"], world.users["handler@civil"]
    with act(by=BY) as done:
        out(world, "other", 688, year=2019)
        out(world, "other", 1, item="agency")
        out(world, "inspection", 1, item="inspections")
        out(world, "interpretation", 2, year=2020)
        firsts = ["切身利益"] * 35 + ["行政服务"] * 18 + ["社区"] * 25
        entries(world, firsts, village={at for at, first in enumerate(firsts) if first == "社区"})
        for row, before, change, number in (
            ("licences", 1, 1, 87), ("other_services", 57, 95, 3600), ("penalties", 0, 1, 0)
        ):  # fmt: skip
            YearTotal.objects.create(
                agency=agency,
                year=2020,
                row=row,
                items_before=before,
                items_change=change,
                unlisted=number,
                source="演示",
            )
        Procurement.objects.bulk_create(
            Procurement(agency=agency, author=author, number=str(at), day=date(2020, 5, 1), item="演示", cents=cents)
            for at, cents in enumerate([*[12_000_000] * 14, 182_719_000 - 14 * 12_000_000])
        )
        done.note("instance.prepared", of=agency.thing)
    assert counts.published(agencies(), BEGIN, END).number == 2
    assert counts.published(agencies(), BEGIN, END, items=["inspections"]).number == 1
    assert counts.published(agencies(), None, END, kinds=["other", "inspection"]).number == 690
    assert counts.interpretations(agencies(), date(2020, 1, 1), date(2020, 12, 31)).number == 2
    assert [counts.catalogue(agencies(), END, first=name).number for name in ("切身利益", "行政服务", "社区")] == [
        35,
        18,
        25,
    ]
    assert counts.catalogue(agencies(), END, reach="village").number == 25
    said = [
        (counts.items_before(agencies(), 2020, row), counts.items_change(agencies(), 2020, row),
         counts.decisions(agencies(), 2020, row).number)
        for row in ("licences", "other_services", "penalties")
    ]  # fmt: skip
    assert said == [(1, 1, 87), (57, 95, 3600), (0, 1, 0)]
    assert counts.items_before(agencies(), 2020, "coercive_measures") is None
    bought = counts.procurement(agencies(), 2020)
    assert (bought.rows.count(), yuan(bought.cents)) == (15, "1827190")


def test_a_street_that_tells_information_from_news(world: World) -> None:
    """As sample 003: 95 items and 102 of news; procurement 24 for 2358万."""
    agency, author = world.agencies["civil"], world.users["handler@civil"]
    with act(by=BY) as done:
        out(world, "announcement", 95)
        out(world, "news", 102)
        Procurement.objects.bulk_create(
            Procurement(agency=agency, author=author, number=str(at), day=BEGIN, item="演示", cents=98_250_000)
            for at in range(24)
        )
        done.note("instance.prepared", of=agency.thing)
    assert counts.published(agencies(), BEGIN, END, kinds=["announcement"]).number == 95
    assert counts.published(agencies(), BEGIN, END, kinds=["news"]).number == 102
    assert wan(counts.procurement(agencies(), 2021).cents) == "2358"


def test_a_district_office(world: World) -> None:
    """As sample 004: 3168 = 8 + 2255 + 905; 6 interpretations, 3 topics, 34 bulletins; 5/1/54 with 50 a year before."""
    agency, author = world.agencies["civil"], world.users["handler@civil"]
    with act(by=BY) as done:
        out(world, "other", 8, item="agency")
        out(world, "news", 2255)
        out(world, "policy", 899)
        out(world, "interpretation", 6)
        batch = Batch.objects.create(agency=agency, room="topic", title="演示")
        Topic.objects.bulk_create(
            Topic(agency=agency, title="演示", published=date(2021, 3, 1), author=author, batch=batch)
            for _at in range(3)
        )
        Document.objects.bulk_create(
            Document(
                agency=agency, kind="bulletin", title="演示", issue=at, made=date(2021, 7, 1), attribute="on_request"
            )
            for at in range(1, 35)
        )
        lives(world, date(2018, 1, 1), 1, last=date(2021, 5, 31))
        old = lives(world, date(2019, 1, 1), 49)
        lives(world, date(2021, 8, 1), 5)
        session = CleanUp.objects.create(
            agency=agency, kind="normative", title="演示", day=date(2021, 10, 1), opened_by=author
        )
        CleanUpDecision.objects.create(session=session, document=old[0], verdict="repeal", note="演示")
        done.note("instance.prepared", of=agency.thing)
    parts = [
        counts.published(agencies(), BEGIN, END, kinds=kinds).number
        for kinds in (["other"], ["news"], ["policy", "interpretation"])
    ]
    assert parts == [8, 2255, 905]
    assert counts.published(agencies(), BEGIN, END).number == sum(parts) == 3168
    assert counts.interpretations(agencies(), BEGIN, END).number == 6
    assert counts.responses(agencies(), BEGIN, END).number == 0
    assert counts.topics(agencies(), BEGIN, END).number == 3
    assert counts.bulletins(agencies(), BEGIN, END).number == 34
    found = {name: figure.number for name, figure in counts.of_life("normative", agencies(), BEGIN, END).items()}
    assert found == {"issued": 5, "ended": 1, "repealed": 1, "lapsed": 0, "in_force": 54, "to_repeal": 1}
    assert counts.of_life("normative", agencies(), BEGIN, date(2020, 12, 31))["in_force"].number == 50


@pytest.mark.parametrize("name", [*figures.FIGURES, "other", "policy", "interpretation"])
def test_each_figure_opens_what_it_counts(world: World, name: str) -> None:
    elsewhere = world.agencies["street"]
    with act(by=BY) as done:
        for count, kind in enumerate(("other", "policy", "interpretation", "response"), start=1):
            out(world, kind, count)
        for agency, issues in ((world.agencies["civil"], 2), (elsewhere, 5)):
            Document.objects.bulk_create(
                Document(
                    agency=agency,
                    kind="bulletin",
                    title="演示公报",
                    issue=at,
                    made=BEGIN,
                    index_number=f"{agency.slug}{at}",
                )
                for at in range(1, issues + 1)
            )
        Topic.objects.create(
            agency=world.agencies["civil"],
            title="演示专题",
            published=BEGIN,
            batch=Batch.objects.create(agency=world.agencies["civil"], room="topic", title="演示"),
            author=world.users["handler@civil"],
        )
        done.note("instance.prepared", of=world.agencies["civil"].thing)
    expected = {
        "published": 10,
        "ever": 10,
        "corrections": 0,
        "interpretations": 3,
        "responses": 4,
        "bulletins": 2,
        "topics": 1,
    }
    number = (expected | {"other": 1, "policy": 2, "interpretation": 3})[name]
    asked = "?agency=civil&year=2021"
    desk = world.client("handler@civil")
    page = desk.get(f"/desk/documents/registers/{asked}").content.decode()
    opened = re.search(rf'href="(/desk/documents/registers/figures/{name}/[^"]*)">(\d+)<', page)
    assert opened is not None
    assert int(opened[2]) == number
    listed = desk.get(html.unescape(opened[1])).content.decode()
    assert f"共{number}件" in listed
    assert len(re.findall(r'<td[^>]*><a href="', listed)) == number
    assert elsewhere.name not in listed


def test_no_figure_has_a_name_that_nobody_knows(world: World) -> None:
    assert world.client("handler@civil").get("/desk/documents/registers/figures/strange/").status_code == 404


def test_a_figure_asks_as_much_for_many_as_for_few(world: World) -> None:
    desk = world.client("handler@civil")

    def queries(count: int) -> int:
        with act(by=BY) as done:
            out(world, "news", count, year=2000 + count // 2)
            done.note("instance.prepared", of=world.agencies["civil"].thing)
        with CaptureQueriesContext(connection) as found:
            page = desk.get(f"/desk/documents/registers/figures/news/?agency=civil&year={2000 + count // 2}")
        assert f"共{count}件" in page.content.decode()
        return len(found)

    assert queries(1) == queries(40)


def test_a_street_with_nothing(world: World) -> None:
    """As sample 000: every figure is nought, and says so."""
    assert counts.published(agencies(), BEGIN, END).number == 0
    assert counts.by("kind", agencies(), BEGIN, END) == {}
    assert counts.fees(agencies(), 2021).cents == 0
    assert counts.decisions(agencies(), 2021, "licences").number == 0
    assert not Decision.objects.exists()
