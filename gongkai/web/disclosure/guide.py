"""What a guide says by itself: contacts from the agency's data, terms and remedies from the law of the day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext, gettext_noop

from gongkai.law.citations import formal
from gongkai.law.remedies import Agency as LegalAgency
from gongkai.law.remedies import reconsideration_first, reconsideration_organs
from gongkai.law.rules import law_rules
from gongkai.web.agencies.kinds import Kind, Tier
from gongkai.web.agencies.models import Agency

#: A refusal that stands for all of 《条例》第十四条: whether 行政复议 comes before a suit is the same for each.
REFUSAL = "refused_state_secret"

LEGAL_KINDS = {
    Kind.GOVERNMENT: "government",
    Kind.OFFICE: "department",
    Kind.DEPARTMENT: "department",
    Kind.TOWNSHIP: "township",
    Kind.SUBDISTRICT: "subdistrict",
    Kind.VERTICAL: "vertical",
    Kind.DISPATCHED: "dispatched",
    Kind.INTERNAL: "dispatched",
}


def above(agency: Agency) -> list[Agency]:
    """The agencies above, nearest first."""
    paths = agency.lineage[1:]
    found = {row.path: row for row in Agency.objects.filter(path__in=paths)} if paths else {}
    return [found[path] for path in paths if path in found]


def contacts(agency: Agency) -> list[tuple[str, str]]:
    """What 《条例》第十二条 wants of the office, the agency's own where the office has none; empty: not known.

    The guide is a Chinese text, whatever language its reader has chosen for the pages around it.
    """
    return [
        (gettext_noop("机构名称"), agency.office_name),
        (gettext_noop("办公地址"), agency.office_address or agency.address),
        (gettext_noop("邮政编码"), agency.postcode),
        (gettext_noop("办公时间"), agency.hours),
        (gettext_noop("联系电话"), agency.office_phone or agency.phone),
        (gettext_noop("传真号码"), agency.office_fax or agency.fax),
        (gettext_noop("互联网联系方式"), agency.office_email or agency.email or agency.website),
    ]


def missing_contacts(agency: Agency) -> list[str]:
    """What a guide must name and the agency's data lack. An office may have no fax, and a postcode is not asked for."""
    optional = {"传真号码", "邮政编码"}
    return [gettext(name) for name, value in contacts(agency) if not value and name not in optional]


def facts_of(agency: Agency, today: date) -> dict[str, Any]:
    """What the generated parts of a guide need, by the law in force on a day; two queries."""
    rules, higher = law_rules(), above(agency)
    governments = [one for one in higher if one.kind in (Kind.GOVERNMENT, Kind.TOWNSHIP)]
    government = governments[0] if governments else None
    legal = LegalAgency(
        name=agency.name,
        kind="province" if _is_province(agency) else LEGAL_KINDS[Kind(agency.kind)],
        government=government.name if government else "",
        superior=higher[0].name if higher else "",
    )
    first, order = reconsideration_first(REFUSAL, today, rules=rules)
    reconsideration, suit = rules.limits["reconsideration_days"].on(today), rules.limits["suit_months"].on(today)
    limits = {name: rules.days(name, today) for name in ("answer_days", "extension_days", "supplement_notice_days")}
    organs = reconsideration_organs(legal, today, rules=rules)
    return {
        "today": today,
        "contacts": [(name, value) for name, value in contacts(agency) if value],
        "limits": limits,
        "lead": _lead(agency, government),
        "superior": higher[0] if higher else None,
        "organs": "或者".join(organ.name or organ.called for organ in organs),
        "reconsideration": reconsideration,
        "suit": suit,
        "first": first,
        "first_source": formal(order.source, rules.documents),
        "reconsideration_source": formal(reconsideration.source, rules.documents),
        "suit_source": formal(suit.source, rules.documents),
    }


def _is_province(agency: Agency) -> bool:
    return agency.kind == Kind.GOVERNMENT and agency.tier == Tier.PROVINCE


def _lead(agency: Agency, government: Agency | None) -> Agency | None:
    """政府信息公开工作主管部门: the office of the government concerned (《条例》第三条)."""
    of = agency if agency.kind == Kind.GOVERNMENT else government
    if of is None:
        return None
    return Agency.objects.open().filter(Q(superior=of), kind=Kind.OFFICE).order_by("path").first()
