"""What the agency, the applicant and third parties are to do next, until when, and by which article."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from gongkai.law.clock.articles import CONFIRM, MISDIRECTED, SERVICE, Articles
from gongkai.law.clock.counting import closing_day
from gongkai.law.clock.course import Course, Term
from gongkai.law.clock.facts import ROLES, SIGNED_WAYS
from gongkai.law.rules import Rules
from gongkai.workdays import Calendar, DueDay

DISCLOSING = frozenset({"granted", "partly_granted"})
"""Outcomes by which information becomes public, or is provided."""


class Duty(NamedTuple):
    """``who`` is agency, applicant or other (a third party or another organ); ``by`` None where no day is set."""

    who: str
    what: str
    by: date | None
    article: str
    overdue: bool = False


def duties_of(course: Course, today: date, due: DueDay | None, rules: Rules, days: Calendar) -> tuple[Duty, ...]:
    """The next duties, those with the nearest day first."""
    if course.closed_on is not None and course.closed_on <= today:
        return ()
    by, articles = due.day if due is not None else None, Articles(rules, today)
    own = _after_answer(course, by) if course.answer is not None else _before(course, today, by, rules, days)
    duties = [*own, *_of_objections(course, articles)]
    found = [duty._replace(overdue=duty.by is not None and days.between(duty.by, today).days > 0) for duty in duties]
    return tuple(sorted(found, key=lambda duty: (duty.by is None, duty.by or today)))


def _after_answer(course: Course, by: date | None) -> Iterator[Duty]:
    if course.sent is None:
        yield Duty("agency", "送出答复", by, SERVICE)
    elif course.service is None and course.sent.way not in SIGNED_WAYS:
        yield Duty("agency", "记录申请人收到答复的日期：以收到之日为答复之日", by, SERVICE)
    elif course.service is None:
        yield Duty("agency", "取得申请人签收：直接送达、委托送达以签收之日为答复之日", by, SERVICE)
    elif course.arrived is None:
        yield Duty("agency", "记录申请人收到答复的日期：救济期限自收到之日起算", None, SERVICE)


def _before(course: Course, today: date, by: date | None, rules: Rules, days: Calendar) -> Iterator[Duty]:
    """Until the answer."""
    articles = Articles(rules, today)
    if course.unconfirmed:
        # Only for ordinary letters the text says when: on the day they come in.
        letter = course.arrival.channel == "ordinary_mail" and not course.arrival.misdirected
        article = MISDIRECTED if course.arrival.misdirected else CONFIRM
        yield Duty("agency", "与申请人确认收到申请的日期", course.arrival.on if letter else today, article)
    if course.term is not None:
        yield from _of_term(course.term, rules, days)
    yield from _of_consultations(course, articles)
    if course.day0 is None or course.wait is not None:
        return
    yield Duty("agency", "重新答复申请人" if course.anew else "答复申请人", by, articles.answer_by(course.deferred))
    if course.supplement is None and len(course.starts) == 1:
        limit = days.add(course.starts[0].day, rules.days("supplement_notice_days", today)).day
        if days.between(limit, today).days <= 0:
            yield Duty("agency", "申请内容不明确的，一次性告知补正", limit, articles.supplement)
    if by is not None and today <= by and course.deferred is None:
        if course.extension is None:
            yield Duty("agency", "不能按期答复的，经负责人同意延期并告知申请人", by, articles.extend)
        elif course.extension_open:
            yield Duty("agency", "告知申请人延期，否则延期不起作用", by, articles.extend)


def _of_consultations(course: Course, articles: Articles) -> Iterator[Duty]:
    for item in course.consultations:
        if item.end is None:
            article, role = articles.opinion(item.fact.role), ROLES[item.fact.role]
            if item.received is None and item.fact.role != "other_organ":
                yield Duty("agency", f"查明{role}（{item.party}）收到征求意见书的日期：送达未知", None, article)
            yield Duty("other", f"{role}（{item.party}）反馈意见", None if item.assumed else item.latest, article)


def _of_objections(course: Course, articles: Articles) -> Iterator[Duty]:
    """What a third party is owed before information is made public that it objects to (21)."""
    if course.released or (course.answer is not None and course.answer.outcome not in DISCLOSING):
        return
    for item in course.consultations:
        if item.fact.role == "third_party" and item.objects and not item.override_noticed:
            what = f"第三方（{item.party}）不同意公开：决定公开的，公开前书面告知其公开的内容和理由"
            yield Duty("agency", what, None, articles.third_party)


def _of_term(term: Term, rules: Rules, days: Calendar) -> Iterator[Duty]:
    if term.last is None:
        what = "补正告知" if term.kind == "supplement" else "收费通知"
        yield Duty("agency", f"查明申请人收到{what}的日期：期限自收到起算", None, term.article)
    what = "补正申请" if term.kind == "supplement" else "缴纳信息处理费"
    yield Duty("applicant", f"{what}，逾期视为放弃申请", term.last, term.article)
    if term.last is not None:
        yield Duty("agency", "申请人逾期的，结束案件并登记", closing_day(term.last, rules, days), term.article)
