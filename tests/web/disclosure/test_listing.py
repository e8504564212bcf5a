"""The list of documents as a file: what the page shows, filtered alike, whole, and no formula."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.web.audit.acts import act
from gongkai.web.disclosure.listing import HEADS
from gongkai.web.disclosure.models import Document
from tests.web.disclosure.scene import guide, rules, walk
from tests.web.world import BY, World


def exported(client: Client, **asked: str) -> list[list[str]]:
    answer = client.get("/desk/documents/export/csv/", asked)
    assert answer["Content-Disposition"] == 'attachment; filename="documents.csv"'
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert tuple(head) == HEADS
    return rows


def test_the_list_is_exported_as_it_is_filtered(world: World) -> None:
    published, draft = guide(world), rules(world, "=拟议中的制度（演示）")
    walk(published, world)
    rules(world, "邻区的制度（演示）", by="handler@neighbour-civil")
    client = world.client("handler@civil")
    second, first = exported(client)
    assert first[0] == published.index_number
    assert first[1:4] == [published.title, "政府信息公开指南", "示范区民政局（演示）"]
    assert first[7:] == [published.made.isoformat(), "1", published.made.isoformat(), "", ""]
    assert second[1] == f"'{draft.title}"
    assert second[7:] == ["", "", "", "拟稿", ""]
    assert [row[1] for row in exported(client, kind="guide")] == [published.title]
    assert [row[1] for row in exported(client, q="拟议")] == [f"'{draft.title}"]
    assert exported(client, q="邻区") == []
    process = walk(draft, world, 1)
    (under_way,) = exported(client, state="审核")
    assert under_way[10:] == ["审核", process.due.isoformat()]
    assert exported(client, state="签发") == []
    page = client.get("/desk/documents/", {"kind": "guide", "page": "1"}).content.decode()
    assert 'href="/desk/documents/export/xlsx/?kind=guide"' in page


def test_for_excel_every_cell_is_a_text(world: World) -> None:
    rules(world, "=1+1（演示）")
    answer = world.client("handler@civil").get("/desk/documents/export/xlsx/", headers={"accept-language": "en"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[1]] == list(HEADS)
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["C2"].value) == ("=1+1（演示）", "s", "政府信息公开制度")


@pytest.mark.parametrize("format", ["pdf", "CSV"])
def test_no_other_form_is_there(world: World, format: str) -> None:
    assert world.client("handler@civil").get(f"/desk/documents/export/{format}/").status_code == 404


def test_an_export_costs_the_same_with_three_and_three_hundred_documents(world: World) -> None:
    client, costs = world.client("handler@civil"), []
    for many in (3, 297):
        with act(by=BY) as done:
            civil = world.agencies["civil"]
            Document.objects.bulk_create(Document(agency=civil, kind="rules", title="演示") for _ in range(many))
            done.note("document.kept", of=civil.thing, agency=civil.holder)
        with CaptureQueriesContext(connection) as queries:
            assert len(exported(client)) == Document.objects.count()
        costs.append(len(queries) - 1)
    assert costs[0] == costs[1] <= 7


def test_capitals_make_no_difference(world: World) -> None:
    """On PostgreSQL as on SQLite."""
    rules(world, "WiFi使用制度（演示）")
    assert len(exported(world.client("handler@civil"), q="wifi")) == 1
