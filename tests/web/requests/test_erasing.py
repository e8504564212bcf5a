"""What is erased is gone from every row, and the figures are what they were."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from gongkai.law.clock import Fact
from gongkai.law.loading import LawError
from gongkai.web import clock
from gongkai.web.audit.acts import act
from gongkai.web.files.intake import hold
from gongkai.web.requests.actions import strike
from gongkai.web.requests.archiving import actions, forgetting
from gongkai.web.requests.archiving.forgetting import FiguresChanged
from gongkai.web.requests.confirming.actions import confirm_by_phone
from gongkai.web.requests.consulting.actions import record_opinion
from gongkai.web.requests.counting import table
from gongkai.web.requests.fees.reckoning import collected
from gongkai.web.requests.letters.actions import send as send_letter
from gongkai.web.requests.listing import HEADS, _lines
from gongkai.web.requests.material.actions import add
from gongkai.web.requests.material.actions import strike as strike_file
from gongkai.web.requests.models import (
    Bond,
    Case,
    Grade,
    Origin,
    Remedy,
    Result,
    Told,
    View,
)
from gongkai.web.requests.noting.actions import note
from gongkai.web.requests.relating.actions import bind
from gongkai.web.requests.remedies.actions import conclude
from gongkai.web.requests.remedies.actions import strike as strike_remedy
from gongkai.web.requests.remedies.figures import blocks
from gongkai.web.requests.satisfaction.actions import rate
from gongkai.web.requests.satisfaction.reading import lines
from gongkai.web.requests.supervising.actions import reply, urge
from gongkai.web.workflow.models import Process, Step
from tests.web.requests.scene import (
    SUPPLEMENT,
    WHO,
    archived,
    done,
    drafted,
    erased_by_two,
    filed,
    received,
    remedied,
    set_up,
    signed,
)
from tests.web.world import BY, TODAY, World

pytestmark = pytest.mark.django_db
MARK = "标记词"
#: Not of a request: what agencies and officers say of themselves, and the lists of erasures with their numbers.
APART = {
    "CalendarLink", "Counter", "Erasure", "ErasureLine", "Escalation", "MailChoice",
    "FeeChoice", "LetterSettings", "RetentionTerm", "SavedFilter",
    "Series",
}  # fmt: skip
#: Numbers, kinds of things, the name of a court, and digests of random words: none of them tells of a person.
KEPT = {
    "Case.number", "Case.code", "Case.submission", "ConfirmationLink.digest", "Letter.kind", "Letter.number",
    "LetterFile.form", "CaseFile.media_type", "Remedy.organ", "Told.outcome", "Told.counted_as", "Told.level",
    "Correction.number", "Correction.code", "Correction.submission", "Correction.letter_number",
    "CorrectionFile.form", "CorrectionFile.media_type", "Process.title", "Process.kind", "Process.state",
    "Process.chain", "Step.act", "Step.origin", "Step.target", "Step.role",
}  # fmt: skip
#: What a fact says is JSON: the mark stands in it where a name stands.
SAID = "RecordedFact.said"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def texts(row: models.Model) -> Iterator[str]:
    """The fields of a row in which words of somebody can stand."""
    for field in row._meta.concrete_fields:
        words = isinstance(field, models.CharField | models.TextField | models.BinaryField | models.JSONField)
        if words and not field.choices and f"{type(row).__name__}.{field.name}" not in KEPT:
            yield field.name


def rows_of_people() -> Iterator[models.Model]:
    for model in apps.get_app_config("requests").get_models():
        if model.__name__ not in APART:
            yield from model._default_manager.all()
    yield from Process.objects.filter(kind="letter")
    yield from Step.objects.filter(process__kind="letter")


def marked() -> set[str]:
    """Where the mark stands, in the rows as they are read."""
    found = set()
    for row in rows_of_people():
        for name in texts(row):
            value = getattr(row, name)
            said = (
                bytes(value).decode()
                if isinstance(value, bytes | memoryview)
                else json.dumps(value, ensure_ascii=False)
            )
            if MARK in said:
                found.add(f"{type(row).__name__}.{name}")
    return found


def mark_all() -> set[str]:
    """Write the mark wherever words can stand."""
    with act(by=BY) as note:
        for row in rows_of_people():
            for name in texts(row):
                kind = row._meta.get_field(name)
                if name == "struck_reason" and not getattr(row, "struck", None):
                    continue
                if f"{type(row).__name__}.{name}" == SAID:
                    continue
                value: Any = MARK.encode() if isinstance(kind, models.BinaryField) else MARK
                setattr(row, name, [MARK] if isinstance(kind, models.JSONField) else value)
            row.save()
        note.note("test.prepared", of=Case.objects.first().thing)
    return marked()


def everything(world: World) -> list[Case]:
    """Requests in which all has happened that requests keep, closed."""
    set_up(world)
    clerk, lead = world.officer("handler@civil"), world.officer("disclosure@civil")
    written = received(world).case
    urge([written], "演示", TODAY, by=world.officer("supervisor@district"))
    reply(written.urgings.get(), "演示", by=clerk)
    note(written, "演示", by=clerk)
    letter = signed(world, drafted(world, written, "supplement", SUPPLEMENT))
    send_letter(letter, way="post", on=TODAY, reason="演示", by=clerk)
    files = [hold([name.encode()], name=f"{name}.txt", largest=99) for name in "ab"]
    _paper, wrong = add(written, files, Origin.PAPER, by=clerk)
    strike_file(wrong, reason="传错了", by=lead)
    given = Fact("supplement_given", TODAY)
    done(world, written, given, Fact("answered", TODAY, outcome="granted"), Fact("served", TODAY, way="post"))
    rate(written, Grade.FAIR, "演示")

    asked = received(world, channel="internet", who=WHO | {"email": "demo@example.org"}).case
    confirm_by_phone(asked, on=TODAY, by=clerk, reason="演示")
    done(world, asked, Fact("withdrawn", TODAY))

    consulted = received(world, arrived=date(2026, 1, 5)).case
    day = date(2026, 1, 8)
    parties = [
        Fact(kind, day, party=party) for party in (f"乙{MARK}", MARK) for kind in ("consulted", "consultation_received")
    ]
    done(world, consulted, *(replace(one, role="third_party") if one.kind == "consulted" else one for one in parties))
    record_opinion(consulted, party=MARK, view=View.OBJECTS, reasons="演示", on=day, by=clerk)
    done(world, consulted, Fact("extension_approved", day, by=MARK, days=5))
    strike(consulted.facts.get(kind="extension_approved"), reason="演示", by=lead)
    done(
        world, consulted, Fact("replied", date(2026, 1, 9), party=f"乙{MARK}"),
        Fact("answered", date(2026, 1, 20), outcome="refused_third_party"),
        Fact("served", date(2026, 1, 20), way="post"),
    )  # fmt: skip
    again = received(world).case
    bind(again, Case.objects.get(pk=consulted.pk), Bond.REPEATS, reason="演示", by=clerk)
    done(world, again, Fact("answered", TODAY, outcome="granted"), Fact("served", TODAY, way="post"))
    for row in (remedied(world, consulted, notified=day), remedied(world, consulted, notified=day)):
        if row.pk % 2:
            strike_remedy(row, reason="演示", version=1, by=lead)
        else:
            upheld = {"result": Result.UPHELD, "concluded": TODAY, "decision": "演示", "anew": False, "until": None}
            conclude(row, upheld, version=1, by=lead)
    actions.hold(written, reason="演示", by=lead)
    actions.lift(written, by=lead)
    return [written, asked, consulted, again]


def figures(world: World) -> dict[str, Any]:
    """All that is counted, and the register without its words."""
    rows, lead = Told.objects.all(), world.officer("disclosure@civil")
    place = HEADS.index("申请内容")
    register = [[cell for at, cell in enumerate(line) if at != place] for line in _lines(rows.order_by("pk"))]
    return {
        "表三": {year: table(rows, year) for year in (2025, 2026, 2027)},
        "表四": {year: blocks(Remedy.objects.all(), year) for year in (2026, 2027)},
        "满意度": lines(lead, 2026),
        "信息处理费": collected([world.agencies["civil"]], 2026),
        "登记本": register,
        "办理情况": list(rows.order_by("pk").values()),
    }


def test_nothing_of_anybody_is_left_and_every_figure_is_what_it_was(world: World) -> None:
    cases = everything(world)
    archived(world, *cases)
    found = mark_all()
    expected = {SAID, "Applicant.name", "Case.content", "CaseFile.content", "LetterFile.sealed", "LetterVersion.said",
                "Opinion.reasons", "Rating.words", "Relation.reason", "Remedy.number", "Step.comment", "Hold.reason",
                "Confirmation.reason", "RecordedFact.struck_reason", "CaseFile.struck_reason", "Remedy.struck_reason",
                "Urging.words", "Urging.reply",
                "CaseFile.sha256", "LetterVersion.digest", "Process.digest", "Step.digest",
                "Step.passages"}  # fmt: skip
    assert expected <= found, expected - found
    before = figures(world)
    row = erased_by_two(world, cases)
    assert marked() == set()
    assert figures(world) == before
    for applicant in (case.applicant for case in Case.objects.select_related("applicant")):
        assert not any((applicant.name_index, applicant.identity_index, applicant.phone_index, applicant.email_index))
    assert row.erased["applicants"] == row.erased["cases"] == len(cases)
    assert row.erased["letter_files"] == 3


def test_where_the_figures_would_change_nothing_is_erased(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = filed(world)
    monkeypatch.setattr(forgetting, "PLAIN", forgetting.PLAIN - {"outcome"})
    with pytest.raises((FiguresChanged, LawError)):
        erased_by_two(world, [case])
    assert Case.objects.get().erased is None
    assert Case.objects.select_related("applicant").get().applicant.name
