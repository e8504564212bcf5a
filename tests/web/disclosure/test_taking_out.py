"""What goes out for keeping, and lists that come in only where nothing here contradicts them."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from gongkai.cli.messages import Failure
from gongkai.web.audit.models import Event
from gongkai.web.disclosure.channels import channels
from gongkai.web.disclosure.models import CleanUpDecision, DocumentVersion, EntryVersion, ErrorReport
from gongkai.web.disclosure.moving.bringing import run_import
from gongkai.web.disclosure.moving.taking_out import run_export
from gongkai.web.visibility import PUBLIC
from gongkai.web.workflow.actions import perform
from tests.web.disclosure.lists import ENTRY, bring, out
from tests.web.disclosure.scene import process_of
from tests.web.disclosure.test_moving_all import CONTACT, everything
from tests.web.world import World


def records(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "records" / f"{name}-civil.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_version_goes_out_with_its_text_and_the_times_at_which_it_was_public(
    world: World, tmp_path: Path
) -> None:
    made = everything(world)
    perform(process_of(made["normative"]), "retract", by=world.officer("disclosure@civil"), comment="内容有误")
    assert run_export(tmp_path / "out", agency="civil") == 0
    rows = records(tmp_path / "out", "versions")
    assert len(rows) >= DocumentVersion.objects.filter(agency__slug="civil").count()
    mine = [row for row in rows if row["来源编号"] == f"civil-{made['corrected'].pk}"]
    first, corrected, working = (row for row in mine if row["名称"] != "" and int(row["版本"]) > 1)
    assert first["发布时间"]
    assert first["停止发布时间"] == corrected["发布时间"]
    assert corrected["勘误说明"] == "第二段的日期"
    assert corrected["停止发布时间"] == working["发布时间"] == ""
    texts = [(tmp_path / "out" / row["正文文件"]).read_text("utf-8") for row in (first, corrected, working)]
    assert ["各街道：现将有关事项" in texts[0], "更正后的正文" in texts[1], "还在改" in texts[2]] == [True] * 3
    (withdrawn,) = (row for row in rows if row["撤下理由"] == "内容有误")
    assert withdrawn["停止发布时间"]
    (attached,) = (row for row in rows if row["名称"] == "已发布的通知")
    assert {(tmp_path / "out" / place).name for place in attached["附件"].split(";")} == {"图 50%#1.png", "附表.txt"}
    assert (tmp_path / "out" / attached["附件"].split(";")[0]).stat().st_size > 0


def test_review_sheets_and_proofs_go_out_as_rows(world: World, tmp_path: Path) -> None:
    made = everything(world)
    assert run_export(tmp_path / "out", agency="civil") == 0
    sheet = [
        row for row in records(tmp_path / "out", "reviews") if row["来源编号"] == f"civil-{made['interpretation'].pk}"
    ]
    assert [row["序号"] for row in sheet] == [str(number) for number in range(1, len(sheet) + 1)]
    judged = [(row["角色"], row["意见"]) for row in sheet if row["原状态"] == "保密审查"]
    assert judged == [("保密审查", "演示")]
    assert all(row["办理人"] and row["时间"] and row["版本摘要"] for row in sheet)
    proofs = records(tmp_path / "out", "proofs")
    assert {row["公开渠道"] for row in proofs} == {channels()[id_].name for id_ in ("wechat", "board")}
    assert (tmp_path / "out" / proofs[0]["佐证材料"]).read_text("utf-8") == "照片"


def test_every_wording_of_the_catalogue_and_every_state_of_an_account_goes_out(world: World, tmp_path: Path) -> None:
    everything(world)
    assert run_export(tmp_path / "out", agency="civil") == 0
    rows = [row for row in records(tmp_path / "out", "catalogue") if row["公开事项二级事项"] == "旧事项"]
    assert [(row["自"], row["停用"]) for row in rows] == [("2020-02-03", ""), ("2024-05-06", "停用")]
    (state,) = records(tmp_path / "out", "account-states")
    assert (state["账号名称"], state["状态"], state["起"]) == ("示范民政（演示）", "运行", "2025-01-01")


def test_an_ended_entry_comes_in_ended_and_is_reviewed(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bring(world, "catalogue", [ENTRY, ENTRY | {"second": "旧事项"}], day=date(2020, 2, 3))
    bring(world, "catalogue", [ENTRY], day=date(2024, 5, 6), whole=True)
    out(world, "catalogue")
    run_export(tmp_path / "out", agency="civil")
    path = tmp_path / "out" / "lists" / "ended-civil.csv"
    settings = {"folder": None, "source": "原平台", "bad": None, "kind": "ended", "agency": "neighbour-civil"}
    assert run_import(path, dry=False, by="handler@neighbour-civil", **settings) == 0
    assert "须送审后才公开" in capsys.readouterr().out
    rows = EntryVersion.objects.filter(agency=world.agencies["neighbour-civil"])
    assert not rows.visible_to(PUBLIC).exists()
    out(world, "catalogue", of="neighbour-civil")
    assert [row.second for row in rows.public_on(date(2024, 5, 5))] == ["旧事项"]
    assert list(rows.public_on(date(2024, 5, 6))) == []
    later = path.read_text("utf-8-sig").replace("2024-05-06", "2999-05-06")
    path.write_text(later, "utf-8-sig")
    assert run_import(path, dry=False, by="handler@neighbour-civil", **settings) == 1
    assert "停用日期晚于今天" in capsys.readouterr().out


def test_contacts_go_out_only_where_they_are_asked_for_and_that_is_recorded(world: World, tmp_path: Path) -> None:
    everything(world)
    run_export(tmp_path / "plain", agency="civil")
    assert not any(CONTACT.encode() in path.read_bytes() for path in (tmp_path / "plain").rglob("*") if path.is_file())
    taken = Event.objects.filter(verb="error.contacts_taken_out")
    assert not taken.exists()
    run_export(tmp_path / "full", agency="civil", contacts=True)
    assert CONTACT in (tmp_path / "full" / "lists" / "errors-civil.csv").read_text("utf-8-sig")
    assert [event.new["count"] for event in taken] == [1]
    with pytest.raises(Failure, match="不能一起用"):
        run_export(tmp_path / "both", agency="civil", public=True, contacts=True)
    settings = {"folder": None, "source": "原平台", "bad": None, "by": "disclosure@civil", "kind": "errors"}
    assert run_import(tmp_path / "full" / "lists" / "errors-civil.csv", dry=False, agency="civil", **settings) == 0
    assert ErrorReport.objects.count() == 2, "known again, whatever is said of whom to reach"


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"清理名称": "别的清理", "办结日期": "", "清理结果的索引号": "", "生效日期": ""}, "没有办结"),
        ({"清理名称": "别的清理", "清理结果的索引号": ""}, "已公开的清理结果"),
        ({"办结日期": "2026-01-01"}, "同名的清理"),
        ({"决定": "废止", "理由": "又改"}, "已有对"),
        ({"种类": "规章"}, "不是本机关这一种类"),
    ],
)
def test_a_clean_up_that_contradicts_what_is_here_is_refused(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], changed: dict[str, str], refusal: str
) -> None:
    everything(world)
    run_export(tmp_path / "out", agency="civil")
    path = tmp_path / "out" / "lists" / "cleanups-civil.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        line = next(row for row in csv.DictReader(file) if row["决定"] == "继续有效")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, line)
        writer.writeheader()
        writer.writerow(line | changed)
    settings = {"folder": None, "source": "原平台", "bad": None, "by": "disclosure@civil", "kind": "cleanups"}
    before = CleanUpDecision.objects.count()
    assert run_import(path, dry=False, agency="civil", **settings) == 1
    assert refusal in capsys.readouterr().out
    assert CleanUpDecision.objects.count() == before
