"""Lists beside the documents come in by hand of an operator: what cannot be kept, or must not be shown, is said."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from gongkai.web.disclosure.actions import Text, bring_in, save
from gongkai.web.disclosure.models import Document, LifecycleStep, Release, YearTotal
from gongkai.web.disclosure.moving.bringing import run_import
from gongkai.web.disclosure.moving.taking_out import run_export
from gongkai.web.files.intake import receive
from tests.web.disclosure.scene import item, walk
from tests.web.disclosure.test_moving import LINE, bring, table
from tests.web.world import World

TOTAL = {"年份": "2025", "事项": "领导信箱答复", "未列入清单的数量": "12", "数据来源": "信箱台账（演示）"}


def take(folder: Path, kind: str, **cells: str) -> int:
    """Bring a list of one line in."""
    path = folder / f"{kind}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([cells.keys(), cells.values()])
    settings: dict[str, Any] = {"folder": None, "source": "", "dry": False, "bad": None}
    return run_import(path, agency="civil", by="disclosure@civil", kind=kind, **settings)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"未列入清单的数量": "-5"}, "数量不能为负"),
        ({"上一年项目数量": "-1"}, "数量不能为负"),
        ({"未列入清单的数量": "9" * 30}, "不是数字"),
        ({"本年增/减": "1_0"}, "不是数字"),
    ],
)
def test_a_number_that_no_form_takes_is_wrong(
    world: World, tmp_path: Path, capsys: Any, said: dict[str, str], why: str
) -> None:
    assert take(tmp_path, "totals", **TOTAL | said) == 1
    assert why in capsys.readouterr().out
    assert not YearTotal.objects.exists()
    assert take(tmp_path, "totals", **TOTAL | {"本年增/减": "-3"}) == 0


@pytest.mark.parametrize("link", ["javascript:alert(1)", "//elsewhere", "见公告栏"])
def test_what_is_no_address_is_no_link(world: World, tmp_path: Path, capsys: Any, link: str) -> None:
    document = item(world, kind="normative")
    walk(document, world)
    steps = LifecycleStep.objects.count()
    known = {"索引号": document.index_number, "日期": "2025-07-01"}
    assert take(tmp_path, "steps", **known, 环节="备案", 由谁="区司法局", 链接=link) == 1
    releases = Release.objects.count()
    more = {"公开渠道": "政府公报", "公开日期": "2025-07-01", "位置": "第7期", "网址": link}
    assert take(tmp_path, "releases", 索引号=document.index_number, **more) == 1
    assert "不是网址" in capsys.readouterr().out
    assert (LifecycleStep.objects.count(), Release.objects.count()) == (steps, releases)


def test_an_attachment_with_a_semicolon_in_its_name_comes_in_whole(world: World, tmp_path: Path) -> None:
    document, handler = item(world), world.officer("handler@civil")
    names = ["名单；第一批.txt", "甲;乙.txt", "附表.txt"]
    below = [bring_in(document, receive([name.encode()], name=name), by=handler) for name in names]
    said = document.versions.get(number=document.latest).said
    written = Text(document.title, "", {"body": {"text": "<p>正文</p>"}}, said, [file.uuid for file in below])
    save(document, written, based_on=document.latest, by=handler)
    document.refresh_from_db()
    walk(document, world)
    folder = tmp_path / "out"
    run_export(folder, agency="civil")
    text = (folder / "items.csv").read_text("utf-8-sig").replace(document.index_number, "OLD-1")
    (folder / "items.csv").write_text(text, "utf-8-sig")
    settings: dict[str, Any] = {"agency": None, "source": "旧网站", "dry": False, "bad": None}
    assert run_import(folder / "items.csv", folder=folder, by="disclosure@civil", **settings) == 0
    moved = Document.objects.get(index_number="OLD-1")
    assert [file.name for file in moved.published.files_below()] == names
    assert moved.published_at == document.published_at.replace(microsecond=0)


def test_the_second_in_which_something_was_public_is_kept(world: World, client: Client, tmp_path: Path) -> None:
    assert bring(table(tmp_path, LINE | {"published": "2019-03-06 09:05:42"})) == 0
    assert Document.objects.get().published_at.isoformat() == "2019-03-06T01:05:42+00:00"
