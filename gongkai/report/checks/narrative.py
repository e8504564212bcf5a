"""Figures in the prose: against the table, against each other, against their own parts, and terms that cannot be.

A figure contradicts the table only if it counts the same thing for the same body and the same year. Where the sentence
speaks of the whole district, of another year or of part of the year, the finding is a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from gongkai.report.agency import AgencyKind, classify
from gongkai.report.checks.values import edition_of, known, place, plain
from gongkai.report.rules import finding
from gongkai.report.schema import Finding, Number, Report, Severity, Statement

_REQUESTS = {
    "requests.received": "requests.received.total",
    "requests.concluded": "requests.concluded.total",
    "requests.carried_in": "requests.carried_in.total",
    "requests.carried_out": "requests.carried_out.total",
}
_DOCUMENTS = {
    ("documents.issued", "2021"): "issued",
    ("documents.repealed", "2021"): "repealed",
    ("documents.in_force", "2021"): "in_force",
    ("documents.issued", "2019"): "made",
}
_REMEDIES = {
    "review": ("review",),
    "litigation": ("litigation_direct", "litigation_after_review"),
}
_SINGLE = {*_REQUESTS, "documents.in_force", "review", "litigation", "fees.collected"}
"""What a report can give only one figure of."""

_SENTENCE_END = "。；;！!\n"
_OTHER_BODIES = re.compile(
    r"全[省市县区州盟旗镇乡系]|各(级|部门|单位|区|县|市|镇|乡|街道|科室|成员单位)|下属|所属|辖区内|[我本][省市县区州旗]"
)
_ABOVE = re.compile(r"全省|各(级|部门|单位|区|县|市|镇|乡|街道)|下属|所属|本级")
_YEAR = re.compile(r"(20\d\d)\s*年")
_EARLIER = re.compile(r"上年|去年|上一年|上年度|前一年|同期|历年|累计至|以来")
_PART_OF_YEAR = re.compile(
    r"[1-9一]\s*[-—－~～至到]\s*(?:[1-9]|1[01]|十一?)\s*月|上半年|下半年|[一二三四前]个?季度|截[至止](?:20\d\d年)?(?:[1-9]|1[01])月"
)
_PART = re.compile(r"其中|包括|分别")
_OPEN_LIST = re.compile(r"等|主要|约|余[条件个次篇份]|多[条件个次篇份]|以上|部分|包括但不限于")
_ABOUT_DISCLOSURE = re.compile(r"信息公开|政务公开|依申请|公开申请")
_WITH_CARRIED_IN = re.compile(r"含|包括|加上|结转")
_NO_DOCUMENT = re.compile(r"行政(处罚|许可|强制(措施)?|裁决|征收|给付|确认|复议|诉讼)(决定)?")
_REPEALED = re.compile(
    r"废止\s*(?:了)?\s*[\d０-９一二三四五六七八九十百]+\s*[个件项份部]\s*(行政(?:处罚|许可|强制(?:措施)?|裁决|征收))"
)
_IS_DOCUMENT = re.compile(
    r"事项|裁量|基准|决定书|依据|文件|办法|制度|清单|规定|规范|标准|职权|权力|类|相关|有关|方面|的"
)
_OWN_SITE = re.compile(r"(?:街道|(?<!城)[镇乡])(?:办事处|人民政府|政府)?(?:门户)?网站(?!专栏|栏目|板块|子站)")
_MAX_SUBSET = 10


def check_narrative(report: Report) -> Iterator[Finding]:
    """R11, R12, R14 and terms that cannot be."""
    kind = classify(report.agency)
    yield from _against_table(report, kind)
    yield from _against_each_other(report, kind)
    for statement in report.statements:
        if statement.parts:
            yield from _parts(report, statement, list(statement.parts.items()))
    yield from _fees(report, kind)
    yield from _terms(report)
    yield from _own_site(report, kind)


# --- the sentence around a figure ----------------------------------------------------------------------------------


def _before(report: Report, item: Statement) -> str:
    """The sentence up to the end of the figure."""
    text = report.sections.get(item.section, "")
    start, end = item.span
    begin = max(text.rfind(mark, 0, start) for mark in _SENTENCE_END) + 1
    return text[begin:end] or item.text


def _clause(report: Report, item: Statement) -> str:
    """The part of the sentence between commas in which the figure stands."""
    return re.split(r"[，,、（(：:]", _before(report, item)[: -len(item.text) or None])[-1] + item.text


def _sentences(report: Report, item: Statement, count: int) -> str:
    """From the beginning of the figure to the end of the ``count``-th sentence."""
    text = report.sections.get(item.section, "")
    found = re.match(rf"(?:[^。；;\n]*[。；;\n]?){{{count}}}", text[item.span[0] :])
    return found.group() if found else item.text


def _names_other_scope(report: Report, item: Statement, kind: AgencyKind) -> bool:
    """Does the sentence speak of more, or less, than the body that reports?"""
    pattern = _ABOVE if kind.form == "government" else _OTHER_BODIES
    return pattern.search(_before(report, item)) is not None


def _names_other_period(report: Report, item: Statement) -> bool:
    sentence = _before(report, item)
    years = _YEAR.findall(sentence)
    if years and report.year is not None and int(years[-1]) != report.year:
        return True
    if _PART_OF_YEAR.search(sentence):
        return True
    return item.what != "requests.carried_in" and _EARLIER.search(_clause(report, item)) is not None


def _is_part(report: Report, item: Statement) -> bool:
    """A figure for one channel or one kind, or one that is said to be part of another."""
    if item.channel is not None or (item.what in _REQUESTS and item.kind is not None and "申请" not in item.kind):
        return True
    return _PART.search(_clause(report, item)) is not None


# --- R11 -----------------------------------------------------------------------------------------------------------


def _against_table(report: Report, kind: AgencyKind) -> Iterator[Finding]:
    by_cells: dict[tuple[str, ...], list[Statement]] = {}
    for item in report.statements:
        if (cells := _cells(report, item)) and not _is_part(report, item):
            by_cells.setdefault(cells, []).append(item)
    found: dict[tuple[str, int, Number, Severity], tuple[Statement, dict[str, None], list[Number]]] = {}
    for cells, items in by_cells.items():
        accepted = _accepted(report, cells)
        if not accepted or any(_agrees(report, item, cells, accepted) for item in items):
            continue
        if len(items) > 1 and sum(item.value for item in items) in accepted:
            continue
        smaller = len({item.value for item in items}) > 1 and all(item.value < min(accepted) for item in items)
        for item in items:
            severity = _severity(report, item, kind, accepted)
            if severity == "error" and smaller:
                # Several figures below the table's may be parts of it.
                severity = "warn"
            key = (item.section, item.span[0], item.value, severity)
            _, named, totals = found.setdefault(key, (item, {}, []))
            named |= dict.fromkeys(cells)
            totals.append(accepted[0])
    for (_, _, _, severity), (item, named, totals) in found.items():
        yield finding(
            "narrative-differs-from-table",
            named,
            severity=severity,
            section=item.section,
            span=item.span,
            text=item.text,
            value=plain(item.value),
            places="、".join(place(cell, edition_of(report)) for cell in named),
            table="、".join(str(plain(total)) for total in totals),
        )


def _cells(report: Report, item: Statement) -> tuple[str, ...]:
    """The cells whose sum counts what the statement counts; none where the table has no such cell."""
    if item.what in _REQUESTS:
        return (_REQUESTS[item.what],)
    if item.what in _REMEDIES:
        kind = item.kind or ""
        if item.what == "litigation" and "未经复议" in kind:
            return ("litigation_direct.total",)
        if item.what == "litigation" and "复议后" in kind:
            return ("litigation_after_review.total",)
        return tuple(f"{group}.total" for group in _REMEDIES[item.what])
    column = _DOCUMENTS.get((item.what, report.edition or ""))
    if column is None:
        return ()
    named = item.kind if item.kind is not None else item.text
    if item.kind is None and "规范性文件" not in named and "规章" not in named:
        named = _before(report, item)
    rows = [row for row, word in (("regulations", "规章"), ("normative_documents", "规范性文件")) if word in named]
    return tuple(f"disclosure.{row}.{column}" for row in rows)


def _accepted(report: Report, cells: tuple[str, ...]) -> list[Number]:
    """The table's number, and where the table itself may be wrong in its total, the sum of the parts too."""
    result: list[Number] = []
    totals = known(report.cells, *cells)
    if totals:
        result.append(sum(totals))
    if cells[0].startswith(("review.", "litigation")):
        groups = [cell.rsplit(".", 1)[0] for cell in cells]
        names = ("upheld", "corrected", "other", "pending")
        parts = known(report.cells, *(f"{group}.{name}" for group in groups for name in names))
        if parts and totals and sum(parts) not in result:
            result.append(sum(parts))
    return result


def _agrees(report: Report, item: Statement, cells: tuple[str, ...], accepted: Sequence[Number]) -> bool:
    if item.value in accepted:
        return True
    if item.what == "requests.received" and _WITH_CARRIED_IN.search(_sentences(report, item, 1)):
        both = known(report.cells, "requests.received.total", "requests.carried_in.total")
        return both is not None and item.value == sum(both)
    return False


def _severity(report: Report, item: Statement, kind: AgencyKind, accepted: Sequence[Number]) -> Severity:
    if _names_other_scope(report, item, kind) or _names_other_period(report, item):
        return "warn"
    if item.what in _REMEDIES:
        # The prose may count all reviews of the body, or those begun this year: only none against some is certain.
        sure = _ABOUT_DISCLOSURE.search(_before(report, item)) or item.value == 0
        return "error" if sure and (item.value == 0 or not any(accepted)) else "warn"
    return "error"


# --- figures among themselves --------------------------------------------------------------------------------------


def _against_each_other(report: Report, kind: AgencyKind) -> Iterator[Finding]:
    own: dict[tuple[str, str | None], list[Statement]] = {}
    for item in report.statements:
        if item.what not in _SINGLE or _is_part(report, item):
            continue
        if not _names_other_scope(report, item, kind) and not _names_other_period(report, item):
            own.setdefault((item.what, item.kind), []).append(item)
    for items in own.values():
        values = list(dict.fromkeys(item.value for item in items))
        if len(values) > 1 and not any(2 * value == sum(values) for value in values):
            first, other = items[0], next(item for item in items if item.value != items[0].value)
            yield finding(
                "statements-disagree", section=other.section, span=other.span, first=first.text, other=other.text
            )
    sole = {what: items[0].value for (what, _), items in own.items() if len({item.value for item in items}) == 1}
    if all(what in sole for what in _REQUESTS):
        received, concluded, carried_in, carried_out = (sole[what] for what in _REQUESTS)
        if received + carried_in != concluded + carried_out:
            yield finding(
                "narrative-unbalanced",
                section="一",
                received=plain(received),
                carried_in=plain(carried_in),
                concluded=plain(concluded),
                carried_out=plain(carried_out),
            )


# --- R12 -----------------------------------------------------------------------------------------------------------


def _parts(report: Report, item: Statement, parts: list[tuple[str, Number]]) -> Iterator[Finding]:
    values = [value for _, value in parts]
    total = sum(values)
    if total == item.value or (total < item.value and len(values) == 1):
        return
    if total > item.value and _some_add_up(values, item.value):
        # Sub-items stand beside the items they belong to.
        return
    shown = "＋".join(f"{name}{plain(value)}" for name, value in parts)
    yield finding(
        "parts-differ-from-total",
        severity=_parts_severity(report, item, values),
        section=item.section,
        span=item.span,
        text=item.text,
        value=plain(item.value),
        parts=shown,
        sum=plain(total),
    )


def _some_add_up(values: list[Number], total: Number) -> bool:
    if len(values) > _MAX_SUBSET:
        return False
    return any(sum(some) == total for size in range(1, len(values)) for some in combinations(values, size))


def _parts_severity(report: Report, item: Statement, values: list[Number]) -> Severity:
    """其中 may introduce a choice of parts; a list in brackets or one that nearly fills the total is meant to be whole."""
    after = _sentences(report, item, 2)
    if _OPEN_LIST.search(after):
        return "warn"
    if sum(values) > item.value:
        return "error"
    whole = "其中" not in after or (len(values) >= 3 and sum(values) >= 0.95 * item.value)
    return "error" if whole else "warn"


# --- R14 -----------------------------------------------------------------------------------------------------------


def _fees(report: Report, kind: AgencyKind) -> Iterator[Finding]:
    collected = [
        item
        for item in report.statements
        if item.what == "fees.collected"
        and not _names_other_scope(report, item, kind)
        and not _names_other_period(report, item)
    ]
    cell = "disclosure.fees.amount"
    amount = report.cells.get(cell)
    if collected and amount is not None:
        most = max(collected, key=_yuan)
        if _yuan(most) > amount:
            yield finding(
                "fee-exceeds-table",
                (cell,),
                section=most.section,
                span=most.span,
                collected=plain(_yuan(most)),
                amount=plain(amount),
            )
    cell = "requests.other_fee_unpaid.total"
    unpaid = report.cells.get(cell)
    if unpaid and not any("处理费" in text or "收费" in text for text in report.sections.values()):
        yield finding("fee-unpaid-not-explained", (cell,), section="六", count=plain(unpaid))


def _yuan(item: Statement) -> Number:
    return item.value * 10**4 if item.unit == "万元" else item.value


# --- terms ---------------------------------------------------------------------------------------------------------


def _terms(report: Report) -> Iterator[Finding]:
    seen: list[tuple[str, int, int]] = []
    for item in report.statements:
        if item.what != "documents.repealed" or item.kind is None or not _NO_DOCUMENT.fullmatch(item.kind):
            continue
        following = report.sections.get(item.section, "")[item.span[1] :]
        if item.kind not in item.text:
            following = following.partition(item.kind)[2]
        if not _IS_DOCUMENT.match(following):
            seen.append((item.section, *item.span))
            yield finding("term-impossible", section=item.section, span=item.span, text=item.text, term=item.kind)
    for numeral, text in report.sections.items():
        if "废止" not in text:
            continue
        for match in _REPEALED.finditer(text):
            overlaps = any(
                section == numeral and start < match.end() and match.start() < end for section, start, end in seen
            )
            if not overlaps and not _IS_DOCUMENT.match(text[match.end() :]):
                yield finding(
                    "term-impossible", section=numeral, span=match.span(), text=match.group(), term=match.group(1)
                )


def _own_site(report: Report, kind: AgencyKind) -> Iterator[Finding]:
    if kind.level != "township":
        return
    for numeral, text in report.sections.items():
        if match := _OWN_SITE.search(text):
            yield finding("own-website", section=numeral, span=match.span(), text=match.group())
            return
