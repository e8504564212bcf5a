"""What an applicant has to know, from the law's data: terms, fees, remedies. Numbers stand in `gongkai.law` only."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.law.bands import Band, FeeMethod
from gongkai.law.rules import law_rules

LIMITS = ("answer_days", "extension_days", "supplement_notice_days", "third_party_days", "fee_payment_days")
REMEDIES = ("reconsideration_days", "suit_months", "suit_after_reconsideration_days")


class Term(NamedTuple):
    name: str
    span: str
    source: str


class Fee(NamedTuple):
    """One way to charge: what is counted, and one sentence for each band."""

    name: str
    counted: str
    excluded: str
    bands: list[str]
    source: str


class Terms(NamedTuple):
    """In force on a day."""

    limits: list[Term]
    remedies: list[Term]
    fees: list[Fee]
    answer: Term


def terms(on: date | None = None) -> Terms:
    """The terms, remedies and fees of a day; today's where none is given."""
    day, rules = on or timezone.localdate(), law_rules()

    def term(id_: str) -> Term:
        limit = rules.limits[id_]
        value = limit.on(day)
        # 20个工作日, 6个月, but 60日
        words = _("%(value)d%(unit)s") if limit.unit == "日" else _("%(value)d个%(unit)s")
        span = words % {"value": value.value, "unit": law(limit.unit)}
        return Term(law(limit.name), span, law(value.source))

    limits = [term(id_) for id_ in LIMITS]
    return Terms(limits, [term(id_) for id_ in REMEDIES], [fee(item, day) for item in rules.fees.values()], limits[0])


def law(text: str) -> str:
    """A word of the law's data in the reader's language."""
    return pgettext("law", text) if text else ""


def fee(method: FeeMethod, day: date) -> Fee:
    """A way to charge in words."""
    value = method.on(day)
    ends = [band.first - 1 for band in value.bands[1:]] + [None]
    bands = [sentence(band, end, method.unit) for band, end in zip(value.bands, ends, strict=True)]
    excluded = method.excluded.text if method.excluded else ""
    return Fee(law(method.name), law(method.counted.text), law(excluded), bands, law(value.source))


def sentence(band: Band, end: int | None, unit: str) -> str:
    """`11至30件：每件100元`."""
    numbers = {
        "first": band.first,
        "end": end,
        "unit": law(unit),
        "yuan": band.yuan,
        "every": band.every,
        "more": band.more,
    }
    span = _("第%(first)d%(unit)s起") if end is None else _("%(first)d至%(end)d%(unit)s")
    price = _("每%(unit)s%(yuan)d元") if band.yuan else _("不收费")
    rising = _("，以后每%(every)d%(unit)s，每%(unit)s加收%(more)d元") if band.every else ""
    return (span + _("：") + price + rising) % {**numbers, "unit": law(unit)}
