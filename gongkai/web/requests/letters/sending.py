"""Which facts a letter records when it goes out, and when it is of use at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.law.clock import Clock, Fact
from gongkai.letters import kinds
from gongkai.web.requests.acts import OF_PARTIES, reason_against, reasons_by_party
from gongkai.web.requests.fees import reckoning as fees
from gongkai.web.requests.standing import OVER

ANSWER, CLOSING = "answer_", "record_"
ROLES = {"共同制作机关": "joint_maker", "其他有关机关": "other_organ"}
#: The first fact that a letter records; possible when it is.
RECORDS: Mapping[str, str] = {
    "supplement": "supplement_asked",
    "extension": "extension_approved",
    "fee": "fee_noticed",
    "reasons": "reasons_asked",
    "delay": "deferred",
    "third_party_consultation": "consulted",
    "organ_consultation": "consulted",
    "publication_notice": "override_noticed",
    "internal_transfer": "transferred",
}
#: Letters that tell of what happened before, or go with another: of use once that is recorded.
AFTER: Mapping[str, str] = {"third_party_notice": "consulted", "organ_notice": "consulted", "delivery": "answered"}
#: Of requests; the answer to who wants a record corrected (《条例》第四十一条) is not among them.
GROUPS: Mapping[str, tuple[str | Promise, tuple[str, ...]]] = {
    "applicant": (
        gettext_lazy("给申请人"),
        ("receipt", "supplement", "extension", "third_party_notice", "organ_notice", "fee", "reasons", "delay"),
    ),
    "others": (
        gettext_lazy("给第三方、其他机关、内设机构"),
        ("third_party_consultation", "organ_consultation", "publication_notice", "internal_transfer"),
    ),
    "answer": (gettext_lazy("答复"), tuple(kind for kind in kinds() if kind.startswith(ANSWER))),
    "closing": (gettext_lazy("结案记录"), tuple(kind for kind in kinds() if kind.startswith(CLOSING))),
    "post": (gettext_lazy("送达"), ("delivery", "envelope")),
}
#: All of them.
OFFERED = frozenset(kind for _label, members in GROUPS.values() for kind in members)


class Use(NamedTuple):
    """A kind of letter, and why it cannot be drafted now; empty: it can."""

    kind: str
    name: str
    reason: str


def uses(facts: Sequence[Fact], clock: Clock, today: date) -> list[tuple[str, list[Use]]]:
    """Every kind of letter in its group."""
    return [
        (str(label), [Use(kind, kinds()[kind].name, why_not(kind, facts, clock, today)) for kind in members])
        for label, members in GROUPS.values()
    ]


def why_not(kind: str, facts: Sequence[Fact], clock: Clock, today: date) -> str:
    """Why a letter of a kind is of no use now, in the words of the law where it is the law."""
    first = first_fact(kind)
    if first in OF_PARTIES:
        reasons = list(reasons_by_party(facts, first, today).values())
        return "" if "" in reasons else reasons[0]
    if first is not None:
        return reason_against(facts, first, today)
    if kind in AFTER and all(fact.kind != AFTER[kind] for fact in facts):
        return _("还没有要告知或者送达的事项。")
    if kind.startswith(CLOSING) and clock.stage not in OVER:
        return _("这件申请还没有结束。")
    return ""


def first_fact(kind: str) -> str | None:
    """The kind of the first fact that a letter records."""
    return "answered" if kind.startswith(ANSWER) else RECORDS.get(kind)


def recorded(kind: str, said: Mapping[str, Any], *, issued: date, sent: date, way: str) -> list[Fact]:
    """The facts that a letter records when it is sent on that day."""
    if kind.startswith(ANSWER):
        return [Fact("answered", issued, outcome=kinds()[kind].outcome), Fact("served", sent, way=way)]
    if kind == "supplement":
        return [Fact("supplement_asked", sent, days=said["supplement_days"])]
    if kind == "extension":
        approved = Fact("extension_approved", said["approved_on"], by=said["approved_by"], days=said["extension_days"])
        return [approved, Fact("extension_noticed", sent)]
    if kind == "delay":
        return [Fact("deferred", sent, until=said["delay_until"])]
    if kind == "third_party_consultation":
        return [Fact("consulted", sent, party=said["third_party"], role="third_party")]
    if kind == "organ_consultation":
        return [Fact("consulted", sent, party=said["organ"], role=ROLES[said["organ_role"]])]
    if kind == "publication_notice":
        return [Fact("override_noticed", sent, party=said["third_party"])]
    if kind == "internal_transfer":
        return [Fact("transferred", sent, to=said["unit"], inside=True)]
    if kind == fees.NOTICE:
        return [Fact("fee_noticed", sent, amount=fees.amount_of(said))]
    return [Fact(RECORDS[kind], sent)] if kind in RECORDS else []
