"""Tags and kept pages: cheap as long as nothing changes, out of date as soon as something does."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.web.annual.models import AnnualReport
from gongkai.web.audit.acts import act
from tests.web.world import BY, World


def rename(world: World, name: str) -> None:
    civil = world.agencies["civil"]
    with act(by=BY) as done:
        civil.name = name
        civil.save()
        done.note("agency.renamed", of=civil.thing, agency=civil.holder)


def test_a_page_that_did_not_change_costs_one_query(world: World) -> None:
    first = Client().get("/a/civil/")
    with CaptureQueriesContext(connection) as kept:
        assert Client().get("/a/civil/").content == first.content
    with CaptureQueriesContext(connection) as asked:
        again = Client().get("/a/civil/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (len(kept), len(asked)) == (1, 1)
    assert again["ETag"] == first["ETag"]
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    since = Client().get("/a/civil/", headers={"if-modified-since": first["Last-Modified"]})
    assert since.status_code == 304


def test_a_change_is_seen_at_once(world: World) -> None:
    first = Client().get("/a/civil/")
    rename(world, "示范区民政和退役军人事务局（演示）")
    again = Client().get("/a/civil/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert "民政和退役军人事务局" in again.content.decode()


def test_an_act_that_the_public_does_not_see_leaves_pages_kept(world: World) -> None:
    first = Client().get("/a/civil/")
    with act(by=BY) as done:
        done.note("user.logged_in", of=world.agencies["civil"].thing)
    assert Client().get("/a/civil/")["ETag"] == first["ETag"]


def test_text_size_and_language_have_tags_of_their_own(world: World) -> None:
    plain = Client().get("/")
    large = Client()
    large.cookies["gongkai_text"] = "large"
    english = Client().get("/", headers={"accept-language": "en"})
    assert len({plain["ETag"], large.get("/")["ETag"], english["ETag"]}) == 3
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in plain["Vary"].split(",")}
    wild = Client()
    wild.cookies["gongkai_text"] = "something else"
    assert wild.get("/")["ETag"] == plain["ETag"]


def test_what_is_not_found_is_not_kept_for_anybody(world: World) -> None:
    answer = Client().get("/a/nobody/")
    assert answer.status_code == 404
    assert "Cache-Control" not in answer


def test_every_page_carries_the_headers(world: World, report: AnnualReport) -> None:
    for client, page in (
        (Client(), "/"),
        (Client(), "/a/civil/reports/2020/"),
        (world.client("handler@civil"), "/desk/"),
    ):
        answer = client.get(page)
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in answer["Permissions-Policy"]
        assert answer["X-Frame-Options"] == "DENY"


def test_the_choice_of_text_is_kept_and_leads_back(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/look/", {"text": "large", "next": "/a/civil/?x=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/a/civil/?x=1")
    cookie: Any = client.cookies["gongkai_text"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("large", True, "Lax")
    assert '<html lang="zh-Hans" class="large">' in client.get("/").content.decode()
    client.post("/look/", {"text": "normal", "next": "/"})
    assert 'class="large"' not in client.get("/").content.decode()
    assert client.post("/look/", {"text": "large", "next": "https://elsewhere.example/"})["Location"] == "/"
    client.post("/look/", {"language": "en", "next": "/"})
    assert '<html lang="en"' in client.get("/").content.decode()
