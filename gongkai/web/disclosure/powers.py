"""规章: who can make them. Everybody else issues 行政规范性文件."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.report.agency import classify
from gongkai.web.agencies.kinds import Kind as Form
from gongkai.web.agencies.kinds import Tier
from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.kinds import Kind
from gongkai.web.workflow.refusals import Refused


def makes_rules(agency: Agency) -> bool:
    """The governments of provinces, cities with districts and autonomous prefectures, and departments under the State
    Council, which are known by their names. A city without districts is entered at the tier of counties."""
    if agency.kind == Form.GOVERNMENT and agency.tier in (Tier.PROVINCE, Tier.CITY):
        return True
    found = classify(agency.name)
    return found.makes_rules is True and found.level == "state"


def missing_power(agency: Agency, kind: Kind) -> str:
    """Why an agency does not issue documents of a kind, in words; nothing where it may."""
    if not kind.power or makes_rules(agency):
        return ""
    return _(
        "“%(agency)s”没有规章制定权：规章由国务院部门，省、自治区、直辖市和设区的市、自治州的人民政府制定"
        "（立法法，条号待核实）；本机关制定的是行政规范性文件。"
    ) % {"agency": agency.name}


def require_power(agency: Agency, kind: Kind) -> None:
    """Pass where the agency issues such documents.

    :raises Refused: where it has no power to.
    """
    if said := missing_power(agency, kind):
        raise Refused(said)
