"""What an applicant can do against a decision: which organ, which court, until when, and in which order.

Dates run from the day of service (签收 or arrival, not posting), which is not counted itself.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from gongkai.law.citations import formal
from gongkai.law.loading import LawError
from gongkai.law.organs import Order
from gongkai.law.rules import Rules, law_rules
from gongkai.workdays import Calendar, DueDay, add_workdays, next_workday

SILENCE = "silence"
"""Instead of an outcome: no answer in time."""

FREE = "free"
"""Instead of an outcome: a decision for which the applicant chooses, such as a notice to a third party."""

#: The agency's own terms: before an organ of reconsideration, before a court.
REPLY_LIMITS = ("reconsideration_reply_days", "suit_reply_days")
INTERNET = "《行政复议法》第二十二条第二款"


@dataclass(frozen=True, slots=True)
class Agency:
    """The agency that decides, as its letters name it and those above it.

    ``kind`` is an id of remedies.yaml (department, subdistrict, township, vertical, government, province, ministry …);
    ``government`` its own government, the one that set it up or the next higher one; ``superior`` its superior organ;
    ``court`` the court that takes suits against it; ``internet_channel`` where the reconsideration organ takes
    applications on the internet. What is not set is empty, and refused where a letter must say it.
    """

    name: str
    kind: str
    government: str = ""
    superior: str = ""
    court: str = ""
    internet_channel: str = ""


class Organ(NamedTuple):
    """A reconsideration organ: its name (empty where the agency's data lack it), and what the law calls it."""

    name: str
    called: str
    source: str
    verified: str


@dataclass(frozen=True, slots=True)
class Term:
    """``amount`` 日 or 月 (natural days, months), with its article.

    ``begins`` is the first day counted and ``due`` the last; both None where the day of service is not known.
    """

    amount: int
    unit: str
    source: str
    begins: date | None = None
    due: DueDay | None = None


@dataclass(frozen=True, slots=True)
class Remedies:
    """The remedies against one decision.

    ``first``: 行政复议 must come before a suit (复议前置); ``in_part``: only against what is withheld, for the rest the
    applicant chooses. ``suit`` is the direct suit, None where none is open at all. ``internet`` is the article that
    makes the letter offer an internet channel, empty where it need not; ``channel`` is that channel. ``source`` and
    ``verified`` belong to ``first``.
    """

    first: bool
    in_part: bool
    source: str
    verified: str
    organs: tuple[Organ, ...]
    court: str
    reconsideration: Term
    suit: Term | None
    suit_after: Term
    internet: str
    channel: str


def remedies(
    outcome: str,
    agency: Agency,
    decided: date,
    *,
    withheld: Iterable[str] = (),
    served: date | DueDay | None = None,
    by_internet: bool = False,
    rules: Rules | None = None,
    calendar: Calendar | None = None,
) -> Remedies:
    """What can be done against a decision of ``agency``.

    ``outcome`` is an outcome's id, :data:`SILENCE` or :data:`FREE`; ``decided`` the day of the decision, which says
    what law holds; ``withheld`` the outcomes of the withheld parts where it is in part; ``served`` the day of service
    (for silence the last day for the answer; its provisional mark is passed on); ``by_internet`` whether the letter
    goes by internet.

    :raises LawError: for an outcome or a kind of agency that is not known, or a day before the first rule.
    """
    rules = rules or law_rules()
    first, order = reconsideration_first(outcome, decided, withheld=withheld, rules=rules)
    in_part = first and outcome in rules.outcomes and rules.outcomes[outcome].letter == "partial"
    reconsideration, suit, suit_after = (
        _term(rules, limit, decided, service, calendar)
        for limit, service in (
            ("reconsideration_days", served),
            ("suit_months", served),
            ("suit_after_reconsideration_days", None),
        )
    )
    internet = by_internet and decided >= rules.documents["行政复议法"].from_
    return Remedies(
        first=first,
        in_part=in_part,
        source=order.source,
        verified=rules.mark(order.source, order.verified),
        organs=reconsideration_organs(agency, decided, rules=rules),
        court=agency.court,
        reconsideration=reconsideration,
        suit=None if first and not in_part else suit,
        suit_after=suit_after,
        internet=INTERNET if internet else "",
        channel=agency.internet_channel,
    )


def reconsideration_first(
    outcome: str, decided: date, *, withheld: Iterable[str] = (), rules: Rules | None = None
) -> tuple[bool, Order]:
    """Whether 行政复议 must come before a suit against a decision of that day, and the rule that says so.

    ``outcome`` and ``withheld`` as for :func:`remedies`.

    :raises LawError: for an outcome that is not known, or a day before the first rule.
    """
    rules = rules or law_rules()
    own, *parts = (_order(rules, name, decided) for name in (outcome, *withheld))

    def says(order: Order) -> bool:
        return rules.chosen.get(order.first, order.first) == "yes"

    return says(own) and (not parts or any(says(order) for order in parts)), own


def reconsideration_organs(agency: Agency, decided: date, *, rules: Rules | None = None) -> tuple[Organ, ...]:
    """The organs to which an application for 行政复议 goes; more than one where the applicant may choose.

    :raises LawError: for a kind of agency that is not known, or a day before the first rule.
    """
    rules = rules or law_rules()
    kind = rules.organs.get(agency.kind)
    if kind is None:
        raise LawError(f"{agency.name}：没有“{agency.kind}”这类机关（可用：{'、'.join(rules.organs)}）")
    names = {"government": agency.government, "superior": agency.superior, "own": agency.name}
    found = kind.on(decided)
    verified = rules.mark(found.source, found.verified)
    return tuple(Organ(names[role], called, found.source, verified) for role, called in found.organs.items())


def suit_after_reconsideration(
    served: date | DueDay, *, rules: Rules | None = None, calendar: Calendar | None = None
) -> Term:
    """The term for a suit after the decision on reconsideration was served."""
    return _term(rules or law_rules(), "suit_after_reconsideration_days", _day(served), served, calendar)


def reply_term(
    suit: bool, notified: date, *, rules: Rules | None = None, calendar: Calendar | None = None
) -> Term | None:
    """The agency's own term to answer the organ of reconsideration, or in a ``suit`` the court (ordinary procedure).

    None for days before which the law's data have no such term.
    """
    rules = rules or law_rules()
    limit = REPLY_LIMITS[suit]
    return None if notified < rules.limits[limit].values[0].from_ else _term(rules, limit, notified, notified, calendar)


def last_day(
    served: date | DueDay, amount: int, unit: str, *, calendar: Calendar | None = None, rules: Rules | None = None
) -> DueDay:
    """The last day of a term in 工作日, 日 or 月: the day of service is not counted.

    A month without the day ends on its last; a last day off gives way to the next working day
    (《民事诉讼法》第八十五条; switch ``remedy_last_day_off``).

    :raises LawError: for another unit.
    """
    day = _day(served)
    if unit == "工作日":
        return add_workdays(day, amount, calendar)
    if unit == "日":
        end = day + timedelta(amount)
    elif unit == "月":
        year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
        end = date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))
    else:
        raise LawError(f"期限的单位应为工作日、日或月：{unit}")
    found = next_workday(end, calendar)
    if (rules or law_rules()).choice("remedy_last_day_off") == "stays":
        found = DueDay(end, False)
    return DueDay(found.day, found.provisional or (isinstance(served, DueDay) and served.provisional))


def remedy_paragraph(found: Remedies, *, letter: str = "答复", rules: Rules | None = None) -> str:
    """The paragraph of a letter that tells the applicant of his remedies, without dates: the letter runs from service.

    ``letter`` is what the letter calls itself.

    :raises LawError: where the agency's data lack an organ, the court or the internet channel it must name.
    """
    rules = rules or law_rules()
    organs = "或者".join(_named(organ.name, f"复议机关（{organ.called}）") for organ in found.organs)
    start = f"自收到本{letter}之日起"
    apply = f"{start}{_length(found.reconsideration)}向{organs}申请行政复议"
    parts: list[str] = []
    if found.first:
        object_ = f"本{letter}中不予公开的部分" if found.in_part else f"本{letter}"
        law = formal(f"{found.source}、{found.reconsideration.source}、{found.suit_after.source}", rules.documents)
        parts.append(
            f"如对{object_}不服，根据{law}的规定，应当先{apply}；"
            f"对行政复议决定不服的，可以自收到行政复议决定书之日起{_length(found.suit_after)}"
            f"依法向{found.court or '人民法院'}提起行政诉讼。"
        )
    if found.suit is not None:
        object_ = f"本{letter}的其他内容" if found.in_part else f"本{letter}"
        law = formal(f"{found.reconsideration.source}、{found.suit.source}", rules.documents)
        court = _named(found.court, "法院")
        parts.append(
            f"如对{object_}不服，根据{law}的规定，可以{apply}，或者{start}{_length(found.suit)}向{court}提起行政诉讼。"
        )
    if found.internet:
        channel = _named(found.channel, "提交行政复议申请书的互联网渠道")
        parts.append(f"申请行政复议的，可以通过互联网渠道提交行政复议申请书：{channel}。")
    return "".join(parts)


def _order(rules: Rules, outcome: str, decided: date) -> Order:
    known = rules.outcomes.get(outcome)
    if known is None and outcome not in (SILENCE, FREE):
        raise LawError(f"没有“{outcome}”这个办理结果（可用：{'、'.join(rules.outcomes)}、{SILENCE}、{FREE}）")
    return rules.first[known.remedy if known else outcome].on(decided)


def _term(rules: Rules, limit: str, on: date, served: date | DueDay | None, calendar: Calendar | None) -> Term:
    entry = rules.limits[limit]
    value = entry.on(on)
    if served is None:
        return Term(value.value, entry.unit, value.source)
    due = last_day(served, value.value, entry.unit, calendar=calendar, rules=rules)
    return Term(value.value, entry.unit, value.source, _day(served) + timedelta(1), due)


def _day(served: date | DueDay) -> date:
    return served.day if isinstance(served, DueDay) else served


def _length(term: Term) -> str:
    return f"{term.amount}日内" if term.unit == "日" else f"{term.amount}个月内"


def _named(name: str, what: str) -> str:
    if not name:
        raise LawError(f"答复书要写明{what}：请先填入本机关的资料")
    return name
