"""Who reads the audit learns who did what when, and no name that the visibility gate keeps from them."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from gongkai.web.audit import verifying
from gongkai.web.audit.exports import export
from gongkai.web.audit.gate import gated
from gongkai.web.audit.history import Sentence, sentences, tell
from gongkai.web.audit.models import Event
from gongkai.web.audit.seals import seal
from gongkai.web.disclosure.actions import save
from gongkai.web.disclosure.models import Document
from gongkai.web.files import actions
from gongkai.web.files.intake import receive
from gongkai.web.files.models import File
from gongkai.web.visibility import PUBLIC, Level
from gongkai.web.workflow.kinds import KINDS
from tests.web.disclosure.scene import STEPS, rules, text, walk
from tests.web.world import World

WEB = Path(__file__).resolve().parents[3] / "gongkai" / "web"
#: Things that every reader of the audit may know by name.
OPEN = {"agency", "agency_list", "user", "appointment", "absence", "task", "guards"}
HIDDEN = "不公开"


def keep(world: World, level: Level, name: str) -> File:
    return actions.store(
        receive(ContentFile("材料".encode()), name=name),
        agency=world.agencies["civil"].holder,
        level=level,
        by=world.officer("disclosure@civil").actor,
    )


def told(world: World, officer: str, kind: str, id_: object) -> str:
    """Everything that an officer is told of a thing."""
    return words(sentences(kind, str(id_), reader=world.officer(officer)))


def words(listed: list[Sentence]) -> str:
    return repr(listed)


def test_every_kind_of_thing_is_gated_or_known_to_be_open() -> None:
    named = {name for path in WEB.rglob("*.py") for name in re.findall(r'Thing\("(\w+)"', path.read_text("utf-8"))}
    assert {*named, *KINDS} - OPEN == set(gated())


def test_a_draft_is_told_without_its_title_to_who_may_not_see_it(world: World) -> None:
    document = rules(world, "拟议中的制度")
    walk(document, world, 2)
    page = world.client("administrator@district").get("/desk/audit/").content.decode()
    assert "拟议中的制度" not in page
    assert f"保存“（不公开，编号 {document.pk}）”第2版" in page
    assert world.users["handler@civil"].name in page
    assert "由“拟稿”" in page
    assert "拟议中的制度" in world.client("supervisor@district").get("/desk/audit/").content.decode()
    with translation.override("en"):
        assert "拟议中的制度" not in told(world, "administrator@district", "rules", document.pk)


def test_what_is_published_is_told_by_its_published_title_alone(world: World) -> None:
    document = rules(world, "起初的名称")
    save(document, text("公布的名称", "<p>公开。</p>"), based_on=2, by=world.officer("handler@civil"))
    document.refresh_from_db()
    walk(document, world)
    assert Document.objects.visible_to(PUBLIC).exists()
    page = world.client("administrator@district").get("/desk/audit/").content.decode()
    assert "公布的名称" in page
    assert "起初的名称" not in page
    assert "起初的名称" in told(world, "supervisor@district", "document", document.pk)


@pytest.mark.parametrize(
    ("officer", "level", "knows"),
    [
        ("administrator@district", Level.INTERNAL, False),
        ("supervisor@district", Level.INTERNAL, True),
        ("supervisor@district", Level.SEALED, False),
        ("disclosure@civil", Level.SEALED, True),
        ("handler@civil", Level.SEALED, False),
        ("disclosure@neighbour-civil", Level.INTERNAL, False),
        ("administrator@district", Level.PUBLIC, True),
    ],
)
def test_a_file_is_named_to_who_may_see_it(world: World, officer: str, level: Level, knows: bool) -> None:
    file = keep(world, level, "关于某事的请示.txt")
    found = told(world, officer, "file", file.uuid)
    assert ("某事" in found) is knows
    assert world.users["disclosure@civil"].name in found


def test_a_public_copy_does_not_name_its_sealed_original(world: World) -> None:
    original = keep(world, Level.SEALED, "未遮盖的名单.txt")
    derived = actions.derive(
        original,
        receive(ContentFile("遮盖".encode()), name="遮盖的名单.txt"),
        purpose="redacted",
        agency=world.agencies["civil"].holder,
        level=Level.PUBLIC,
        by=world.officer("disclosure@civil").actor,
    )
    for officer in ("administrator@district", "supervisor@district"):
        found = told(world, officer, "file", derived.uuid)
        assert "未遮盖" not in found
        assert f"由“（不公开，编号 {original.uuid}）”" in found
        assert "“遮盖的名单" in found
    assert "由“未遮盖的名单.txt”" in told(world, "disclosure@civil", "file", derived.uuid)


def test_what_is_gone_is_named_to_who_sees_what_is_sealed(world: World) -> None:
    file = keep(world, Level.SEALED, "关于某事的请示.txt")
    actions.discard(file, agency=world.agencies["civil"].holder, by=world.officer("disclosure@civil").actor)
    assert "某事" not in told(world, "supervisor@district", "file", file.uuid)
    assert "某事" in told(world, "disclosure@civil", "file", file.uuid)


def test_the_event_and_its_chain_stay_as_they_are(world: World) -> None:
    document = rules(world, "拟议中的制度")
    walk(document, world, len(STEPS) - 1)
    before = list(Event.objects.order_by("pk").values())
    tell(Event.objects.order_by("pk"), reader=world.officer("administrator@district"))
    assert list(Event.objects.order_by("pk").values()) == before
    assert list(verifying.verify()) == []
    seal(timezone.localdate() + timedelta(days=1))
    whole = io.BytesIO()
    export(whole)
    assert "拟议中的制度" in whole.getvalue().decode()


def test_many_things_cost_no_more_queries_than_a_few(world: World) -> None:
    def queries() -> int:
        events = list(Event.objects.all())
        with CaptureQueriesContext(connection) as captured:
            found = words(tell(events, reader=world.officer("supervisor@district")))
        assert HIDDEN in found
        return len(captured)

    def fill(count: int) -> None:
        for number in range(count):
            keep(world, Level.SEALED, f"文件{number}.txt")
            rules(world, f"制度{number}")

    fill(3)
    few = queries()
    fill(20)
    assert queries() == few <= 6
