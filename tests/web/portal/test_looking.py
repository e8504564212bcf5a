"""先找一找: what is public of the matter is told beside the form, and nothing of it stands in the way of applying."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.web.portal import limits, looking, stamps
from gongkai.web.requests.models import Case
from gongkai.web.workflow.actions import perform
from tests.web.disclosure.scene import STEPS, item, process_of, walk
from tests.web.portal.test_applying import SAID
from tests.web.world import World

pytestmark = pytest.mark.django_db
PAGE, ANSWERS = "/a/civil/request/apply/", "/a/civil/request/answers/"
TITLE = "关于调整2026年城乡居民最低生活保障标准的通知"


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "YOUNGEST", 0)
    limits.forget()


def look(words: str, page: str = PAGE) -> str:
    answer = Client(enforce_csrf_checks=True).post(page, {"sought": words})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert not answer.cookies
    return answer.content.decode()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("最低生活保障", True),
        ("生活保障 2026", True),
        ("我想申请公开2026年城乡居民最低生活保障的标准文件", True),
        ("城市规划展览馆的开放时间", False),
        ("2026年", False),
    ],
)
def test_a_word_and_a_whole_sentence_find_what_is_public(world: World, words: str, found: bool) -> None:
    if words == "2026年":
        item(world, title=TITLE)
    else:
        walk(item(world, title=TITLE), world)
    page = look(words)
    assert (f">{TITLE}</a>" in page) == found
    assert ("没有找到已经公开的同类信息" in page) != found
    assert re.search(rf'<textarea name="content"[^>]*>\s*{words}</textarea>', page), "on with the form"


def test_what_another_agency_published_is_told_with_its_name(world: World) -> None:
    row = item(world, title=TITLE, by="handler@neighbour-civil")
    for act, who in STEPS:
        perform(process_of(row), act, by=world.officer(who.replace("@civil", "@neighbour-civil")), comment="演示")
    assert world.agencies["neighbour-civil"].name in look("最低生活保障标准").partition("先找一找")[2]


def test_what_is_typed_stands_nowhere(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as queries:
        look("张演示的低保")
    assert "张演示" not in " ".join(one.getMessage() for one in caplog.records if one.name != "django.db.backends")
    kept = [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "UPDATE")) and "张演示" in one["sql"]]
    assert kept == []


def test_looking_is_no_obstacle(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "MOST", 1)
    look("低保")
    page = look("低保")
    assert "查找得太频繁" in page
    said = SAID | {"stamp": re.search(r'name="stamp" value="([^"]+)"', page)[1]}  # type: ignore[index]
    assert Client().post(PAGE, said).status_code == 200
    assert Case.objects.count() == 1
    assert "请先写要找的信息" in look(" ")


def test_opened_answers_and_questions_have_a_page(world: World, django_assert_max_num_queries: Any) -> None:
    assert "还没有在本平台发布" in Client().get(ANSWERS).content.decode()
    for kind in ("opened", "faq", "policy"):
        walk(item(world, kind=kind, title=f"{kind}（演示）", number=""), world)
    item(world, kind="faq", title="未发布（演示）", number="")
    with django_assert_max_num_queries(12):
        page = Client().get(ANSWERS).content.decode()
    assert [name in page for name in ("opened（演示）", "faq（演示）", "policy（演示）", "未发布")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert "opened（演示）" not in Client().get(ANSWERS, {"kind": "faq"}).content.decode()
    assert ANSWERS in Client().get(PAGE).content.decode()
