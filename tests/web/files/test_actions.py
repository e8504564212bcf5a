"""What is done to files, who may do it, what is written of it, and what can be found afterwards."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.template import Context, Template
from django_tasks_db.models import DBTaskResult
from PIL import Image

from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.audit.models import Event, WrittenAroundItsAction
from gongkai.web.files import actions
from gongkai.web.files.checking import collect
from gongkai.web.files.intake import receive
from gongkai.web.files.models import File, TextState
from gongkai.web.files.refusals import Refused
from gongkai.web.files.stores import store
from gongkai.web.files.tasks import make_renditions, read_text
from gongkai.web.search.finding import find
from gongkai.web.visibility import PUBLIC, Level
from tests.conftest import ROOT
from tests.web.files.conftest import Keeping
from tests.web.files.made import PDF, TEXT, picture, word
from tests.web.world import World


def content(file: File) -> bytes:
    return b"".join(store().chunks(file.sha256))


def read(file: File) -> File:
    read_text.func(str(file.uuid), "示范区民政局（演示）")
    file.refresh_from_db()
    return file


def test_a_stored_file_is_noted_and_its_bytes_come_back(world: World, keep: Keeping) -> None:
    file = keep(TEXT)
    assert content(file) == TEXT
    event = Event.objects.get(verb="file.stored")
    assert (event.kind, event.object_id, event.chain) == ("file", str(file.uuid), world.agencies["civil"].holder.chain)
    assert event.new["sha256"] == file.sha256
    with pytest.raises(WrittenAroundItsAction):
        file.save()


def test_the_same_bytes_lie_once_and_are_two_files(keep: Keeping, folder: Path) -> None:
    first, second = keep(TEXT, at="civil"), keep(TEXT, at="neighbour-civil")
    assert first.uuid != second.uuid
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("officer", "level", "may"),
    [
        ("handler@civil", Level.PUBLIC, False),
        ("reviewer@civil", Level.PUBLIC, False),
        ("approver@civil", Level.PUBLIC, True),
        ("disclosure@civil", Level.PUBLIC, True),
        ("disclosure@civil", Level.APPLICANT, True),
        ("disclosure@neighbour-civil", Level.PUBLIC, False),
        ("supervisor@district", Level.PUBLIC, False),
        ("administrator@district", Level.PUBLIC, False),
        ("handler@civil", Level.SEALED, False),
        ("disclosure@civil", Level.SEALED, True),
    ],
)
def test_who_may_let_others_see(world: World, keep: Keeping, officer: str, level: Level, may: bool) -> None:
    file, agency = keep(TEXT), world.agencies["civil"].holder
    if not may:
        with pytest.raises(NotPermitted):
            actions.set_level(file, level=level, agency=agency, by=world.officer(officer))
        assert File.objects.get().level == Level.INTERNAL
        return
    actions.set_level(file, level=level, agency=agency, by=world.officer(officer))
    assert File.objects.get().level == level
    event = Event.objects.get(verb="file.level_set")
    assert (event.old, event.new) == ({"level": "内部"}, {"level": str(level.label)})


def test_what_was_sealed_is_opened_by_whoever_may_see_it(world: World, keep: Keeping) -> None:
    file, agency = keep(TEXT, level=Level.SEALED), world.agencies["civil"].holder
    with pytest.raises(NotPermitted):
        actions.set_level(file, level=Level.INTERNAL, agency=agency, by=world.officer("handler@civil"))
    other = world.agencies["neighbour-civil"].holder
    with pytest.raises(ValueError, match="not held"):
        actions.set_level(file, level=Level.INTERNAL, agency=other, by=world.officer("disclosure@neighbour-civil"))


def test_no_picture_is_public_without_alternative_text(world: World, keep: Keeping) -> None:
    agency, by = world.agencies["civil"].holder, world.officer("disclosure@civil")
    with pytest.raises(Refused, match="替代文字"):
        keep(picture(), "图.jpg", level=Level.PUBLIC)
    file = keep(picture(), "图.jpg")
    with pytest.raises(Refused, match="替代文字"):
        actions.set_level(file, level=Level.PUBLIC, agency=agency, by=by)
    actions.describe(file, alt=" 示范区地图（演示） ", agency=agency, by=by.actor)
    actions.set_level(file, level=Level.PUBLIC, agency=agency, by=by)
    with pytest.raises(Refused, match="替代文字"):
        actions.describe(file, alt=" ", agency=agency, by=by.actor)
    assert File.objects.get().alt == "示范区地图（演示）"
    # The database says so, too.
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE files_file SET alt = ''")


def test_renditions_are_upright_without_exif_and_follow_their_original(world: World, keep: Keeping) -> None:
    file = keep(picture(2000, 1000, turned=True), "图.jpg", alt="图")
    assert (file.width, file.height) == (1000, 2000)
    make_renditions.func(str(file.uuid), "示范区民政局（演示）")
    make_renditions.func(str(file.uuid), "示范区民政局（演示）")  # again changes nothing
    made = list(file.derived.order_by("width", "media_type"))
    assert [(one.width, one.media_type) for one in made] == [
        (480, "image/jpeg"), (480, "image/webp"), (960, "image/jpeg"), (960, "image/webp"),
    ]  # fmt: skip
    for one in made:
        with Image.open(io.BytesIO(content(one))) as image:
            assert image.size == (one.width, one.height)
            assert not image.getexif()
            assert image.convert("RGB").getpixel((one.width - 5, 5))[2] > 100  # type: ignore[index,operator]
    by = world.officer("disclosure@civil")
    actions.set_level(file, level=Level.PUBLIC, agency=world.agencies["civil"].holder, by=by)
    assert {one.level for one in file.derived.all()} == {Level.PUBLIC}
    actions.set_level(file, level=Level.INTERNAL, agency=world.agencies["civil"].holder, by=by)
    assert {one.level for one in file.derived.all()} == {Level.INTERNAL}


def test_a_photograph_that_tells_its_place_is_public_only_without(world: World, keep: Keeping) -> None:
    agency, by = world.agencies["civil"].holder, world.officer("disclosure@civil")
    file = keep(picture(600, 400, place=True), "图.jpg", alt="图")
    assert file.located
    with pytest.raises(Refused, match="拍摄位置"):
        actions.set_level(file, level=Level.PUBLIC, agency=agency, by=by)
    make_renditions.func(str(file.uuid), agency.name)
    clean = file.derived.get(purpose="without_place")
    assert (clean.located, clean.width) == (False, 600)
    actions.set_level(clean, level=Level.PUBLIC, agency=agency, by=by)
    assert not {one.level for one in file.derived.filter(follows=True)} & {Level.PUBLIC}
    assert b"GPS" not in content(clean)


def test_the_picture_part_offers_sizes_and_alternative_text(keep: Keeping, django_assert_num_queries: Any) -> None:
    file = keep(picture(1200, 800), "图.jpg", alt='"图"', level=Level.PUBLIC)
    make_renditions.func(str(file.uuid), "示范区民政局（演示）")
    with django_assert_num_queries(1):
        html = Template("{% load files %}{% picture file %}").render(Context({"file": file}))
    assert 'alt="&quot;图&quot;"' in html
    assert html.count(" 480w") == html.count(" 960w") == 2
    assert 'type="image/webp"' in html
    assert 'width="960" height="640"' in html
    assert "style=" not in html


MEDIA = {".pdf", ".docx", ".doc", ".wps", ".xlsx", ".xls", ".html", ".txt"}
SAMPLES = sorted(path for path in (ROOT / "samples").iterdir() if path.suffix in MEDIA)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_text_of_every_sample_is_found(keep: Keeping, path: Path) -> None:
    file = read(keep(path.read_bytes(), path.name))
    assert file.text_state == TextState.READ
    assert "政府信息公开" in "".join(file.text.split())


def test_there_is_a_sample_of_most_media() -> None:
    assert len({path.suffix for path in SAMPLES}) >= 5


def test_text_is_found_by_those_who_may_see_the_file(world: World, keep: Keeping) -> None:
    file = read(keep(word("示范区低保办法（演示）"), "附件.docx", page="/civil/1"))

    def found(reader: Any) -> list[str]:
        return [hit.entry.url for hit in find("低保办法", reader=reader)]

    assert found(PUBLIC) == found(world.officer("handler@neighbour-civil")) == []
    assert found(world.officer("handler@civil")) == ["/civil/1"]
    actions.set_level(
        file, level=Level.PUBLIC, agency=world.agencies["civil"].holder, by=world.officer("disclosure@civil")
    )
    assert found(PUBLIC) == ["/civil/1"]
    actions.discard(file, agency=world.agencies["civil"].holder, by=world.officer("handler@civil").actor)
    assert found(world.officer("handler@civil")) == []


@pytest.mark.parametrize(
    ("data", "name", "state"),
    [(PDF, "a.pdf", {TextState.NO_LAYER, TextState.UNREADABLE}), (word(""), "a.docx", {TextState.NO_LAYER})],
)
def test_it_is_said_where_a_file_has_no_text(keep: Keeping, data: bytes, name: str, state: set[TextState]) -> None:
    assert read(keep(data, name)).text_state in state


def test_work_is_enqueued_with_the_row(keep: Keeping) -> None:
    keep(TEXT)
    keep(picture(), "图.jpg")
    assert sorted(task.task_path.rpartition(".")[2] for task in DBTaskResult.objects.all()) == [
        "make_renditions",
        "read_text",
    ]
    with transaction.atomic():
        keep(TEXT)
        transaction.set_rollback(True)
    assert DBTaskResult.objects.count() == 2


def test_a_derived_copy_has_a_level_of_its_own(world: World, keep: Keeping) -> None:
    agency, by = world.agencies["civil"].holder, world.officer("disclosure@civil")
    original = keep(TEXT, level=Level.SEALED)
    copy = receive(io.BytesIO("示范区（已隐去）".encode()), name="隐去.txt")
    redacted = actions.derive(original, copy, purpose="redacted", agency=agency, level=Level.PUBLIC, by=by.actor)
    assert (redacted.derived_from, redacted.level) == (original, Level.PUBLIC)
    with pytest.raises(Refused, match="副本"):
        actions.discard(original, agency=agency, by=by.actor)
    actions.discard(redacted, agency=agency, by=by.actor)
    actions.discard(original, agency=agency, by=by.actor)
    assert not File.objects.exists()


def test_bytes_without_a_file_are_collected_and_no_others(keep: Keeping, folder: Path) -> None:
    kept = keep(TEXT)
    orphan = receive(io.BytesIO(b"never stored"), name="a.txt")
    assert list(collect()) == []
    assert list(collect(grace=timedelta(0))) == [orphan.sha256]
    assert content(kept) == TEXT
    out = StringIO()
    call_command("collect_files", stdout=out)
    assert "0" in out.getvalue()


def test_a_crash_between_bytes_and_row_leaves_no_row(keep: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    received = receive(io.BytesIO(TEXT), name="a.txt")
    monkeypatch.setattr("gongkai.web.audit.acts.append", lambda act: 1 / 0)
    agency = keep.world.agencies["civil"].holder
    with pytest.raises(ZeroDivisionError):
        actions.store(received, agency=agency, level=Level.INTERNAL, by=keep.world.officer("handler@civil").actor)
    assert not File.objects.exists()
    assert list(collect(grace=timedelta(0))) == [received.sha256]


def test_a_disk_that_fails_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gongkai.web.files.stores.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        receive(io.BytesIO(TEXT), name="a.txt")
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_changed_and_missing_bytes_are_told(keep: Keeping, folder: Path) -> None:
    good, changed, missing = keep(b"good"), keep(b"changed", "改.txt"), keep(b"missing", "缺.txt")
    out, errors = StringIO(), StringIO()
    call_command("verify_files", stdout=out, stderr=errors)
    assert "3" in out.getvalue()
    places = [folder / one.sha256[:2] / one.sha256[2:4] / one.sha256 for one in (changed, missing)]
    places[0].write_bytes(b"Changed")
    places[1].unlink()
    with pytest.raises(CommandError, match=r"3.*2"):
        call_command("verify_files", stdout=out, stderr=errors)
    assert "改.txt" in errors.getvalue()
    assert "缺.txt" in errors.getvalue()
    assert good.name not in errors.getvalue()


def test_events_of_files_are_plain_values(keep: Keeping) -> None:
    read(keep(TEXT))
    for event in Event.objects.filter(kind="file"):
        json.dumps([event.old, event.new])
