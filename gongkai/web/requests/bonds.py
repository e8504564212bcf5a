"""What a request is bound to, as other parts ask it; reads only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from gongkai.web.requests.models import Bond, Case, Letter, Relation

ANSWER = "answer_"


def lead_of(case: Case) -> Case | None:
    """The request with which this one is answered."""
    row = Relation.objects.standing().filter(case=case, bond=Bond.TOGETHER).select_related("to").first()
    return row.to if row is not None else None


def answered_with(case: Case) -> list[Case]:
    """The requests that are answered with this one, in the order of the register."""
    rows = Relation.objects.standing().filter(to=case, bond=Bond.TOGETHER).select_related("case__told", "case__agency")
    return [row.case for row in rows.order_by("case")]


def parts_of(case: Case) -> list[Case]:
    """The requests that were split off this one."""
    rows = Relation.objects.standing().filter(to=case, bond=Bond.PART).select_related("case__told", "case__agency")
    return [row.case for row in rows.order_by("case")]


def joined_texts(case: Case) -> list[str]:
    """As the common answer names the others, in Chinese: number, day of receipt, what is asked."""
    found = []
    for one in answered_with(case):
        day = one.told.received or one.told.arrived
        asked = " ".join(one.content.split()).rstrip("。；;")
        found.append(f"{one.number}（{day.year}年{day.month}月{day.day}日收到）：{asked}")
    return found


def filled(case: Case, kind: str) -> dict[str, Any]:
    """What an answer says that follows from bonds: of what it is a repetition, what it answers as well."""
    if not kind.startswith(ANSWER):
        return {}
    said: dict[str, Any] = {"joined": joined_texts(case)}
    bound = Relation.objects.standing().filter(case=case, bond=Bond.REPEATS).first()
    if bound is not None and (letter := answer_of(bound.to_id)) is not None:
        said |= {"earlier_number": letter.number, "earlier_date": letter.issued}
    return {name: value for name, value in said.items() if value}


def answer_of(case: int) -> Letter | None:
    """The answer that went out."""
    rows = Letter.objects.filter(case=case, kind__startswith=ANSWER).exclude(sent=None)
    found: Letter | None = rows.order_by("-pk").first()
    return found


def objection(letter: Letter, said: Mapping[str, Any]) -> str:
    """Why an answer may not go out so by the bonds of its request; empty: it may."""
    if not letter.kind.startswith(ANSWER):
        return ""
    if (lead := lead_of(letter.case)) is not None:
        return _("这件申请与%(number)s一并答复，请在那一件拟答复书。") % {"number": lead.number}
    if list(said.get("joined", [])) != joined_texts(letter.case):
        return _("一并答复的申请有变化，请重新保存答复书。")
    return ""
