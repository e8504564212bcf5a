"""Which agency may stand below which, and what an agency's own data lack: remarks with their article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.web.agencies.kinds import Kind, Tier
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.refusals import NotFitting

FILE = Path(__file__).with_name("kinds.yaml")
VERDICTS = {"allowed", "remarked", "refused"}


class BadRules(ValueError):
    """kinds.yaml is not as it must be."""


@dataclass(frozen=True)
class Rule:
    """What kinds.yaml says of one kind of agency."""

    under: tuple[str, ...]
    otherwise: str
    top: str
    because: str
    source: str
    tiers: tuple[str, ...] = tuple(Tier.values)
    own_tiers: tuple[str, ...] = tuple(Tier.values)
    #: Its tier must be lower than its superior's.
    lower: bool = False


@dataclass(frozen=True)
class Remark:
    """What is odd about an agency, and whether that is refused."""

    text: str
    refused: bool = False


@cache
def rules() -> Mapping[str, Rule]:
    """kinds.yaml, read strictly."""
    read = {}
    for kind, entry in yaml.safe_load(FILE.read_text("utf-8")).items():
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
        }
        try:
            rule = Rule(**values)
        except TypeError as error:
            raise BadRules(f"{FILE.name}: {kind}: {error}") from error
        wrong = {*rule.under} - {*Kind.values} | {*rule.tiers, *rule.own_tiers} - {*Tier.values}
        if wrong or not {rule.otherwise, rule.top} <= VERDICTS:
            raise BadRules(f"{FILE.name}: {kind}: {sorted(wrong) or (rule.otherwise, rule.top)}")
        read[kind] = rule
    if set(read) != set(Kind.values):
        raise BadRules(f"{FILE.name}: {sorted(set(read) ^ set(Kind.values))}")
    return read


def standing(kind: str, tier: str, superior: Agency | None) -> list[Remark]:
    """What speaks against an agency of this kind and tier below that superior."""
    rule = rules()[kind]
    why = _("%(because)s（%(source)s）。") % {
        "because": pgettext("rule", rule.because),
        "source": pgettext("law", rule.source),
    }
    remarks = []
    verdict = rule.top
    if superior is not None:
        verdict = "allowed" if superior.kind in rule.under and superior.tier in rule.tiers else rule.otherwise
        rank = list(Tier.values).index
        if rank(tier) < rank(superior.tier) or (rule.lower and tier == superior.tier):
            remarks.append(
                Remark(
                    _("层级（%(tier)s）与上级机关的层级（%(above)s）不相称，请核对。")
                    % {"tier": Tier(tier).label, "above": Tier(superior.tier).label}
                )
            )
    if verdict == "refused":
        remarks.insert(0, Remark(why + _("请选择合适的上级机关，或核对机关的性质。"), refused=True))
    elif verdict == "remarked":
        remarks.append(Remark(why + _("请核对上级机关。")))
    if tier not in rule.own_tiers:
        tiers = _("、").join(str(Tier(own).label) for own in rule.own_tiers)
        remarks.append(Remark(_("%(kind)s一般为%(tiers)s，请核对层级。") % {"kind": Kind(kind).label, "tiers": tiers}))
    return remarks


def fit(kind: str, tier: str, superior: Agency | None) -> None:
    """Pass, or raise NotFitting with the rule."""
    for remark in standing(kind, tier, superior):
        if remark.refused:
            raise NotFitting(remark.text)


#: What 《条例》第十二条 wants in the guide, and where the office of disclosure may fall back on the agency's own.
GUIDE: Mapping[str, str] = {
    "office_address": "address",
    "office_phone": "phone",
    "office_fax": "fax",
    "office_email": "email",
}


def gaps(agency: Agency) -> list[Remark]:
    """What the agency's data lack of what the law wants."""
    label: Any = {field.name: field.verbose_name for field in Agency._meta.fields}.__getitem__
    found = []
    if not agency.office_name:
        found.append(Remark(_("未填写政府信息公开工作机构。各级行政机关应当指定（《条例》第四条）。")))
    missing = [label(name) for name, own in GUIDE.items() if not getattr(agency, name) and not getattr(agency, own)]
    if not agency.hours:
        missing.append(label("hours"))
    if missing:
        names = _("、").join(str(name) for name in missing)
        found.append(Remark(_("缺少%s。政府信息公开指南应当载明（《条例》第十二条）。") % names))
    return found
