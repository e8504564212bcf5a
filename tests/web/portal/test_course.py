"""The stages of a request as who asks sees them, from the facts alone."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.law.clock import Fact, clock
from gongkai.web.portal.course import stops

pytestmark = pytest.mark.once
TODAY = date(2026, 3, 20)
IN = Fact("received", date(2026, 3, 2), channel="in_person")
ASKED = Fact("supplement_asked", date(2026, 3, 4), days=10)
GIVEN = Fact("supplement_given", date(2026, 3, 6))
THIRD = Fact("consulted", date(2026, 3, 9), party="1", role="third_party")
OPINION = Fact("replied", date(2026, 3, 11), party="1")
ANSWER = Fact("answered", date(2026, 3, 12), outcome="granted")
SERVED = Fact("served", date(2026, 3, 12), way="electronic")
ARRIVED = Fact("arrived", date(2026, 3, 13))
ANEW = Fact("remitted", date(2026, 3, 16), by="示范区人民政府（演示）")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([Fact("received", date(2026, 3, 2), channel="internet")], "提交申请done 收到申请now 作出答复ahead 送达ahead"),
        ([IN], "提交申请done 收到申请done 作出答复now 送达ahead"),
        ([IN, ASKED], "提交申请done 收到申请done 补正申请now 作出答复ahead 送达ahead"),
        ([IN, ASKED, GIVEN], "提交申请done 收到申请done 补正申请done 作出答复now 送达ahead"),
        ([IN, THIRD], "提交申请done 收到申请done 征求意见now 作出答复ahead 送达ahead"),
        ([IN, THIRD, OPINION, ANSWER], "提交申请done 收到申请done 征求意见done 作出答复done 送达now"),
        ([IN, ANSWER, SERVED, ARRIVED], "提交申请done 收到申请done 作出答复done 送达done"),
        ([IN, Fact("withdrawn", date(2026, 3, 9))], "提交申请done 收到申请done 结束done"),
        ([IN, ANSWER, SERVED, ARRIVED, ANEW], "提交申请done 收到申请done 重新办理done 作出答复now 送达ahead"),
    ],
)
def test_what_was_done_where_it_is_and_what_is_ahead(facts: list[Fact], expected: str) -> None:
    found = stops(facts, clock(facts, TODAY))
    assert " ".join(f"{stop.label}{stop.state}" for stop in found) == expected


def test_the_day_of_the_answer_is_the_clocks() -> None:
    said = clock([IN], TODAY)
    (answer,) = (stop for stop in stops([IN], said) if stop.state == "now")
    assert answer.due == said.due
