"""规范性文件: in force since when until when, counted by any day, cleaned up, explained."""

from __future__ import annotations

import itertools
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from gongkai.web.disclosure.actions import Text, bring_in, save
from gongkai.web.disclosure.counts import of_life
from gongkai.web.disclosure.explaining import wanting, without
from gongkai.web.disclosure.models import Document, Lifecycle, LifecycleStep, Stage, Validity, Verdict
from gongkai.web.disclosure.normative.actions import confirm, enter, strike
from gongkai.web.disclosure.normative.cleaning import begin, close, decide
from gongkai.web.files.intake import receive
from gongkai.web.search.models import Entry
from gongkai.web.visibility import PUBLIC
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.refusals import Refused
from tests.web.disclosure.scene import STEPS, item, process_of, rules, walk
from tests.web.world import BY, TODAY, World

DAY = date(2025, 6, 3)


def issued(world: World, **facts: Any) -> Document:
    document = item(world, kind="normative", **facts)
    walk(document, world)
    return Document.objects.select_related("lifecycle").get(pk=document.pk)


def civil() -> Any:
    return Agency.objects.filter(slug="civil")


def numbers(since: date, until: date) -> tuple[int, int, int]:
    found = of_life("normative", civil(), since, until)
    return found["issued"].number, found["ended"].number, found["in_force"].number


def test_what_is_published_is_issued_on_the_day_it_was_made(world: World) -> None:
    document = issued(world, valid_until=date(2030, 6, 2))
    assert (document.lifecycle.issued, document.lifecycle.last) == (DAY, date(2030, 6, 2))
    assert document.validity == Validity.IN_FORCE


def told(world: World, document: Document, stage: Stage, day: date, **said: Any) -> LifecycleStep:
    """Enter a step, and have somebody else confirm it."""
    office = "disclosure@civil" if stage in (Stage.REPEALED, Stage.LAPSED) or "earlier" in said else "handler@civil"
    step = enter(document, stage=stage, day=day, by=world.officer(office), **said)
    return confirm(step, by=world.officer("approver@civil"))


def test_what_happened_is_a_timeline_and_numbers_follow_one_another(world: World, client: Client) -> None:
    handler = world.officer("handler@civil")
    first, second = item(world, kind="normative"), item(world, kind="normative")
    for document in (first, second):
        told(world, document, Stage.COMMENT, date(2025, 4, 1), until=date(2025, 4, 30))
        told(world, document, Stage.LEGALITY, date(2025, 5, 12), who="司法局（演示）", note="合法")
        told(world, document, Stage.DECIDED, date(2025, 5, 20), who="第3次局务会议（演示）")
        told(world, document, Stage.REGISTERED, date(2025, 6, 3))
    walk(first, world)
    told(world, first, Stage.FILED, date(2025, 6, 10), who="区政府（演示）")
    assert list(Lifecycle.objects.order_by("pk").values_list("year", "serial")) == [(2025, 1), (2025, 2)]
    page = client.get(f"/a/civil/documents/{first.pk}/").content.decode()
    places = [page.index(f"<strong>{word}") for word in ("征求意见", "合法性审核", "集体审议决定", "统一登记", "备案")]
    assert places == sorted(places)
    assert "司法局（演示）" in world.client("handler@civil").get(f"/desk/documents/{first.pk}/life/").content.decode()
    with pytest.raises(Refused, match="已经登记过"):
        enter(first, stage=Stage.FILED, day=date(2025, 6, 11), who="区政府（演示）", by=handler)
    with pytest.raises(Refused, match="由谁"):
        enter(second, stage=Stage.DECIDED, day=date(2025, 6, 1), by=handler)


def test_the_order_is_kept_and_says_what_is_missing(world: World) -> None:
    document, handler = item(world, kind="normative"), world.officer("handler@civil")
    with pytest.raises(Refused, match=r"须先登记：合法性审核。依据：国办发〔2018〕37号（凭记忆，请核对）。"):
        enter(document, stage=Stage.DECIDED, day=DAY, who="局务会议（演示）", by=handler)
    with pytest.raises(Refused, match=r"^登记“备案”之前须先登记：印发。系统启用前"):
        enter(document, stage=Stage.FILED, day=DAY, by=handler)
    legality = enter(document, stage=Stage.LEGALITY, day=date(2025, 5, 12), who="司法局（演示）", by=handler)
    with pytest.raises(Refused, match="“征求意见”不能晚于2025-05-12的“合法性审核”"):
        enter(document, stage=Stage.COMMENT, day=date(2025, 5, 20), by=handler)
    with pytest.raises(Refused, match="“集体审议决定”不能早于2025-05-12的“合法性审核”"):
        enter(document, stage=Stage.DECIDED, day=date(2025, 5, 1), who="局务会议（演示）", by=handler)
    decided = enter(document, stage=Stage.DECIDED, day=DAY, who="局务会议（演示）", by=handler)
    with pytest.raises(Refused, match="须先核实：合法性审核"):
        confirm(decided, by=world.officer("reviewer@civil"))
    confirm(legality, by=world.officer("reviewer@civil"))
    confirm(decided, by=world.officer("reviewer@civil"))


def test_it_is_not_published_before_what_comes_first(world: World) -> None:
    document = item(world, kind="normative")
    for step, name in STEPS[:-1]:
        perform(process_of(document), step, by=world.officer(name))
    with pytest.raises(Refused, match="“印发”之前须先核实：统一登记、编号"):
        perform(process_of(document), "publish", by=world.officer("disclosure@civil"))
    page = world.client("handler@civil").get(f"/desk/documents/{document.pk}/life/").content.decode()
    assert "发布之前：“印发”之前须先核实" in page
    told(world, document, Stage.ISSUED, DAY, earlier="2025年6月纸质印发（演示）")
    perform(process_of(document), "publish", by=world.officer("disclosure@civil"))


def test_a_document_from_before_the_system_is_in_force_without_its_earlier_steps(world: World) -> None:
    document = item(world, kind="normative")
    with pytest.raises(NotPermitted):
        enter(document, stage=Stage.ISSUED, day=DAY, earlier="演示", by=world.officer("handler@civil"))
    told(world, document, Stage.ISSUED, DAY, earlier="系统启用前印发（演示）")
    assert numbers(date(2025, 1, 1), date(2025, 12, 31)) == (1, 0, 1)
    told(world, document, Stage.REPEALED, date(2026, 1, 1))
    assert numbers(date(2025, 1, 1), date(2026, 1, 1)) == (1, 1, 0)


def test_a_step_is_confirmed_by_somebody_else_before_it_counts_or_is_public(world: World, client: Client) -> None:
    document, officer = issued(world), world.officer("disclosure@civil")
    step = enter(document, stage=Stage.REPEALED, day=date(2026, 1, 1), note="另有新规（演示）", by=officer)
    address = f"/a/civil/documents/{document.pk}/"
    assert "另有新规" not in client.get(address).content.decode()
    assert "<strong>有效</strong>" in client.get(address).content.decode()
    with pytest.raises(Refused, match="不能自己核实"):
        confirm(step, by=officer)
    with pytest.raises(NotPermitted):
        confirm(step, by=world.officer("handler@civil"))
    life = f"/desk/documents/{document.pk}/life/"
    assert "待核实" in world.client("handler@civil").get(life).content.decode()
    assert world.client("handler@civil").post(life, {"confirm": step.pk}).status_code == 403
    assert world.client("approver@neighbour-civil").post(life, {"confirm": step.pk}).status_code == 404
    world.client("approver@civil").post(life, {"confirm": step.pk})
    page = client.get(address).content.decode()
    assert "另有新规" in page
    assert "✕ 已废止" in page
    with pytest.raises(Refused, match="已经核实"):
        strike(step, reason="演示", by=officer)


def test_steps_of_a_draft_are_not_public_though_confirmed(world: World) -> None:
    document = item(world, kind="normative")
    step = told(world, document, Stage.COMMENT, date(2025, 4, 1))
    seen = LifecycleStep.objects.visible_to
    assert not seen(PUBLIC).exists()
    walk(document, world)
    assert step in seen(PUBLIC)
    waiting = enter(document, stage=Stage.ASSESSED, day=date(2026, 1, 1), by=world.officer("handler@civil"))
    assert waiting not in seen(PUBLIC)
    assert waiting not in seen(world.officer("handler@neighbour-civil"))
    assert waiting in seen(world.officer("handler@civil"))


def test_what_was_entered_wrongly_is_struck_out_with_a_reason(world: World) -> None:
    document, handler = item(world, kind="normative"), world.officer("handler@civil")
    step = enter(document, stage=Stage.COMMENT, day=date(2025, 4, 1), by=handler)
    with pytest.raises(Refused, match="理由"):
        strike(step, reason=" ", by=handler)
    client = world.client("handler@civil")
    client.post(f"/desk/documents/{document.pk}/life/", {"strike": step.pk, "reason": "日期填错（演示）"})
    assert not document.steps.exists()
    assert Event.objects.get(verb="normative.step_struck").new["reason"] == "日期填错（演示）"


def test_a_repeal_is_said_at_the_top_in_lists_and_in_search(world: World, client: Client) -> None:
    old, new = issued(world, number="示民发〔2020〕9号"), issued(world)
    page = client.get(f"/a/civil/documents/{old.pk}/").content.decode()
    assert page.index("<strong>有效</strong>") < page.index("<h1")
    told(world, old, Stage.REPEALED, date(2026, 1, 1), other=new)
    page = client.get(f"/a/civil/documents/{old.pk}/").content.decode()
    assert page.index("<strong>已废止</strong>") < page.index("<h1")
    assert "2025年12月31日" in page
    assert f"/a/civil/documents/{new.pk}/" in page
    for address in ("/a/civil/content/regulations/", "/search/?q=示民发〔2020〕9号"):
        assert "✕ 已废止" in client.get(address).content.decode()
    desk = world.client("handler@civil").get("/desk/documents/").content.decode()
    assert desk.count("✕ 已废止") == 1


def found_in_force(client: Client, words: str) -> list[bool]:
    """Whether a search finds it among what is in force, and among what is not."""
    return [
        "/a/civil/documents/" in client.get("/search/", {"q": words, "force": force}).content.decode()
        for force in ("yes", "no")
    ]


def test_a_search_for_what_is_in_force_knows_what_was_repealed(world: World, client: Client) -> None:
    document = item(world, kind="normative")
    handler = world.officer("handler@civil")
    file = bring_in(document, receive([b"\xe9\x99\x84\xe8\xa1\xa8 jia"], name="附表.txt"), by=handler)
    version = document.versions.get(number=document.latest)
    text = Text(document.title, "", {"body": version.sections[0]}, version.said, [file.uuid])
    save(document, text, based_on=document.latest, by=handler)
    document.refresh_from_db()
    walk(document, world)
    assert found_in_force(client, "演示工作") == found_in_force(client, "附表") == [True, False]
    told(world, document, Stage.REPEALED, date(2026, 1, 1))
    assert found_in_force(client, "演示工作") == found_in_force(client, "附表") == [False, True]


def test_a_search_knows_the_term_of_the_version_that_is_public(world: World, client: Client) -> None:
    document = issued(world, valid_until=timezone.localdate() - timedelta(days=1))
    assert found_in_force(client, "演示工作") == [False, True]
    version = document.versions.get(number=document.latest)
    longer = version.said.but(valid_until=timezone.localdate() + timedelta(days=400))
    again = Text(document.title, "", {"body": {"text": "<p>延长有效期。</p>"}}, longer)
    save(document, again, based_on=document.latest, by=world.officer("handler@civil"))
    walk(document, world)
    assert found_in_force(client, "演示工作") == [True, False]


def test_a_repeal_is_said_wherever_the_document_goes_out(world: World, client: Client) -> None:
    """In the kiosk, in the article and on the poster; the screen in the hall shows it no more."""
    document, disclosure = issued(world, correction="第一条有误"), world.client("disclosure@civil")
    found = f"/kiosk/civil/search/?q={document.title}"
    addresses = (f"/kiosk/civil/documents/{document.pk}/", "/kiosk/civil/content/regulations/", found)
    assert '<span class="tag">有效</span>' in client.get(found).content.decode()
    article, poster = (f"/desk/channels/documents/{document.pk}/{name}" for name in ("wechat/", "poster-a4.pdf"))
    assert document.title in client.get("/screen/civil/").content.decode()
    assert "勘误：第一条有误" in disclosure.get(article).content.decode()
    told(world, document, Stage.REPEALED, date(2026, 1, 1))
    assert "<strong>已废止</strong>" in client.get(addresses[0]).content.decode()
    for address in addresses[1:]:
        assert "✕ 已废止" in client.get(address).content.decode(), address
    assert document.title not in client.get("/screen/civil/").content.decode()
    assert "已废止：最后有效的一天是2025年12月31日。" in disclosure.get(article).content.decode()
    sheet = pypdfium2.PdfDocument(disclosure.get(poster).content)[0].get_textpage().get_text_range()
    assert "已废止：最后有效的一天是2025年12月31日" in re.sub(r"\s", "", sheet)


def test_a_draft_is_not_said_to_be_in_force(world: World) -> None:
    draft, desk = item(world, kind="normative"), world.client("handler@civil")
    addresses = ("/desk/documents/", f"/desk/documents/{draft.pk}/", f"/desk/documents/{draft.pk}/life/")
    for address in addresses:
        assert '<span class="tag">有效</span>' not in desk.get(address).content.decode(), address
    walk(draft, world)
    for address in addresses:
        assert '<span class="tag">有效</span>' in desk.get(address).content.decode(), address


def test_a_search_says_of_each_hit_whether_it_is_in_force(world: World, client: Client) -> None:
    """Rules too, which lapse as other documents do; of a draft on the desk nothing, for it never was."""
    old = rules(world)
    version = old.versions.get(number=old.latest)
    facts = version.said.but(made=DAY, valid_until=timezone.localdate() - timedelta(days=1))
    save(old, Text(old.title, "", {"body": version.sections[0]}, facts), based_on=old.latest,
         by=world.officer("handler@civil"))  # fmt: skip
    old.refresh_from_db()
    walk(old, world)
    for address in ("/search/", "/kiosk/civil/search/"):
        assert "✕ 已失效" in client.get(address, {"q": old.title}).content.decode(), address
    draft = item(world, kind="normative", number="示民发〔2025〕8号")
    page = world.client("handler@civil").get("/desk/search/", {"q": draft.title}).content.decode()
    assert f"/desk/documents/{draft.pk}/" in page
    assert '<span class="tag">有效</span>' not in page


def test_what_lapses_says_so_by_itself(world: World, client: Client) -> None:
    document = issued(world, valid_until=timezone.localdate() - timedelta(days=1))
    assert "<strong>已失效</strong>" in client.get(f"/a/civil/documents/{document.pk}/").content.decode()


def test_only_the_disclosure_office_repeals_and_only_what_is_in_force(world: World) -> None:
    document, officer = issued(world), world.officer("disclosure@civil")
    with pytest.raises(NotPermitted, match="公开办"):
        enter(document, stage=Stage.REPEALED, day=date(2026, 1, 1), by=world.officer("handler@civil"))
    with pytest.raises(Refused, match="印发日期之后"):
        told(world, document, Stage.REPEALED, DAY)
    strike(document.steps.get(stage=Stage.REPEALED), reason="演示", by=officer)
    told(world, document, Stage.LAPSED, date(2026, 1, 1))
    with pytest.raises(Refused, match="已经"):
        told(world, document, Stage.REPEALED, date(2026, 2, 1))


def test_in_force_is_what_was_before_and_issued_less_repealed_on_any_day(world: World) -> None:
    """R7: 现行有效(t) = 现行有效(t−1) + 制发(t) − 废止(t), however documents began and ended."""
    starts = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 6, 3), date(2025, 12, 31)]
    ends = [None, date(2025, 1, 1), date(2025, 12, 30), date(2025, 12, 31), date(2026, 3, 1)]
    with act(by=BY) as done:
        for start, last in itertools.product(starts, ends):
            if last is None or last >= start:
                document = Document.objects.create(agency=world.agencies["civil"], kind="normative", title="演示")
                Lifecycle.objects.create(document=document, issued=start, last=last)
        done.note("instance.prepared", of=document.thing)
    day = date(2024, 12, 1)
    _none, _ended, before = numbers(day, day)
    while day < date(2026, 4, 1):
        day += timedelta(days=1)
        begun, ended, now = numbers(day, day)
        assert now == before + begun - ended, day
        before = now
    for year in (2024, 2025, 2026):
        begun, ended, now = numbers(date(year, 1, 1), date(year, 12, 31))
        assert now == numbers(date(year - 1, 1, 1), date(year - 1, 12, 31))[2] + begun - ended


def test_a_clean_up_decides_of_every_document_and_takes_effect_with_its_list(world: World, client: Client) -> None:
    officer = world.officer("disclosure@civil")
    keep, repeal = issued(world), issued(world, number="示民发〔2019〕2号")
    session = begin(
        world.agencies["civil"], kind="normative", title="规范性文件清理结果（演示）", day=TODAY, by=officer
    )
    assert session.decisions.count() == 2
    with pytest.raises(Refused, match="有2件"):
        close(session, by=officer)
    with pytest.raises(Refused, match="理由"):
        decide(session, {repeal.pk: (Verdict.REPEAL.value, "")}, by=officer)
    said = {keep.pk: (Verdict.KEEP.value, ""), repeal.pk: (Verdict.REPEAL.value, "上位法已修改")}
    assert decide(session, said, by=officer) == 2
    document = close(session, by=officer)
    span = date(2026, 1, 1), timezone.localdate()
    figures = of_life("normative", civil(), *span)
    assert (figures["to_repeal"].number, figures["in_force"].number) == (1, 2)
    perform(process_of(document), "submit", by=officer)
    for step, name in [("pass", "reviewer"), ("pass", "secrecy"), ("approve", "approver"), ("publish", "disclosure")]:
        perform(process_of(document), step, by=world.officer(f"{name}@civil"))
    figures = of_life("normative", civil(), *span)
    assert (figures["to_repeal"].number, figures["repealed"].number) == (0, 1)
    page = client.get(f"/a/civil/documents/{document.pk}/").content.decode()
    assert "示民发〔2019〕2号" in page
    assert "上位法已修改" in page
    assert "<h3>废止的行政规范性文件（1件）</h3>" in page
    assert "2026年3月2日现行有效的行政规范性文件进行了清理，共2件" in page
    assert "自本结果公布之日起不再作为行政管理的依据" in page
    assert f'href="/a/civil/documents/{repeal.pk}/"' in page
    assert Entry.objects.get(kind="item", object_id=repeal.pk).until == timezone.localdate() - timedelta(days=1)
    repeal.refresh_from_db()
    assert repeal.lifecycle.ended_by_id == document.pk
    wanted = [row.pk for row in without(civil(), timezone.localdate())]
    assert wanted == [keep.pk], "nobody explains what is not in force any more"


def test_what_was_typed_into_a_clean_up_is_never_lost(world: World) -> None:
    officer = world.officer("disclosure@civil")
    keep, repeal = issued(world), issued(world, number="示民发〔2019〕2号")
    session = begin(world.agencies["civil"], kind="normative", title="清理（演示）", day=TODAY, by=officer)
    page, client = f"/desk/documents/normative/clean-ups/{session.pk}/", world.client("disclosure@civil")
    said = {f"verdict-{keep.pk}": "keep", f"verdict-{repeal.pk}": "repeal", f"note-{keep.pk}": "仍在适用"}
    answer = client.post(page, said)
    text = answer.content.decode()
    assert "决定废止，请写明理由" in text
    assert text.count(" selected>") == 2
    assert 'value="仍在适用"' in text
    assert "还有2件没有决定" in text
    assert client.post(page, {**said, f"note-{repeal.pk}": "已有新规定"}).status_code == 302
    last = {f"verdict-{keep.pk}": "lapsed", f"note-{keep.pk}": "期限已满", "close": "1"}
    assert client.post(page, last).status_code == 302
    session.refresh_from_db()
    assert set(session.decisions.values_list("verdict", "note")) == {("lapsed", "期限已满"), ("repeal", "已有新规定")}
    assert session.listed is not None
    assert "宣布失效" in str(session.listed.versions.get(number=2).sections)


def test_what_is_published_wants_an_interpretation_in_time(world: World, client: Client) -> None:
    document = issued(world)
    wanted = without(civil(), timezone.localdate())
    assert [row.pk for row in wanted] == [document.pk]
    out = timezone.localdate(document.published_at)
    assert out < wanting(document, out).due
    assert not wanting(document, out).late
    assert wanting(document, out + timedelta(days=30)).late
    assert (
        document.title
        in world.client("handler@civil").get("/desk/documents/normative/interpretations/").content.decode()
    )
    walk(explaining := item(world, kind="interpretation", explains=document.pk, number=""), world)
    assert list(without(civil(), timezone.localdate())) == []
    for one, other in ((document, explaining), (explaining, document)):
        page = client.get(f"/a/civil/documents/{one.pk}/").content.decode()
        assert f'href="/a/civil/documents/{other.pk}/"' in page


def test_what_is_over_wants_no_interpretation(world: World) -> None:
    today = timezone.localdate()
    standing, repealed = issued(world), issued(world, number="示民发〔2025〕2号")
    lapsed = issued(world, number="示民发〔2025〕3号", valid_until=today)
    told(world, repealed, Stage.REPEALED, today)
    assert {row.pk for row in without(civil(), today)} == {standing.pk, lapsed.pk}
    tomorrow = today + timedelta(days=1)
    assert [row.pk for row in without(civil(), tomorrow)] == [standing.pk]
    page = world.client("handler@civil").get("/desk/documents/normative/interpretations/").content.decode()
    assert f'href="/desk/documents/{standing.pk}/"' in page
    assert f'href="/desk/documents/{repealed.pk}/"' not in page
    assert "没有废止或失效" in page


def test_a_correction_gives_no_more_time_for_an_interpretation(world: World) -> None:
    document = issued(world)
    with act(by=BY) as done:  # as if it had been out for long
        document.out_since = document.made
        document.save()
        done.note("instance.prepared", of=document.thing)
    assert wanting(document, timezone.localdate()).late
    version = document.versions.get(number=document.latest)
    again = Text(document.title, "", {"body": {"text": "<p>更正。</p>"}}, version.said.but(correction="错字"))
    save(document, again, based_on=document.latest, by=world.officer("handler@civil"))
    walk(document, world)
    document.refresh_from_db()
    assert wanting(document, timezone.localdate()).late


def test_a_section_can_be_narrowed_to_what_was_repealed(world: World, client: Client) -> None:
    document = issued(world)
    page = "/a/civil/content/regulations/"
    assert 'name="force"' not in client.get(page).content.decode()
    told(world, document, Stage.REPEALED, date(2026, 1, 1))
    assert 'name="force"' in client.get(page).content.decode()


def test_a_draft_that_explains_is_not_told_to_the_public(world: World, client: Client) -> None:
    document = issued(world)
    explaining = item(world, kind="interpretation", explains=document.pk)
    page = client.get(f"/a/civil/documents/{document.pk}/").content.decode()
    assert f"/a/civil/documents/{explaining.pk}/" not in page


def test_the_lists_ask_as_much_for_many_documents_as_for_few(world: World, client: Client) -> None:
    desk = world.client("handler@civil")
    pages = [
        (desk, "/desk/documents/normative/"), (desk, "/desk/documents/normative/interpretations/"),
        (desk, "/desk/documents/"), (client, "/a/civil/content/regulations/"),
    ]  # fmt: skip

    def asked() -> list[int]:
        found = []
        for browser, address in pages:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address + "?year=").status_code == 200
            found.append(len(queries))
        return found

    documents = [issued(world) for _number in range(2)]
    told(world, documents[0], Stage.REPEALED, date(2026, 1, 1))
    few = asked()
    for _number in range(8):
        issued(world)
    assert asked() == few


def test_a_term_from_memory_says_so_and_where_an_operator_puts_it_right(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, desk = issued(world), world.client("handler@civil")
    pages = {
        f"/desk/documents/{document.pk}/life/": ("filing_days", "印发后15日内"),
        "/desk/documents/normative/interpretations/": ("interpretation_days", "发布后3个工作日内"),
    }
    told_so = desk.get("/desk/help/").content.decode()
    for address, (id_, said) in pages.items():
        page = desk.get(address).content.decode()
        assert said in page
        assert "未核实，凭记忆写成，请核对" in page
        assert f"GONGKAI_LAW 指定的文件中更正 {id_}" in page
        assert f"<code>{id_}</code>" in told_so
    own = tmp_path / "law.yaml"
    own.write_text(
        "limits:\n  filing_days:\n    name: 备案期限\n    unit: 日\n    values:\n"
        "      - {from: 2019-05-15, value: 30, source: 《条例》第三十条, verified: V}\n",
        "utf-8",
    )
    monkeypatch.setenv("GONGKAI_LAW", str(own))
    page = desk.get(f"/desk/documents/{document.pk}/life/").content.decode()
    assert "印发后30日内" in page
    assert "未核实" not in page
