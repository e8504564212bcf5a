"""Everything in a report that is no table: title, agency, year, period, signature, sections.

All of it is found by the words themselves: headings may lack their numerals, titles stand twice or over two lines,
pages wrap the report in menus.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from gongkai.report.reading.labels import simplified, squash
from gongkai.report.reading.lines import Line

_CN = "一-鿿㐀-䶿"
_TITLE_END = r"(?:政府信息公开|信息公开|政务公开|政府信息)(?:和政务公开|暨政务公开|与政务公开)?(?:工作)?(?:情况)?(?:的)?(?:年度(?:工作)?)?(?:报告|年报)"
_TITLE = re.compile(rf"^(?P<before>.*?){_TITLE_END}(?P<after>(?:[（(].{{0,30}}[)）])?)$")
_YEAR = re.compile(r"(20[0-4]\d|二[〇○零0O]?[一二三四五六七八九〇○零]{2})\s*年?度?")
_YEAR_STRICT = re.compile(r"(20[0-4]\d|二[〇○零0][一二三四五六七八九〇○零]{2})\s*年")
_PERIOD = re.compile(
    r"(20[0-4]\d|二[〇○零0][一二三四五六七八九〇○零]{2})\s*年\s*(?:1|01|一)\s*月\s*(?:1|01|一)\s*日?\s*(?:起|开始)?\s*(?:至|到|止|[-—–~～])+\s*"
    r"(?:(20[0-4]\d|二[〇○零0][一二三四五六七八九〇○零]{2}|同|当|本)\s*年)?\s*(?:12|十二)\s*月\s*(?:31|三十一)\s*日"
)
_OPENING_YEAR = re.compile(r"^\s*(?:在)?(20[0-4]\d)\s*年(?:度|来|以来)?\s*[,，、]?")
_DATE = re.compile(
    r"(20[0-4]\d|二[〇○零0Oo][一二三四五六七八九〇○零Oo]{2})\s*[年.\-/]\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*[月.\-/]\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*日?"
)
_NUMERAL = re.compile(r"^[#\s]*(?:第)?([一二三四五六])\s*(?:部分)?\s*[、.．,，:：\s]\s*(.*)$")
_SECTION_WORDS = {
    "一": re.compile(r"^(?:总体|概述|基本|工作)\w{0,8}$|^总体情况"),
    "二": re.compile(r"主动公开"),
    "三": re.compile(r"收到和处理|依申请公开|申请情况|申请公开|处理政府信息公开"),
    "四": re.compile(r"复议|诉讼"),
    "五": re.compile(r"问题|改进"),
    "六": re.compile(r"其他|其它|需要(?:报告|说明)"),
}
_BARE = {
    "一": re.compile(r"^(?:总体情况|概述|总体工作情况)$"),
    "二": re.compile(r"^(?:行政机关)?主动公开政府信息(?:的)?情况$"),
    "三": re.compile(r"^(?:行政机关)?收到和处理政府信息公开申请(?:的)?情况$"),
    "四": re.compile(r"^(?:因)?政府信息公开\w{0,14}行政复议\w{0,8}行政诉讼(?:的)?情况$"),
    "五": re.compile(r"^(?:政府信息公开工作)?(?:中)?存在的?(?:主要)?问题[及和与、]?(?:下一步)?改进(?:情况|措施|方向)$"),
    "六": re.compile(r"^其[他它]需要(?:报告|说明)的?事项$"),
}
_HEADING_HINT = re.compile("[况況述题題项項复復复施]")
_FURNITURE = re.compile(
    r"^\s*(?:分享到|分享|\[?\s*(?:收藏|打印|关闭)|【\s*(?:打印|关闭|收藏)|打印本页|关闭窗口|上一[篇条]|下一[篇条]|相关(?:链接|文章|文档|阅读|附件)|扫一扫|版权所有|主办单位|"
    r"主办[:：]|承办|技术支持|网站标识码|[^\s]{0,4}ICP备|公安备案|网站地图|联系我们|返回顶部|责任编辑|编辑[:：]|来源[:：]|附件\s*\d*\s*[:：]|附件下载|浏览次数|TOP$|友情链接|您是第)"
)
_ORGAN_END = (
    "人民政府|政府办公室|政府办|办公室|办公厅|办事处|街道办|委员会|管委会|管理局|分局|总局|局|厅|街道|镇|乡|苏木|中心|支队|总队|大队|联合会|协会|研究院|检察院|法院|院|"
    "署|总社|联社|公司|集团|学校|大学|学院|医院|档案馆|图书馆|馆|所|队|站|处|部|委|科|省|市|县|区|旗|州|盟"
)
_ORGAN = re.compile(rf"^[{_CN}·（）()“”]{{2,40}}?(?:{_ORGAN_END})(?:[（(][{_CN}]{{1,12}}[)）])?$")
_REGION = re.compile(rf"(?:[{_CN}]{{1,9}}?(?:省|自治区|市|自治州|州|盟|地区|区|县|旗|镇|乡|街道|人民政府))+$")
_LEFT_STOP = re.compile(rf".*(?:[^{_CN}]|由|是|请与|与|向|经|对|在|为|致|至|本报告|报告)")
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
_ABOUT = (
    ("解读", re.compile(r"解读|图解|一图读懂|一图看懂|图说|速览")),
    ("通知", re.compile(r"通知|关于做好|关于报送|关于编制|关于印发|的函$|工作提示|工作方案|培训")),
    ("格式或填报说明", re.compile(r"格式|模板|样式|样表|填报说明|填表说明|参考文本")),
    ("指南", re.compile(r"指南")),
    ("目录", re.compile(r"目录")),
    ("预算或决算", re.compile(r"预算|决算")),
    ("通报或评估", re.compile(r"通报|评估|考核|评分|抽查|检查情况|评价")),
)
_HEAD_LINES = 60
_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")  # one for one: positions stay


@dataclass(slots=True)
class Prose:
    """What the words around the tables say; None where they do not. ``headings`` tells the line of each section's heading."""

    title: str | None = None
    agency: str | None = None
    year: int | None = None
    period: tuple[date, date] | None = None
    issued: date | None = None
    sections: dict[str, str] = field(default_factory=dict)
    headings: dict[str, int] = field(default_factory=dict)
    about: str | None = None
    titled: bool = False
    """Whether a title names the document an annual report."""


def read_prose(
    lines: Sequence[Line], tables: dict[str, tuple[int, int]], used: set[int], medium_title: str | None
) -> Prose:
    """Title, agency, year, period, signature and sections of one report.

    ``tables`` maps 二, 三 and 四 to the first and last line of their tables, ``used`` are lines that belong to tables.
    """
    texts = ["" if number in used else _own_text(line) for number, line in enumerate(lines)]
    prose = Prose()
    prose.headings = _headings(texts, tables)
    body = min((*prose.headings.values(), *(first for first, _ in tables.values())), default=len(texts))
    title = _title(texts, body, medium_title)
    _sections(prose, texts, tables)
    opening = "\n".join(text for text in texts[max(0, body - 12) : body] if len(text) > 20)
    first = prose.sections.get("一", "")
    tail_start = max(
        (*prose.headings.values(), *(last for _, last in tables.values())), default=max(0, len(texts) - 30)
    )
    prose.issued, signatory = _signature(texts, tail_start, len(texts))
    if prose.issued is None:
        prose.issued, signatory = _signature(texts, max(0, body - 4), body, chinese_only=True)
    prose.period = _period(f"{opening}\n{first}")
    name = None
    if title is not None:
        prose.title, before, title_year = title
        prose.titled = True
        prose.year = title_year
        name = before
    if prose.year is None:
        prose.year = _year(prose, opening, first, texts, body)
    prose.agency = _agency(name, opening, first, signatory)
    prose.about = _about(texts, body, medium_title, prose.title)
    return prose


def _own_text(line: Line) -> str:
    """The line's text if it is prose; of the rows of a page's metadata the one that names the title."""
    cells = line.cells
    if len(cells) == 1:
        return cells[0].strip().translate(_WIDTH)
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) == 1 and len(filled[0]) > 8:
        return filled[0].strip().translate(_WIDTH)
    if len(filled) > 1 and squash(filled[0]) in ("标题", "名称", "信息名称", "文件名称"):
        return filled[1].strip().translate(_WIDTH)
    return ""


# --- headings and sections -------------------------------------------------------------------------------------------


def _headings(texts: Sequence[str], tables: dict[str, tuple[int, int]]) -> dict[str, int]:
    """Line of each section's heading: the last one before the section's table, the first one after the tables."""
    found: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        if not 2 <= len(text) <= 45 or text[-1] in "。；;" or _HEADING_HINT.search(text) is None:
            continue
        plain = simplified(text)
        match = _NUMERAL.match(plain)
        if match and len(match[2]) <= 36:
            if _SECTION_WORDS[match[1]].search(match[2].strip(" 　:：")):
                found.setdefault(match[1], []).append(number)
                continue
        squashed = squash(text)
        if 2 <= len(squashed) <= 34:
            bare = re.sub(r"^[一二三四五六]", "", squashed)
            for numeral, pattern in _BARE.items():
                if pattern.match(bare):
                    found.setdefault(numeral, []).append(number)
    headings: dict[str, int] = {}
    after_tables = max((last for _, last in tables.values()), default=-1)
    for numeral in ("二", "三", "四"):
        lines = found.get(numeral, [])
        if numeral in tables:
            lines = [line for line in lines if line < tables[numeral][0]]
            before = [
                tables[other][1]
                for other in ("二", "三")
                if other < numeral and other in tables and tables[other][1] < tables[numeral][0]
            ]
            after = [line for line in lines if line > max(before, default=-1)]
            if after or lines:
                headings[numeral] = (after or lines)[-1]
        elif lines:
            previous = max((line for key, line in headings.items()), default=-1)
            later = [line for line in lines if line > previous]
            if later:
                headings[numeral] = later[-1] if numeral != "四" else later[0]
    for numeral in ("五", "六"):
        previous = max((*headings.values(), after_tables), default=-1)
        later = [line for line in found.get(numeral, []) if line > previous]
        if later:
            headings[numeral] = later[0]
    first_others = min((*headings.values(), *(first for first, _ in tables.values())), default=len(texts))
    openings = [line for line in found.get("一", []) if line < first_others]
    if openings:
        headings["一"] = openings[0] if len(openings) == 1 else _real_opening(openings, texts)
    return headings


def _real_opening(openings: list[int], texts: Sequence[str]) -> int:
    """Of several headings 总体情况 the first one that prose follows: a table of contents has none."""
    for line in openings:
        following = next((text for text in texts[line + 1 : line + 4] if text), "")
        if len(following) > 24 or following.startswith(("（一", "(一")):
            return line
    return openings[0]


def _sections(prose: Prose, texts: Sequence[str], tables: dict[str, tuple[int, int]]) -> None:
    headings = prose.headings
    starts = sorted(line for line in (*headings.values(), *(first for first, _ in tables.values())))
    for numeral in ("一", "五", "六"):
        if numeral not in headings:
            continue
        start = headings[numeral] + 1
        end = next((line for line in starts if line >= start), len(texts))
        kept: list[str] = []
        for text in texts[start:end]:
            if numeral == "六" and kept and (_FURNITURE.match(text) or _is_date(text)):
                break
            if _FURNITURE.match(text):
                if numeral == "六":
                    break
                continue
            if text and not (len(text) <= 3 and text.isdigit()):
                kept.append(text)
        if numeral == "六":
            while len(kept) > 1 and (_ORGAN.match(squash(kept[-1])) or _is_date(kept[-1])) and len(kept[-1]) <= 40:
                kept.pop()
            kept = kept[:200]
        prose.sections[numeral] = "\n".join(kept)


# --- title -----------------------------------------------------------------------------------------------------------


def _title(texts: Sequence[str], body: int, medium_title: str | None) -> tuple[str, str, int | None] | None:
    """(title, what stands before 政府信息公开, year): the fullest title-like line before the body, or the medium's."""
    head = [(number, text) for number, text in enumerate(texts[:body]) if text]
    head = head[-_HEAD_LINES:]
    best: tuple[float, str, str, int | None] | None = None
    for index in range(len(head)):
        for width in (1, 2, 3):
            if index + width > len(head):
                break
            last = head[index + width - 1][1]
            if "报" not in last and "報" not in last:
                continue
            pieces = [text for _, text in head[index : index + width]]
            if head[index + width - 1][0] - head[index][0] > 4 or any(len(piece) > 60 for piece in pieces):
                break
            candidate = _as_title(pieces)
            if candidate is None:
                continue
            title, before, year = candidate
            score = 2.0 * (year is not None) + 2.0 * bool(before) - 0.3 * (width - 1) + 0.01 * index
            if best is None or score >= best[0]:
                best = (score, title, before, year)
    if (best is None or best[0] < 1.5) and medium_title:
        for piece in re.split(r"[_|\-—–－]|\s{2,}", medium_title):
            candidate = _as_title([piece])
            if candidate is not None and (candidate[1] or candidate[2]):
                return candidate
    return best[1:] if best is not None else None


def _as_title(pieces: Sequence[str]) -> tuple[str, str, int | None] | None:
    title = "".join("".join(piece.split()) for piece in pieces).lstrip("#•·●◆■▪*－—-")
    plain = simplified(title).replace("政府资讯公开", "政府信息公开")
    match = _TITLE.match(plain)
    if match is None or len(title) > 90 or any(mark in title for mark in "。；;？?！!"):
        return None
    before = match["before"]
    if re.search(r"解读|图解|通知|关于做好|格式|[:：]|>|》.|目录|上一篇|下一篇", title):
        return None
    if len(pieces) > 1:
        first = simplified("".join(pieces[0].split()))
        if _TITLE.match(first) or not (
            _ORGAN.match(re.sub(r"[（(].*?[)）]", "", first))
            or "信息公开" in first
            or "政务公开" in first
            or _YEAR_STRICT.search(first)
            or first.endswith("关于")
        ):
            return None
        if any(mark in title for mark in "，,："):
            return None
    year = None
    if found := _YEAR.search(before) or _YEAR.search(match["after"] or ""):
        year = year_of(found[1])
    name = re.sub(r"[（(]\s*\d{4}\s*年?度?\s*[)）]", "", title[: len(before)])  # as printed, if traditional
    name = _YEAR.sub("", name) if year is not None else name
    name = re.sub(r"^(?:关于|中共)?|(?:关于|的|年度|年)$", "", name).strip("《〈<“”\"'-—·,，、 　")
    return title, name, year


def year_of(text: str) -> int | None:
    """2021 of ``"2021"`` or ``"二〇二一"``."""
    if text.isascii() and text.isdigit():
        return int(text)
    digits = "".join(_CHINESE_DIGITS.get(c, "") for c in text)
    return int(digits) if len(digits) == 4 and digits.startswith("20") else None


_CHINESE_DIGITS = dict(zip("〇○零0Oo一二三四五六七八九", "000000123456789", strict=True))


def _small_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * int(_CHINESE_DIGITS.get(tens, "1")) + (int(_CHINESE_DIGITS.get(ones, "0")) if ones else 0)
    return int("".join(_CHINESE_DIGITS.get(c, "") for c in text) or 0)


# --- year, period, signature -----------------------------------------------------------------------------------------


def _period(text: str) -> tuple[date, date] | None:
    match = _PERIOD.search(text)
    if match is None:
        return None
    year = year_of(match[1])
    last = year_of(match[2]) if match[2] and match[2] not in "同当本" else year
    return (date(year, 1, 1), date(last, 12, 31)) if year and last and last >= year else None


def _year(prose: Prose, opening: str, first: str, texts: Sequence[str], body: int) -> int | None:
    """Without a year in the title: the stated period, the year that opens the text, the year before the signature.

    The first of them counts, unless the two others agree against it: sentences of last year are often left in.
    """
    opened = None
    for text in (*first.split("\n")[:3], *opening.split("\n")):
        if match := _OPENING_YEAR.match(text):
            opened = int(match[1])
            break
    signed = prose.issued.year - 1 if prose.issued is not None else None
    period = prose.period[1].year if prose.period is not None else None
    if period is not None and opened is not None and opened == signed:
        return opened
    if period or opened or signed:
        return period or opened or signed
    text = f"{opening}\n{first}"
    years = {int(year) for year in re.findall(r"^(20[0-4]\d)年", text, re.MULTILINE)}
    years |= {
        int(year) for year in re.findall(r"(20[0-4]\d)年度?(?:\w{0,6})?政府信息公开(?:工作|情况|报告|年度)", text)
    }
    return years.pop() if len(years) == 1 else None


def _is_date(text: str) -> bool:
    match = _DATE.search(text)
    return match is not None and len(text.strip()) - len(match[0]) <= 2


def _signature(
    texts: Sequence[str], start: int, end: int, *, chinese_only: bool = False
) -> tuple[date | None, str | None]:
    """Date and signing body: a line with little but a date, and the name on it or just above.

    ``chinese_only`` takes 2026年1月8日 only, below a name: under a title, other dates are the page's.
    """
    for number in range(start, end):
        text = texts[number]
        if not text or len(text) > 48 or re.search(r"发布|时间|来源|浏览|更新|日期[:：]|访问", text):
            continue
        match = _DATE.search(text)
        if match is None or chinese_only and "年" not in match[0]:
            continue
        rest = (text[: match.start()] + text[match.end() :]).strip(" 　（）()")
        if rest and not _ORGAN.match("".join(rest.split())):
            continue
        year = year_of(match[1])
        try:
            issued = date(year or 0, _small_number(match[2]), _small_number(match[3]))
        except ValueError:
            continue
        name = "".join(rest.split()) or None
        if name is None:
            before = next((other for other in reversed(texts[max(start, number - 3) : number]) if other), "")
            before = "".join(before.split())
            if _ORGAN.match(re.sub(r"[（(].*?[)）]", "", before)):
                name = before
        if chinese_only and name is None:
            continue
        return issued, name
    return None, None


# --- agency ----------------------------------------------------------------------------------------------------------


def _agency(title_name: str | None, opening: str, first: str, signatory: str | None) -> str | None:
    """The title's agency, by its full name where the opening or the signature gives one."""
    text = f"{opening}\n{first[:1500]}\n{signatory or ''}"
    plain = simplified(text)
    if title_name:
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
    if signatory:
        return signatory
    named: str | None = None
    for pattern in _NAMED:
        for match in pattern.finditer(plain):
            name = text[match.start(1) : match.end(1)]
            name = _INNER_UNIT.sub("", name) if "联系" in pattern.pattern else name
            name = re.sub(r"^(?:20\d\d年度?|本|我|由|对)", "", name)
            if not _ORGAN.match(re.sub(r"[（(].*?[)）]", "", simplified(name))) or len(name) < 3:
                continue
            if named is None or simplified(name).endswith(simplified(named)):
                named = name  # the first to name it, by its fullest name
    return named


_NAMED = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"(?:公布|公开|发布|编制|现将)(?:20\d\d年度?)?([{_CN}（）()]{{3,40}}?)(?:20\d\d年度?)(?:政府)?信息公开",
        rf"(?:公布|公开|发布|编制|现将)20\d\d年度?([{_CN}（）()]{{3,40}}?)(?:政府)?信息公开(?:工作)?(?:年度)?报告",
        rf"(?:^|[，。,])([{_CN}（）()]{{4,40}}?)现(?:向社会)?(?:公布|公开|发布)",
        rf"由([{_CN}（）()]{{4,40}}?)(?:负责)?(?:编制|汇总|组织编制|编写)",
        rf"^(?:20\d\d年(?:度)?[,，])?([{_CN}]{{3,30}}?(?:人民政府|办公室|办事处|委员会|局|厅|街道|镇|乡))(?:认真|坚持|深入|严格|按照|根据|以|在|全面|高度|紧紧|积极|切实|持续|始终|贯彻|全年)",
        rf"(?:请与|请联系|请径与|与|联系)([{_CN}]{{4,40}}?)(?:联系|[（(])",
    )
)
_INNER_UNIT = re.compile(
    r"(?:党政|综合|政务公开(?:工作)?|信息公开(?:工作)?|信息)?(?:领导小组)?(?:综合)?(?:办公室|综合科|办公科|政务公开科|信息科|秘书科|党政办)$"
)


def _region_before(text: str, end: int) -> str:
    left = text[max(0, end - 24) : end]
    stop = _LEFT_STOP.match(left.replace("\n", "，"))
    left = left[stop.end() :] if stop else left
    match = _REGION.fullmatch(left)
    return left if match else ""


def _about(texts: Sequence[str], body: int, medium_title: str | None, title: str | None) -> str | None:
    """What kind of document about reports this is, by its own title."""
    heads = [text for text in texts[: max(body, 30)] if text and 4 < len(text) < 70][:40]
    if medium_title:
        heads.insert(0, medium_title)
    for text in heads:
        plain = simplified(text)
        if not re.search(r"信息公开|政务公开|年报|年度报告|预算|决算", plain):
            continue
        for kind, pattern in _ABOUT:
            if pattern.search(plain) and (
                title is None or simplified(title) not in "".join(plain.split()) or kind in ("解读", "通知")
            ):
                return kind
    return None
