"""Who supervises agencies sees how their requests stand, urges them on, and says after how many days to be told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.law.clock import Fact
from gongkai.web import clock
from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.desk.notices import notices
from gongkai.web.requests.models import Case, Escalation, Urging
from gongkai.web.requests.standing import tell_anew
from gongkai.web.requests.supervising.actions import escalate_after, reply, urge
from gongkai.web.requests.supervising.reading import lines
from gongkai.web.requests.watching.digest import digests
from gongkai.web.workflow.refusals import Refused
from tests.web.requests.scene import WHO, done, received
from tests.web.world import TODAY, World

pytestmark = pytest.mark.django_db
#: Late by six working days: what came on the 2nd of February was due on the 6th of March.
LATE = date(2026, 3, 16)
WORDS = "请说明未按期答复的原因（演示）"


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: LATE)


def late(world: World, by: str = "handler@civil", **said: Any) -> Case:
    case = received(world, by=by, **said).case
    tell_anew(LATE)
    return Case.objects.select_related("agency").get(pk=case.pk)


def test_each_agency_is_a_line_and_only_for_who_supervises_it(world: World) -> None:
    late(world)
    ended = late(world)
    done(world, ended, Fact("withdrawn", TODAY))
    late(world, by="handler@neighbour-civil")
    chief = world.officer("supervisor@district", today=LATE)
    (line,) = lines(chief, 2026)
    assert (line.agency, line.open, line.overdue, line.worst) == (ended.agency.name, 1, 1, 6)
    assert (line.received, line.ended, line.ended_late, line.urged) == (2, 1, 0, 0)
    assert lines(world.officer("disclosure@civil", today=LATE), 2026) == []


def test_the_overview_asks_the_same_of_few_and_of_many(world: World) -> None:
    client = world.client("supervisor@district")
    late(world)
    client.get("/desk/requests/overview/")
    counts = []
    for more in (0, 5):
        for _number in range(more):
            late(world, by="handler@street" if _number % 2 else "handler@civil")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = client.get("/desk/requests/overview/").content.decode()
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert "催办超期的" in page
    sheet = client.get("/desk/requests/overview.csv").content.decode("utf-8-sig").splitlines()
    assert sheet[0].startswith("机关,未办结,")
    assert len(sheet) == 3


def test_urged_replied_and_seen_where_it_matters(world: World) -> None:
    case, chief = late(world), world.officer("supervisor@district", today=LATE)
    handler = world.officer("handler@civil", today=LATE)
    (row,) = urge([case], WORDS, LATE, by=chief)
    assert row.organ == world.agencies["district"]
    said = [notice for notice in notices(handler) if "催办" in notice.text]
    assert [(notice.grave, notice.address) for notice in said] == [(True, f"/desk/requests/urgings/{row.pk}/")]
    told = {digest.user: digest for digest in digests(LATE)}
    lead = told[world.users["disclosure@civil"].pk]
    assert [item.number for item in lead.urged] == [case.number]
    page = world.client("handler@civil").get(f"/desk/requests/urgings/{row.pk}/").content.decode()
    assert (case.number in page, WORDS in page, "超期6个工作日" in page) == (True, True, True)
    reply(row, "正在征求意见，本周内答复（演示）", by=handler)
    assert not [notice for notice in notices(handler) if "催办" in notice.text]
    assert all(not digest.urged for digest in digests(LATE))
    with pytest.raises(Refused, match="已经回复"):
        reply(row, "再说一次", by=handler)
    assert "本周内答复" in world.client("supervisor@district").get(f"/desk/requests/urgings/{row.pk}/").content.decode()


@pytest.mark.parametrize(
    ("words", "until", "why"),
    [
        (" ", LATE, "写明要求"),
        (WORDS, TODAY, "早于今天"),
        (f"{WORDS[:3]}{WHO['name']}", LATE, "个人信息"),
    ],
)
def test_what_is_no_urging_is_refused_whole(world: World, words: str, until: date, why: str) -> None:
    cases = [late(world), late(world)]
    with pytest.raises(Refused, match=why):
        urge(cases, words, until, by=world.officer("supervisor@district", today=LATE))
    assert not Urging.objects.exists()


def test_who_may_urge_and_how_often(world: World) -> None:
    case, ended, chief = late(world), late(world), world.officer("supervisor@district", today=LATE)
    done(world, ended, Fact("withdrawn", TODAY))
    with pytest.raises(Refused, match="已经办结"):
        urge([case, ended], WORDS, LATE, by=chief)
    assert not Urging.objects.exists(), "all or none"
    with pytest.raises(NotPermitted):
        urge([case], WORDS, LATE, by=world.officer("disclosure@civil", today=LATE))
    with pytest.raises(NotPermitted):
        urge([late(world, by="handler@neighbour-civil")], WORDS, LATE, by=chief)
    urge([case], WORDS, LATE, by=chief)
    with pytest.raises(Refused, match="今天已经催办"):
        urge([case], WORDS, LATE, by=chief)


def test_all_that_is_late_of_an_agency_is_urged_in_one_step(world: World) -> None:
    cases, client = [late(world), late(world)], world.client("supervisor@district")
    page = client.get("/desk/requests/urge/?agency=civil").content.decode()
    assert all(case.number in page for case in cases)
    answer = client.post("/desk/requests/urge/?agency=civil", {"words": WORDS, "until": LATE.isoformat()})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/requests/overview/")
    assert Urging.objects.open().count() == 2
    assert "没有可以催办的申请" in client.get("/desk/requests/urge/?agency=neighbour-civil").content.decode()


def test_who_supervises_is_told_after_as_many_days_as_was_set_for_the_nearest(world: World) -> None:
    late(world)
    chief, user = world.officer("supervisor@district", today=LATE), world.users["supervisor@district"].pk

    def told() -> int:
        return sum(len(digest.escalated) for digest in digests(LATE) if digest.user == user)

    assert told() == 1, "six days are more than three"
    escalate_after(world.agencies["district"], 10, by=chief)
    assert told() == 0
    client = world.client("supervisor@district")
    client.post("/desk/requests/overview/escalation/", {"agency": "civil", "days": "6"})
    assert told() == 1, "the nearest holds"
    for wrong in ("0", "61", "x"):
        client.post("/desk/requests/overview/escalation/", {"agency": "civil", "days": wrong})
    assert Escalation.objects.get(agency__slug="civil").days == 6
    with pytest.raises(NotPermitted):
        escalate_after(world.agencies["civil"], 60, by=world.officer("disclosure@civil", today=LATE))
