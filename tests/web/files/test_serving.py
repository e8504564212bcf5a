"""Files are served by the gate only: to whoever may see, whole or in parts; to others they do not exist."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from gongkai.web.files.models import File
from gongkai.web.visibility import Level
from tests.web.files.conftest import Keeping
from tests.web.files.made import PDF, TEXT, picture
from tests.web.world import World

METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def asked(client: Client, file: File, **headers: str) -> Any:
    return client.get(
        file.get_absolute_url(), headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("method", METHODS)
def test_other_agencies_files_do_not_exist(world: World, keep: Keeping, level: Level, method: str) -> None:
    file = keep(TEXT, at="civil", level=level)
    address = file.get_absolute_url()
    near = f"/files/{file.uuid}/x.txt"
    strangers = (None, "handler@neighbour-civil", "secrecy@neighbour-civil", "supervisor@neighbour", "handler@street")
    for name in strangers:
        for path in (address, near):
            response = getattr(world.client(name), method)(path)
            seen = level is Level.PUBLIC
            expected = 404 if not seen else 405 if method not in ("get", "head") else 302 if path == near else 200
            assert response.status_code == expected
            if not seen:
                assert file.name not in str(response.headers)
                assert TEXT not in response.content


def test_whoever_may_see_gets_the_bytes(world: World, keep: Keeping) -> None:
    internal, sealed = keep(TEXT), keep(PDF, "案卷.pdf", level=Level.SEALED)
    assert body(asked(world.client("handler@civil"), internal)) == TEXT
    assert body(asked(world.client("supervisor@district"), internal)) == TEXT
    assert asked(world.client("handler@civil"), sealed).status_code == 404
    assert body(asked(world.client("secrecy@civil"), sealed)) == PDF


def test_what_a_private_file_says_to_caches_and_browsers(world: World, keep: Keeping) -> None:
    file = keep(b"<!doctype html><html><script>alert(1)</script></html>", "页.html")
    response = asked(world.client("handler@civil"), file)
    assert response["Cache-Control"] == "private, no-store"
    assert "Cookie" in response["Vary"]
    assert response["Content-Type"] == "text/html"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E9%A1%B5.html"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Content-Length"] == str(file.size)


@pytest.mark.parametrize(
    ("data", "name", "disposition"),
    [(PDF, "a.pdf", "inline"), (picture(), "a.jpg", "inline"), (TEXT, "a.txt", "attachment"),
     (b"a,b\n1,2\n", "a.csv", "attachment")],
    ids=["pdf", "jpeg", "text", "csv"],
)  # fmt: skip
def test_pictures_and_pdf_are_shown_the_rest_is_saved(
    world: World, keep: Keeping, data: bytes, name: str, disposition: str
) -> None:
    file = keep(data, name, level=Level.PUBLIC, alt="演示")
    response = asked(world.client(), file)
    assert response["Content-Disposition"].split(";")[0] == disposition
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_public_file_may_be_kept_and_is_asked_for_again(world: World, keep: Keeping) -> None:
    file = keep(TEXT, level=Level.PUBLIC)
    client = world.client()
    response = asked(client, file)
    assert response["Cache-Control"] == "public, no-cache"
    assert response["ETag"] == f'"{file.sha256}"'
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    again = asked(client, file, If_None_Match=response["ETag"])
    assert (again.status_code, body(again), again["ETag"]) == (304, b"", response["ETag"])
    assert asked(client, file, If_None_Match="W/" + response["ETag"]).status_code == 304
    assert asked(client, file, If_None_Match='"other"').status_code == 200
    assert asked(client, file, If_Modified_Since=response["Last-Modified"]).status_code == 304
    assert asked(client, file, If_Match='"other"').status_code == 412


def test_a_file_that_is_public_no_longer_answers_no_revalidation(world: World, keep: Keeping) -> None:
    file = keep(TEXT)
    assert asked(world.client(), file, If_None_Match=f'"{file.sha256}"').status_code == 404


@pytest.mark.parametrize(
    ("header", "status", "start", "stop"),
    [
        ("bytes=0-4", 206, 0, 5),
        ("bytes=5-", 206, 5, None),
        ("bytes=-7", 206, -7, None),
        ("bytes=0-99999", 206, 0, None),
        ("bytes=-99999", 206, 0, None),
        ("bytes=0-0", 206, 0, 1),
        ("bytes=0-1,3-4", 200, 0, None),
        ("bytes=4-2", 200, 0, None),
        ("bytes=-", 200, 0, None),
        ("lines=0-4", 200, 0, None),
        ("bytes=a-b", 200, 0, None),
        ("bytes=0-" + "9" * 5000, 200, 0, None),
    ],
)
def test_parts(world: World, keep: Keeping, header: str, status: int, start: int, stop: int | None) -> None:
    response = asked(world.client("handler@civil"), keep(TEXT), Range=header)
    expected = TEXT[start:stop]
    assert (response.status_code, body(response)) == (status, expected)
    assert response["Content-Length"] == str(len(expected))
    if status == 206:
        first = start % len(TEXT)
        assert response["Content-Range"] == f"bytes {first}-{first + len(expected) - 1}/{len(TEXT)}"


@pytest.mark.parametrize("header", [f"bytes={len(TEXT)}-", "bytes=99999-100000", "bytes=-0"])
def test_parts_that_are_not_there(world: World, keep: Keeping, header: str) -> None:
    response = asked(world.client("handler@civil"), keep(TEXT), Range=header)
    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{len(TEXT)}")


def test_a_part_of_another_content_is_not_given(world: World, keep: Keeping) -> None:
    file, client = keep(TEXT), world.client("handler@civil")
    assert asked(client, file, Range="bytes=0-1", If_Range=f'"{file.sha256}"').status_code == 206
    assert asked(client, file, Range="bytes=0-1", If_Range='"other"').status_code == 200


def test_head_says_what_get_would(world: World, keep: Keeping) -> None:
    file, client = keep(TEXT), world.client("handler@civil")
    get, head = asked(client, file), client.head(file.get_absolute_url())
    assert body(head) == b""
    shown = ("Content-Length", "Content-Type", "ETag", "Content-Disposition", "Cache-Control", "Accept-Ranges")
    assert [head[name] for name in shown] == [get[name] for name in shown]


def test_a_name_decides_nothing(world: World, keep: Keeping) -> None:
    file, client = keep(TEXT), world.client("handler@civil")
    other = client.get(f"/files/{file.uuid}/other.txt")
    assert (other.status_code, other["Location"]) == (302, file.get_absolute_url())
    for path in ("..%2f..%2fgongkai.sqlite3", "../../gongkai.sqlite3", "%2e%2e/%2e%2e/x", "a/b", "", "%00"):
        assert client.get(f"/files/{file.uuid}/{path}").status_code in (302, 404)
    assert client.get("/files/").status_code == 404
    assert client.get(f"/files/{file.sha256}/a.txt").status_code == 404
    assert client.get(f"/files/{file.sha256[:2]}/{file.sha256[2:4]}/{file.sha256}").status_code == 404


def test_a_link_laid_into_the_store_leads_nowhere(world: World, keep: Keeping, folder: Path, tmp_path: Path) -> None:
    file = keep(TEXT)
    secret = tmp_path / "secret"
    secret.write_bytes(b"s" * file.size)
    path = folder / file.sha256[:2] / file.sha256[2:4] / file.sha256
    path.unlink()
    path.symlink_to(secret)
    assert asked(world.client("handler@civil"), file).status_code == 404


def test_what_a_download_costs(world: World, keep: Keeping, django_assert_max_num_queries: Any) -> None:
    public, internal = keep(TEXT, level=Level.PUBLIC), keep(PDF, "a.pdf")
    anybody, officer = world.client(), world.client("handler@civil")
    with django_assert_max_num_queries(1):
        body(asked(anybody, public))
    with django_assert_max_num_queries(5):  # session, user, offices; the public's file, the officer's
        body(asked(officer, internal))
