"""What the log says of a request: nothing that whoever sent it could choose."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from pytest_django import Settings

from gongkai.web.config.logs import Json, Plain
from tests.web.world import World

FORMS = [Plain, Json]


@contextmanager
def logged(form: type[logging.Formatter]) -> Iterator[io.StringIO]:
    """What a handler with this formatter is given, of every logger."""
    output = io.StringIO()
    handler = logging.StreamHandler(output)
    handler.setFormatter(form())
    named = [logging.getLogger(name) for name in ("", "gongkai", "django.request", "_granian")]
    for logger in named:
        logger.addHandler(handler)
    try:
        yield output
    finally:
        for logger in named:
            logger.removeHandler(handler)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "path",
    [
        "/a%0a2026-01-01T00:00:00+00:00%20ERROR%20forged/",
        "/files/%1b[31mforged%00/",
        "/%e2%80%a8forged%c2%85forged/",
        f"/files/{UUID(int=4711)}/forged-张三的申请.pdf",
        "/accounts/password/reset/key/1-forged/",
        "/search/?q=forged",
        "/search/?q=%00forged",
        "/desk/?next=forged",
    ],
)
def test_nothing_of_an_address_is_told(world: World, form: type[logging.Formatter], path: str) -> None:
    with logged(form) as output:
        Client(raise_request_exception=False).get(path)
    (line,) = [line for line in output.getvalue().splitlines() if "gongkai.requests" in line]
    assert "forged" not in output.getvalue()
    assert len(output.getvalue().splitlines()) == output.getvalue().count("\n")
    if form is Json:
        assert set(json.loads(line)) >= {"request_id", "method", "route", "status", "milliseconds"}


@pytest.mark.parametrize("form", FORMS)
def test_a_request_is_told_by_its_pattern(world: World, form: type[logging.Formatter]) -> None:
    with logged(form) as output:
        Client().get(f"/files/{UUID(int=4711)}/name.pdf")
    assert "/files/<uuid:uuid>/<str:name>" in output.getvalue()
    assert "name.pdf" not in output.getvalue()


def fails(_get_response: object) -> object:
    """A middleware in whose place everything fails."""

    def answer(request: HttpRequest) -> HttpResponse:
        raise RuntimeError(request.path)

    return answer


@pytest.mark.parametrize("form", FORMS)
def test_a_failure_is_told_without_its_address_and_words(
    world: World, settings: Settings, form: type[logging.Formatter]
) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.fails"]
    with logged(form) as output:
        answer = Client(raise_request_exception=False).get("/accounts/password/reset/key/1-forged/")
    assert answer.status_code == 500
    assert "RuntimeError" in output.getvalue()
    assert "Internal Server Error" in output.getvalue()
    assert "forged" not in output.getvalue()


@pytest.mark.parametrize("form", FORMS)
def test_a_record_of_whomever_is_one_line(form: type[logging.Formatter]) -> None:
    with logged(form) as output:
        logging.getLogger("_granian").warning("a\nb\x1b[0m\x85c\u2028d\u202e %s", "x" * 9000)
    assert len(output.getvalue().splitlines()) == 1
    assert len(output.getvalue()) < 1000
