"""Where documents went out: recorded, counted in one query, shown behind each number; what channels are given."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date
from urllib.parse import unquote

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.web.audit.models import Event
from gongkai.web.disclosure.actions import Text, bring_in, save
from gongkai.web.disclosure.actions.keeping_media import AccountSaid, open_account
from gongkai.web.disclosure.actions.releasing import Said, record, record_all, strike
from gongkai.web.disclosure.channels import channels
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.models import Account, Document, Release
from gongkai.web.disclosure.releases.article import inlined
from gongkai.web.disclosure.releases.counting import counted, of_agency, seen
from gongkai.web.files.intake import receive
from gongkai.web.files.tasks import make_renditions
from gongkai.web.workflow.refusals import Refused
from tests.web.disclosure.scene import item, rules, walk
from tests.web.files.made import picture
from tests.web.world import TODAY, World

PNG = picture()


def published(world: World, **facts: object) -> Document:
    document = item(world, **facts)
    walk(document, world)
    return document


def account(world: World, name: str = "示范民政（演示）", platform: str = "wechat") -> Account:
    officer = world.officer("disclosure@civil", today=timezone.localdate())
    return open_account(
        world.agencies["civil"], AccountSaid(platform=platform, name=name), since=date(2024, 1, 1), by=officer
    )


def on_board(day: date | None = None, place: str = "一楼公开栏（演示）") -> Said:
    return Said(channel="board", day=day or date(2026, 3, 1), place=place)


def test_publication_records_portal_and_feed_by_itself(world: World) -> None:
    document = published(world)
    found = Release.objects.values_list("channel", "day", "version__number")
    assert sorted(found) == [("feed", document.out_since, 2), ("portal", document.out_since, 2)]
    again = Text(
        document.title, "", {"body": {"text": "<p>新。</p>"}}, Facts.first("policy").but(made=date(2026, 1, 5))
    )
    save(document, again, based_on=2, by=world.officer("handler@civil"))
    walk(document, world)
    assert sorted(Release.objects.values_list("channel", flat=True)) == ["feed", "portal", "portal"]


def test_what_was_never_public_goes_out_nowhere(world: World) -> None:
    """先审查、后公开（《条例》第十七条）"""
    with pytest.raises(Refused, match="先审查"):
        record(item(world), on_board(), by=world.officer("disclosure@civil"))
    assert Release.objects.count() == 0


@pytest.mark.parametrize(
    "said",
    [on_board(date(2030, 1, 1)), Said(channel="portal", day=date(2026, 3, 1)), Said(channel="?", day=date(2026, 3, 1))],
)
def test_a_release_that_cannot_be_is_refused(world: World, said: Said) -> None:
    with pytest.raises(Refused):
        record(published(world), said, by=world.officer("disclosure@civil"))


def test_a_release_is_recorded_once_and_told_in_the_audit(world: World) -> None:
    document, by = published(world), world.officer("disclosure@civil")
    release = record(document, on_board(), by=by)
    assert record(document, on_board(), by=by) is None
    assert release is not None
    event = Event.objects.get(verb="release.recorded")
    assert event.new == {"channel": "公开栏、公示栏", "day": "2026-03-01", "place": "一楼公开栏（演示）"}
    strike(release, reason="登记错了", by=by)
    assert Event.objects.get(verb="release.struck").old["place"] == "一楼公开栏（演示）"
    with pytest.raises(Refused, match="自动登记"):
        strike(Release.objects.get(channel="portal"), reason="演示", by=by)


def test_what_somebody_struck_already_is_not_struck_again(world: World) -> None:
    document = rules(world)
    walk(document, world)
    office = world.officer("disclosure@civil")
    release = record(document, Said(channel="board", day=TODAY, place="大厅（演示）"), by=office)
    again = Release.objects.get(pk=release.pk)
    strike(release, reason="录错", by=office)
    with pytest.raises(Refused, match="已经删去"):
        strike(again, reason="录错", by=office)
    assert Event.objects.filter(verb="release.struck").count() == 1


def test_many_at_once_and_the_account_is_updated(world: World) -> None:
    documents, row = [published(world) for _ in range(3)], account(world)
    client, today = world.client("disclosure@civil"), timezone.localdate()
    page = client.get("/desk/channels/releases/new/").content.decode()
    assert page.count('name="document"') == 3
    said = {"channel": "wechat", "day": today.isoformat(), "account": row.pk, "document": [one.pk for one in documents]}
    assert client.post("/desk/channels/releases/new/", said).status_code == 302
    assert Release.objects.filter(channel="wechat", account=row).count() == 3
    row.refresh_from_db()
    assert row.updated == today
    assert 'name="document"' not in client.get("/desk/channels/releases/new/").content.decode()
    wrong = said | {"channel": "weibo"}
    assert client.post("/desk/channels/releases/new/", wrong).status_code == 422


def test_no_document_of_another_agency_is_taken(world: World) -> None:
    document = published(world)
    client = world.client("disclosure@neighbour-civil")
    said = {"channel": "board", "day": "2026-03-01", "place": "演示", "document": [document.pk]}
    assert client.post("/desk/channels/releases/new/", said).status_code == 422
    assert not Release.objects.filter(channel="board").exists()


def test_one_query_counts_each_channel_of_an_agency_and_year(world: World) -> None:
    """门户网站公开43条、微信公开34条 …: each document once for a channel."""
    documents, by = [published(world) for _ in range(4)], world.officer("disclosure@civil")
    other = rules(world)
    walk(other, world)
    record_all(documents[:3], Said(channel="wechat", day=date(2026, 2, 3), place="公众号"), by=by)
    record_all(documents[:3], Said(channel="wechat", day=date(2026, 2, 4), place="公众号"), by=by)
    record_all(documents[:2], on_board(), by=by)
    record(documents[0], on_board(date(2025, 12, 31)), by=by)
    rows = of_agency(seen(by), world.agencies["civil"], 2026, below=False)
    with CaptureQueriesContext(connection) as queries:
        table = counted(rows)
    assert len(queries) == 1
    if timezone.localdate().year == 2026:
        assert dict(table.totals) == {"portal": 5, "feed": 5, "wechat": 3, "board": 2}
    assert [line.id for line in table.lines] == ["policy", "rules"]
    policies = next(line for line in table.lines if line.id == "policy")
    assert (policies.counts["wechat"], policies.counts["board"]) == (3, 2)
    above = of_agency(seen(world.officer("supervisor@district")), world.agencies["district"], 2026, below=True)
    assert counted(above, "item").totals["wechat"] == 3
    assert dict(counted(of_agency(seen(by), world.agencies["civil"], 2025, below=False)).totals) == {"board": 1}


def test_each_number_opens_the_list_that_it_counts(world: World) -> None:
    document, by = published(world), world.officer("disclosure@civil")
    record(document, on_board(), by=by)
    client = world.client("supervisor@district")
    asked = {"agency": "district", "below": "1", "year": "2026"}
    page = client.get("/desk/channels/", asked).content.decode()
    assert "公开栏、公示栏" in page
    assert "channel=board&amp;kind=policy" in page
    found = client.get("/desk/channels/releases/", asked | {"channel": "board", "kind": "policy"}).content.decode()
    assert document.title in found
    assert "一楼公开栏（演示）" in found
    assert document.title not in client.get("/desk/channels/releases/", asked | {"kind": "news"}).content.decode()
    answer = client.get("/desk/channels/releases.csv", asked | {"channel": "board"})
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [line[1] for line in lines[1:]] == ["公开栏、公示栏"]
    sums = list(csv.reader(io.StringIO(client.get("/desk/channels/table.csv", asked).content.decode("utf-8-sig"))))
    assert sums[-1][0] == "合计"
    assert sums[0][-1] == "公开栏、公示栏"
    assert sums[-1][-1] == "1"


def test_a_list_costs_the_same_with_many_releases(world: World) -> None:
    document, by = published(world), world.officer("disclosure@civil")
    client, costs = world.client("disclosure@civil"), []
    for start in (0, 40):
        for number in range(start, start + 3 + start):
            record(document, on_board(date(2026, 2, 1), f"第{number}处（演示）"), by=by)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/desk/channels/releases/", {"year": "2026"}).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_what_stands_in_a_link_stays_in_the_article() -> None:
    html = (
        '<p>见<a href="https://example.invalid/?a=1&amp;b=2"><strong>关于<em>演示</em></strong>的通知</a>。'
        '<a href="/files/1/a.pdf"><img src="/files/1/a.png" alt="图"></a><a href="https://example.invalid/b"></a></p>'
    )
    found = inlined(html, "https://root.invalid")
    bold, slanted = '<strong style="font-weight:bold;">', '<em style="font-style:italic;">'
    assert f"见{bold}关于{slanted}演示</em></strong>的通知（https://example.invalid/?a=1&amp;b=2）。" in found
    assert '<img src="https://root.invalid/files/1/a.png" alt="图"' in found
    assert "（https://example.invalid/b）" in found
    assert "<a" not in found


def test_the_article_carries_its_look_in_its_tags() -> None:
    html = (
        '<h3 id="x" class="y">一</h3><p>见<a href="https://example.invalid/x" rel="z">通知</a></p>'
        '<img src="/files/1/a.png" alt="图">'
    )
    found = inlined(html, "https://example.invalid")
    assert "class" not in found
    assert "id=" not in found
    assert "<a" not in found
    assert "通知（https://example.invalid/x）" in found
    assert 'src="https://example.invalid/files/1/a.png"' in found
    assert all(f"<{tag} " in found and "style=" in found for tag in ("h3", "p", "img", "section"))


def test_the_page_to_copy_and_the_package_of_pictures(world: World) -> None:
    document = item(world)
    shown = bring_in(document, receive(io.BytesIO(PNG), name="现场.jpg"), alt="演示", by=world.officer("handler@civil"))
    body = f'<p>正文。</p><figure><img src="{shown.get_absolute_url()}" alt="演示"></figure>'
    said = Facts.first("policy").but(made=date(2026, 1, 5), number="1")
    save(
        document,
        Text(document.title, "", {"body": {"text": body}}, said),
        based_on=2,
        by=world.officer("handler@civil"),
    )
    document.refresh_from_db()
    client = world.client("disclosure@civil")
    assert client.get(f"/desk/channels/documents/{document.pk}/wechat/").status_code == 404
    walk(document, world)
    page = client.get(f"/desk/channels/documents/{document.pk}/wechat/")
    assert "style-src-attr 'unsafe-inline'" in page["Content-Security-Policy"]
    assert 'style="' in page.content.decode()
    assert "style-src-attr" not in client.get("/desk/")["Content-Security-Policy"]
    packed = zipfile.ZipFile(io.BytesIO(client.get(f"/desk/channels/documents/{document.pk}/wechat.zip").content))
    assert packed.namelist() == ["图01-现场.jpg", "正文.html", "正文.txt"]
    assert packed.read("图01-现场.jpg") == PNG


def test_the_pictures_of_the_package_are_those_of_the_article_in_its_order(world: World) -> None:
    document, by = item(world), world.officer("handler@civil")
    made = [
        bring_in(document, receive([picture(width=2000 + number)], name=name), alt=name, by=by)
        for number, name in enumerate(("不在正文.jpg", "后.jpg", "先 一.jpg"))
    ]
    for file in made:
        make_renditions.func(str(file.uuid), "示范区民政局（演示）")
    beside, last, first = made
    body = "".join(f'<figure><img src="{one.get_absolute_url()}" alt="图"></figure>' for one in (first, last, first))
    said = Facts.first("policy").but(made=date(2026, 1, 5), number="1")
    written = Text(document.title, "", {"body": {"text": body}}, said, [beside.uuid, last.uuid])
    save(document, written, based_on=2, by=by)
    document.refresh_from_db()
    walk(document, world)
    client, page = world.client("disclosure@civil"), f"/desk/channels/documents/{document.pk}/wechat"
    packed = zipfile.ZipFile(io.BytesIO(client.get(f"{page}.zip").content))
    assert packed.namelist() == ["图01-先 一.jpg", "图02-后.jpg", "正文.html", "正文.txt"]
    text = packed.read("正文.html").decode()
    assert [unquote(found) for found in re.findall('src="([^"]*)"', text)] == [
        "图01-先 一.jpg", "图02-后.jpg", "图01-先 一.jpg"
    ]  # fmt: skip
    shown = client.get(f"{page}/").content.decode()
    assert "<li>图01-先 一.jpg：图</li><li>图02-后.jpg：图</li>" in shown
    assert "<source" not in shown.partition('id="article"')[2]


@pytest.mark.parametrize(("paper", "width"), [("a4", 595), ("a3", 842)])
def test_a_poster_is_one_page_with_a_code(world: World, paper: str, width: int) -> None:
    document = published(world)
    client = world.client("handler@civil")
    answer = client.get(f"/desk/channels/documents/{document.pk}/poster-{paper}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    found = pypdfium2.PdfDocument(answer.content)
    assert len(found) == 1
    assert round(found[0].get_width()) == width
    assert document.title in found[0].get_textpage().get_text_bounded()
    assert client.get(f"/desk/channels/documents/{document.pk}/poster-a5.pdf").status_code == 404
    assert answer.content == client.get(f"/desk/channels/documents/{document.pk}/poster-{paper}.pdf").content


def test_a_poster_shows_the_pictures_of_the_document(world: World) -> None:
    document, by = item(world), world.officer("handler@civil")
    file = bring_in(document, receive([picture(2000, 400)], name="流程图.jpg"), alt="流程图", by=by)
    make_renditions.func(str(file.uuid), "示范区民政局（演示）")
    figure = f'<figure><img src="{file.get_absolute_url()}" alt="流程图"><figcaption>图一</figcaption></figure>'
    said = Facts.first("policy").but(made=date(2026, 1, 5), number="1")
    save(document, Text(document.title, "", {"body": {"text": f"<p>前文。</p>{figure}"}}, said), based_on=2, by=by)
    document.refresh_from_db()
    walk(document, world)
    answer = world.client("handler@civil").get(f"/desk/channels/documents/{document.pk}/poster-a3.pdf")
    page = pypdfium2.PdfDocument(answer.content)[0]
    told = page.get_textpage()
    words = told.get_text_bounded()
    caption = told.get_charbox(told.search("图一").get_next()[0])
    assert "［图：" not in words
    [shown] = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
    left, bottom, right, top = shown.get_bounds()
    assert 0 < left < right < page.get_width()
    assert right - left > 200
    assert 0 < bottom < top < page.get_height()
    assert 0 < bottom - caption[3] < 60, "no empty space below it"
    pdf = pypdfium2.PdfDocument(world.client().get(f"/a/civil/documents/{document.pk}/text.pdf").content)
    assert len(pdf) == 1
    assert "［图：" not in "".join(sheet.get_textpage().get_text_bounded() for sheet in pdf)


def test_the_channels_are_data() -> None:
    assert {one.id for one in channels().values() if one.by_itself} == {"portal", "feed"}
    assert all(one.carrier for one in channels().values())


@pytest.mark.parametrize("page", ["/desk/channels/", "/desk/channels/timeliness/"])
def test_years_to_come_are_not_offered_and_old_ones_can_be_asked_for(world: World, page: str) -> None:
    client, this = world.client("handler@civil"), timezone.localdate().year

    def offered(year: str = "") -> list[int]:
        shown = client.get(page, {"year": year}).content.decode().partition('<select id="year"')[2]
        return [int(found) for found in re.findall(r"<option[^>]*>([0-9]{4})<", shown.partition("</select>")[0])]

    assert offered() == [this, this - 1, this - 2, this - 3, this - 4]
    assert offered(str(this + 1)) == offered()
    assert offered(str(this - 6)) == list(range(this, this - 7, -1))
