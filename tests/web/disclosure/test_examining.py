"""The examination before each review: what is found blocks, is mended, or is ruled on by the secrecy review."""

from __future__ import annotations

import io
import json
from dataclasses import fields
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.core import serializers
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gongkai.examine import release, rules
from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from gongkai.web.disclosure.actions import Conflict, Text, bring_in, draft, keep, save
from gongkai.web.disclosure.actions.publishing import publish_scheduled
from gongkai.web.disclosure.examining import examination as examining
from gongkai.web.disclosure.examining import standing
from gongkai.web.disclosure.examining.basis import leads_somewhere
from gongkai.web.disclosure.examining.examination import examine, examine_attachment
from gongkai.web.disclosure.examining.looking import SAID, look_at_file
from gongkai.web.disclosure.examining.mending import clean_file, mask
from gongkai.web.disclosure.examining.places import PARTS, place_words
from gongkai.web.disclosure.examining.rulings import ANSWER, OVERRULE, REFER, UPHOLD, rule
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.kinds import kinds
from gongkai.web.disclosure.models import Document, Examination, Finding, Ruling
from gongkai.web.disclosure.models.examinations import State
from gongkai.web.disclosure.sections import sections_of
from gongkai.web.files.intake import receive
from gongkai.web.files.models import File
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.refusals import Refused
from tests.examine.hiding import SECRET, workbook
from tests.examine.made import identity, mobile
from tests.web.disclosure.scene import item, process_of, walk
from tests.web.world import BY, World

CHANCE = Random(5)
ID, PHONE = identity(CHANCE), mobile(CHANCE)


def write(world: World, document: Document, body: str, *, files: list[File] | None = None, **facts: Any) -> Document:
    """Another version, examined as the editor does."""
    said = document.versions.get(number=document.latest).said.but(**facts)
    text = Text(document.title, "", {"body": {"text": body}}, said, [file.uuid for file in files or []])
    save(document, text, based_on=document.latest, by=world.officer("handler@civil"))
    document.refresh_from_db()
    examine(document, by=world.officer("handler@civil"))
    return document


def leaking(world: World, **more: Any) -> Document:
    """A draft with an identity number."""
    return write(world, item(world, **more), f"<p>救助对象名单如下。</p><p>张演示，身份证号{ID}，予以救助。</p>")


def errors(document: Document) -> list[Finding]:
    rows = Finding.objects.filter(examination__document=document, examination__current=True, severity="error")
    return list(rows.order_by("pk"))


def refused(world: World, document: Document, deed: str, by: str, **said: Any) -> str:
    with pytest.raises(Refused) as found:
        perform(process_of(document), deed, by=world.officer(by), **said)
    return str(found.value)


def hidden_sheet() -> bytes:
    def change(book: Any) -> None:
        sheet = book.create_sheet("底稿")
        sheet["A1"] = f"{SECRET} {ID}"
        sheet.sheet_state = "hidden"

    return workbook(change)


def attached(world: World, document: Document, data: bytes, name: str = "名单（演示）.xlsx") -> File:
    return bring_in(document, receive(io.BytesIO(data), name=name), by=world.officer("handler@civil"))


def test_a_draft_with_a_leaked_number_is_masked_reviewed_by_three_and_published(world: World, client: Client) -> None:
    document = leaking(world)
    assert "须处理" in refused(world, document, "submit", "handler@civil")
    (found,) = errors(document)
    assert (found.rule, found.part, found.proposal) == ("identity-number", "body", f"{ID[:4]}{'*' * 10}{ID[-4:]}")
    mask(document, wanted=None, based_on=document.latest, by=world.officer("handler@civil"))
    walk(document, world)
    page = client.get(f"/a/civil/documents/{document.pk}/").content.decode()
    assert ID not in page
    assert f"{ID[:4]}{'*' * 10}{ID[-4:]}" in page
    assert "document.masked" in Event.objects.values_list("verb", flat=True)


def test_neither_findings_nor_events_hold_the_datum(world: World) -> None:
    document = leaking(world)
    write(world, document, f"<p>{ID}</p>", files=[attached(world, document, hidden_sheet())], contact=PHONE)
    for finding in errors(document):
        rule(finding, REFER, reason=f"{ID} 是样例，{PHONE} 是公开电话", by=world.officer("handler@civil"))
    kept = [Examination, Finding, Ruling, Event]
    text = serializers.serialize("json", [row for model in kept for row in model.objects.all()])
    assert Ruling.objects.count() >= 3
    for datum in (ID, PHONE, ID[6:14]):
        assert datum not in text


def test_it_is_examined_once_by_each_release_of_the_rules(world: World, monkeypatch: Any) -> None:
    document = leaking(world)
    assert [examine(document, by=world.officer("reviewer@civil")).release for _ in range(2)] == [release()] * 2
    assert Examination.objects.filter(version__number=document.latest).count() == 1
    monkeypatch.setattr(examining, "release", lambda: "another")
    examine(document, by=world.officer("reviewer@civil"))
    found = Examination.objects.filter(version__number=document.latest)
    assert sorted(found.values_list("release", "current")) == [(release(), False), ("another", True)]


def test_new_rules_are_asked_before_each_review(world: World, monkeypatch: Any) -> None:
    document = item(world)
    walk(document, world, 2)
    for module in (examining, standing):
        monkeypatch.setattr(module, "release", lambda: "another")
    perform(process_of(document), "pass", by=world.officer("secrecy@civil"))
    assert Examination.objects.filter(release="another", version__number=document.latest).exists()
    with act(by=BY) as done:  # and what they find blocks
        Finding.objects.create(
            examination=Examination.objects.get(release="another"), part="body", rule="mobile-phone", severity="error",
            message="演示", message_en="demo", source="演示", verified="V", key="0",
        )  # fmt: skip
        done.note("document.examined", of=document.thing, agency=document.agency.holder)
    assert "须处理" in refused(world, document, "approve", "approver@civil")


def test_what_is_not_public_may_name_people(world: World) -> None:
    document = write(world, item(world), f"<p>身份证号{ID}</p>", attribute="on_request")
    assert errors(document)
    perform(process_of(document), "submit", by=world.officer("handler@civil"))


def test_a_false_alarm_is_referred_by_the_clerk_and_overruled_by_the_secrecy_review_alone(world: World) -> None:
    document = leaking(world)
    (found,) = errors(document)
    for name in ("reviewer", "approver", "disclosure", "handler"):
        with pytest.raises(NotPermitted):
            rule(found, OVERRULE, reason="演示", by=world.officer(f"{name}@civil"))
    with pytest.raises(Refused, match="理由"):
        rule(found, REFER, reason=" ", by=world.officer("handler@civil"))
    rule(found, REFER, reason="本人同意公开", by=world.officer("handler@civil"))
    walk(document, world, 2)
    assert "待保密审查认定" in refused(world, document, "pass", "secrecy@civil")
    rule(found, OVERRULE, reason="有书面同意", by=world.officer("secrecy@civil"))
    perform(process_of(document), "pass", by=world.officer("secrecy@civil"))
    perform(process_of(document), "approve", by=world.officer("approver@civil"))
    perform(process_of(document), "publish", by=world.officer("disclosure@civil"))
    verbs = list(Event.objects.filter(verb__startswith="document.finding").values_list("verb", flat=True))
    assert verbs == ["document.finding_referred", "document.finding_overruled"]
    page = world.client("approver@civil").get(f"/desk/workflow/{process_of(document).pk}/sheet/").content.decode()
    assert "有书面同意" in page
    assert ID not in page


def test_what_the_secrecy_review_upholds_goes_back_and_is_not_referred_again(world: World) -> None:
    document = leaking(world)
    (found,) = errors(document)
    rule(found, REFER, reason="演示", by=world.officer("handler@civil"))
    walk(document, world, 2)
    rule(found, UPHOLD, reason="没有书面同意", by=world.officer("secrecy@civil"))
    assert "须处理" in refused(world, document, "pass", "secrecy@civil")
    perform(process_of(document), "return", by=world.officer("secrecy@civil"), comment="请遮盖")
    with pytest.raises(Refused, match="不能再请复核"):
        rule(found, REFER, reason="再请", by=world.officer("handler@civil"))
    mask(document, wanted=[found.pk], based_on=document.latest, by=world.officer("handler@civil"))
    walk(document, world, 1)


def test_whoever_wrote_it_overrules_nothing_of_it(world: World) -> None:
    document = leaking(world)
    with act(by=BY) as done:
        user = world.users["handler@civil"]
        user.appointments.create(agency=world.agencies["civil"], role="secrecy", since="2020-01-01")
        done.note("user.appointed", of=world.agencies["civil"].thing)
    with pytest.raises(Refused, match="起草人"):
        rule(errors(document)[0], OVERRULE, reason="演示", by=world.officer("handler@civil"))


@pytest.mark.parametrize(
    ("body", "counts"),
    [
        (f"<p>新的开头。</p><p>救助对象名单如下。</p><p>张演示，身份证号{ID}，予以救助。</p>", True),
        (f"<p>救助对象名单如下。</p><p>李演示，身份证号{ID}，予以救助。</p>", False),
        (f"<p>救助对象名单如下。</p><p>张演示，身份证号{identity(CHANCE)}，予以救助。</p>", False),
    ],
)
def test_an_overruling_counts_as_long_as_the_passage_stays(world: World, body: str, counts: bool) -> None:
    document = leaking(world)
    rule(errors(document)[0], OVERRULE, reason="演示", by=world.officer("secrecy@civil"))
    write(world, document, body)
    assert [found.state for found in errors(document)] == [State.OVERRULED if counts else State.OPEN]


def test_in_a_table_the_row_is_the_passage(world: World) -> None:
    def table(name: str) -> str:
        return f"<table><tr><th>姓名</th><th>号码</th></tr><tr><td>{name}</td><td>{ID}</td></tr></table>"

    document = write(world, item(world), table("张演示"))
    for found in errors(document):
        rule(found, OVERRULE, reason="演示", by=world.officer("secrecy@civil"))
    write(world, document, table("李演示"))
    assert State.OPEN in {found.state for found in errors(document) if found.rule == "identity-number"}


def test_nothing_is_ruled_on_an_older_version(world: World) -> None:
    document = leaking(world)
    (old,) = errors(document)
    write(world, document, "<p>没有了。</p>")
    with pytest.raises(Refused, match="新的版本"):
        rule(old, OVERRULE, reason="演示", by=world.officer("secrecy@civil"))


def test_a_hidden_sheet_is_found_and_a_cleaned_copy_takes_its_place(world: World) -> None:
    document = item(world)
    file = attached(world, document, hidden_sheet())
    write(world, document, "<p>见附件。</p>", files=[file])
    assert {"hidden-sheet", "identity-number"} <= {found.rule for found in errors(document)}
    assert {found.file for found in errors(document)} == {file}
    refused(world, document, "submit", "handler@civil")
    clean_file(document, file=file, based_on=document.latest, by=world.officer("handler@civil"))
    walk(document, world)
    (copy,) = document.published.attachments.all()
    assert (copy.file.name, copy.file.derived_from, copy.file.purpose) == (file.name, file, "cleaned")
    assert errors(document) == []


def test_what_cannot_be_cleaned_is_to_be_replaced(world: World) -> None:
    document = item(world)
    text = attached(world, document, PHONE.encode(), "电话.txt")
    write(world, document, "<p>见附件。</p>", files=[text])
    for _ in range(2):
        with pytest.raises(Refused, match="替换附件"):
            clean_file(document, file=text, based_on=document.latest, by=world.officer("handler@civil"))


def test_a_large_file_is_examined_in_the_background_and_blocks_meanwhile(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(examining, "AT_ONCE", 10)
    document = item(world)
    file = attached(world, document, hidden_sheet())
    write(world, document, "<p>见附件。</p>", files=[file])
    assert "正在检查附件" in refused(world, document, "submit", "handler@civil")
    page = world.client("handler@civil").get(f"/desk/documents/{document.pk}/").content.decode()
    assert "正在检查附件（已完成0个，共1个）" in page
    current = Examination.objects.get(document=document, current=True)
    for _ in range(2):  # a task may come twice
        examine_attachment.func(current.pk, file.pk)
    assert {"hidden-sheet"} <= {found.rule for found in errors(document)}
    assert len({found.key for found in errors(document)}) == len(errors(document))
    assert "须处理" in refused(world, document, "submit", "handler@civil")
    write(world, document, "<p>见附件，另有说明。</p>", files=[file])  # the same file is not read again
    assert Examination.objects.get(document=document, current=True).finished
    assert {"hidden-sheet"} <= {found.rule for found in errors(document)}


@pytest.mark.parametrize("found", [False, True])
def test_what_goes_out_at_a_time_waits_for_new_rules_and_comes_back_with_what_they_find(
    world: World, monkeypatch: Any, *, found: bool
) -> None:
    document = item(world)
    file = attached(world, document, "附表的内容".encode(), "附表（演示）.txt")
    write(world, document, "<p>见附件。</p>", files=[file])
    walk(document, world, 4)
    office, at = world.officer("disclosure@civil"), timezone.now() + timedelta(hours=3)
    step = perform(process_of(document), "schedule", by=office, at=at)
    for module in (examining, standing):
        monkeypatch.setattr(module, "release", lambda: "another")
    monkeypatch.setattr(examining, "AT_ONCE", 0)
    asked = (process_of(document).pk, step.pk)
    publish_scheduled.func(*asked)
    assert process_of(document).state == "scheduled"
    (again,) = DBTaskResult.objects.filter(task_path__endswith="publish_scheduled", run_after__lt=at)
    assert again.args_kwargs["args"] == list(asked)
    if found:
        monkeypatch.setattr(examining, "look_at_file", lambda file, basis: look_at_file(_leaking_text(world), basis))
    examine_attachment.func(Examination.objects.get(release="another", finished=None).pk, file.pk)
    publish_scheduled.func(*asked)
    document.refresh_from_db()
    assert (process_of(document).state, document.level) == (
        ("approved", "internal") if found else ("published", "public")
    )
    assert document.publish_at is None
    sheet = world.client("disclosure@civil").get(f"/desk/documents/{document.pk}/").content.decode()
    assert ("到了定时发布的时间，没有发布：自动检查发现1处问题须处理" in sheet) is found


def _leaking_text(world: World) -> File:
    return attached(world, item(world), f"身份证号{ID}".encode(), "名单（演示）.txt")


def test_a_file_that_was_forgotten_is_asked_for_again(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(examining, "AT_ONCE", 10)
    document = item(world)
    write(world, document, "<p>见附件。</p>", files=[attached(world, document, hidden_sheet())])
    current = Examination.objects.get(document=document, current=True)
    with act(by=BY) as done:
        current.files.update(asked=timezone.now() - timedelta(hours=1))
        done.note("document.examined", of=document.thing)
    for _ in range(2):
        examine(document, by=world.officer("handler@civil"))
    assert Event.objects.filter(verb="document.examination_resumed").count() == 1


def test_masking_loses_nothing_that_is_being_written(world: World) -> None:
    document, handler = leaking(world), world.officer("handler@civil")
    text = Text(document.title, "", {"body": {"text": "<p>写到一半</p>"}})
    keep(document, text, said={}, based_on=document.latest, by=handler)
    with pytest.raises(Refused, match="暂存"):
        mask(document, wanted=None, based_on=document.latest, by=handler)


def test_masking_an_older_version_is_a_conflict(world: World) -> None:
    document = leaking(world)
    old = document.latest
    write(world, document, f"<p>另一段，{ID}</p>")
    with pytest.raises((Conflict, Refused)):
        mask(document, wanted=None, based_on=old, by=world.officer("handler@civil"))
    document.refresh_from_db()
    assert document.latest == old + 1


def test_every_part_of_a_version_is_examined_and_masked(world: World) -> None:
    document = item(world)
    said = Facts.first("policy").but(
        made=document.versions.first().said.made, contact=PHONE, source=PHONE, audience=PHONE
    )
    text = Text(
        f"通知{PHONE}", f"概述{PHONE}", {"body": {"text": f"<p>正文<strong>{ID[:9]}</strong>{ID[9:]}</p>"}}, said
    )
    save(document, text, based_on=document.latest, by=world.officer("handler@civil"))
    examine(document, by=world.officer("handler@civil"))
    document.refresh_from_db()
    assert {found.part for found in errors(document)} == {"title", "summary", "contact", "source", "audience", "body"}
    clean = mask(document, wanted=None, based_on=document.latest, by=world.officer("handler@civil"))
    whole = json.dumps([clean.title, clean.summary, clean.sections, clean.facts], ensure_ascii=False)
    assert PHONE not in whole
    assert ID[9:] not in whole


def test_what_stands_beside_the_text_is_named_and_not_masked_by_a_press(world: World) -> None:
    document = write(world, item(world), f'<p><a href="https://example.gov.cn/" title="身份证号{ID}">通知</a></p>')
    [found] = errors(document)
    assert not found.maskable
    assert place_words(found) == "正文 · 链接的提示"
    with pytest.raises(Refused, match="请修改文字"):
        mask(document, wanted=None, based_on=document.latest, by=world.officer("handler@civil"))


def test_everything_that_is_written_freely_is_examined() -> None:
    chosen = {"attribute", "ground", "item"}
    free = {one.name for one in fields(Facts) if one.type == "str"} - chosen
    assert free == set(SAID) <= set(PARTS)


def test_no_event_holds_a_number_that_a_title_or_the_name_of_a_file_held(world: World) -> None:
    """What is noted stays for ever; the title is masked later."""
    handler = world.officer("handler@civil")
    document = draft(world.agencies["civil"], kind="policy", title=f"关于张演示{ID}的批复", by=handler)
    bring_in(document, receive([b"x"], name=f"张演示{PHONE}.txt"), by=handler)
    noted = serializers.serialize("json", Event.objects.all(), ensure_ascii=False)
    assert "关于张演示" in noted
    assert ID not in noted
    assert PHONE not in noted


def test_no_section_is_named_like_another_part() -> None:
    for kind in kinds():
        assert not {section.name for section in sections_of(kind)} & set(PARTS)


def test_the_agency_s_own_contacts_are_no_leak(world: World) -> None:
    with act(by=BY) as done:
        agency = world.agencies["civil"]
        agency.office_phone = PHONE
        agency.save()
        done.note("agency.amended", of=agency.thing, agency=agency.holder)
    assert errors(write(world, item(world), f"<p>咨询电话：{PHONE}</p>")) == []


def test_former_names_are_told_with_the_one_that_follows(world: World) -> None:
    with act(by=BY) as done:
        agency = world.agencies["civil"]
        agency.names.update(name="示范区民政救济局", since="2000-01-01", until="2020-01-01")
        agency.names.create(name=agency.name, since="2020-01-01")
        done.note("agency.renamed", of=agency.thing, agency=agency.holder)
    document = write(world, item(world), "<p>请到示范区民政救济局办理。</p>")
    found = Finding.objects.get(examination__document=document, examination__current=True, rule="former-name")
    assert found.proposal == agency.name


def test_links_are_asked_of_the_gate(world: World) -> None:
    public, draft = item(world), item(world)
    walk(public, world)
    file = attached(world, draft, b"x", "x.txt")
    good = [
        f"/a/civil/documents/{public.pk}/", "/a/civil/", "/content/", "https://example.org/", file.get_absolute_url()
    ]  # fmt: skip
    bad = [f"/a/civil/documents/{draft.pk}/", "/a/nowhere/"]
    body = "".join(f'<p><a href="{link}">见链接</a></p>' for link in (*good, *bad))
    document = write(world, draft, body, files=[file])
    assert [found.message.count(link) for found, link in zip(errors(document), bad, strict=True)] == [1] * len(bad)


def test_an_emergency_goes_out_with_what_was_found_only_for_a_reason_and_is_judged_after(
    world: World, client: Client
) -> None:
    document = leaking(world, kind="emergency")
    said = {"comment": "险情紧急"}
    (found,) = errors(document)
    assert "先行发布的理由" in refused(world, document, "publish", "approver@civil", **said)
    with pytest.raises(Refused):
        rule(found, REFER, reason="演示", by=world.officer("handler@civil"))
    with pytest.raises(NotPermitted):
        rule(found, ANSWER, reason="演示", by=world.officer("handler@civil"))
    rule(found, ANSWER, reason="寻人", by=world.officer("approver@civil"))
    perform(process_of(document), "publish", by=world.officer("approver@civil"), **said)
    assert client.get(f"/a/civil/documents/{document.pk}/").status_code == 200
    perform(process_of(document), "pass", by=world.officer("reviewer@civil"))
    assert "待保密审查认定" in refused(world, document, "pass", "secrecy@civil")
    listed = world.client("secrecy@civil").get("/desk/documents/?findings=judge").content.decode()
    assert document.title in listed
    rule(errors(document)[0], OVERRULE, reason="家属同意", by=world.officer("secrecy@civil"))
    perform(process_of(document), "pass", by=world.officer("secrecy@civil"))


def test_no_ruling_waits_for_another_agency(world: World) -> None:
    document = leaking(world)
    for way, name in ((REFER, "handler"), (OVERRULE, "secrecy")):
        with pytest.raises(NotPermitted):
            rule(errors(document)[0], way, reason="演示", by=world.officer(f"{name}@neighbour-civil"))
    with pytest.raises(NotPermitted):
        examine(document, by=world.officer("handler@neighbour-civil"))


def test_every_rule_has_a_name_for_the_page() -> None:
    assert all(len(rule.id) <= 40 and rule.title for rule in rules().values())


@pytest.mark.parametrize("target", ["/\t/[abc", "/files/%00/", f"/a/civil/documents/{'9' * 5000}/"])
def test_what_is_no_address_leads_nowhere(world: World, target: str) -> None:
    assert leads_somewhere(target) is False
