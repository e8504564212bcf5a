"""What a request costs: from the month's requests of who asks, as `gongkai.law.fees` reckons; what was collected.

A request counts in the month of its receipt, in the order of the register; one that its applicant took back counts no
more (ours: the text says nothing of it). What came in and is not confirmed yet counts nowhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from gongkai.law.fees import BOTH, Charge, Counted, charge, charge_of
from gongkai.web.agencies.models import Agency
from gongkai.web.personal import blind_indexes
from gongkai.web.requests.models import Case, FeeChoice, Method, RecordedFact
from gongkai.web.requests.standing import facts_of

#: The letter, and how it names the methods.
NOTICE = "fee"
WAYS = {"items": "按件计收", "pages": "按量计收"}


@dataclass(frozen=True)
class Reckoned:
    """A request among those of its applicant in its month, and what it costs by items."""

    charge: Charge
    #: How many of the month come before it, and how many there are.
    before: int
    in_month: int
    choice: FeeChoice | None

    @property
    def method(self) -> str:
        return self.choice.method if self.choice is not None else Method.EITHER


@dataclass(frozen=True)
class Collected:
    """Of a year: what was paid, and how many payments are without an amount, because their notice told none."""

    payments: int
    amount: int
    unknown: int


def choice_on(agency: Agency, day: date) -> FeeChoice | None:
    """What the agency chose, as it holds on a day."""
    found: FeeChoice | None = FeeChoice.objects.filter(agency=agency, since__lte=day).order_by("-since").first()
    return found


def reckon(case: Case, today: date) -> Reckoned | None:
    """What a request costs by items; None: it is not received yet."""
    received = case.told.received
    if received is None:
        return None
    taken_back = RecordedFact.objects.filter(case=OuterRef("pk"), kind="withdrawn", struck=None)
    rows = Case.objects.filter(
        agency=case.agency_id,
        applicant__identity_index__in=blind_indexes(case.applicant.identity_number),
        told__received__year=received.year,
        told__received__month=received.month,
    ).exclude(Exists(taken_back))
    month = {pk: Counted(pk, day) for pk, day in rows.values_list("pk", "told__received")}
    month.setdefault(case.pk, Counted(case.pk, received))
    own = next(one for one in charge(month.values()) if one.request.number == case.pk)
    return Reckoned(own, own.before, len(month), choice_on(case.agency, today))


def filled(case: Case, today: date) -> dict[str, Any]:
    """What a fee notice says that the register knows."""
    found = reckon(case, today)
    if found is None:
        return {}
    said: dict[str, Any] = {"fee_payment": found.choice.payment if found.choice is not None else ""}
    if found.method == Method.PAGES:
        return said | {"fee_way": WAYS["pages"]}
    return said | {"fee_way": WAYS["items"], "fee_count": 1, "fee_before": found.before}


def objection(case: Case, said: Mapping[str, Any], today: date) -> str:
    """Why a fee notice that says so may not go out by the register and the agency's own choice; empty: it may."""
    found = reckon(case, today)
    if found is None:
        return ""  # the clock has said so
    if found.method == Method.NONE:
        return _("本机关已经选择不收取信息处理费；要收取的，先由公开办改变计收方式。")
    way = next(name for name, words in WAYS.items() if words == said["fee_way"])
    if found.method not in (Method.EITHER, way):
        chosen = Method(found.method).label
        return _("本机关选择的是“%(chosen)s”，同一件申请不能用另一种方式（%(article)s）。") % {
            "chosen": chosen, "article": BOTH,
        }  # fmt: skip
    if way == "items" and said.get("fee_before", 0) != found.before:
        return _("同一申请人当月在这件之前有%(known)d件，通知写的是%(said)d件。请按登记的件数重新计算。") % {
            "known": found.before, "said": said.get("fee_before", 0),
        }  # fmt: skip
    return ""


def amount_of(said: Mapping[str, Any]) -> int:
    """What a fee notice that says so asks for, in 元."""
    way = next(name for name, words in WAYS.items() if words == said["fee_way"])
    return charge_of(way, said["fee_count"], said["receipt_date"], before=said.get("fee_before", 0)).amount


def paid_for(agencies: Collection[Agency] | QuerySet[Agency], year: int) -> QuerySet[Case]:
    """The requests whose fee was paid to these agencies in a year."""
    paid = RecordedFact.objects.filter(case__agency__in=agencies, kind="fee_paid", struck=None, on__year=year)
    rows: QuerySet[Case] = Case.objects.filter(pk__in=paid.values("case"))
    return rows


def paid_by(case: Case) -> int:
    """What its notice asked for, in 元."""
    return next(fact.amount for fact in facts_of(case) if fact.kind == "fee_noticed")


def collected(agencies: Collection[Agency] | QuerySet[Agency], year: int) -> Collected:
    """What was paid to agencies in a year, by the notices that were paid."""
    amounts = [paid_by(row) for row in paid_for(agencies, year).prefetch_related("facts")]
    return Collected(len(amounts), sum(amounts), amounts.count(0))
