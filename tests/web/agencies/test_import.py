"""A list of agencies: what a preview says line by line, what is written, and that an export is an import."""

from __future__ import annotations

import io
import re
import time
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from django.conf import settings
from django.utils import timezone
from stdnum.cn.uscc import calc_check_digit

from gongkai.web.agencies import actions
from gongkai.web.agencies.actions.importing import preview
from gongkai.web.agencies.history import name_on, superior_on
from gongkai.web.agencies.lists.columns import COLUMNS
from gongkai.web.agencies.lists.plans import Planned
from gongkai.web.agencies.lists.previews import Plan, State
from gongkai.web.agencies.lists.reading import UnreadableList, read_list
from gongkai.web.agencies.lists.writing import template, write_list
from gongkai.web.agencies.models import Agency, ImportDraft
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.refusals import NothingChanged, PreviewOutdated
from gongkai.web.agencies.tasks import drop_old_drafts
from gongkai.web.audit.models import Event
from gongkai.web.tasks.attempts import run_due
from tests.web.world import World

DAY = date(2025, 6, 1)
USCC = "11330300002500001" + calc_check_digit("11330300002500001")


@pytest.fixture
def admin(world: World) -> Officer:
    return world.officer("administrator@district")


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def seen(content: bytes, by: Officer) -> tuple[ImportDraft, Plan[Planned]]:
    draft = actions.keep_draft(content, file_name="机关.csv", day=DAY, by=by)
    return draft, preview(draft, by=by)


@pytest.mark.parametrize(("days", "there"), [(6, True), (8, False)])
def test_a_list_that_nobody_confirms_is_removed_after_a_week(
    admin: Officer, world: World, days: int, there: bool
) -> None:
    draft, _plan = seen(csv("代码,联系电话", "civil,000-1（演示）"), admin)
    assert "7天内没有确认" in world.client("administrator@district").get("/desk/agencies/import/").content.decode()
    ImportDraft.objects.update(created=timezone.now() - timedelta(days=days))
    drop_old_drafts.enqueue()
    run_due()
    assert ImportDraft.objects.filter(pk=draft.pk).exists() is there
    assert "gongkai.web.agencies.tasks.drop_old_drafts" in [path for _at, path in settings.TASK_TIMES]


def wrong(plan: Plan[Planned]) -> list[tuple[int, str, str]]:
    return [(line.number, fault.head, fault.message) for line in plan.of(State.WRONG) for fault in line.faults]


MIXED = csv(
    "代码,名称,性质,层级,上级代码,上级名称,统一社会信用代码,联系电话,邮政编码",
    "desk,综合窗口（演示）,内设机构,县级,archive,,,,",
    "archive,示范区档案局（演示）,部门,县级,district,,,0577-81234567,325000",
    "civil,示范区民政和救助局（演示）,,,,,,0577-81234568,",
    "street,,,,,,,,",
    ",示范区统计局（演示）,部门,县级,,示范区人民政府（演示）,12345,无,32500",
    "x,无上级科（演示）,内设机构,县级,nowhere,,,,",
    "neighbour-civil,,,,,,,0577-81234569,",
)


def test_the_list_in_the_documentation_can_be_imported(world: World, admin: Officer) -> None:
    page = (Path(__file__).parents[3] / "docs" / "operating.md").read_text("utf-8")
    (block,) = re.findall(r"^```text\n(代码,.*?)^```", page, re.DOTALL | re.MULTILINE)
    _draft, plan = seen(block.replace(",gov,", ",district,").encode(), admin)
    assert wrong(plan) == []
    assert [line.state.value for line in plan.lines] == ["new", "new"]


def test_the_preview_says_what_each_line_would_do(world: World, admin: Officer) -> None:
    _draft, plan = seen(MIXED, admin)
    assert [line.state.value for line in plan.lines] == "new new changed unchanged wrong wrong wrong".split()
    changes = [(change.head, change.old, change.new) for change in plan.lines[2].changes]
    assert changes == [
        ("名称", "示范区民政局（演示）", "示范区民政和救助局（演示）"),
        ("联系电话", "", "0577-81234568"),
    ]
    faults = wrong(plan)
    assert [(number, head) for number, head, _message in faults] == [
        (6, "统一社会信用代码"),
        (6, "联系电话"),
        (6, "邮政编码"),
        (7, "上级代码"),
        (8, "名称"),
    ]
    assert "应为18位，现在是5位" in faults[0][2]
    assert "nowhere" in faults[3][2]
    assert "没有管理机关的权限" in faults[4][2]
    assert not Agency.objects.filter(slug="archive").exists()


def test_what_was_previewed_is_written_in_one_act(world: World, admin: Officer) -> None:
    draft, plan = seen(MIXED, admin)
    actions.apply_import(draft, planned=plan.digest, by=admin)
    desk = Agency.objects.get(slug="desk")
    assert desk.superior is not None
    assert desk.path == Agency.objects.get(slug="archive").path + f"{desk.pk:06d}."
    assert name_on(world.agencies["civil"], DAY) == "示范区民政和救助局（演示）"
    assert name_on(world.agencies["civil"], date(2025, 5, 31)) == "示范区民政局（演示）"
    verbs = list(Event.objects.order_by("pk").values_list("verb", flat=True))[1:]
    assert sorted(verbs) == sorted(
        ["agency.founded"] * 2 + ["agency.renamed", "agency.amended", "agency.list_imported"]
    )
    assert not ImportDraft.objects.exists()


def test_a_preview_that_is_out_of_date_writes_nothing(world: World, admin: Officer) -> None:
    draft, plan = seen(MIXED, admin)
    civil = world.agencies["civil"]
    actions.amend(civil, values={"phone": "0577-88888888"}, version=1, by=admin)
    with pytest.raises(PreviewOutdated):
        actions.apply_import(draft, planned=plan.digest, by=admin)
    assert not Agency.objects.filter(slug="archive").exists()
    actions.apply_import(draft, planned=preview(draft, by=admin).digest, by=admin)


def test_lines_are_matched_by_code_then_uscc_then_name_and_superior(world: World, admin: Officer) -> None:
    actions.amend(world.agencies["civil"], values={"uscc": USCC}, version=1, by=admin)
    content = csv(
        "名称,上级名称,统一社会信用代码,联系电话",
        f"民政局,,{USCC.lower()},12345",
        "城东街道办事处(演示),,,12346",
        "示范区民政局社会救助科（演示）,示范区民政局（演示）,,12346",
        "示范区民政局社会救助科（演示）,示范区人民政府（演示）,,12346",
    )
    _draft, plan = seen(content, admin)
    assert [line.agency and line.agency.slug for line in plan.lines] == ["civil", "street", "welfare", None]
    content = csv("代码,统一社会信用代码", f"street,{USCC}", f"civil,{USCC[:-1]}X")
    _draft, plan = seen(content, admin)
    assert [message for _number, _head, message in wrong(plan)] == [
        "该统一社会信用代码已属于“示范区民政局（演示）”，与这一行的代码不是同一机关。请核对。",
        f"统一社会信用代码“{USCC[:-1]}X”的校验位不对，有一位或几位抄错了。请对照登记证书逐位核对。",
    ]


def test_a_line_that_hangs_below_a_wrong_one_is_wrong_too(world: World, admin: Officer) -> None:
    content = csv(
        "代码,名称,性质,层级,上级代码",
        "b,下级科（演示）,内设机构,县级,a",
        "a,某局（演示）,不知道,县级,district",
    )
    _draft, plan = seen(content, admin)
    assert [(number, head) for number, head, _message in wrong(plan)] == [(2, "上级代码"), (3, "性质")]


def test_a_circle_is_named(world: World, admin: Officer) -> None:
    content = csv(
        "代码,名称,性质,层级,上级代码",
        "a,甲局（演示）,部门,县级,b",
        "b,乙局（演示）,部门,县级,a",
        "office,,,,civil",
        "civil,,,,office",
    )
    _draft, plan = seen(content, admin)
    assert [number for number, _head, message in wrong(plan) if "隶属于自己" in message] == [2, 3, 4, 5]


def test_lines_that_would_stand_too_deep_are_named(world: World, admin: Officer) -> None:
    head = "代码,名称,性质,层级,上级代码"
    lines = [f"deep-{n},科室{n}（演示）,内设机构,乡级,{f'deep-{n - 1}' if n else 'street'}" for n in range(12)]
    draft, plan = seen(csv(head, *lines), admin)
    assert [line.number for line in plan.of(State.WRONG)] == [12, 13]
    assert "最多12层" in wrong(plan)[0][2]
    actions.apply_import(draft, planned=plan.digest, by=admin)
    assert Agency.objects.get(slug="deep-9").depth == 12
    _draft, plan = seen(csv(head, "deep-0,,,,welfare"), admin)
    assert [number for number, _head, message in wrong(plan) if "最多12层" in message] == [2]


def test_superior_and_subordinate_change_places(world: World, admin: Officer) -> None:
    made = actions.found(
        world.agencies["civil"],
        values={"slug": "a", "name": "甲局（演示）", "kind": "department", "tier": "county"},
        by=admin,
    )
    draft, plan = seen(csv("代码,上级代码", "civil,a", "a,district"), admin)
    assert wrong(plan) == []
    actions.apply_import(draft, planned=plan.digest, by=admin)
    assert superior_on(made, DAY) == world.agencies["district"]
    welfare = Agency.objects.get(slug="welfare")
    assert welfare.path == "".join(
        Agency.objects.get(slug=slug).segment for slug in ("district", "a", "civil", "welfare")
    )


def test_twice_the_same_is_named(world: World, admin: Officer) -> None:
    content = csv(
        "代码,名称,性质,层级,上级代码",
        "civil,,,,",
        "civil,,,,",
        "a,同名局（演示）,部门,县级,district",
        "b,同名局（演示）,部门,县级,district",
        "c,示范区人民政府办公室（演示）,部门,县级,district",
    )
    _draft, plan = seen(content, admin)
    assert [number for number, _head, _message in wrong(plan)] == [3, 5, 6]


def test_a_word_empties_a_cell_and_a_blank_leaves_it(world: World, admin: Officer) -> None:
    actions.amend(world.agencies["civil"], values={"phone": "12345", "fax": "12346"}, version=1, by=admin)
    draft, plan = seen(csv("代码,名称,联系电话,传真", "civil,,清空,", "street,清空,,"), admin)
    assert [(number, head) for number, head, _message in wrong(plan)] == [(3, "名称")]
    actions.apply_import(draft, planned=plan.digest, by=admin)
    civil = Agency.objects.get(slug="civil")
    assert (civil.phone, civil.fax) == ("", "12346")


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_an_export_is_an_import(world: World, admin: Officer, format: str) -> None:
    actions.amend(
        world.agencies["civil"],
        values={
            "phone": "0577-81234567、0577-81234568转9",
            "postcode": "012345",
            "hours": "=1+1",
            "address": "示范路1号，东门",
        },
        version=1,
        by=admin,
    )
    mine = Agency.objects.below(world.agencies["district"]).select_related("superior")
    _draft, plan = seen(write_list(mine, format), admin)
    assert wrong(plan) == []
    assert {line.state for line in plan.lines} == {State.UNCHANGED}
    assert len(plan.lines) == 5
    draft, plan = seen(write_list(mine, format), admin)
    with pytest.raises(NothingChanged):
        actions.apply_import(draft, planned=plan.digest, by=admin)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_text_is_read_as_offices_save_it(encoding: str, delimiter: str) -> None:
    text = "代码,名称,办公地址\r\na,甲局（演示）,示范路\r\n\r\n b , 乙局（演示） ,x\r\n".replace(",", delimiter)
    lines = read_list(text.encode(encoding))
    assert [(line.number, line.cells["slug"], line.cells["name"]) for line in lines] == [
        (2, "a", "甲局（演示）"),
        (4, "b", "乙局（演示）"),
    ]


def test_a_workbook_keeps_its_line_numbers_and_dates() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["代码", "名称", "邮政编码", "设立日期"])
        sheet.write_row(4, 0, ["a", "甲局（演示）", 325000])
        sheet.write_datetime(4, 3, date(2020, 1, 2), book.add_format({"num_format": "yyyy-mm-dd"}))  # type: ignore[arg-type]
    (line,) = read_list(file.getvalue())
    assert line.number == 5
    assert line.cells == {"slug": "a", "name": "甲局（演示）", "postcode": "325000", "opened": line.cells["opened"]}
    assert "2020" in line.cells["opened"]


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "空的"),
        (csv("甲,乙", "1,2"), "不认识的列"),
        (csv("名称,名称", "1,2"), "两次"),
        (csv("联系电话", "1"), "不知道各行是哪个机关"),
        (b"PK\x03\x04 no workbook", "打不开"),
        (b"PK\x05\x06" + bytes(18), "打不开：文件不完整"),
        (OLD + bytes(2000), "打不开：是旧版 .xls 格式"),
        (OLD + bytes(100) + "EncryptedPackage".encode("utf-16-le"), "打不开：设有打开密码"),
        (b"<html><table><tr><td>x</td></tr></table>", "打不开：是网页"),
        (b"\xd0\xcf\x11\xe0\x00\x00\xff\xfe\x00\x00", "另存为"),
        (csv("名称", *["甲"] * 5001), "最多导入5000行"),
        (b"x" * (4 * 1024 * 1024 + 1), "超过4 MB"),
        (csv("名称,简称", '"甲,乙'), "引号"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_way_out(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableList, match=reason):
        read_list(content)


def test_a_sheet_with_two_cells_far_apart_does_no_harm() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"], book.active["XFD1048576"] = "名称", "甲"
    file = io.BytesIO()
    book.save(file)
    assert read_list(file.getvalue()) == []


def test_hidden_rows_are_not_skipped_silently() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["名称"])
    book.active.append(["甲"])
    book.active.row_dimensions[2].hidden = True
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(UnreadableList, match="隐藏"):
        read_list(file.getvalue())


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_template_can_be_read(format: str) -> None:
    (line,) = read_list(template(format))
    assert line.cells == {column.field: column.example for column in COLUMNS}


def test_a_city_of_three_thousand_units_in_seconds(world: World, admin: Officer) -> None:
    rows = [f"d{number},第{number}局（演示）,部门,县级,district,12345" for number in range(300)]
    rows += [f"u{number},第{number}科（演示）,内设机构,县级,d{number % 300},12345" for number in range(2700)]
    content = csv("代码,名称,性质,层级,上级代码,联系电话", *reversed(rows))
    begin = time.process_time()
    draft, plan = seen(content, admin)
    looked = time.process_time()
    assert plan.counts == {State.NEW: 3000}
    actions.apply_import(draft, planned=plan.digest, by=admin)
    written = time.process_time()
    assert Agency.objects.below(world.agencies["district"]).count() == 3005
    assert Event.objects.filter(verb="agency.founded").count() == 3000
    assert looked - begin < 5
    assert written - looked < 20
