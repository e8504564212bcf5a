"""规章: made by whom the law lets, by steps of their own, numbered, counted and cleaned up apart from 规范性文件."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from gongkai.law.loading import LawError
from gongkai.web.agencies.kinds import Kind, Tier
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.actions import draft
from gongkai.web.disclosure.counts import of_life
from gongkai.web.disclosure.models import Document, Lifecycle, Stage
from gongkai.web.disclosure.normative import order as orders
from gongkai.web.disclosure.normative.actions import enter
from gongkai.web.disclosure.normative.cleaning import begin, close, decide
from gongkai.web.disclosure.powers import makes_rules
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.refusals import Refused
from tests.web.disclosure.scene import STEPS, item, process_of, walk
from tests.web.disclosure.test_moving import LINE, bring, table
from tests.web.disclosure.test_normative import civil, issued, told
from tests.web.world import BY, TODAY, World

DAY = date(2025, 6, 3)


def become(world: World, **what: Any) -> None:
    """`civil` is something else from now on."""
    with act(by=BY) as done:
        Agency.objects.filter(pk=world.agencies["civil"].pk).update(**what)
        done.note("instance.prepared", of=world.agencies["civil"].thing)
    world.agencies["civil"].refresh_from_db()


@pytest.fixture
def city(world: World) -> World:
    """The agency `civil` is the government of a city with districts."""
    become(world, kind=Kind.GOVERNMENT, tier=Tier.CITY, name="云端演示市人民政府")
    return world


@pytest.mark.parametrize(
    ("name", "kind", "tier", "may"),
    [
        ("云端演示市人民政府", Kind.GOVERNMENT, Tier.CITY, True),
        ("云端演示省人民政府", Kind.GOVERNMENT, Tier.PROVINCE, True),
        ("示范区人民政府（演示）", Kind.GOVERNMENT, Tier.COUNTY, False),
        ("云端演示市民政局", Kind.DEPARTMENT, Tier.CITY, False),
        ("云端演示市人民政府办公室", Kind.OFFICE, Tier.CITY, False),
        ("教育部", Kind.DEPARTMENT, Tier.PROVINCE, True),
        ("城东街道办事处（演示）", Kind.SUBDISTRICT, Tier.TOWNSHIP, False),
    ],
)
def test_who_makes_them(name: str, kind: Kind, tier: Tier, may: bool) -> None:
    assert makes_rules(Agency(name=name, kind=kind, tier=tier)) is may


def test_nobody_else_begins_moves_in_or_publishes_one(world: World, tmp_path: Any, capsys: Any) -> None:
    handler, desk = world.officer("handler@civil"), world.client("handler@civil")
    with pytest.raises(Refused, match="“示范区民政局（演示）”没有规章制定权：规章由国务院部门"):
        draft(world.agencies["civil"], kind="regulation", title="演示办法", by=handler)
    assert 'value="regulation"' not in desk.get("/desk/documents/new/").content.decode()
    assert bring(table(tmp_path, LINE | {"kind": "规章"}), dry=True) == 1
    assert "第2行：“示范区民政局（演示）”没有规章制定权" in capsys.readouterr().err
    become(world, kind=Kind.GOVERNMENT, tier=Tier.CITY)
    assert 'value="regulation"' in desk.get("/desk/documents/new/").content.decode()
    document = item(world, kind="regulation")
    walk(document, world, 4)
    become(world, tier=Tier.COUNTY)
    with pytest.raises(Refused, match="没有规章制定权"):
        perform(process_of(document), "publish", by=world.officer("disclosure@civil"))


def test_its_steps_are_its_own(city: World, client: Client) -> None:
    document, handler = item(city, kind="regulation"), city.officer("handler@civil")
    with pytest.raises(Refused, match=r"须先登记：会议审议决定。依据：《规章制定程序条例》（凭记忆，请核对）。"):
        enter(document, stage=Stage.REGISTERED, day=DAY, who="市长（演示）", by=handler)
    with pytest.raises(Refused, match="行政规范性文件不登记这一环节"):
        enter(item(city, kind="normative"), stage=Stage.PLANNED, day=DAY, who="演示", by=handler)
    with pytest.raises(Refused, match="政策文件不登记这一环节"):
        enter(item(city), stage=Stage.DRAFTED, day=DAY, by=handler)
    told(city, document, Stage.PLANNED, date(2025, 1, 6), who="市政府2025年规章制定计划（演示）")
    told(city, document, Stage.COMMENT, date(2025, 3, 1), until=date(2025, 3, 31))
    told(city, document, Stage.LEGALITY, date(2025, 4, 20), who="市司法局（演示）")
    told(city, document, Stage.DECIDED, date(2025, 5, 20), who="市政府常务会议（演示）")
    for act_, name in STEPS[:-1]:
        perform(process_of(document), act_, by=city.officer(name))
    with pytest.raises(Refused, match="“公布”之前须先核实：首长签署、编号"):
        perform(process_of(document), "publish", by=city.officer("disclosure@civil"))
    told(city, document, Stage.REGISTERED, DAY, who="市长（演示）")
    perform(process_of(document), "publish", by=city.officer("disclosure@civil"))
    told(city, document, Stage.FILED, date(2025, 6, 20), who="国务院（演示）")
    page = client.get(f"/a/civil/documents/{document.pk}/").content.decode()
    places = [page.index(f"<strong>{word}") for word in ("立项", "征求意见", "法制机构审查", "首长签署", "备案")]
    assert places == sorted(places)
    assert "<strong>有效</strong>" in page
    desk = city.client("handler@civil").get(f"/desk/documents/{document.pk}/life/").content.decode()
    assert "备案：公布后30日内" in desk
    assert "会议审议决定</option>" in desk


def test_the_public_has_thirty_days_to_comment_or_a_reason_is_written(city: World) -> None:
    document, handler = item(city, kind="regulation"), city.officer("handler@civil")
    said = {"stage": Stage.COMMENT, "day": date(2025, 3, 1), "by": handler}
    with pytest.raises(Refused, match="截止日期"):
        enter(document, **said)
    with pytest.raises(Refused, match="期限不到30日（《规章制定程序条例》）"):
        enter(document, **said, until=date(2025, 3, 30))
    enter(document, **said, until=date(2025, 3, 30), note="防汛急需（演示）")
    enter(document, **said, until=date(2025, 3, 31))
    other = item(city, kind="regulation")
    enter(other, stage=Stage.COMMENT, day=date(2010, 3, 1), by=handler)  # by which term then, nobody entered


def test_both_are_counted_numbered_and_cleaned_up_apart(city: World, client: Client) -> None:
    officer, span = city.officer("disclosure@civil"), (date(2025, 1, 1), date(2025, 12, 31))
    rules, other = issued_as(city, "regulation"), issued_as(city, "regulation")
    issued(city)
    numbers = dict(Lifecycle.objects.values_list("document__kind", "serial").order_by("serial"))
    assert numbers == {"regulation": 2, "normative": 1}
    told(city, other, Stage.REPEALED, date(2025, 9, 1))
    counted = {
        kind: [of_life(kind, civil(), *span)[name].number for name in ("issued", "ended", "in_force")]
        for kind in ("regulation", "normative")
    }
    assert counted == {"regulation": [2, 1, 1], "normative": [1, 0, 1]}
    of_normative = begin(city.agencies["civil"], kind="normative", title="甲", day=TODAY, by=officer)
    session = begin(city.agencies["civil"], kind="regulation", title="乙", day=TODAY, by=officer)
    assert [row.document_id for row in session.decisions.all()] == [rules.pk]
    assert of_normative.decisions.count() == 1
    decide(session, {rules.pk: ("keep", "")}, by=officer)
    assert "继续有效的规章（1件）" in close(session, by=officer).versions.get(number=2).sections[0]["text"]


def issued_as(world: World, kind: str) -> Document:
    document = item(world, kind=kind)
    walk(document, world)
    return Document.objects.select_related("lifecycle").get(pk=document.pk)


def test_each_figure_opens_what_it_counts(city: World) -> None:
    document, desk = issued_as(city, "regulation"), city.client("handler@civil")
    issued(city, number="示民发〔2025〕2号")
    told(city, document, Stage.REPEALED, date(2025, 12, 1))
    page = desk.get("/desk/documents/registers/?agency=civil&year=2025").content.decode()
    for kind, figures in {"regulation": (1, 1, 0), "normative": (1, 0, 1)}.items():
        for name, number in zip(("issued", "ended", "in_force"), figures, strict=True):
            opened = re.search(rf'href="(/desk/documents/registers/figures/{kind}-{name}/[^"]*)">(\d+)<', page)
            assert opened is not None, (kind, name)
            assert int(opened[2]) == number, (kind, name)
            assert f"共{number}件" in desk.get(html.unescape(opened[1])).content.decode()
    assert (
        '<option value="regulation">规章</option>'
        in city.client("disclosure@civil").get("/desk/documents/normative/clean-ups/").content.decode()
    )
    asked = "/desk/documents/normative/?since=2025-01-01&until=2025-12-31&show=issued"
    lists = {kind: desk.get(f"{asked}&kind={kind}").content.decode() for kind in ("regulation", "normative")}
    assert [f"/{document.pk}/life/" in lists[kind] for kind in lists] == [True, False]
    assert "示民发〔2025〕2号" in lists["normative"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("normative: {}", "应有"),
        ("regulation: {drafted: {name: 立项, after: [], follows: []}}\nnormative: {}", "名称不符"),
        ("regulation: {drafted: {name: 起草, after: [decided], follows: []}}\nnormative: {}", "不认识 decided"),
        ("regulation: {filed: {name: 备案, after: [], follows: [], within: x}}\nnormative: {}", "不认识 x"),
        ("regulation: {drafted: {name: 起草, after: [], follows: []}}\nnormative: {}", "缺 registered"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(wrong: str, says: str, tmp_path: Any, monkeypatch: Any) -> None:
    file = tmp_path / "lifecycle.yaml"
    file.write_text(wrong, "utf-8")
    monkeypatch.setattr(orders, "FILE", file)
    with pytest.raises(LawError, match=says):
        orders._orders.__wrapped__()
