"""What the law wants by a day, and by how much it came too late."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.law.clock import Fact, clock
from gongkai.law.clock.lateness import lateness

RECEIVED = Fact("received", date(2026, 9, 18), channel="in_person")
#: Seven working days after it, and twenty.
SEVENTH, TWENTIETH = date(2026, 9, 29), date(2026, 10, 22)


@pytest.mark.parametrize(
    ("new", "days", "article"),
    [
        (Fact("supplement_asked", SEVENTH), 0, ""),
        (Fact("supplement_asked", date(2026, 9, 30)), 1, "《条例》第三十条"),
        (Fact("answered", TWENTIETH, outcome="granted"), 0, ""),
        (Fact("answered", date(2026, 10, 23), outcome="granted"), 1, "《条例》第三十三条第二款"),
        (Fact("fee_noticed", date(2026, 10, 26)), 2, "《信息处理费管理办法》第六条"),
        (Fact("extension_approved", date(2026, 10, 23), by="演示", days=20), 1, "《条例》第三十三条第二款"),
        (Fact("transferred", date(2026, 10, 23), to="规划科（演示）", inside=True), 0, ""),
        (Fact("transferred", date(2026, 10, 23), to="住建局（演示）"), 1, "《条例》第三十三条第二款"),
        (Fact("withdrawn", date(2026, 10, 23)), 0, ""),
        (Fact("answered", date(2026, 9, 17), outcome="granted"), 0, ""),
    ],
)
def test_what_is_late_is_measured(new: Fact, days: int, article: str) -> None:
    late = lateness([RECEIVED], new)
    assert (late.days if late else 0, late.article if late else "") == (days, article)


def test_an_answer_made_in_time_and_sent_late_is_late_by_its_sending() -> None:
    answer = Fact("answered", TWENTIETH, outcome="granted")
    late = lateness([RECEIVED, answer], Fact("served", date(2026, 10, 26), way="post"))
    assert late is not None
    assert (late.days, late.limit) == (2, TWENTIETH)


def test_of_an_answer_that_was_late_itself_the_sending_is_not_asked_about_again() -> None:
    answer = Fact("answered", date(2026, 10, 26), outcome="granted")
    assert lateness([RECEIVED, answer], Fact("served", date(2026, 10, 26), way="post")) is None


@pytest.mark.parametrize(("channel", "days"), [("ordinary_mail", 1), ("internet", 0), ("fax", 0)])
def test_an_ordinary_letter_is_confirmed_on_the_day_it_comes_in(channel: str, days: int) -> None:
    arrival = Fact("received", date(2026, 9, 18), channel=channel)
    late = lateness([arrival], Fact("confirmed", date(2026, 9, 21)))
    # 2026-09-20 is a Sunday on which people work
    assert (late.days if late else 0) == (days and 2)


def test_of_what_reached_another_unit_the_day_is_that_of_the_office() -> None:
    arrival = Fact("received", date(2026, 9, 18), channel="ordinary_mail", misdirected=True)
    assert lateness([arrival], Fact("confirmed", date(2026, 9, 21))) is None


def test_the_sending_of_a_new_answer_is_measured_by_the_new_answer() -> None:
    """The first answer was in time; the second, after a decision, was not, and its own lateness was asked about."""
    facts = [
        RECEIVED,
        Fact("answered", date(2026, 10, 9), outcome="refused_third_party"),
        Fact("served", date(2026, 10, 9), way="post"),
        Fact("remitted", date(2026, 11, 2), by="演示市人民政府", until=date(2026, 11, 10)),
    ]
    sent = Fact("served", date(2026, 11, 13), way="post")
    in_time, late = (Fact("answered", date(2026, 11, day), outcome="granted") for day in (10, 12))
    found = lateness([*facts, in_time], sent)
    assert found is not None
    assert found.days == 3
    assert lateness([*facts, late], sent) is None


def test_what_consultations_put_off_is_told() -> None:
    facts = [
        Fact("received", date(2026, 3, 2), channel="in_person"),
        Fact("consulted", date(2026, 3, 9), party="甲", role="third_party"),
        Fact("replied", date(2026, 3, 16), party="甲"),
    ]
    assert clock(facts[:1], date(2026, 3, 20)).put_off == 0
    told = clock(facts, date(2026, 3, 20))
    assert (told.put_off, told.due and told.due.day) == (5, date(2026, 4, 7)), "the 6th of April is a holiday"
    ordered = Fact("remitted", date(2026, 6, 1), by="演示市人民政府", until=date(2026, 8, 31))
    ended = [Fact("answered", date(2026, 4, 1), outcome="granted"), Fact("served", date(2026, 4, 1), way="post")]
    assert clock([*facts, *ended, ordered], date(2026, 6, 2)).put_off == 0, "the day was set by itself"
