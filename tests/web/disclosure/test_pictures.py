"""Pictures in a text, files below it, links: what belongs to a document, and what the public sees of it."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from gongkai.web.disclosure.actions import Text, bring_in, save
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.moving.taking_out import run_export
from gongkai.web.disclosure.texts.richtext import clean
from gongkai.web.files import actions as files
from gongkai.web.files.intake import receive
from gongkai.web.files.models import File
from gongkai.web.files.tasks import make_renditions
from gongkai.web.search.finding import find
from gongkai.web.visibility import PUBLIC, Level
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.refusals import Refused
from tests.web.disclosure.scene import guide, item, process_of, rules, walk
from tests.web.world import World


def png(width: int = 700, **more: Any) -> io.BytesIO:
    made = io.BytesIO()
    Image.new("RGB", (width, 300), "#0b57a4").save(made, "PNG", **more)
    made.seek(0)
    made.name = "示意图（演示）.png"
    return made


def located() -> io.BytesIO:
    made, exif = io.BytesIO(), Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (600, 300)).save(made, "JPEG", exif=exif)
    made.seek(0)
    made.name = "现场（演示）.jpg"
    return made


def brought(world: World, document: Document, *, name: str = "handler@civil", picture: bool = True) -> File:
    return bring_in(document, receive(png(), name="示意图（演示）.png"), picture=picture, by=world.officer(name))


def write(world: World, document: Document, html: str, *files: File) -> None:
    said = Facts.first(document.kind).but(made=date(2025, 6, 3))
    given = Text(document.title, "", {"body": {"text": html}}, said, [file.uuid for file in files])
    save(document, given, based_on=document.latest, by=world.officer("handler@civil"))
    document.refresh_from_db()


def figure(file: File, alt: str = "蓝色的方块") -> str:
    return (
        f'<p>见图。</p><figure><img src="{file.get_absolute_url()}" alt="{alt}"><figcaption>图一</figcaption></figure>'
    )


def main(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_a_picture_is_uploaded_for_the_text(world: World) -> None:
    document = rules(world)
    address = f"/desk/documents/{document.pk}/files/"
    client = world.client("handler@civil")
    said = json.loads(client.post(address, {"uploads": png(), "picture": "1"}).content)
    file = File.objects.get()
    assert said["address"] == file.get_absolute_url()
    assert 'type="radio"' in said["html"]
    assert said["address"] in client.get(f"/desk/documents/{document.pk}/edit/").content.decode()
    text = io.BytesIO(b"x")
    text.name = "x.txt"
    answer = client.post(address, {"uploads": text, "picture": "1"})
    assert (answer.status_code, "请选择图片" in answer.json()["message"]) == (422, True)
    assert client.post(address, {}).status_code == 422
    assert world.client("reviewer@civil").post(address, {"uploads": png()}).status_code == 403
    assert world.client("handler@neighbour-civil").post(address, {"uploads": png()}).status_code == 404


def test_a_photograph_is_kept_without_its_place(world: World) -> None:
    document = rules(world)
    sent = {"uploads": located(), "picture": "1"}
    world.client("handler@civil").post(f"/desk/documents/{document.pk}/files/", sent)
    assert [file.located for file in File.objects.all()] == [False]


def test_the_page_shows_a_picture_in_its_sizes_to_whoever_may_see_it(world: World, client: Client) -> None:
    document = item(world)
    file = brought(world, document)
    write(world, document, figure(file))
    make_renditions.func(str(file.uuid), "示范区民政局（演示）")
    desk = main(world.client("reviewer@civil"), f"/desk/documents/{document.pk}/versions/{document.latest}/")
    sizes = re.findall(r"/files/\S+", desk.split("<picture>")[1].split("</picture>")[0])
    assert len(sizes) > 2
    assert 'alt="蓝色的方块"' in desk
    assert "<figcaption>图一</figcaption>" in desk
    assert client.get(file.get_absolute_url()).status_code == 404
    walk(document, world)
    for address in (*(one.strip('"') for one in sizes), file.get_absolute_url()):
        assert client.get(address).status_code == 200
    file.refresh_from_db()
    assert file.alt == "蓝色的方块"
    assert main(client, f"/a/civil/documents/{document.pk}/").count("<picture>") == 1


def test_what_is_previewed_is_what_is_published(world: World, client: Client) -> None:
    document = item(world, contact="000-1234（演示）")
    file, below = brought(world, document), brought(world, document, picture=False)
    with_alt = Text(document.title, "概述", {"body": {"text": figure(file)}}, Facts.first("policy").but(
        made=date(2025, 6, 3), number="示民发〔2025〕1号"), [below.uuid])  # fmt: skip
    save(document, with_alt, based_on=document.latest, by=world.officer("handler@civil"))
    document.refresh_from_db()
    make_renditions.func(str(file.uuid), "示范区民政局（演示）")
    officer = world.client("handler@civil")
    files.describe(below, alt="表", agency=document.agency.holder, by=world.officer("handler@civil").actor)
    address = f"/desk/documents/{document.pk}/versions/{document.latest}/"
    before = main(officer, address)
    walk(document, world)
    assert main(client, f"/a/civil/documents/{document.pk}/") == before == main(officer, address)


def test_pictures_in_a_text_are_taken_out_with_it(world: World, tmp_path: Path) -> None:
    document = item(world)
    file = brought(world, document)
    write(world, document, figure(file))
    make_renditions.func(str(file.uuid), "示范区民政局（演示）")
    walk(document, world)
    assert run_export(tmp_path / "out", agency="civil") == 0
    folder = tmp_path / "out" / "files"
    text = (folder / f"{document.pk}.html").read_text("utf-8")
    [image] = LexborHTMLParser(text).css("img")
    assert (folder / (image.attributes["src"] or "")).read_bytes() == png().getvalue()
    assert image.attributes["alt"] == "蓝色的方块"
    assert "/files/" not in text


def with_picture_below(world: World) -> tuple[Document, File, Any]:
    """Rules with a picture below, and what says another thing of it by the form."""
    document = rules(world)
    below = brought(world, document, picture=False)
    files.describe(below, alt="平面图", agency=document.agency.holder, by=world.officer("handler@civil").actor)
    said = Text(document.title, "", {"body": {"text": "<p>见图。</p>"}}, files=[below.uuid])
    save(document, said, based_on=document.latest, by=world.officer("handler@civil"))
    document.refresh_from_db()

    def describe(alt: str, *more: File, based_on: int = 0) -> Any:
        form = {"title": document.title, "summary": "", "text-body": "<p>见图。</p>"}
        pictures = {"file": [str(one.uuid) for one in (below, *more)]} | {
            f"alt-{one.uuid}": alt for one in (below, *more)
        }
        sent = form | {"based_on": based_on or document.latest} | pictures
        return world.client("handler@civil").post(f"/desk/documents/{document.pk}/edit/", sent)

    return document, below, describe


def test_what_is_said_of_a_picture_is_approved_with_the_rest(world: World) -> None:
    document, _below, describe = with_picture_below(world)
    walk(document, world, 2)
    assert process_of(document).state == "secrecy"
    assert describe("另一种说明").status_code == 302
    assert process_of(document).state == "draft"


def test_what_is_said_of_a_picture_with_a_text_that_is_refused_is_not_said(world: World, client: Client) -> None:
    """What was approved is what goes out: the words beside a picture with the rest."""
    document, below, describe = with_picture_below(world)
    walk(document, world, 4)
    assert process_of(document).state == "approved"
    new = brought(world, document, picture=False)
    answer = describe("没有人看过的说明", new, based_on=1)
    assert answer.status_code == 409
    below.refresh_from_db()
    new.refresh_from_db()
    assert (below.alt, new.alt) == ("平面图", "没有人看过的说明")  # of what no version has, nothing written is lost
    perform(process_of(document), "publish", by=world.officer("disclosure@civil"))
    assert "没有人看过的说明" not in client.get(f"/a/civil/documents/{document.pk}/").content.decode()


def test_what_is_said_of_a_public_picture_stays(world: World, client: Client) -> None:
    document, below, describe = with_picture_below(world)
    walk(document, world)
    answer = describe("没有人看过的说明")
    assert answer.status_code == 422
    assert "已公开" in answer.content.decode()
    below.refresh_from_db()
    assert below.alt == "平面图"
    assert list(find("没有人看过的说明", reader=PUBLIC)) == []


@pytest.mark.parametrize("kind", ["guide", "rules"])
def test_so_are_guides_and_rules(world: World, client: Client, kind: str) -> None:
    document = guide(world) if kind == "guide" else rules(world)
    before = main(world.client("handler@civil"), f"/desk/documents/{document.pk}/versions/{document.latest}/")
    walk(document, world)
    page = "/a/civil/guide/" if kind == "guide" else f"/a/civil/documents/{document.pk}/"
    assert main(client, page) == before


def test_a_picture_says_what_it_shows_before_it_is_sent_on(world: World) -> None:
    document = item(world)
    write(world, document, figure(brought(world, document), alt=""))
    with pytest.raises(Refused, match="替代文字"):
        walk(document, world, 1)


def test_no_file_that_was_brought_in_for_something_else_is_taken(world: World) -> None:
    civil = world.agencies["civil"]
    by = world.officer("handler@civil").actor
    secret = files.store(receive(png(), name="x.png"), agency=civil.holder, level=Level.INTERNAL, by=by)
    with pytest.raises(Refused, match="不是本机关的"):
        write(world, item(world), figure(secret))


def test_links_to_files_lead_to_those_of_the_document(world: World) -> None:
    document, other = item(world), item(world)
    own, foreign = brought(world, document, picture=False), brought(world, other, picture=False)
    write(world, document, f'<p><a href="{own.get_absolute_url()}">附件</a></p>', own)
    for address in (foreign.get_absolute_url(), f"https://gov.invalid{foreign.get_absolute_url()}"):
        with pytest.raises(Refused, match="不是本文附件"):
            write(world, document, f'<p><a href="{address}">附件</a></p>', own)


@pytest.mark.parametrize(
    "address",
    ["//evil.com", "/\\evil.com", "\\\\evil.com", "/\t/evil.com", " //evil.com", "https:evil.com", "https:/evil.com",
     "http://", "javascript:alert(1)", "data:text/html,x", "/desk/", "/accounts/login/", "/a/../desk/",
     "/a/%2e%2e/desk/", "x.html", "#top", "?q=1", "/nowhere/", "//evil.com/files/x"],
)  # fmt: skip
def test_a_link_that_leads_astray_is_text(address: str) -> None:
    assert clean(f'<p><a href="{address}">字</a></p>') == "<p>字</p>"


@pytest.mark.parametrize(
    "address",
    ["https://example.invalid/a?b=1#c", "http://example.invalid", "mailto:a@example.invalid", "tel:000",
     "/a/civil/guide/", "/search/?q=x", "/a/civil/documents/3/#files", "https://例子.invalid/路径"],
)  # fmt: skip
def test_a_link_elsewhere_or_to_our_pages_stays(address: str) -> None:
    assert f'href="{address}"' in clean(f'<p><a href="{address}">字</a></p>')


@pytest.mark.parametrize(
    "html", ['<td colspan="999999999">', '<td rowspan="-1">', '<td colspan="1e9">', '<td colspan="0">']
)
def test_a_cell_is_no_wider_than_a_table(html: str) -> None:
    assert "span" not in clean(f"<table><tr>{html}x</td></tr></table>")


@pytest.mark.parametrize("end", ["..", ".", "%2e%2E", "x/../y", "x?y", ""])
def test_a_picture_has_the_address_of_a_file(end: str) -> None:
    html = f'<img src="/files/12345678-1234-4123-8123-123456789abc/{end}" alt="x">'
    assert "<img" not in clean(f"<figure>{html}<figcaption>图</figcaption></figure>")


def test_files_are_found_at_the_page_of_their_document(world: World) -> None:
    document = item(world)
    file = bring_in(document, receive(io.BytesIO(b"x"), name="补贴名册附件（演示）.txt"),
                    by=world.officer("handler@civil"))  # fmt: skip
    picture = brought(world, document)
    write(world, document, figure(picture), file)
    reader = world.officer("handler@civil")
    assert [hit.entry.url for hit in find("补贴名册附件", reader=reader)] == [f"/desk/documents/{document.pk}/"]
    assert not list(find("示意图", reader=reader))
    walk(document, world)
    assert [hit.entry.url for hit in find("补贴名册附件", reader=PUBLIC)] == [f"/a/civil/documents/{document.pk}/"]
    perform(process_of(document), "retract", by=world.officer("disclosure@civil"), comment="演示")
    assert not list(find("补贴名册附件", reader=PUBLIC))


def test_the_order_of_attachments_is_changed_without_a_script(world: World) -> None:
    document = rules(world)
    one, two = (brought(world, document, picture=False) for _ in range(2))
    client, address = world.client("handler@civil"), f"/desk/documents/{document.pk}/edit/"
    sent = {"title": document.title, "summary": "", "text-body": "<p>还没存</p>", "based_on": 2,
            "file": [str(one.uuid), str(two.uuid)]}  # fmt: skip
    assert client.post(address, sent | {"down": str(one.uuid)}).status_code == 302
    page = client.get(address).content.decode()
    assert page.index(str(two.uuid)) < page.index(str(one.uuid))
    assert "还没存" in page
    assert client.post(address, sent | {"up": "nonsense"}).status_code == 302


def test_a_preview_of_another_version_says_of_itself_what_that_says(world: World, client: Client) -> None:
    """The same after publication to the byte, where something was public before: that it lapsed, what it explains."""
    other = item(world, number="示民发〔2025〕2号")
    walk(other, world)
    document = item(world, kind="normative", valid_until=date(2025, 12, 31))
    walk(document, world)
    said = document.versions.get(number=document.latest).said.but(
        valid_until=None, valid_from=date(2025, 7, 1), explains=other.pk, correction="有效期"
    )
    written = Text("改了名称的通知", "概述", {"body": {"text": "<p>正文</p>"}}, said)
    save(document, written, based_on=document.latest, by=world.officer("handler@civil"))
    document.refresh_from_db()
    officer = world.client("handler@civil")
    before = main(officer, f"/desk/documents/{document.pk}/versions/{document.latest}/")
    assert "已失效" not in before
    assert "已失效" in main(client, f"/a/civil/documents/{document.pk}/")
    walk(document, world)
    times = re.compile(r'datetime="[^"]*"')
    assert times.sub("", main(client, f"/a/civil/documents/{document.pk}/")) == times.sub("", before)
