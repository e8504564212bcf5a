"""What an agency's name says: its form (government, office, department …), its level and whether it can make 规章.

Names are all there is: no register is consulted, and what a name does not settle stays unknown (None).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, get_args

from gongkai.report.data import load

Form = Literal["government", "office", "department", "vertical", "zone", "township", "subdistrict", "public_service"]
"""``township`` is the government of a 乡 or 镇, ``office`` a government's 办公厅(室), ``zone`` a 管委会,
``vertical`` an organ led from above (税务、海关 …), ``public_service`` a company, school or hospital."""

Level = Literal["state", "province", "prefecture", "county", "township"]

# 市 in 市场 or 城市, 区 in 社区, 乡 in 乡村 and the like name no region.
_REGION = re.compile(
    r"省|自治区|自治州|地区|盟(?=行政公署|行署|$)|自治县|县|旗(?=人民政府|$)|(?<![城区县市])市(?!场|容)"
    r"|(?<![社园矿景小灌校库片辖发政])区(?!块|域|划)|街道|(?<!城)镇(?!化)|(?<!城)乡(?!村|镇|建)|苏木"
)
_LEVELS: dict[str, Level] = {
    "省": "province",
    "自治区": "province",
    "自治州": "prefecture",
    "地区": "prefecture",
    "盟": "prefecture",
    "自治县": "county",
    "县": "county",
    "旗": "county",
    "区": "county",
    "街道": "township",
    "镇": "township",
    "乡": "township",
    "苏木": "township",
}
_NOISE = re.compile(r"[\s()（）【】\[\]“”\"《》]+")


@dataclass(frozen=True, slots=True)
class AgencyKind:
    """``form`` and ``level`` are None where the name does not tell.

    ``makes_rules``: can it make 规章? True, False (surely not) or None (the name does not settle it).
    """

    form: Form | None = None
    level: Level | None = None
    makes_rules: bool | None = None

    @property
    def is_local_body(self) -> bool:
        """A 乡镇 or 街道, or something inside one."""
        return self.level == "township"


UNKNOWN = AgencyKind()


@dataclass(frozen=True, slots=True)
class _Names:
    forms: tuple[tuple[re.Pattern[str], Form, Level | None], ...]
    rule_making_departments: frozenset[str]
    municipalities: frozenset[str]
    prefecture_cities: frozenset[str]


@cache
def _names() -> _Names:
    data = load("gongkai.report", "agency.yaml")
    forms = []
    for entry in data["forms"]:
        if entry["form"] not in get_args(Form) or not {"form", "pattern"} <= set(entry) <= {"form", "pattern", "level"}:
            raise ValueError(f"agency.yaml: {entry}: unknown form or key")
        forms.append((re.compile(entry["pattern"]), entry["form"], entry.get("level")))
    departments, municipalities, cities = (
        frozenset(data[key].split()) for key in ("rule_making_departments", "municipalities", "prefecture_cities")
    )
    return _Names(tuple(forms), departments, municipalities, cities)


@lru_cache(maxsize=4096)
def classify(name: str | None) -> AgencyKind:
    """What ``name`` says about the agency; :data:`UNKNOWN` where it says nothing."""
    text = _NOISE.sub("", unicodedata.normalize("NFKC", name or ""))
    names = _names()
    if text.removeprefix("中华人民共和国") in names.rule_making_departments:
        return AgencyKind("department", "state", True)
    for pattern, form, level in names.forms:
        if pattern.search(text):
            return _with_level(text, form, level or _level(text))
    return UNKNOWN


def _with_level(text: str, form: Form, level: Level | None) -> AgencyKind:
    if level is None and form == "department" and re.match(r"国家|中国|国务院|中华人民共和国", text):
        return AgencyKind(form, "state", None)
    if form == "government":
        return AgencyKind(form, level, _government_makes_rules(text, level))
    if form == "zone":
        # A 开发区 is set up by any level above it.
        return AgencyKind(form, None, False)
    if form == "office":
        # Its figures are often those of the government it serves.
        governed = _government_makes_rules(re.sub(r"(办公厅|办公室|办)$", "", text), level)
        return AgencyKind(form, level, False if governed is False else None)
    return AgencyKind(form, level, False)


def _government_makes_rules(text: str, level: Level | None) -> bool | None:
    if level in {"county", "township"}:
        return False
    if level == "province":
        return True
    if level == "prefecture":
        # 盟 and 地区 have a 行政公署, which is no people's government.
        return True if re.search(r"(市|自治州)(人民政府|政府)?$", text) else None
    return None


def _level(text: str) -> Level | None:
    """The level of the last region that the name mentions."""
    names = _names()
    matches = list(_REGION.finditer(text))
    if not matches:
        return None
    last = matches[-1]
    if last.group() == "市":
        before = text[: last.end()]
        if before.endswith(tuple(names.municipalities)):
            return "province"
        if before.endswith(tuple(names.prefecture_cities)):
            return "prefecture"
        # A city inside a prefecture is a 县级市; any other may be either.
        inside = any(match.group() in {"市", "自治州", "地区"} for match in matches[:-1])
        return "county" if inside else None
    return _LEVELS[last.group()]
