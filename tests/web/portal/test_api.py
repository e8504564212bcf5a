"""The open interface: the same as the portal shows, for programs."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.web.agencies.models import Agency
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.models import Document
from gongkai.web.portal import limits
from gongkai.web.portal.api.page import operations, written
from gongkai.web.portal.api.queries import CHUNK
from gongkai.web.workflow.actions import perform
from tests.web.disclosure.scene import item, process_of, walk
from tests.web.disclosure.test_items import attached, with_file
from tests.web.portal.reading import publish
from tests.web.world import BY, World


@pytest.fixture(autouse=True)
def nobody_counted() -> None:
    limits.forget()


def got(address: str, status: int = 200) -> Any:
    answer = Client().get(f"/api/v1/{address}")
    assert answer.status_code == status, answer.content
    return answer.json()


def titles(query: str = "") -> list[str]:
    return [row["title"] for row in got(f"documents{query}")["items"]]


def test_nothing_is_told_that_the_public_does_not_see(world: World) -> None:
    document = item(world)
    walk(document, world, 4)
    assert titles() == []
    for address in (f"documents/{document.pk}", f"documents/{document.pk}/attachments"):
        got(address, 404)
        assert world.client("disclosure@civil").get(f"/api/v1/{address}").status_code == 404
    perform(process_of(document), "publish", by=world.officer("disclosure@civil"))
    assert titles() == [document.title]
    perform(process_of(document), "retract", by=world.officer("disclosure@civil"), comment="演示")
    assert titles() == []
    assert document.title not in Client().get("/api/v1/sections/regulations.csv").getvalue().decode()


def test_a_document_is_told_whole(world: World) -> None:
    document = item(world)
    file = attached(world, document)
    with_file(world, document, file)
    walk(document, world)
    told = got(f"documents/{document.pk}")
    assert (told["title"], told["agency"], told["validity"]) == (document.title, "civil", "in_force")
    assert told["text"] == "见附件。"
    assert told["attachments"][0]["name"] == "附表（演示）.txt"
    assert Client().get(told["attachments"][0]["url"].removeprefix("http://testserver")).status_code == 200
    assert got(f"documents/{document.pk}/attachments")["items"] == told["attachments"]
    assert [stage["since"] for stage in told["history"]] == [told["published"]]
    assert "\n附件：1. 附表（演示）.txt" in Client().get(f"/a/civil/documents/{document.pk}/text.txt").content.decode()
    for address in told["downloads"].values():
        assert Client().get(address.removeprefix("http://testserver")).status_code == 200


@pytest.mark.parametrize("address", ["documents", "documents?limit=1", "sections/regulations.csv", "openapi.json"])
def test_the_heads_alone_are_told_likewise(world: World, address: str) -> None:
    publish(world, 2)
    whole, heads = Client().get(f"/api/v1/{address}"), Client().head(f"/api/v1/{address}")
    assert (heads.status_code, heads.headers["ETag"]) == (200, whole.headers["ETag"])
    assert heads.headers["Content-Type"] == whole.headers["Content-Type"]
    assert Client().head(f"/api/v1/{address}", headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304


def test_lists_are_narrowed(world: World) -> None:
    ended = timezone.localdate() - timedelta(days=1)
    publish(world, 2)
    publish(world, 1, slug="neighbour-civil", number="邻民发[2021]60号", valid_until=ended)
    publish(world, 1, kind="news", item="others", number="")
    for query, count in {
        "": 4, "?agency=civil": 3, "?agency=district": 0, "?agency=district&below=true": 3, "?item=others": 1,
        "?kind=news": 1, "?year=2025": 4, "?year=2024": 0, "?number=〔2021〕60": 1, "?number=（2021）60": 1,
        "?number=[2021]6": 0, "?validity=lapsed": 1, "?validity=in_force": 3, "?since=2025-02-01": 3,
        "?until=2025-01-01": 1,
    }.items():  # fmt: skip
        assert len(titles(query)) == count, query


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("agency=nobody", 422), ("agency=a'b", 422), ("year=" + "9" * 5000, 422), ("since=soon", 422),
        ("limit=100000", 422), ("cursor=x", 422), ("cursor=99999999999999999-1", 200), ("validity=x", 422),
        ("item='", 422), ("since=0001-01-01", 422), ("until=9999-12-31", 200),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(world: World, query: str, status: int) -> None:
    got(f"documents?{query}", status)


@pytest.mark.parametrize(
    ("address", "parameter", "message"),
    [
        ("documents?kind=novel", "kind", "没有这个值；可用的值：news、announcement、regulation、normative"),
        ("documents?item=nothing", "item", "没有这个值；可用的值：regulations、agency"),
        ("documents?validity=x", "validity", "没有这个值；可用的值：in_force、not_yet、repealed、lapsed"),
        ("documents?year=1900", "year", "不能小于 1949"),
        ("documents?since=soon", "since", "应为日期，如 2025-06-03"),
        ("documents?agency=nobody", "agency", "没有代码为“nobody”的机关；机关的代码见 /api/v1/agencies"),
        ("sections?agency=nobody", "agency", "没有代码为“nobody”的机关；机关的代码见 /api/v1/agencies"),
        ("sections/regulations.csv?agency=nobody", "agency", "没有代码为“nobody”的机关；机关的代码见 /api/v1/agencies"),
        ("documents?below=perhaps", "below", "应为 true 或者 false"),
        ("agencies?limit=201", "limit", "不能大于 200"),
    ],
)
def test_a_refusal_names_the_parameter_and_what_it_can_be(
    world: World, address: str, parameter: str, message: str
) -> None:
    told = got(address, 422)
    assert [one["parameter"] for one in told["errors"]] == [parameter]
    assert told["errors"][0]["message"].startswith(message)
    assert told["detail"].startswith(f"参数 {parameter}：{message}")


def test_refusals_are_told_in_the_language_of_whoever_asks(world: World) -> None:
    english = {"Accept-Language": "en"}
    told = [Client().get(f"/api/v1/documents?{query}", headers=english).json() for query in ("limit=0", "kind=novel")]
    assert told[0]["detail"] == "Parameter limit: cannot be below 1."
    assert told[1]["detail"].startswith("Parameter kind: there is no such value; possible are: news, announcement, ")
    assert Client().get("/api/v1/nothing", headers=english).json()["detail"].startswith("Nothing has this address")


@pytest.mark.parametrize(
    "address", ["v1/nothing", "v1/", "v1/documents/x", "v1/documents/999999", "v1/sections/no.csv", "v9/x"]
)
def test_what_has_no_address_is_told_to_programs_as_json(world: World, address: str) -> None:
    answer = Client().get(f"/api/{address}")
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (404, "application/json")
    assert "没有这个地址" in answer.json()["detail"]
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_the_description_lists_the_values(world: World) -> None:
    paths = json.loads(written())["paths"]["/api/v1/documents"]["get"]["parameters"]
    schemas = {one["name"]: json.dumps(one["schema"]) for one in paths}
    kinds = [kind["id"] for kind in got("kinds")["items"]]
    assert all(f'"{kind}"' in schemas["kind"] for kind in kinds)
    assert all(f'"{word}"' in schemas["validity"] for word in ("in_force", "not_yet", "repealed", "lapsed"))


def test_pages_hold_while_things_come_and_go(world: World) -> None:
    rows = publish(world, 25)
    first = got("documents?limit=10")
    seen = [row["id"] for row in first["items"]]
    publish(world, 3)
    with act(by=BY) as done:  # newer than all that was shown
        Document.objects.filter(pk__gt=rows[-1].pk).update(published_at=timezone.now())
        done.note("instance.prepared", of=rows[0].thing)
    after = first["next"]
    while after:
        answer = got(after.removeprefix("http://testserver/api/v1/"))
        seen += [row["id"] for row in answer["items"]]
        after = answer["next"]
    assert sorted(seen) == sorted(row.pk for row in rows)
    assert len(seen) == len(set(seen))


def test_a_whole_section_is_sent_as_a_table_and_as_json(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr("gongkai.web.portal.api.queries.CHUNK", 2)
    assert CHUNK > 2
    rows = publish(world, 5)
    with act(by=BY) as done:
        Document.objects.filter(pk=rows[0].pk).update(title="=1+1")
        done.note("instance.prepared", of=rows[0].thing)
    answer = Client().get("/api/v1/sections/regulations.csv?agency=district&below=true")
    assert answer.streaming
    text = answer.getvalue().decode()
    table = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["文号"] for row in table] == [row.number for row in rows]
    assert table[0]["名称"] == "'=1+1"
    assert {row["有效性"] for row in table} == {"有效"}
    told = json.loads(Client().get("/api/v1/sections/regulations.json").getvalue())["items"]
    assert [row["id"] for row in told] == [row.pk for row in rows]
    assert json.loads(Client().get("/api/v1/sections/budget.json").getvalue()) == {"items": []}
    for address in ("sections/regulations.xml", "sections/nothing.csv"):
        got(address, 404)


def test_sections_agencies_and_kinds_are_told(world: World) -> None:
    publish(world, 2)
    sections = {row["id"]: row for row in got("sections?agency=civil")["items"]}
    assert sections["regulations"]["count"] == 2
    for address in (*sections["regulations"]["feeds"].values(), *sections["regulations"]["exports"].values()):
        assert Client().get(address.removeprefix("http://testserver")).status_code == 200
    assert "civil" in {row["id"] for row in got("agencies")["items"]}
    assert {"id": "policy", "name": "其他政策文件"} in got("kinds")["items"]


def test_agencies_are_told_page_by_page_whatever_moves_meanwhile(world: World) -> None:
    """The tree is another while it is read: nobody is told twice, nobody is left out."""
    whole = [row["id"] for row in got("agencies?limit=200")["items"]]
    assert sorted(whole) == sorted(agency.slug for agency in Agency.objects.open())
    first = got("agencies?limit=2")
    assert len(first["items"]) == 2
    seen, after = [row["id"] for row in first["items"]], first["next"]
    with act(by=BY) as done:
        for agency in Agency.objects.filter(slug__in=seen[:1] + whole[-1:]):
            Agency.objects.filter(pk=agency.pk).update(path=f"zz{agency.path}", name=f"甲{agency.name}")
        done.note("instance.prepared", of=world.agencies["civil"].thing)
    while after:
        answer = got(after.removeprefix("http://testserver/api/v1/"))
        seen, after = seen + [row["id"] for row in answer["items"]], answer["next"]
    assert seen == whole
    for query in ("cursor=x", "cursor=1-1", "limit=201"):
        got(f"agencies?{query}", 422)


def test_what_has_not_changed_is_not_sent_again(world: World) -> None:
    publish(world, 1)
    first = Client().get("/api/v1/documents")
    again = Client().get("/api/v1/documents", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    with CaptureQueriesContext(connection) as queries:
        Client().get("/api/v1/documents", headers={"If-None-Match": first["ETag"]})
    assert len(queries) <= 2
    publish(world, 1)
    with act(by=BY) as done:
        world.agencies["civil"].save()
        done.note("instance.prepared", of=world.agencies["civil"].thing)
    assert Client().get("/api/v1/documents", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_pages_of_other_sites_may_read_and_nobody_may_write(world: World) -> None:
    answer = Client().options("/api/v1/documents")
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (204, "*")
    assert Client().get("/api/v1/kinds")["Access-Control-Allow-Origin"] == "*"
    for method in ("post", "put", "patch", "delete"):
        assert getattr(Client(), method)("/api/v1/documents").status_code == 405
    assert not Client().get("/api/v1/documents").cookies


def test_an_address_has_so_many_calls_a_minute_whichever_process_answers(world: World, settings: Any) -> None:
    settings.API_PER_MINUTE = 25
    statuses = []
    for number in range(40):
        if number % 20 == 0:
            limits.forget()  # as if another process answered
        statuses.append(Client().get("/api/v1/kinds").status_code)
    assert statuses.count(200) == 25
    refused = Client().get("/api/v1/kinds")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert Client(REMOTE_ADDR="192.0.2.7").get("/api/v1/kinds").status_code == 200


@pytest.mark.parametrize("address", ["documents", "documents?limit=200", "agencies", "sections", "documents/{pk}"])
def test_an_answer_costs_the_same_whatever_there_is(world: World, address: str) -> None:
    costs = []
    for many in (3, 150):
        rows = publish(world, many)
        limits.forget()
        got("kinds")
        with CaptureQueriesContext(connection) as queries:
            Client().get("/api/v1/" + address.format(pk=rows[0].pk), {"x": many})
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 14


def test_the_description_is_committed_and_the_page_says_it() -> None:
    file = Path(__file__).parents[3] / "docs" / "openapi.json"
    assert file.read_text("utf-8").rstrip() == written(), "run `make docs`"
    assert {operation.path for operation in operations()} == set(json.loads(written())["paths"])


def test_the_page_explains_every_address(world: World) -> None:
    shown = Client().get("/api/").content.decode()
    for operation in operations():
        assert f"GET {operation.path}" in shown
        assert operation.summary
        assert operation.about
        assert all(about for _name, about in operation.parameters), operation.path
    assert "<script" not in shown
    assert Client().get("/api/v1/openapi.json").json() == json.loads(written())


def test_dates_are_told_as_dates(world: World) -> None:
    [row] = publish(world, 1)
    told = got(f"documents/{row.pk}")
    assert date.fromisoformat(told["made"]) == row.made
    assert told["published"].endswith("+08:00")
