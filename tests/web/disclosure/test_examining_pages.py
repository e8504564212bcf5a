"""The pages of the examination: findings beside the text, in the preview, the editor, the list; a look at anything."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.web.audit.models import Event
from gongkai.web.disclosure.examining.examination import examine
from gongkai.web.disclosure.examining.marking import marked_html, marked_text
from gongkai.web.disclosure.examining.places import within
from gongkai.web.disclosure.examining.rulings import OVERRULE, REFER, rule
from gongkai.web.disclosure.models import Finding
from gongkai.web.workflow.actions import perform
from tests.examine.made import identity
from tests.web.disclosure.scene import item, process_of, walk
from tests.web.disclosure.test_examining import CHANCE, ID, PHONE, errors, hidden_sheet, leaking, write
from tests.web.world import World


def at(document: Any, rest: str = "") -> str:
    return f"/desk/documents/{document.pk}/{rest}"


def found(part: str, paragraph: int, start: int | None, end: int | None, pk: int) -> Finding:
    place = {"paragraph": paragraph} | ({} if start is None else {"start": start, "end": end})
    return Finding(pk=pk, part=part, place=place, severity="error")


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>甲乙丙丁</p>", '<p>甲<mark class="found error" id="found-7">乙丙</mark>丁</p>'),
        (
            "<p>甲<b>乙</b>丙丁</p>",
            '<p>甲<b><mark class="found error" id="found-7">乙</mark></b><mark class="found error">丙</mark>丁</p>',
        ),
        ("<p>甲&lt;&amp;丁</p>", '<p>甲<mark class="found error" id="found-7">&lt;&amp;</mark>丁</p>'),
        ("<p>甲\ue0007\ue001</p>", '<p>甲<mark class="found error" id="found-7">\ufffd7</mark>\ufffd</p>'),
    ],
)  # fmt: skip
def test_what_was_found_is_marked_in_its_place(html: str, marked: str) -> None:
    assert marked_html(html, [found("body", 1, 1, 3, 7)]) == marked


def test_of_what_names_no_characters_the_paragraph_is_marked() -> None:
    rows = [found("body", 2, None, None, 8), found("body", 2, 0, 1, 9)]
    assert marked_html("<p>甲</p><p>乙</p>", rows) == '<p>甲</p><p><mark class="found error" id="found-8">乙</mark></p>'
    assert marked_text("<甲>\n乙", rows) == '&lt;甲&gt;<br><mark class="found error" id="found-8">乙</mark>'


def test_the_clerk_mends_on_the_page(world: World) -> None:
    document, client = leaking(world), world.client("handler@civil")
    page = client.get(at(document)).content.decode()
    assert "发现1处须处理的问题" in page
    assert ID not in page
    (error,) = errors(document)
    page = client.get(at(document, "examination/")).content.decode()
    assert f'<mark class="found error" id="found-{error.pk}">{ID}</mark>' in page
    assert f'href="#found-{error.pk}"' in page
    assert f"{ID[:4]}{'*' * 10}{ID[-4:]}" in page
    sent = {"based_on": document.latest, "finding": error.pk}
    page = client.post(at(document, "examination/mend/"), sent, follow=True).content.decode()
    assert "已检查：没有须处理的问题。" in page
    assert ID not in page


def test_a_file_is_cleaned_on_the_page(world: World) -> None:
    document, client = item(world), world.client("handler@civil")
    upload = io.BytesIO(hidden_sheet())
    upload.name = "名单（演示）.xlsx"
    sent = {
        "title": document.title, "summary": "", "based_on": document.latest, "text-body": "<p>见附件。</p>",
        "attribute": "active", "item": "regulations", "made": "2025-06-03", "uploads": upload,
    }  # fmt: skip
    assert client.post(at(document, "edit/"), sent).status_code == 302
    document.refresh_from_db()
    page = client.get(at(document, "examination/")).content.decode()
    assert "工作表“底稿”" in page
    uuid = re.search(r'name="file" value="([0-9a-f-]{36})"', page)
    assert uuid is not None
    sent = {"based_on": document.latest, "file": uuid[1]}
    assert "没有须处理" in client.post(at(document, "examination/mend/"), sent, follow=True).content.decode()
    assert "没有" in client.post(at(document, "examination/mend/"), sent, follow=True).content.decode()


def test_clerk_and_secrecy_review_speak_on_the_page(world: World) -> None:
    document = leaking(world)
    (error,) = errors(document)
    sent = {"finding": error.pk, "way": "refer", "reason": f"本人同意（{ID}）"}
    handler, secrecy = world.client("handler@civil"), world.client("secrecy@civil")
    assert "已请保密审查复核" in handler.post(at(document, "examination/ruling/"), sent, follow=True).content.decode()
    for client, deeds in ((handler, ("refer", "overrule", "uphold")), (secrecy, ("overrule", "uphold"))):
        page = client.get(at(document, "examination/")).content.decode()
        assert {*re.findall(r'name="way" value="(\w+)"', page)} == (set(deeds) if client is secrecy else set())
        assert f"本人同意（{ID[:4]}" in page
    assert handler.post(at(document, "examination/ruling/"), sent | {"way": "overrule"}).status_code == 403
    page = secrecy.post(at(document, "examination/ruling/"), sent | {"way": "overrule"}, follow=True).content.decode()
    assert "保密审查认定可以公开的（1）" in page


def test_the_preview_marks_what_was_found_only_where_asked(world: World) -> None:
    document, client = leaking(world), world.client("reviewer@civil")
    address = at(document, f"versions/{document.latest}/")
    assert "<mark" not in client.get(address).content.decode()
    assert f">{ID}</mark>" in client.get(f"{address}?marks=1").content.decode()


def test_the_editor_lists_what_was_found(world: World) -> None:
    page = world.client("handler@civil").get(at(leaking(world), "edit/")).content.decode()
    assert "上一版的检查发现：1处须处理" in page
    assert "居民身份证号" in page


def test_the_list_finds_what_has_to_be_done(world: World) -> None:
    leak, clean, judged = leaking(world), item(world), leaking(world)
    rule(errors(judged)[0], REFER, reason="演示", by=world.officer("handler@civil"))
    gone = leaking(world)
    perform(process_of(gone), "abandon", by=world.officer("handler@civil"), comment="演示")
    older = leaking(world)
    write(world, older, "<p>改好了。</p>")
    for document in (leak, clean, judged, gone, older):
        examine(document, by=world.officer("handler@civil"))
    client = world.client("handler@civil")

    def listed(wanted: str) -> set[int]:
        page = client.get(f"/desk/documents/?findings={wanted}").content.decode()
        return {int(pk) for pk in re.findall(r'<td[^>]*><a href="/desk/documents/(\d+)/"', page)}

    assert (listed("mend"), listed("judge")) == ({leak.pk}, {judged.pk})
    assert listed("nonsense") == listed("")


@pytest.mark.parametrize("number", [3, 300])
def test_a_page_asks_as_often_for_few_findings_as_for_many(world: World, number: int) -> None:
    body = "".join(f"<p>张演示，{identity(CHANCE)}。</p>" for _ in range(number))
    document = write(world, item(world), body)
    for error in errors(document)[:3]:
        rule(error, OVERRULE, reason="演示", by=world.officer("secrecy@civil"))
    client = world.client("secrecy@civil")
    for address in ("", "examination/"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(at(document, address)).status_code == 200
        COUNTS.setdefault(address, len(asked))
        assert len(asked) == COUNTS[address]


COUNTS: dict[str, int] = {}


def test_a_list_filtered_by_findings_asks_as_often_for_many(world: World) -> None:
    client, counts = world.client("handler@civil"), []
    for number in (1, 6):
        for _ in range(number):
            leaking(world)
        with CaptureQueriesContext(connection) as asked:
            client.get("/desk/documents/?findings=mend")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def stored() -> set[Path]:
    return {path for path in Path(settings.HOME).rglob("*") if path.is_file() and "sqlite" not in path.name}


def test_anything_is_looked_at_and_nothing_kept(world: World, client: Any) -> None:
    clerk, before = world.client("handler@civil"), stored()
    events = Event.objects.count()
    text = clerk.post("/desk/documents/examine/", {"text": f"张演示，{ID}\r\n电话{PHONE}"})
    assert "身份证" in text.content.decode()
    assert f"张演示，{ID[:4]}{'*' * 10}{ID[-4:]}\n电话{PHONE[:3]}****{PHONE[-4:]}</textarea>" in text.content.decode()
    upload = io.BytesIO(hidden_sheet())
    upload.name = "名单.xlsx"
    page = clerk.post("/desk/documents/examine/", {"file": upload})
    assert "工作表“底稿”" in page.content.decode()
    assert ID not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "请粘贴文字" in clerk.post("/desk/documents/examine/", {"text": " "}).content.decode()
    large = io.BytesIO(b"x" * (10 * 1024 * 1024 + 1))
    large.name = "大.txt"
    assert "文件超过" in clerk.post("/desk/documents/examine/", {"file": large}).content.decode()
    assert (stored() - before, Event.objects.count()) == (set(), events)


def test_the_desk_speaks_english_of_findings(world: World) -> None:
    document, client = leaking(world), world.client("handler@civil")
    client.post("/look/", {"language": "en", "next": "/"})
    page = client.get(at(document, "examination/")).content.decode()
    assert "Identity number" in page
    assert "mask or remove it before publication" in page


def test_what_was_published_is_not_examined_for_a_look(world: World) -> None:
    document = item(world)
    walk(document, world)
    assert world.client("supervisor@district").get(at(document, "examination/")).status_code == 200


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("prompt", "数据验证的提示"),
        ("picture", "写在图片文件里的文字"),
        ("docProps/core.xml", "文件属性"),
        ("w:del", None),
    ],
)
def test_a_place_beside_the_text_is_said_in_words(part: str, said: str | None) -> None:
    assert list(within({"part": part})) == ([said] if said else [])
