"""The prose by itself: parts against their total, fees, terms that cannot be, and sites that should not be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from gongkai.report.agency import AgencyKind, classify
from gongkai.report.checks.sentence import before, sentences, speaks_of_another
from gongkai.report.checks.values import plain
from gongkai.report.rules import finding
from gongkai.report.schema import Finding, Number, Report, Severity, Statement

_OPEN_LIST = re.compile(r"等|主要|约|余[条件个次篇份]|多[条件个次篇份]|以上|部分|包括但不限于")
_OVERLAP = re.compile(
    r"重复(?!申请|提出|来信|来访|诉求|投诉|反映)|重叠|交叉|重合|一稿多发|一文多发|去重|同[时步](?:发布|推送|公开|刊发|转发)"
)
"""One thing counted in several parts: they need not add up."""
_THE_REST = re.compile(r"(?:其余|其他|余下|剩余|另外)(?:的)?(?:均|都|全部)?(?:为|是|系)")
_RESPECTIVELY = re.compile(r"分别[为是]|分为|由[^，。；]{1,60}(?:组成|构成)")
_NO_DOCUMENT = re.compile(r"行政(处罚|许可|强制(措施)?|裁决|征收|给付|确认|复议|诉讼)(决定)?")
_REPEALED = re.compile(
    r"废止\s*(?:了)?\s*[\d０-９一二三四五六七八九十百]+\s*[个件项份部]\s*(行政(?:处罚|许可|强制(?:措施)?|裁决|征收))"
)
_IS_DOCUMENT = re.compile(
    r"事项|裁量|基准|决定书|依据|文件|办法|制度|清单|规定|规范|标准|职权|权力|类|相关|有关|方面|的"
)
_OWN_SITE = re.compile(r"(?:街道|(?<!城)[镇乡])(?:办事处|人民政府|政府)?(?:门户)?网站(?!专栏|栏目|板块|子站)")
_MAX_SUBSET = 10


def check_prose(report: Report) -> Iterator[Finding]:
    """R12, R14, terms that cannot be, and a subdistrict's own website."""
    kind = classify(report.agency)
    for statement in report.statements:
        if statement.parts:
            yield from _parts(report, statement, list(statement.parts.items()))
    yield from _fees(report, kind)
    yield from _terms(report)
    yield from _own_site(report, kind)


# --- R12 -----------------------------------------------------------------------------------------------------------


def _parts(report: Report, item: Statement, parts: list[tuple[str, Number]]) -> Iterator[Finding]:
    values = [value for _, value in parts]
    total = sum(values)
    if total == item.value or (total < item.value and len(values) == 1):
        return
    if total > item.value and _some_add_up(values, item.value):
        # Sub-items stand beside the items they belong to.
        return
    severity = _parts_severity(report, item, values)
    if severity is None:
        return
    shown = "＋".join(f"{name}{plain(value)}" for name, value in parts)
    yield finding(
        "parts-differ-from-total",
        severity=severity,
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


def _parts_severity(report: Report, item: Statement, values: list[Number]) -> Severity | None:
    """其中 may introduce a choice of parts; a list in brackets, or one that nearly fills the total, is whole.

    None where the parts contradict nothing: they overlap, or are below the total and not said to be all.
    """
    after = sentences(report, item, 2)
    if _OVERLAP.search(before(report, item)) or _OVERLAP.search(after):
        return None
    if sum(values) > item.value:
        return "warn" if _OPEN_LIST.search(after) else "error"
    if _OPEN_LIST.search(after) and "其中" in after:
        return None
    if _OPEN_LIST.search(after):
        return "warn"
    if "其中" not in after or (len(values) >= 3 and sum(values) >= 0.95 * item.value):
        return "error"
    return "warn" if _THE_REST.search(after) or _RESPECTIVELY.search(after) else None


# --- R14 -----------------------------------------------------------------------------------------------------------


def _fees(report: Report, kind: AgencyKind) -> Iterator[Finding]:
    collected = [
        item
        for item in report.statements
        if item.what == "fees.collected" and not speaks_of_another(report, item, kind)
    ]
    cell = "disclosure.fees.amount"
    amount = report.cells.get(cell)
    if collected and amount is not None:
        most = max(collected, key=_yuan)
        if _yuan(most) > amount >= 0:
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
