"""All that there is goes out and comes in again elsewhere: in every state, with every file, and out again the same."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.web.disclosure.actions import Text, bring_in, releasing, save
from gongkai.web.disclosure.actions.keeping_media import AccountSaid, open_account
from gongkai.web.disclosure.errors import actions as errors
from gongkai.web.disclosure.errors.actions import report
from gongkai.web.disclosure.facts import Attribute
from gongkai.web.disclosure.metadata import grounds
from gongkai.web.disclosure.models import (
    CatalogueEntry,
    Document,
    Outcome,
    TotalRow,
    Validity,
    Verdict,
)  # fmt: skip
from gongkai.web.disclosure.moving.bringing import run_import
from gongkai.web.disclosure.moving.lists import kinds_of_lists
from gongkai.web.disclosure.moving.taking_out import run_export
from gongkai.web.disclosure.normative import cleaning
from gongkai.web.disclosure.registers.actions import set_total
from gongkai.web.disclosure.topics import actions as topics
from gongkai.web.files.actions import set_level
from gongkai.web.files.intake import receive
from gongkai.web.visibility import Level
from gongkai.web.workflow.actions import perform
from tests.web.disclosure.lists import DECISION, ENTRY, bring, entry, out
from tests.web.disclosure.scene import guide, item, process_of, walk
from tests.web.disclosure.test_pictures import figure, png
from tests.web.world import TODAY, World

#: After the submission.
WAY = [("pass", "reviewer"), ("pass", "secrecy"), ("approve", "approver"), ("publish", "disclosure")]
#: Lists in which documents are named, so that these come in before.
AFTER = ("steps", "releases", "topics", "cleanups", "errors")
CONTACT = "000-9999（演示）"


def change(world: World, document: Document, title: str, html: str, *below: Any, **facts: Any) -> None:
    """Another version."""
    said = document.versions.get(number=document.latest).said.but(**facts)
    written = Text(title, "概述", {"body": {"text": html}}, said, [file.uuid for file in below])
    save(document, written, based_on=document.latest, by=world.officer("handler@civil"))
    document.refresh_from_db()


def everything(world: World) -> dict[str, Document]:
    """One document in each state that there is."""
    office, handler = world.officer("disclosure@civil"), world.officer("handler@civil")
    entry(world)
    listed = CatalogueEntry.objects.get()
    made: dict[str, Document] = {}

    made["published"] = one = item(world)
    picture = bring_in(one, receive(png(), name="图 50%#1.png"), picture=True, by=handler)
    below = bring_in(one, receive([b"\xe9\x99\x84\xe8\xa1\xa8"], name="附表.txt"), by=handler)
    link = f'<p>见<a href="{below.get_absolute_url()}">附表</a>。</p>'
    change(world, one, "已发布的通知", figure(picture) + link, below, entry=listed.pk, subject="其他")
    walk(one, world)

    made["corrected"] = one = item(world, number="示民发〔2025〕2号")
    walk(one, world)
    change(
        world, one, "更正过的通知", "<p>更正后的正文。</p>", correction="第二段的日期", publish_by=date(2025, 6, 20),
        publish_by_source="《演示办法》第三条",
    )  # fmt: skip
    walk(one, world)
    change(world, one, "又改了的通知", "<p>还在改。</p>")

    made["interpretation"] = item(world, kind="interpretation", explains=made["published"].pk, number="")
    walk(made["interpretation"], world)
    made["guide"] = guide(world)
    walk(made["guide"], world)

    made["draft"] = one = item(world, number="示民发〔2025〕3号")
    sealed = bring_in(one, receive([b"\xe5\x8e\x9f\xe4\xbb\xb6"], name="原件.txt"), by=handler)
    change(world, one, "草稿", "<p>草稿。</p>", sealed)
    set_level(sealed, level=Level.SEALED, agency=one.agency.holder, by=office)
    made["review"] = item(world, number="示民发〔2025〕4号")
    walk(made["review"], world, 2)
    made["on_request"] = item(world, attribute=Attribute.ON_REQUEST.value)
    made["withheld"] = item(
        world, attribute=Attribute.WITHHELD.value, ground=next(iter(grounds())), ground_note="演示的理由"
    )
    for name in ("on_request", "withheld"):
        walk(made[name], world, 4)
        perform(process_of(made[name]), "keep", by=office)
    made["retracted"] = item(world)
    perform(walk(made["retracted"], world), "retract", by=office, comment="演示")
    made["abandoned"] = item(world)
    perform(process_of(made["abandoned"]), "abandon", by=handler, comment="演示")
    made["normative"] = item(world, kind="normative", number="示民规〔2025〕1号")
    walk(made["normative"], world)
    cleaned_up(world, made)
    for document in made.values():
        document.refresh_from_db()
    lists(world, made)
    return made


def cleaned_up(world: World, made: dict[str, Document]) -> None:
    """A clean-up that took effect, with what it repealed, and one under way."""
    office = world.officer("disclosure@civil", today=timezone.localdate())
    made["outdated"] = item(world, kind="normative", number="示民规〔2025〕2号")
    walk(made["outdated"], world)
    session = cleaning.begin(
        world.agencies["civil"], kind="normative", title="规范性文件清理结果", day=office.today, by=office
    )
    said = {made["normative"].pk: (Verdict.KEEP, ""), made["outdated"].pk: (Verdict.REPEAL, "=已有新规定")}
    cleaning.decide(session, said, by=office)
    made["clean-up"] = listed = cleaning.close(session, by=office)
    for step, role in [("submit", "disclosure"), *WAY]:
        perform(process_of(listed), step, by=world.officer(f"{role}@civil"), comment="演示")
    cleaning.begin(world.agencies["civil"], kind="normative", title="第二次清理", day=office.today, by=office)


def lists(world: World, made: dict[str, Document]) -> None:
    """A line of each list that there is."""
    office, handler, civil = world.officer("disclosure@civil"), world.officer("handler@civil"), world.agencies["civil"]
    bring(world, "decisions", [DECISION, DECISION | {"number": "=2", "public": "否", "ground": "涉及未成年人"}])
    bring(world, "catalogue", [ENTRY, ENTRY | {"second": "旧事项"}], day=date(2020, 2, 3))
    bring(world, "catalogue", [ENTRY], day=date(2024, 5, 6), whole=True)
    out(world, "catalogue")
    answered = report(made["published"], passage="第一段", wrong="日期有误\n应为六月", contact="", code="AAAA-BBBB")
    errors.answer(answered, outcome=Outcome.CORRECTED, text="已更正。", by=office)
    report(made["published"], passage="附表", wrong="打不开", contact=CONTACT, code="CCCC-DDDD")
    bring(world, "fees", [{"year": "2025", "item": "演示收费", "cents": "12.50"}])
    bring(world, "procurement", [{"number": "示采1", "day": "2025-06-03", "item": "演示", "cents": "1"}])
    set_total(
        civil, year=2025, row=TotalRow.LICENCE, items_before=3, items_change=-1, unlisted=7, source="台账", by=office
    )
    said = AccountSaid(platform="wechat", name="示范民政（演示）", keeper="办公室（演示）", filed=date(2025, 1, 2))
    account = open_account(civil, said, since=date(2025, 1, 1), by=office)
    proof = receive(["照片".encode()], name="照片说明.txt")
    for channel, more in {"wechat": {"account": account}, "board": {"place": "一楼大厅"}}.items():
        releasing.record(made["published"], releasing.Said(channel=channel, day=TODAY, **more), proof=proof, by=office)
    topic = topics.begin(civil, title="演示专题", by=handler)
    number = made["published"].index_number
    topics.change(topic, title="演示专题", intro="导语；一句", numbers=[number], version=topic.version, by=handler)


def lines_of(folder: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (folder / "items.json").read_text("utf-8").splitlines()]


def moved(folder: Path) -> Path:
    """The table as that of the neighbour, which numbers its documents by itself."""
    lines = [line | {"agency": "neighbour-civil"} for line in lines_of(folder)]
    (folder / "items.json").write_text(renumbered(json.dumps(lines, ensure_ascii=False)), "utf-8")
    return folder / "items.json"


def renumbered(text: str) -> str:
    """With the neighbour's 索引号: one is used once on the whole platform."""
    return re.sub(r"(?<![\w-])civil(?=/\d{4}-\d{5})", "neighbour-civil", text)


def files_of(folder: Path) -> dict[str, str | bytes]:
    """What was written, by its place; ids as the order in which they come."""
    order: dict[str, int] = {}

    def number(text: str) -> str:
        return re.sub(
            r"(files/|civil-)(\d+)(?=[-./\";,]|$)",
            lambda found: f"{found[1]}<{order.setdefault(found[2], len(order))}>",
            text.replace("neighbour-civil", "civil").replace("邻", ""),
        )

    found: dict[str, str | bytes] = {"items.json": number((folder / "items.json").read_text("utf-8"))}
    for name in ("items.csv", "files.csv"):
        found[name] = number((folder / name).read_text("utf-8-sig"))
    for path in (folder / "lists").iterdir():
        found[path.name.replace("neighbour-", "")] = path.read_text("utf-8-sig").replace("neighbour-civil", "civil")
    for path in sorted((folder / "files").rglob("*")):
        if path.is_file():
            place = number(path.relative_to(folder).as_posix())
            data = path.read_bytes()
            text = _page(data.decode()) if path.suffix == ".html" else ""
            found[place] = number(text) if text else data
    return found


def lists_in(folder: Path, settings: dict[str, Any], *, before: bool) -> None:
    """Those without documents before them, the others after; each tried before, and once more afterwards."""
    for kind in kinds_of_lists():
        if (kind not in AFTER) is before:
            asked = settings | {"agency": "neighbour-civil", "kind": kind}
            path = folder / "lists" / f"{kind}-civil.csv"
            path.write_text(renumbered(path.read_text("utf-8-sig")), "utf-8-sig")
            for dry in (True, False, False):
                assert run_import(path, dry=dry, **asked) == 0, kind


def _page(text: str) -> str:
    """Without what is generated from the agency's data, which are another's there."""
    text = re.sub(r"<div>.*?</div>(?=<div data-text)", "", text, flags=re.DOTALL)
    return re.sub(r'(src|href)="(\d+)', lambda one: f'{one[1]}="files/{one[2]}', text)


def test_everything_goes_out_comes_in_elsewhere_and_goes_out_the_same(
    world: World, client: Client, tmp_path: Path
) -> None:
    made = everything(world)
    first, second = tmp_path / "first", tmp_path / "second"
    assert run_export(first, agency="civil") == 0
    assert first.stat().st_mode & 0o077 == 0
    before = files_of(first)
    states = [line["state"] for line in lines_of(first)]
    counted = {"已发布": 7, "拟稿": 2, "保密审查": 1, "已存档，不主动公开": 2, "已撤下": 1, "已作废": 1}
    assert Counter(states) == counted
    assert {place.name for place in (first / "lists").iterdir()} == {f"{kind}-civil.csv" for kind in kinds_of_lists()}
    settings = {"folder": None, "agency": None, "source": "原平台", "bad": None, "by": "disclosure@neighbour-civil"}
    lists_in(first, settings, before=True)
    assert run_import(moved(first), dry=False, **settings) == 0
    lists_in(first, settings, before=False)
    assert run_export(second, agency="neighbour-civil") == 0
    after = files_of(second)
    # what was under review is a draft again
    changed = {name: text.replace('"state": "保密审查"', '"state": "拟稿"').replace(",保密审查,", ",拟稿,")
               for name, text in before.items() if isinstance(text, str)}  # fmt: skip
    assert after == before | changed
    repealed = Document.objects.get(agency__slug="neighbour-civil", number="示民规〔2025〕2号")
    assert repealed.validity == made["outdated"].validity == Validity.REPEALED
    assert len(made) + 1 == len(states)
    assert run_import(first / "items.json", dry=False, **settings) == 0, "nothing is made twice"
    assert Document.objects.filter(agency__slug="neighbour-civil").count() == len(made)


def test_what_is_public_goes_out_alone_where_that_is_asked_for(world: World, tmp_path: Path) -> None:
    made = everything(world)
    assert run_export(tmp_path / "out", agency="civil", public=True) == 0
    lines = lines_of(tmp_path / "out")
    assert {line["state"] for line in lines} == {"已发布"}
    assert sorted(line["source_id"] for line in lines) == sorted(
        f"civil-{one.pk}" for one in made.values() if one.published_id
    )
    written = "".join(
        path.read_text("utf-8") for path in (tmp_path / "out").rglob("*") if path.suffix in (".csv", ".json", ".html")
    )
    for secret in ("还在改", "草稿", "演示的理由", "涉及未成年人", "台账", "第二次清理", "打不开"):
        assert secret not in written
    assert not (tmp_path / "out" / "records").exists()


def test_a_dry_run_says_what_becomes_of_each_state(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    everything(world)
    run_export(tmp_path / "out", agency="civil")
    settings = {"folder": None, "agency": None, "source": "原平台", "bad": None, "by": "disclosure@neighbour-civil"}
    lists_in(tmp_path / "out", settings, before=True)
    assert run_import(moved(tmp_path / "out"), dry=True, **settings) == 0
    said = capsys.readouterr().out
    for becomes in (
        "直接公开，不再审核", "已公开的一版直接公开；其后的修改：作为草稿导入，须经审核才能发布",
        "作为草稿导入，须经审核才能发布",
        "按“已存档，不主动公开”存放，不公开", "按“已撤下”存放，不公开", "按“已作废”存放，不公开",
    ):  # fmt: skip
        assert becomes in said
    assert not Document.objects.filter(agency__slug="neighbour-civil").exists()
