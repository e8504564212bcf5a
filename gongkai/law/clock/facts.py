"""What is recorded of a request: one fact for each thing that happened on one day.

A fact never says what follows from it. Letters and consultations are several facts (sent, received, answered), so that
the clock of any past day is that of the facts dated up to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.law.loading import Kind, LawError, fields
from gongkai.law.outcomes import find_outcome
from gongkai.law.rules import law_rules
from gongkai.workdays import NotADayError, parse_day
from gongkai.workdays.strict import Miswritten, read_strictly

CHANNELS = {
    "in_person": "当面提交",
    "signed_mail": "签收邮件",
    "ordinary_mail": "平常信函",
    "internet": "互联网",
    "fax": "传真",
    "oral": "口头",
}
"""How a request comes in (《条例》第二十九条、《条例》第三十一条)."""

CONFIRMED_CHANNELS = frozenset({"ordinary_mail", "internet", "fax"})
"""Channels for which the day of confirmation is the day of receipt."""

ROLES = {"third_party": "第三方", "joint_maker": "共同制作机关", "other_organ": "其他机关", "inside": "本机关内部机构"}
"""Who is consulted (《条例》第三十二条、《条例》第三十三条第三款、《条例》第三十四条)."""

WAYS = {"post": "邮寄", "direct": "直接送达", "entrusted": "委托送达", "electronic": "电子方式"}
"""How an answer is served."""

SIGNED_WAYS = frozenset({"direct", "entrusted"})
"""Ways for which the day on which the applicant signs is the day of the answer, not the day of sending."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing on one day; ``kind`` is a key of :data:`KINDS`, which names what else it states."""

    kind: str
    on: date
    channel: str = ""
    misdirected: bool = False
    """The request reached another unit or person of the organ than the disclosure office."""

    days: int = 0
    """Working days: the term to supplement, or by which the answer is extended; 0 for the default term."""

    party: str = ""
    role: str = ""
    by: str = ""
    """Who approved an extension; of what is to be done anew, the organ or court that ordered it."""

    until: date | None = None
    to: str = ""
    inside: bool = False
    outcome: str = ""
    """Id of an outcome: the row of the annual report, without ``requests.``."""

    way: str = ""
    amount: int = 0
    """元."""

    objects: bool = False
    """The third party does not agree that the information is made public."""

    reason: str = ""
    """The good reason (正当理由) of a late supplement that the organ accepted."""

    @property
    def to_confirm(self) -> bool:
        """Whether a request that came in so is received only on the day it is confirmed."""
        return self.misdirected or self.channel in CONFIRMED_CHANNELS

    @property
    def name(self) -> str:
        """For people: 发出补正告知（2026-10-08）."""
        party = f"（{self.party}）" if self.party else ""
        return f"{KINDS[self.kind].name}{party}（{self.on}）"


@dataclass(frozen=True, slots=True)
class KindOfFact:
    """A kind of fact: its name for people, what it must state and what it may."""

    name: str
    needed: Mapping[str, Kind]
    optional: Mapping[str, Kind]


def _kind(
    name: str, needed: Mapping[str, Kind] | None = None, optional: Mapping[str, Kind] | None = None
) -> KindOfFact:
    return KindOfFact(name, {"on": date, **(needed or {})}, optional or {})


KINDS = {
    "received": _kind("收到申请", {"channel": str}, {"misdirected": bool}),
    "confirmed": _kind("与申请人确认"),
    # Before what is done anew on the day on which the decision comes: nothing answered that day can be set aside by it.
    "remitted": _kind("收到复议决定或者判决，重新办理", {"by": str}, {"until": date}),
    "supplement_asked": _kind("发出补正告知", optional={"days": int}),
    "supplement_notice_received": _kind("申请人收到补正告知"),
    "supplement_given": _kind("收到补正", optional={"reason": str}),
    "consulted": _kind("发出征求意见书", {"party": str, "role": str}),
    "consultation_received": _kind("被征求意见方收到", {"party": str}),
    "replied": _kind("收到反馈意见", {"party": str}, {"objects": bool}),
    "reasons_asked": _kind("要求说明理由"),
    "deferred": _kind("告知延迟答复期限", {"until": date}),
    "fee_noticed": _kind("发出收费通知", optional={"amount": int}),
    "fee_notice_received": _kind("申请人收到收费通知"),
    "fee_paid": _kind("缴纳信息处理费"),
    "extension_approved": _kind("批准延期", {"by": str, "days": int}),
    "extension_noticed": _kind("告知申请人延期"),
    "transferred": _kind("转办", {"to": str}, {"inside": bool}),
    "override_noticed": _kind("书面告知第三方公开决定和理由", {"party": str}),
    "withdrawn": _kind("申请人撤回申请"),
    "answered": _kind("作出答复", {"outcome": str}),
    "served": _kind("送出答复", {"way": str}),
    "arrived": _kind("申请人收到答复"),
    "released": _kind("公开或提供信息"),
}
"""Every kind of fact, in the order in which facts of one day are taken."""

_ORDER = {kind: place for place, kind in enumerate(KINDS)}
_DAYS = frozenset({"on", "until"})
_CHOICES = {"channel": CHANNELS, "role": ROLES, "way": WAYS}


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """Facts by day, those of one day in the order of :data:`KINDS`: the order of recording says nothing."""
    return sorted(facts, key=lambda fact: (fact.on, _ORDER[fact.kind], fact.party, fact.objects, fact.to))


def parse_facts(entries: Sequence[Mapping[str, Any]], where: str = "facts") -> list[Fact]:
    """Facts from a list as it stands in a file: ``[{"received": {"on": date, "channel": "internet"}}, …]``.

    :raises LawError: naming the entry and what is wrong with it.
    """
    facts: list[Fact] = []
    for number, entry in enumerate(entries, 1):
        place = f"{where}第{number}条"
        if not isinstance(entry, Mapping) or len(entry) != 1:
            raise LawError(f"{place}：应为一种事实，如 received: {{on: 2026-09-18, channel: internet}}")
        ((kind, details),) = entry.items()
        if isinstance(details, dict):
            details = {
                key: _day(value, f"{place}（{kind}）：{key}") if key in _DAYS else value
                for key, value in details.items()
            }
        known = KINDS.get(kind)
        if known is None:
            raise LawError(f"{place}：不认识 {kind}（可用：{'、'.join(KINDS)}）")
        fields(details, known.needed, f"{place}（{kind}）", optional=known.optional, blank=("by", "reason"))
        for key, choices in _CHOICES.items():
            if key in details and details[key] not in choices:
                raise LawError(f"{place}（{kind}）：{key} 应为 {'、'.join(choices)} 之一")
        _check_values(kind, details, f"{place}（{kind}）")
        if "outcome" in details:
            details["outcome"] = _outcome(details["outcome"], f"{place}（{kind}）")
        facts.append(Fact(kind, **details))
    return facts


def parse_case(text: str, where: str) -> list[Fact]:
    """The facts of a case file: YAML with ``facts``, a list of them, and nothing else.

    :raises LawError: naming file, place and what is wrong there.
    """
    try:
        data = read_strictly(text)
    except Miswritten as error:
        raise LawError(f"{where}：{error}") from None
    fields(data, {"facts": list}, where)
    return parse_facts(data["facts"], f"{where}：")


def _day(value: Any, where: str) -> date:
    try:
        return parse_day(value)
    except NotADayError as error:
        raise LawError(f"{where} 的值不对：{error}") from None


def _check_values(kind: str, details: Mapping[str, Any], where: str) -> None:
    """What has the right type and still cannot be."""
    for key in ("party", "to"):
        if key in details and not details[key].strip():
            raise LawError(f"{where}：{key} 不能为空")
    if kind == "supplement_asked" and details.get("days", 1) < 1:
        raise LawError(f"{where}：days 至少为1（工作日）；不写则按默认的补正期限")
    if details.get("amount", 1) < 1:
        raise LawError(f"{where}：amount 至少为1（元）；不写则不记金额")


def _outcome(text: str, where: str) -> str:
    try:
        return find_outcome(text, law_rules().outcomes).id
    except LawError as error:
        raise LawError(f"{where}：outcome：{error}") from None
