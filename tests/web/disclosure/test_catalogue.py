"""公开事项标准目录: imported with a preview, in versions by date, covered or not."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from gongkai.web.agencies.lists.previews import State
from gongkai.web.disclosure.actions import Text, save
from gongkai.web.disclosure.batches.actions import under_way
from gongkai.web.disclosure.catalogue.columns import CHANNELS, COLUMNS, read_channels, show_channels
from gongkai.web.disclosure.catalogue.terms import term_of
from gongkai.web.disclosure.models import CatalogueEntry, EntryVersion
from gongkai.web.disclosure.sheets.actions import keep, preview, take
from gongkai.web.disclosure.sheets.reading import read
from gongkai.web.disclosure.sheets.rooms import ROOMS
from gongkai.web.visibility import PUBLIC
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.refusals import Refused
from tests.web.disclosure.lists import ENTRY, appoint, bring, entry, out, sheet
from tests.web.disclosure.scene import item, walk
from tests.web.world import TODAY, World


def on(world: World, day: date = TODAY, reader: Any = PUBLIC) -> list[EntryVersion]:
    return list(EntryVersion.objects.filter(agency=world.agencies["civil"]).on(day, reader))


def test_what_is_exported_is_imported_without_a_change(world: World) -> None:
    bring(world, "catalogue", [ENTRY, ENTRY | {"position": "2", "second": "临时救助", "group": "残疾人"}])
    client = world.client("handler@civil")
    answer = client.get("/desk/documents/sheets/catalogue/civil/export/")
    officer = world.officer("handler@civil")
    lines = read(answer.content, COLUMNS)
    assert [line.cells["first"] for line in lines] == ["社会救助", "社会救助"]
    plan = ROOMS["catalogue"].plan(lines, world.agencies["civil"], TODAY, officer, whole=True)
    assert {line.state for line in plan.lines} == {State.UNCHANGED}


def test_heads_are_merged_as_printed() -> None:
    from_xlsx = read(sheet("catalogue", [ENTRY]), COLUMNS)
    assert dict(from_xlsx[0].cells) == ENTRY


def test_a_file_that_cannot_be_opened_is_said_to_be_so(world: World) -> None:
    whole = sheet("catalogue", [ENTRY])
    client = world.client("handler@civil")
    for content, said in (
        (whole[: len(whole) // 2], "打不开：文件不完整"),
        (whole[400:], "打不开：文件不完整"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 2000, "打不开：是旧版 .xls 格式"),
        (b"Not a workbook at all", "没有一个认识的列名"),
    ):
        upload = SimpleUploadedFile("目录.xlsx", content)
        page = client.post(
            "/desk/documents/sheets/catalogue/civil/import/", {"file": upload, "day": TODAY}
        ).content.decode()
        assert said in page, page[page.find("<main") :]


def test_each_wrong_line_is_named(world: World) -> None:
    officer = world.officer("handler@civil")
    rows = [
        ENTRY, ENTRY, ENTRY | {"second": "甲", "channels": "□政府网站"}, ENTRY | {"second": "乙", "to_all": "也许"},
        ENTRY | {"second": "丙", "county": "", "village": ""}, ENTRY | {"second": ""},
    ]  # fmt: skip
    content = sheet("catalogue", rows)
    draft = keep(
        ROOMS["catalogue"], world.agencies["civil"], content, file_name="演示.xlsx", day=TODAY, whole=False, by=officer
    )
    plan = preview(draft, by=officer)
    assert [line.state for line in plan.lines] == [State.NEW, *[State.WRONG] * 5]
    assert [(line.number, line.faults[0].head) for line in plan.of(State.WRONG)] == [
        (5, ""), (6, "公开渠道和载体"), (7, "全社会"), (8, "县级"), (9, "二级事项")
    ]  # fmt: skip
    page = world.client("handler@civil").get("/desk/documents/sheets/preview/").content.decode()
    assert "与第4行重复" in page


def test_a_preview_that_is_out_of_date_is_not_done(world: World) -> None:
    officer = world.officer("handler@civil")
    content = sheet("catalogue", [ENTRY])
    draft = keep(
        ROOMS["catalogue"], world.agencies["civil"], content, file_name="演示.xlsx", day=TODAY, whole=False, by=officer
    )
    planned = preview(draft, by=officer).digest
    entry(world)
    draft = keep(
        ROOMS["catalogue"], world.agencies["civil"], content, file_name="演示.xlsx", day=TODAY, whole=False, by=officer
    )
    with pytest.raises(Refused, match="预览"):
        take(draft, planned=planned, by=officer)


def test_an_entry_is_changed_and_not_rewritten(world: World) -> None:
    entry(world)
    bring(world, "catalogue", [ENTRY | {"term": "每年"}], day=date(2026, 1, 1))
    handler = world.officer("handler@civil")
    assert [row.term for row in on(world)] == [ENTRY["term"]]  # not approved yet
    assert [row.term for row in on(world, reader=handler)] == ["每年"]
    out(world, "catalogue")
    assert [row.term for row in on(world)] == ["每年"]
    assert [row.term for row in on(world, date(2025, 12, 31))] == [ENTRY["term"]]
    assert CatalogueEntry.objects.count() == 1


def test_what_a_complete_list_leaves_out_is_ended(world: World) -> None:
    entry(world)
    bring(world, "catalogue", [ENTRY | {"second": "临时救助"}], day=date(2026, 1, 1), whole=True)
    out(world, "catalogue")
    assert [row.second for row in on(world)] == ["临时救助"]
    assert [row.second for row in on(world, date(2025, 12, 31))] == [ENTRY["second"]]


def test_nobody_reviews_what_they_brought_in(world: World) -> None:
    bring(world, "catalogue", [ENTRY])
    appoint(world, "handler@civil", "secrecy")
    process = under_way("catalogue", world.agencies["civil"])
    perform(process, "submit", by=world.officer("handler@civil"))
    with pytest.raises(Refused, match="起草人不能审核"):
        perform(process, "pass", by=world.officer("handler@civil"))
    perform(process, "pass", by=world.officer("secrecy@civil"))
    client = world.client("approver@civil")
    assert client.get("/a/civil/catalogue/").content.decode().count(ENTRY["second"]) == 0
    process.refresh_from_db()
    client.post(f"/desk/workflow/{process.pk}/act/", {"act": "approve", "version": process.version})
    page = client.get("/a/civil/catalogue/").content.decode()
    assert f'<td data-label="二级事项" class="name">{ENTRY["second"]}</td>' in page, "on a phone a row is a card"
    entry = CatalogueEntry.objects.get()
    empty = client.get(f"/a/civil/catalogue/{entry.pk}/").content.decode()
    assert '<a href="/a/civil/request/">依法申请公开</a>' in empty


@pytest.mark.parametrize(
    ("words", "workdays", "every"),
    [
        ("自信息形成或者变更之日起20个工作日内", 20, None),
        ("二十个工作日内", 20, None),
        ("二十五个工作日内", 25, None),
        ("十五个工作日内", 15, None),
        ("三十五工作日", 35, None),
        ("一百二十个工作日内", None, None),
        ("1200个工作日内", None, None),
        ("每年更新", None, 366),
        ("每季度公布一次", None, 92),
        ("每半年", None, 184),
        ("及时公开", None, None),
        ("长期公开", None, None),
        ("每年1月31日前", None, None),
        ("形成之日起7日内", None, None),
        ("5个工作日内公示，20个工作日内公开", None, None),
        ("20个工作日内，每年更新", None, None),
    ],
)
def test_a_term_is_understood_where_it_is_certain(words: str, workdays: int | None, every: int | None) -> None:
    term = term_of(words)
    assert (term.workdays, term.every) == (workdays, every)


def test_boxes_are_read_as_they_are_filled() -> None:
    assert read_channels("■政府网站 □政府公报\n☑ 两微一端 ■其他：大喇叭") == ["政府网站", "两微一端", "其他：大喇叭"]
    assert read_channels(show_channels(["政府网站", "其他：大喇叭"])) == ["政府网站", "其他：大喇叭"]
    assert read_channels("政府网站、公开查阅点") == ["政府网站", "公开查阅点"]
    assert show_channels(["政府网站"]).count("□") == len(CHANNELS) - 1


def under(world: World, made: date) -> Any:
    version = EntryVersion.objects.get()
    return item(world, entry=version.entry_id, made=made)


def test_coverage_says_what_is_missing_and_late_and_opens_its_lists(world: World) -> None:
    entry(world)
    client = world.client("handler@civil")
    page = client.get("/desk/documents/catalogue/civil/?show=none").content.decode()
    assert "没有发布任何内容 1" in page
    assert "已逾期 0" in page
    assert "到村级 1" in page
    document = under(world, timezone.localdate() - timedelta(days=60))
    assert "已逾期 1" in client.get("/desk/documents/catalogue/civil/").content.decode()
    walk(document, world)
    page = client.get("/desk/documents/catalogue/civil/").content.decode()
    assert "已逾期 0" in page
    assert "没有发布任何内容 0" in page
    assert f"/desk/documents/?entry={document.entry_id}" in page
    assert document.title in client.get(f"/desk/documents/?entry={document.entry_id}").content.decode()
    assert document.title in client.get(f"/a/civil/catalogue/{document.entry_id}/").content.decode()
    assert ENTRY["second"] in client.get(f"/a/civil/documents/{document.pk}/").content.decode()


def test_no_document_stands_under_an_entry_of_another_agency(world: World) -> None:
    entry(world, of="neighbour-civil")
    document = item(world)
    said = document.versions.first().said.but(entry=CatalogueEntry.objects.get().pk)
    with pytest.raises(Refused, match="目录条目"):
        save(document, Text("名", "", {}, said), based_on=document.latest, by=world.officer("handler@civil"))


def test_the_form_of_a_document_offers_the_entries_of_its_agency(world: World) -> None:
    entry(world)
    document = item(world)
    page = world.client("handler@civil").get(f"/desk/documents/{document.pk}/edit/").content.decode()
    assert "社会救助 · 最低生活保障审批结果" in page


def test_the_pages_ask_as_much_for_many_entries_as_for_few(world: World, client: Client) -> None:
    def asked(browser: Client, address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(address + "?page=1").status_code == 200
        return len(queries)

    desk = world.client("handler@civil")
    pages = [(desk, "/desk/documents/catalogue/civil/"), (client, "/a/civil/catalogue/")]
    bring(world, "catalogue", [ENTRY | {"second": f"事项{number}"} for number in range(3)])
    out(world, "catalogue")
    few = [asked(*page) for page in pages]
    bring(world, "catalogue", [ENTRY | {"second": f"事项{number}"} for number in range(300)])
    out(world, "catalogue")
    assert [asked(*page) for page in pages] == few


def shown(client: Client, query: str = "") -> list[str]:
    page = LexborHTMLParser(client.get(f"/a/civil/catalogue/{query}").content)
    return [row.text() for row in page.css("td.name")]


def test_a_long_catalogue_is_read_page_by_page_and_narrowed(world: World, client: Client) -> None:
    plain = ENTRY | {"township": "", "village": ""}
    bring(world, "catalogue", [
        *(plain | {"position": str(number), "second": f"事项{number}"} for number in range(1, 121)),
        ENTRY | {"position": "121", "first": "养老服务", "second": "养老机构名录", "village": "√"},
        plain | {"position": "122", "first": "养老服务", "second": "床位补贴", "basis": "《演示办法》第九条"},
    ])  # fmt: skip
    out(world, "catalogue")
    pages = [shown(client, f"?page={number}") for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [50, 50, 22]
    assert pages[0][:2] == ["事项1", "事项2"]
    assert shown(client, "?first=养老服务") == ["养老机构名录", "床位补贴"]
    assert shown(client, "?level=village") == ["养老机构名录"]
    assert shown(client, "?q=演示办法 第九条") == ["床位补贴"]
    assert shown(client, "?first=养老服务&level=village&q=床位") == []
    assert len(shown(client, "?first=没有&level=moon")) == 50
    page = client.get("/a/civil/catalogue/?first=养老服务").content.decode()
    assert "符合条件的2条，共122条" in page
    assert "养老服务（2）" in page


def test_the_public_catalogue_is_read_on_a_phone_row_by_row(world: World, client: Client) -> None:
    """Sixteen columns below two rows of heads: each cell says what it is, and what is not chosen is marked."""
    entry(world)
    page = client.get("/a/civil/catalogue/").content.decode()
    assert '<table class="stacked sheet dense"' in page
    (row,) = re.findall(r'<tr id="entry-.*?</tr>', page, re.DOTALL)
    labels = [re.search(r'data-label="([^"]*)"', cell) for cell in re.findall("<td[^>]*>", row)]
    assert [label[1] if label else "" for label in labels][1:] == [
        "一级事项", "二级事项", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体",
        "公开对象（全社会）", "公开对象（特定群体）", "公开方式（主动）", "公开方式（依申请）",
        "公开层级（县级）", "公开层级（乡级）", "公开层级（村级）", "已发布",
    ]  # fmt: skip
    unset = re.findall(r'data-label="([^"]*)"[^>]*class="[^"]*\bunset', row)
    assert unset == ["公开对象（特定群体）", "公开方式（依申请）", "公开层级（乡级）"]


def test_an_entry_of_an_impossible_number_is_not_there(client: Client, world: World) -> None:
    assert client.get(f"/a/civil/catalogue/{'9' * 20}/").status_code == 404
