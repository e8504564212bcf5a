"""What is refused tells what to do, and every answer has every header."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from pytest_django import Settings

from gongkai.web.config.serving.refusal import REFUSAL
from tests.web.world import World

PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
HEADERS = {
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "X-Request-ID",
}


def fails(_get_response: object) -> object:
    def answer(request: HttpRequest) -> HttpResponse:
        raise RuntimeError

    return answer


@pytest.mark.parametrize(
    ("path", "given", "status"),
    [
        ("/", {}, 200),
        ("/search/?q=%00", {}, 400),
        ("/", {"HTTP_HOST": "nobody.example"}, 400),
        ("/desk/", {}, 302),
        ("/metrics", {"REMOTE_ADDR": "192.0.2.1"}, 403),
        ("/nowhere/", {}, 404),
        ("/look/", {}, 405),
        ("/", {REFUSAL: 408}, 408),
        ("/", {REFUSAL: 411}, 411),
        ("/", {REFUSAL: 413}, 413),
        ("/desk/documents/", {REFUSAL: 401}, 302),
        ("/fails/", {}, 500),
    ],
)
@pytest.mark.parametrize("https", [False, True])
def test_every_answer_has_every_header(
    world: World, settings: Settings, path: str, given: dict[str, str], status: int, https: bool
) -> None:
    if status == 500:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.fails"]
    settings.SECURE_SSL_REDIRECT = https and status != 403
    answer = Client(raise_request_exception=False).get(path, secure=https and "HTTP_HOST" not in given, **given)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert set(answer.headers) >= HEADERS


def test_a_text_that_is_too_long_hears_so(world: World, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = world.client("handler@civil").post("/desk/documents/new/", {"text": "长" * 1000})
    assert answer.status_code == 413
    assert "提交的内容太大" in answer.content.decode()
    assert "1000" in answer.content.decode()  # the limit, and below it what to do
    assert "上传附件" in answer.content.decode()
    assert set(answer.headers) >= HEADERS


def test_too_many_fields_are_too_much_as_well(client: Client, settings: Settings, world: World) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    assert client.post("/look/", {"a": "1", "b": "2", "c": "3"}).status_code == 413


@pytest.mark.parametrize(
    ("path", "given", "status", "word"),
    [
        ("/api/v1/agencies?q=%00", {}, 400, "无法理解"),
        ("/api/v1/agencies", {"HTTP_HOST": "nobody.example"}, 400, "无法理解"),
        ("/api/v1/agencies?" + "a=1&" * 6000, {}, 413, "参数太多"),
        ("/api/v1/nothing", {}, 404, "没有这个地址"),
        ("/api/v1/agencies", {"REQUEST_METHOD": "POST"}, 405, "只能读取"),
        ("/api/v1/nothing", {"REQUEST_METHOD": "DELETE"}, 405, "只能读取"),
        ("/api/v1/agencies", {REFUSAL: 408}, 408, "没有收全"),
        ("/api/v1/agencies", {REFUSAL: 411}, 411, "无法理解"),
        ("/api/v1/agencies", {REFUSAL: 413}, 413, "太大"),
        ("/api/v1/agencies?fails", {}, 500, "系统出错"),
    ],
)
def test_a_program_is_told_as_programs_are_told(
    world: World, settings: Settings, path: str, given: dict[str, str], status: int, word: str
) -> None:
    if status == 500:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.fails"]
    browser = Client(raise_request_exception=False, enforce_csrf_checks=True)
    answer = browser.get(path, **given)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert word in answer.json()["detail"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert set(answer.headers) >= HEADERS
    assert "%(" not in answer.json()["detail"]


def test_people_who_read_of_the_interface_are_told_as_people(world: World, client: Client) -> None:
    answer = client.get("/api/?q=%00")
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (400, "text/html")


@pytest.mark.parametrize("page", ["400.html", "403.html", "404.html", "500.html"])
def test_a_page_of_an_error_is_drawn_also_where_no_request_is_at_hand(page: str, settings: Settings) -> None:
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN}}
    assert "<h1>" in render_to_string(page)
