"""Who asked says once how content they are, after the answer; the agency reads it, and nothing rests on it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.law.clock import Fact
from gongkai.web import clock as time
from gongkai.web.audit.models import Event
from gongkai.web.requests.actions import Received
from gongkai.web.requests.models import Case, Grade, Rating, Result, Told
from gongkai.web.requests.models.satisfaction import CHANGEABLE_DAYS
from gongkai.web.requests.remedies.actions import conclude
from gongkai.web.requests.satisfaction.actions import rate
from gongkai.web.requests.satisfaction.reading import lines
from gongkai.web.workflow.refusals import Refused
from tests.web.requests.scene import done, received, remedied
from tests.web.world import TODAY, World

pytestmark = pytest.mark.django_db
ANSWERED = date(2026, 2, 10)
WORDS = "窗口的同志很耐心（演示），名册少了一页"
PAGE, SUMMARY = "/request/status/", "/desk/requests/satisfaction/"


@pytest.fixture(autouse=True)
def on(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The day on which the public acts."""

    def set_to(day: date) -> None:
        monkeypatch.setattr(time, "today", lambda: day)

    set_to(TODAY)
    return set_to


def answered(world: World, by: str = "disclosure@civil", **said: Any) -> Received:
    found = received(world, by=by.replace("disclosure", "handler"), **said)
    answer = Fact("answered", ANSWERED, outcome="granted"), Fact("served", ANSWERED, way="post")
    done(world, found.case, *answer, by=by)
    return found


def test_it_is_given_once_and_changed_for_a_while(world: World, on: Any) -> None:
    case = answered(world).case
    before = Case.objects.get(pk=case.pk).version, Told.objects.filter(case=case).values().get()
    rate(case, Grade.DISSATISFIED, WORDS)
    last = TODAY + timedelta(CHANGEABLE_DAYS)
    on(last)
    row = rate(case, Grade.FAIR, "")
    assert (row.grade, row.words, row.given, row.changed) == ("fair", "", TODAY, last)
    assert Rating.objects.get() == row
    on(last + timedelta(1))
    with pytest.raises(Refused, match="以后不能再修改"):
        rate(case, Grade.SATISFIED, "")
    assert before == (Case.objects.get(pk=case.pk).version, Told.objects.filter(case=case).values().get())


@pytest.mark.parametrize(
    "facts",
    [
        (),
        (Fact("answered", ANSWERED, outcome="granted"),),
        (Fact("withdrawn", ANSWERED),),
    ],
    ids=["open", "not sent", "withdrawn"],
)
def test_there_is_none_before_an_answer_was_sent(world: World, facts: tuple[Fact, ...]) -> None:
    case = received(world).case
    done(world, case, *facts)
    with pytest.raises(Refused, match="答复送出以后才能评价"):
        rate(case, Grade.SATISFIED, "")
    assert not Rating.objects.exists()


def test_the_words_stand_nowhere_in_the_clear_and_in_no_event(world: World) -> None:
    case = answered(world).case
    rate(case, Grade.DISSATISFIED, WORDS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM requests_rating")
        assert WORDS not in str(cursor.fetchone()[0])
    event = Event.objects.get(verb="case.rated")
    assert WORDS not in f"{event.new}{event.old}{event.object_name}"
    assert "不满意" in f"{event.new}"
    page = f"/desk/requests/{case.pk}/"
    assert WORDS in world.client("handler@civil").get(page).content.decode()
    reviewer = world.client("reviewer@civil").get(page).content.decode()
    assert "不满意" in reviewer
    assert WORDS not in reviewer


def test_it_is_given_on_the_status_page_with_number_and_code(world: World, client: Client) -> None:
    found = answered(world)
    known = {"number": found.case.number, "code": found.code}
    assert "提交评价" in client.post(PAGE, known).content.decode()
    nothing = client.post(f"{PAGE}rate/", known)
    assert (nothing.status_code, Rating.objects.count()) == (422, 0)
    assert "请选择满意、基本满意或者不满意" in nothing.content.decode()
    wrong = client.post(f"{PAGE}rate/", {**known, "code": "A" * 16, "grade": "fair"})
    assert (wrong.status_code, Rating.objects.count()) == (422, 0)
    page = client.post(f"{PAGE}rate/", {**known, "grade": "fair", "words": WORDS}).content.decode()
    assert "已收到您的评价" in page
    assert "评价为：基本满意" in page
    assert Rating.objects.get().words == WORDS
    fresh = received(world)
    page = client.post(PAGE, {"number": fresh.case.number, "code": fresh.code}).content.decode()
    assert "提交评价" not in page


def test_a_year_has_its_counts_and_who_said_nothing_is_unknown(world: World) -> None:
    lead = world.officer("disclosure@civil")
    assert lines(lead, 2026) == []
    cases = [answered(world).case for _ in range(4)]
    received(world)
    (line,) = lines(lead, 2026)
    assert (line.answered, line.rated, line.unknown, line.share) == (4, 0, 4, None)
    assert "未知" in world.client("disclosure@civil").get(SUMMARY).content.decode()
    for case, grade in zip(cases, (Grade.SATISFIED, Grade.FAIR, Grade.DISSATISFIED), strict=False):
        rate(case, grade, WORDS)
    (line,) = lines(lead, 2026)
    assert (line.counts, line.unknown, round(line.share or 0)) == ((1, 1, 1), 1, 67)
    assert lines(lead, 2025) == []
    page = world.client("disclosure@civil").get(SUMMARY, {"year": "2026"}).content.decode()
    assert "66.7%" in page
    assert WORDS not in page


def test_nobody_reads_it_who_does_not_see_the_requests(world: World) -> None:
    rate(answered(world).case, Grade.FAIR, WORDS)
    assert lines(world.officer("disclosure@neighbour-civil"), 2026) == []


def test_the_summary_costs_the_same_for_few_and_for_many(world: World) -> None:
    lead = world.officer("disclosure@civil")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            lines(lead, 2026)
        return len(captured)

    rate(answered(world).case, Grade.FAIR, "")
    lines(lead, 2026)  # what the officer may is asked once
    few = queries()
    for _ in range(3):
        rate(answered(world).case, Grade.SATISFIED, "")
    assert queries() == few


def test_of_an_answer_that_was_set_aside_it_gives_way_to_that_of_the_new_one(world: World, on: Any) -> None:
    case, lead = answered(world).case, world.officer("disclosure@civil")
    on(date(2026, 2, 12))
    rate(case, Grade.DISSATISFIED, WORDS)
    said = {"result": Result.CORRECTED, "concluded": date(2026, 2, 24), "decision": "", "anew": True, "until": None}
    conclude(remedied(world, case, notified=date(2026, 2, 13)), said, version=1, by=lead)
    on(TODAY)
    with pytest.raises(Refused, match="答复送出以后才能评价"):
        rate(case, Grade.SATISFIED, "")
    done(world, case, Fact("answered", TODAY, outcome="granted"), Fact("served", TODAY, way="post"))
    (line,) = lines(lead, 2026)
    assert (line.answered, line.unknown) == (1, 1), "nobody has said anything of the new answer"
    rate(case, Grade.SATISFIED, "")
    assert Rating.objects.get().given == TODAY
    (line,) = lines(lead, 2026)
    assert line.counts == (1, 0, 0)
