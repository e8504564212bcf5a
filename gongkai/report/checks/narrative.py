"""Figures in the prose against the table and against each other.

A figure contradicts the table only if it counts the same thing for the same body and the same year. Where the sentence
speaks of the whole district, of another year or of part of the year, the finding is a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongkai.report.agency import AgencyKind, classify
from gongkai.report.checks.sentence import before, is_part, sentences, speaks_of_another
from gongkai.report.checks.values import edition_of, known, place, plain
from gongkai.report.reading.labels import simplified
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
_DOCUMENT_WORDS = {
    "regulations": re.compile("规章(?!制度)"),
    "normative_documents": re.compile("规范性文件"),
}
_REMEDIES = {
    "review": ("review",),
    "litigation": ("litigation_direct", "litigation_after_review"),
}
_SINGLE = {*_REQUESTS, "documents.in_force", "review", "litigation", "fees.collected"}
"""What a report can give only one figure of."""

_ABOUT_DISCLOSURE = re.compile(r"信息公开|政务公开|依申请|公开申请")
_OF_ALL_KINDS = re.compile(
    r"各[类种项]|全部|所有|行政管理|征地|征收|拆迁|土地|工伤|[含括](?!上年|上一年|去年|年初|结转)[^，。；]{0,30}等"
)
"""Reviews and suits of any kind, where the sentence does not speak of disclosure."""
_WITH_CARRIED_IN = re.compile(r"含|包括|加上|结转")


_ALL_CONCLUDED = re.compile(
    r"(?:全部|均|都)(?:已经?|均|都|按[时期]|及时|依法|依规|按规定|在[^，。；]{0,10}内)*(?:办结|办理完毕|办理完成|办毕)"
)
_NOT_ALL = re.compile(
    r"其中|到期|其余|剩余|应[办答]|除|下一?年|次年|结转[至到]|继续办理|热线|信箱|来信|信访|留言|诉求|建议|提案|议案|许可|审批"
)
_ONLY_CARRIED_IN = re.compile(r"(?:上一?年|去年|20\d\d年)[^，,。；;]{0,8}结转|结转上年")


def check_narrative(report: Report) -> Iterator[Finding]:
    """R11, and figures that contradict each other."""
    kind = classify(report.agency)
    yield from _against_table(report, kind)
    yield from _all_concluded(report, kind)
    yield from _against_each_other(report, kind)


# --- R11 -----------------------------------------------------------------------------------------------------------


def _against_table(report: Report, kind: AgencyKind) -> Iterator[Finding]:
    by_cells: dict[tuple[str, ...], list[Statement]] = {}
    for item in report.statements:
        if (cells := _cells(report, item)) and not is_part(report, item) and not _of_all_kinds(report, item):
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
        kind = simplified(item.kind or "")
        if item.what == "litigation" and "未经复议" in kind:
            return ("litigation_direct.total",)
        if item.what == "litigation" and "复议后" in kind:
            return ("litigation_after_review.total",)
        return tuple(f"{group}.total" for group in _REMEDIES[item.what])
    column = _DOCUMENTS.get((item.what, report.edition or ""))
    if column is None:
        return ()
    named = simplified(item.kind if item.kind is not None else item.text)
    if item.kind is None and "文件" not in named and item.what != "documents.issued":
        # 制发行政规范性文件5个，现行有效54件
        named = before(report, item)
    rows = [row for row, word in _DOCUMENT_WORDS.items() if word.search(named)]
    return tuple(f"disclosure.{row}.{column}" for row in rows)


def _of_all_kinds(report: Report, item: Statement) -> bool:
    """Whether a sentence counts all reviews or suits of the body, of which those over disclosure are some."""
    if item.what not in _REMEDIES or item.value == 0:
        return False
    whole = before(report, item)[: -len(item.text) or None] + sentences(report, item, 1)
    return _OF_ALL_KINDS.search(whole) is not None and _ABOUT_DISCLOSURE.search(whole) is None


def _accepted(report: Report, cells: tuple[str, ...]) -> list[Number]:
    """The table's number, and where the table itself may be wrong in its total, the sum of the parts too."""
    result: list[Number] = []
    if not cells:
        return result
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
    if item.what == "requests.received" and _WITH_CARRIED_IN.search(sentences(report, item, 1)):
        both = known(report.cells, "requests.received.total", "requests.carried_in.total")
        return both is not None and item.value == sum(both)
    return False


def _severity(report: Report, item: Statement, kind: AgencyKind, accepted: Sequence[Number]) -> Severity:
    if speaks_of_another(report, item, kind):
        return "warn"
    if item.what in _REMEDIES:
        # The prose may count all reviews of the body, or those begun this year: only none against some is certain.
        sure = _ABOUT_DISCLOSURE.search(before(report, item)) or item.value == 0
        return "error" if sure and (item.value == 0 or not any(accepted)) else "warn"
    return "error"


def _all_concluded(report: Report, kind: AgencyKind) -> Iterator[Finding]:
    """已全部办结 beside requests that 表三 carries over. The sentence must give a figure of requests: it says whose."""
    cell = "requests.carried_out.total"
    carried = report.cells.get(cell)
    if not carried or carried < 0:
        return
    text = report.sections.get("一", "")
    for item in report.statements:
        if item.what != "requests.received" or item.section != "一" or not item.value or is_part(report, item):
            continue
        if speaks_of_another(report, item, kind):
            continue
        after = sentences(report, item, 1)
        match = _ALL_CONCLUDED.search(after)
        if match is None or _NOT_ALL.search(after):
            continue
        previous = re.split("[，,]", after[: match.start()].rstrip("，,"))[-1]
        if _ONLY_CARRIED_IN.search(previous) and "全部" not in match.group():
            continue
        start, end = item.span[0], item.span[0] + match.end()
        shown = text[start:end]
        yield finding(
            "all-concluded-but-carried", (cell,), section="一", span=(start, end), text=shown, carried=plain(carried)
        )
        return


# --- figures among themselves --------------------------------------------------------------------------------------


def _against_each_other(report: Report, kind: AgencyKind) -> Iterator[Finding]:
    if not _comparable(report):
        return
    own: dict[tuple[str, str | None, tuple[str, ...]], list[Statement]] = {}
    for item in report.statements:
        if item.what not in _SINGLE or is_part(report, item) or _of_all_kinds(report, item):
            continue
        if not speaks_of_another(report, item, kind):
            own.setdefault((item.what, item.kind, _cells(report, item)), []).append(item)
    for (_, _, cells), items in own.items():
        values = list(dict.fromkeys(item.value for item in items))
        adds_up = any(2 * value == sum(values) for value in values) or sum(values) in _accepted(report, cells)
        if len(values) > 1 and not adds_up:
            first, other = items[0], next(item for item in items if item.value != items[0].value)
            yield finding(
                "statements-disagree", section=other.section, span=other.span, first=first.text, other=other.text
            )
    sole = {what: items[0].value for (what, _, _), items in own.items() if len({item.value for item in items}) == 1}
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


def _comparable(report: Report) -> bool:
    """Whether there are two different figures for one thing, or all that must balance: in most reports neither."""
    first: dict[tuple[str, str | None], Number] = {}
    for item in report.statements:
        if item.what in _SINGLE and first.setdefault((item.what, item.kind), item.value) != item.value:
            return True
    named = {what for what, _ in first}
    return all(what in named for what in _REQUESTS)
