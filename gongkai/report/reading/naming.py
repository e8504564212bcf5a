"""Names of the bodies that report: what ends like one, and the fullest name the report gives its own."""

from __future__ import annotations

import re

from gongkai.report.reading.labels import simplified

_CN = "一-鿿㐀-䶿"
_ORGAN_END = (
    "人民政府|政府办公室|政府办|办公室|办公厅|办事处|街道办|委员会|管委会|管理局|分局|总局|局|厅|街道|镇|乡|苏木|中心|支队|总队|大队|联合会|协会|研究院|检察院|法院|院|"
    "署|总社|联社|公司|集团|学校|大学|学院|医院|档案馆|图书馆|馆|所|队|站|处|部|委|科|省|市|县|区|旗|州|盟"
)
_ORGAN = re.compile(rf"^[{_CN}·（）()“”]{{2,40}}?(?:{_ORGAN_END})(?:[（(][{_CN}]{{1,12}}[)）])?$")
_REGION = re.compile(rf"(?:[{_CN}]{{1,9}}?(?:省|自治区|市|自治州|州|盟|地区|区|县|旗|镇|乡|街道|人民政府))+$")
_LEFT_STOP = re.compile(
    rf".*(?:[^{_CN}]|由|是|请|与|向|经|对|在|为|致|至|报告|联系|公布|发布|公开|编制|根据|按照|依据|关于|现将|现就|位于|报送)"
)
_NOT_NAME_AFTER = re.compile(
    r"办公室|办公厅|办公|信息公开|政务公开|门户|网站|网|机关|党|各|及其|所属|工作(?:部门|机构)|人民政府|街道|公众号|微信|\d+号"
)
_SHORT = {
    "街道办": "街道办事处",
    "政府办": "人民政府办公室",
    "府办": "人民政府办公室",
    "政府": "人民政府",
    "乡政府": "乡人民政府",
}
_BEGINS = "认真|坚持|深入|严格|按照|根据|以|在|全面|高度|紧紧|积极|切实|持续|始终|贯彻|全年"
_NAMED = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"《([{_CN}（）()]{{3,40}}?)20\d\d年度?(?:政府)?信息公开(?:工作)?(?:年度)?报告》",
        rf"《20\d\d年度?([{_CN}（）()]{{3,40}}?)(?:政府)?信息公开(?:工作)?(?:年度)?报告》",
        rf"(?:公布|公开|发布|编制|现将)(?:20\d\d年度?)?([{_CN}（）()]{{3,40}}?)(?:20\d\d年度?)(?:政府)?信息公开",
        rf"(?:公布|公开|发布|编制|现将)20\d\d年度?([{_CN}（）()]{{3,40}}?)(?:政府)?信息公开(?:工作)?(?:年度)?报告",
        rf"(?:^|[，。,])([{_CN}（）()]{{4,40}}?)现(?:向社会)?(?:公布|公开|发布)",
        rf"由([{_CN}（）()]{{4,40}}?)(?:负责)?(?:编制|汇总|组织编制|编写)",
        rf"^(?:20\d\d年(?:度)?[,，])?([{_CN}]{{3,30}}?(?:人民政府|办公室|办事处|委员会|局|厅|街道|镇|乡))(?:{_BEGINS})",
        rf"^(?:20\d\d年(?:度)?[,，]?)?((?![全各我本今该])[{_CN}]{{2,12}}?[省市县区旗州])(?:{_BEGINS})",
        rf"(?:请与|请联系|请径与|与|联系)([{_CN}]{{4,40}}?)(?:联系|[（(])",
    )
)
_BEFORE_NAME = re.compile(r"^(?:20\d\d年度?|本?(?:年度)?[报報]告由|本|我|由|对)")
_OWN_GOVERNMENT = re.compile("人民政府|办事处")
"""What a signature adds to a title that names the place alone: 白水乡 is signed by 白水乡人民政府."""
_NOTES = re.compile(r"[（(].*?[)）]")
_INNER_UNIT = re.compile(
    r"(?:党政|综合|政务公开(?:工作)?|信息公开(?:工作)?|信息)?(?:领导小组)?(?:综合)?(?:办公室|综合科|办公科|政务公开科|信息科|秘书科|党政办)$"
)


def is_organ(text: str, *, notes: bool = True) -> bool:
    """Whether the text is the name of a public body and nothing else; ``notes`` lets brackets stand anywhere in it."""
    return _ORGAN.match(_NOTES.sub("", text) if notes else text) is not None


def agency_of(title_name: str | None, opening: str, first: str, signatory: str | None) -> str | None:
    """The title's agency, by its full name where the opening or the signature gives one."""
    text = f"{opening}\n{first[:1500]}\n{signatory or ''}"
    plain = simplified(text)  # one for one: positions are those of ``text``
    if title_name:
        if signatory and _signs_for(simplified(signatory), simplified(title_name)):
            return signatory
        return _in_full(title_name, text, plain)
    return signatory or _named(text, plain)


def _signs_for(signatory: str, place: str) -> bool:
    """Whether the report is signed by the government of the place that its title names."""
    before, found, added = signatory.rpartition(place)
    if not found or place[-1] not in "省市县区旗州盟镇乡道木" or not _OWN_GOVERNMENT.fullmatch(added):
        return False
    return not before or _REGION.fullmatch(before) is not None


def _in_full(title_name: str, text: str, plain: str) -> str:
    """The title's name with the region and the words that the text adds to it."""
    name = simplified(title_name)
    tails = [name]
    for short, full in _SHORT.items():
        if name.endswith(short) and not name.endswith(full):
            tails.append(name[: -len(short)] + full)
    best = title_name
    for tail in tails:
        for match in re.finditer(re.escape(tail), plain):
            if _NOT_NAME_AFTER.match(plain, match.end()):
                continue
            region = _region_before(plain, match.start())
            candidate = text[match.start() - len(region) : match.end()]
            if len(candidate) > len(best):
                best = candidate
    return best


def _named(text: str, plain: str) -> str | None:
    """Who the opening says publishes the report: the first to be named, by its fullest name."""
    named: str | None = None
    for pattern in _NAMED:
        for match in pattern.finditer(plain):
            name = text[match.start(1) : match.end(1)]
            name = _INNER_UNIT.sub("", name) if "联系" in pattern.pattern else name
            name = _BEFORE_NAME.sub("", name)
            if len(name) < 3 or not is_organ(simplified(name)):
                continue
            if named is None or _is_fuller(simplified(name), simplified(named)):
                named = name
    return named


def _is_fuller(name: str, named: str) -> bool:
    """The same body with its region before it, or with what it is behind its place."""
    return name.endswith(named) or bool(name.startswith(named) and _OWN_GOVERNMENT.fullmatch(name[len(named) :]))


def _region_before(text: str, end: int) -> str:
    """The regions whose names lead up to ``end``, as 江苏省淮安市 in 江苏省淮安市洪泽区."""
    left = text[max(0, end - 24) : end]
    stop = _LEFT_STOP.match(left.replace("\n", "，"))
    left = left[stop.end() :] if stop else left
    match = _REGION.fullmatch(left)
    return left if match else ""
