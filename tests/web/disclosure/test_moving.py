"""Moving in and out: a table and its folder, line by line, as often as one likes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import docx
import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from gongkai.cli.messages import Failure
from gongkai.examine import release
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from gongkai.web.audit.verifying import verify
from gongkai.web.disclosure.examining import examination, leaks
from gongkai.web.disclosure.examining.leaks import examine_moved_in
from gongkai.web.disclosure.examining.rulings import OVERRULE, rule
from gongkai.web.disclosure.models import Document, Examination, Finding, MovedIn
from gongkai.web.disclosure.moving.bringing import run_import
from gongkai.web.disclosure.moving.columns import COLUMNS
from gongkai.web.disclosure.moving.taking_out import run_export
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.refusals import Refused
from tests.web.disclosure.lists import appoint, sheet
from tests.web.disclosure.scene import item, process_of, walk
from tests.web.world import BY, World

LINE = {
    "source_id": "100", "agency": "civil", "kind": "其他政策文件", "title": "关于演示工作的通知",
    "body": "各街道：请办理。",
    "index_number": "OLD/2019-00007", "number": "示民发〔2019〕7号", "made": "2019-03-04", "published": "2019/3/6 9:05",
    "item": "（十一）", "subject": "民政、扶贫、救灾", "address": "http://old.example/7.html",
}  # fmt: skip


def table(folder: Path, *lines: dict[str, str], name: str = "old.csv") -> Path:
    path = folder / name
    used = [column for column in COLUMNS if any(column.id in line for line in lines)]
    rows = [[column.head for column in used], *([line.get(column.id, "") for column in used] for line in lines)]
    if name.endswith(".csv"):
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        path.write_text(text.getvalue(), "gb18030")
    elif name.endswith(".xlsx"):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    else:
        path.write_text(json.dumps(list(lines), ensure_ascii=False), "utf-8")
    return path


def bring(path: Path, *, by: str = "disclosure@civil", **more: object) -> int:
    settings = {"folder": None, "agency": None, "source": "旧网站", "dry": False, "bad": None, **more}
    return run_import(path, by=by, **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["old.csv", "old.xlsx", "old.json"])
def test_what_the_public_read_there_it_reads_here(world: World, client: Client, tmp_path: Path, name: str) -> None:
    assert bring(table(tmp_path, LINE, name=name)) == 0
    document = Document.objects.get()
    assert (document.index_number, document.item, document.made.isoformat()) == (
        "OLD/2019-00007",
        "welfare",
        "2019-03-04",
    )
    assert document.published_at.isoformat() == "2019-03-06T01:05:00+00:00"
    page = client.get(f"/a/civil/documents/{document.pk}/").content.decode()
    assert "各街道：请办理。" in page
    assert "示民发〔2019〕7号" in page
    sheet = world.client("handler@civil").get(f"/desk/documents/{document.pk}/").content.decode()
    assert "由“旧网站”迁入，在原系统已审查并公开。" in sheet
    perform(process_of(document), "retract", by=world.officer("disclosure@civil"), comment="演示")
    assert client.get(f"/a/civil/documents/{document.pk}/").status_code == 404
    assert list(verify()) == []


def test_bringing_it_in_again_changes_what_differs_and_makes_nothing_twice(world: World, tmp_path: Path) -> None:
    path = table(tmp_path, LINE, LINE | {"source_id": "101", "index_number": "", "title": "第二件"})
    bring(path)
    before = list(Document.objects.order_by("pk").values_list("pk", "latest"))
    bring(path)
    assert list(Document.objects.order_by("pk").values_list("pk", "latest")) == before
    bring(table(tmp_path, LINE | {"title": "改过的标题"}))
    assert Document.objects.count() == MovedIn.objects.count() == 2
    changed = Document.objects.get(index_number="OLD/2019-00007")
    assert (changed.title, changed.latest) == ("改过的标题", before[0][1] + 1)
    bring(table(tmp_path, LINE), source="另一个系统", bad=tmp_path / "bad.csv")
    assert "的另一份文件；一个索引号在整个平台上只用一次" in (tmp_path / "bad.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("dry", [True, False])
def test_an_index_number_of_another_agency_or_line_is_a_wrong_line(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], dry: bool
) -> None:
    other = item(world, by="handler@neighbour-civil")
    lines = [
        LINE,
        LINE | {"source_id": "101", "index_number": other.index_number},
        LINE | {"source_id": "102"},
        LINE | {"source_id": "103", "index_number": ""},
        LINE | {"source_id": "104", "index_number": ""},
    ]
    assert bring(table(tmp_path, *lines), dry=dry) == 1
    said = capsys.readouterr()
    theirs, twice = [line for line in said.err.splitlines() if line.startswith("第")]
    assert theirs.startswith(f"第3行：索引号 {other.index_number} 已用于“{other.agency.name}”的另一份文件")
    assert twice.startswith("第4行：索引号 OLD/2019-00007 ")
    assert "新增3条，更新0条，不变0条，有误2条。" in said.out


def test_what_is_wrong_is_said_line_by_line_and_the_rest_comes_in(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {
        "没有名为“无此机关”的机关": {"agency": "无此机关"},
        "没有“无此种类”这个种类": {"kind": "无此种类"},
        "文件夹中没有“../secret.txt”": {"attachments": "../secret.txt"},
        "成文日期“2019-02-30”不是日期": {"made": "2019-02-30"},
        "法定公开事项没有“（十六）”": {"item": "（十六）"},
        "公开属性不是主动公开，不能有发布时间": {"attribute": "依申请公开"},
        "没有索引号为“X”的文件可以解读": {"explains": "X"},
        "发布时间在将来": {"published": "2999-01-01"},
        "正文和正文文件只能写一个": {"body_file": "a.html"},
        "title超过200个字符": {"title": "长" * 201},
        "没有“公开办事项": {"agency": "neighbour-civil"},
    }
    (tmp_path.parent / "secret.txt").write_text("secret", "utf-8")
    lines = [LINE | {"source_id": str(number)} | change for number, change in enumerate(wrong.values())]
    bad = tmp_path / "bad.csv"
    assert bring(table(tmp_path, *lines, LINE), bad=bad) == 1
    said = capsys.readouterr()
    for number, reason in enumerate(list(wrong)[:-1], 2):
        assert f"第{number}行" in said.err
        assert reason in said.err, reason
    assert "neighbour" in said.err or "权限" in said.err
    assert Document.objects.count() == 1
    heads, *rows = csv.reader(io.StringIO(bad.read_text("utf-8-sig")))
    assert (len(rows), heads[-2:]) == (len(wrong), ["行号", "原因"])
    assert bring(bad) == 1, "the file of wrong lines can be brought in again"


@pytest.mark.parametrize("name", ["长" * 300 + ".pdf", "a\0b.pdf", "a/" * 3000 + "b.pdf"])
def test_a_name_that_no_disk_has_is_one_wrong_line(world: World, tmp_path: Path, name: str) -> None:
    lines = [LINE | {"source_id": "1", "attachments": name}, LINE | {"source_id": "2", "body_file": name}, LINE]
    lines[1].pop("body")
    bad = tmp_path / "bad.csv"
    assert bring(table(tmp_path, *lines, name="old.json"), bad=bad) == 1
    assert Document.objects.count() == 1
    assert bad.read_text("utf-8-sig").count("文件夹中没有") == 2


def test_paragraphs_of_old_pages_stay_paragraphs(world: World, tmp_path: Path) -> None:
    page = "<html><body><div id=zoom><div>第一段。</div><div>第二段。<br><br>第三段。</div><h2>标题</h2></div></body>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    line = LINE | {"body_file": "a.html"}
    line.pop("body")
    assert bring(table(tmp_path, line)) == 0
    [section] = Document.objects.get().published.sections
    assert section["text"] == "<p>第一段。</p><p>第二段。</p><p>第三段。</p><h3>标题</h3>"


def test_a_dry_run_says_what_would_be_and_changes_nothing(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path, LINE, LINE | {"source_id": "2", "index_number": "OLD/2019-00008", "kind": "没有"})
    assert bring(path, dry=True) == 1
    said = capsys.readouterr()
    assert "第2行：新增 关于演示工作的通知" in said.out
    assert "新增1条，更新0条，不变0条，有误1条。" in said.out
    assert not Document.objects.exists()


def test_texts_and_files_come_from_the_folder(world: World, client: Client, tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("一、总则", 3)
    word.add_paragraph("Word 里的正文。")
    word.add_table(1, 2).cell(0, 0).text = "格"
    word.save(tmp_path / "a.docx")
    article = "<article><p onclick='x()'>网页里的正文</p><script>x()</script></article>"
    page = f"<html><body><nav>菜单</nav>{article}</body></html>"
    (tmp_path / "b.html").write_text(page, "utf-8")
    (tmp_path / "表.txt").write_text("附表", "utf-8")
    body = {**LINE, "body": "", "index_number": ""}
    lines = [
        body | {"source_id": "1", "body_file": "a.docx", "attachments": "表.txt"},
        body | {"source_id": "2", "body_file": "b.html"},
    ]
    assert bring(table(tmp_path, *lines)) == 0
    first, second = Document.objects.order_by("pk")
    text = first.published.sections[0]["text"]
    assert "<h3>一、总则</h3>" in text
    assert "<table>" in text
    assert second.published.sections[0]["text"] == "<p>网页里的正文</p>"
    shown = client.get(f"/a/civil/documents/{first.pk}/").content.decode()
    assert "表.txt" in shown
    file = first.published.attachments.get().file
    assert client.get(file.get_absolute_url()).status_code == 200


def test_what_was_not_public_comes_in_as_a_draft(world: World, client: Client, tmp_path: Path) -> None:
    assert bring(table(tmp_path, LINE | {"published": ""})) == 0
    document = Document.objects.get()
    assert process_of(document).state == "draft"
    assert client.get(f"/a/civil/documents/{document.pk}/").status_code == 404
    walk(document, world, 1)
    assert bring(table(tmp_path, LINE | {"title": "改"})) == 1, "somebody is at work on it"


def test_what_goes_out_comes_in_again_elsewhere(world: World, tmp_path: Path) -> None:
    one = item(world, subject="其他", contact="演示")
    walk(one, world)
    out = tmp_path / "out"
    assert run_export(out, agency="civil") == 0
    lines = [json.loads(line) for line in (out / "items.json").read_text("utf-8").splitlines()]
    with act(by=BY) as done:  # another instance stands here for one that knows no such 索引号
        Document.objects.update(index_number="here")
        done.note("instance.prepared", of=one.thing)
    for line in lines:
        line["agency"] = "neighbour-civil"
    (out / "items.json").write_text(json.dumps(lines, ensure_ascii=False), "utf-8")
    assert bring(out / "items.json", by="disclosure@neighbour-civil") == 0
    other = Document.objects.get(agency__slug="neighbour-civil")
    assert other.published.facts == one.published.facts
    assert other.published.sections == one.published.sections
    assert (other.index_number, other.published_at.date()) == (one.index_number, one.published_at.date())
    with pytest.raises(Failure, match="不是空文件夹"):
        run_export(out, agency=None)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x00\x01\x02", "不是文本"),
        (sheet("catalogue", [])[:3000], "打不开：文件不完整"),
        (sheet("catalogue", [])[300:], "打不开：文件不完整"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "打不开：是旧版 .xls 格式.*另存为 .xlsx"),
        ("这不是表格".encode(), "没有一个认识的列名"),
        (b"", "空的"),
        ("来源编号,标题,颜色\n1,a,红".encode(), "不认识的列 颜色"),
        ("标题\na".encode(), "缺少列 来源编号"),
        ("来源编号,标题,标题\n1,a,b".encode(), "写了两次"),
        (b'{"source_id": 1', "不是有效的 JSON"),
        (b"[1]", "第1条"),
        ('来源编号,标题\n1,"a'.encode(), "引号不成对"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_words(
    world: World, tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(Failure, match=said):
        bring(tmp_path / "x.csv")


def test_the_page_names_every_column() -> None:
    page = (Path(__file__).parents[3] / "docs" / "moving.md").read_text("utf-8")
    assert [line.split(" | ")[:2] for line in page.splitlines() if " | `" in line] == [
        [f"| {column.head}", f"`{column.id}`"] for column in COLUMNS
    ]


#: Made up; the check digit is right.
IDENTITY = "11010519491231002X"
LEAK = LINE | {"body": f"补助对象身份证号{IDENTITY}"}


def run_tasks() -> None:
    """What the import asked for, as the worker does it."""
    assert DBTaskResult.objects.filter(task_path__endswith="examine_moved_in").exists()
    while examine_moved_in.func():
        pass


def test_a_dry_run_says_what_the_examination_would_find(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "名单.txt").write_text(f"身份证号{IDENTITY}", "utf-8")
    second = LINE | {"source_id": "101", "index_number": "", "attachments": "名单.txt"}
    draft = LEAK | {"source_id": "102", "index_number": "", "published": ""}
    bring(table(tmp_path, LEAK, second, draft), dry=True)
    said = capsys.readouterr().out
    assert "检查会发现：居民身份证号 2处，涉及2条" in said
    assert "第2行：检查会发现 居民身份证号：" in said
    assert IDENTITY not in said
    assert not Document.objects.exists()
    assert not Examination.objects.exists()


def test_what_was_moved_in_is_examined_in_the_background_and_listed(world: World, tmp_path: Path) -> None:
    bring(table(tmp_path, LEAK, LINE | {"source_id": "101", "index_number": ""}))
    desk, notice = world.client("disclosure@civil"), "有1件已公开的文件，自动检查发现须处理的问题。"
    assert "迁入并已公开的2件，已检查0件。" in desk.get("/desk/documents/leaks/").content.decode()
    run_tasks()
    page = desk.get("/desk/documents/leaks/").content.decode()
    document = Document.objects.order_by("pk")[0]
    assert "迁入并已公开的2件，已检查2件。" in page
    assert (
        '<a href="?rule=identity-number">居民身份证号</a></th><td class="number">1</td><td class="number">1</td>'
        in page
    )
    assert f"/desk/documents/{document.pk}/examination/" in page
    assert notice in desk.get("/desk/").content.decode()
    assert notice in world.client("secrecy@civil").get("/desk/").content.decode()
    assert notice not in world.client("disclosure@neighbour-civil").get("/desk/").content.decode()
    elsewhere = world.client("disclosure@neighbour-civil").get("/desk/documents/leaks/").content.decode()
    assert "没有须处理的发现。" in elsewhere
    assert examine_moved_in.func() == 0


def test_after_an_upgrade_of_the_rules_it_is_examined_again(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(table(tmp_path, LEAK))
    run_tasks()
    for module in (examination, leaks):
        monkeypatch.setattr(module, "release", lambda: "another")
    desk = world.client("disclosure@civil")
    assert "迁入并已公开的1件，已检查0件。" in desk.get("/desk/documents/leaks/").content.decode()
    assert (examine_moved_in.func(), examine_moved_in.func()) == (1, 0)
    assert "迁入并已公开的1件，已检查1件。" in desk.get("/desk/documents/leaks/").content.decode()
    assert sorted(Examination.objects.values_list("release", flat=True)) == sorted([release(), "another"])


def test_a_public_leak_is_masked_and_corrected(world: World, client: Client, tmp_path: Path) -> None:
    bring(table(tmp_path, LEAK))
    run_tasks()
    document, desk = Document.objects.get(), world.client("handler@civil")
    said = {"based_on": document.latest}
    desk.post(f"/desk/documents/{document.pk}/examination/mend/", said)
    assert IDENTITY in client.get(f"/a/civil/documents/{document.pk}/").content.decode()
    assert "居民身份证号" in desk.get("/desk/documents/leaks/").content.decode()  # still public
    walk(Document.objects.get(), world)
    assert IDENTITY not in client.get(f"/a/civil/documents/{document.pk}/").content.decode()
    assert "没有须处理的发现。" in desk.get("/desk/documents/leaks/").content.decode()


def test_the_secrecy_review_lets_a_public_finding_stand(world: World, tmp_path: Path) -> None:
    bring(table(tmp_path, LEAK))
    run_tasks()
    document, finding = Document.objects.get(), Finding.objects.get(severity="error")
    said = {"finding": finding.pk, "way": "overrule", "reason": "依法公开（演示）"}
    address = f"/desk/documents/{document.pk}/examination/"
    assert "认定可以公开" in world.client("secrecy@civil").get(address).content.decode()
    assert "请保密审查复核" not in world.client("handler@civil").get(address).content.decode()
    assert world.client("approver@civil").post(address + "ruling/", said).status_code == 403
    assert Finding.objects.get(pk=finding.pk).state == "open"
    world.client("handler@civil").post(address + "ruling/", said | {"way": "refer"})
    assert Finding.objects.get(pk=finding.pk).state == "open"
    world.client("secrecy@civil").post(address + "ruling/", said)
    assert Finding.objects.get(pk=finding.pk).state == "overruled"
    assert "没有须处理的发现。" in world.client("handler@civil").get("/desk/documents/leaks/").content.decode()
    assert Event.objects.get(verb="document.finding_overruled").new["reason"] == "依法公开（演示）"


def test_whoever_moved_it_in_lets_nothing_stand(world: World, tmp_path: Path) -> None:
    appoint(world, "disclosure@civil", "secrecy")
    bring(table(tmp_path, LEAK))
    run_tasks()
    with pytest.raises(Refused, match="自己起草"):
        rule(Finding.objects.get(severity="error"), OVERRULE, reason="演示", by=world.officer("disclosure@civil"))


def test_the_list_of_leaks_asks_as_much_for_many_as_for_few(world: World, tmp_path: Path) -> None:
    desk = world.client("disclosure@civil")

    def asked(count: int) -> int:
        lines = [LEAK | {"source_id": str(number), "index_number": ""} for number in range(count)]
        bring(table(tmp_path, *lines))
        run_tasks()
        with CaptureQueriesContext(connection) as queries:
            assert f'<td class="number">{count}</td>' in desk.get("/desk/documents/leaks/").content.decode()
        return len(queries)

    assert asked(2) == asked(40)
