"""What the agency, the applicant and third parties are to do next, until when, and by which article."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from gongkai.law.clock.course import CONFIRM, EXTEND, FEE, SERVICE, SUPPLEMENT, Course, Term, article_of
from gongkai.law.clock.facts import ROLES
from gongkai.law.rules import Rules
from gongkai.workdays import Calendar, DueDay


class Duty(NamedTuple):
    """``who`` is agency, applicant or other (a third party or another organ); ``by`` None where no day is set."""

    who: str
    what: str
    by: date | None
    article: str
    overdue: bool = False


def duties_of(course: Course, today: date, due: DueDay | None, rules: Rules, days: Calendar) -> tuple[Duty, ...]:
    """The next duties, those with the nearest day first."""
    if (course.closed_on is not None and course.closed_on <= today) or course.arrived is not None:
        return ()
    found = [
        duty._replace(overdue=duty.by is not None and duty.by < today)
        for duty in _duties(course, today, due, rules, days)
    ]
    return tuple(sorted(found, key=lambda duty: (duty.by is None, duty.by or today)))


def _duties(course: Course, today: date, due: DueDay | None, rules: Rules, days: Calendar) -> Iterator[Duty]:
    if course.service is not None:
        yield Duty("agency", "记录申请人收到答复的日期：救济期限自收到之日起算", None, SERVICE)
        return
    by = due.day if due is not None else None
    if course.answer is not None:
        yield Duty("agency", "送出答复", by, SERVICE)
        return
    if course.day0 is None:
        yield Duty("agency", "与申请人确认收到申请的日期", course.arrival.on, CONFIRM)
        return
    if course.term is not None:
        yield from _of_term(course.term, days)
        if course.term.restarts:
            return
    yield Duty("agency", "答复申请人", by, EXTEND)
    if course.supplement is None and len(course.starts) == 1:
        limit = days.add(course.starts[0].day, rules.days("supplement_notice_days", today)).day
        if today <= limit:
            yield Duty("agency", "申请内容不明确的，一次性告知补正", limit, SUPPLEMENT)
    if course.extension is None and due is not None and today <= due.day:
        yield Duty("agency", "不能按期答复的，经负责人同意延期并告知申请人", by, EXTEND)
    elif course.extension is not None and not course.extended and due is not None and today <= due.day:
        yield Duty("agency", "告知申请人延期，否则延期不起作用", by, EXTEND)
    for item in course.consultations:
        if item.end is None:
            article, role = article_of(item.fact.role), ROLES[item.fact.role]
            if item.received is None and item.fact.role != "other_organ":
                yield Duty("agency", f"查明{role}（{item.party}）收到征求意见书的日期：送达未知", None, article)
            yield Duty("other", f"{role}（{item.party}）反馈意见", item.latest, article)


def _of_term(term: Term, days: Calendar) -> Iterator[Duty]:
    if term.last is None:
        what = "补正告知" if term.kind == "supplement" else "收费通知"
        yield Duty("agency", f"查明申请人收到{what}的日期：期限自收到起算", None, term.article)
    what, article = ("补正申请", SUPPLEMENT) if term.kind == "supplement" else ("缴纳信息处理费", FEE)
    yield Duty("applicant", f"{what}，逾期视为放弃申请", term.last, article)
    if term.last is not None:
        yield Duty("agency", "申请人逾期的，结束案件并登记", days.add(term.last, 1).day, article)
