"""Numbers that cannot stand beside the agency's name, or hardly beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from gongkai.report.agency import AgencyKind, classify
from gongkai.report.checks.values import edition_of, known, place, plain
from gongkai.report.rules import finding
from gongkai.report.schema import Finding, Number, Report, Severity, Statement

HUGE_AMOUNT = 10**10
"""元: more than any county collects in fees or buys in a year (100 亿)."""
HUGE_LOCAL_AMOUNT = 10**8
"""元: the same for a 乡镇 or 街道 (1 亿)."""
YUAN_TYPED = 10**5
"""万元: whole numbers from here on below the province suggest that 元 was typed under a head that says 万元."""
SMALL_PROJECT = 1000
"""元 per procured project: less suggests that 万元 was meant."""
SURE_BASE = 20
"""Items of last year from which an increase that doubles them looks like a total."""
FEW_PUBLISHED, MANY_DECISIONS = 2, 1000

REGULATIONS, DOCUMENTS = "disclosure.regulations", "disclosure.normative_documents"
_COLUMNS = {"2019": ("made", "newly_disclosed", "disclosed_total"), "2021": ("issued", "repealed", "in_force")}
_REFUSED_14_16 = tuple(
    f"requests.refused_{ground}.total"
    for ground in (
        "state_secret",
        "forbidden_by_law",
        "security_stability",
        "third_party",
        "internal_affairs",
        "process_information",
        "enforcement_files",
    )
)
_DECISIONS = tuple(
    f"disclosure.{row}.decisions" for row in ("licences", "other_services", "penalties", "coercive_measures")
)


def check_plausible(report: Report) -> Iterator[Finding]:
    """R9, R10, R15 and orders of magnitude."""
    kind = classify(report.agency)
    yield from _regulations(report, kind)
    yield from _documents(report)
    yield from _fees(report, kind)
    yield from _procurement(report, kind)
    yield from _changes(report)
    yield from _published(report)
    yield from _remedies(report)


def _regulations(report: Report, kind: AgencyKind) -> Iterator[Finding]:
    columns = _COLUMNS.get(report.edition or "", ())
    cells = [cell for column in columns if report.cells.get(cell := f"{REGULATIONS}.{column}")]
    # A city that is in no list and under no other may be a 县级市: ask, do not accuse.
    doubtful = kind.makes_rules is None and kind.form == "government" and kind.level is None
    if not cells or not (kind.makes_rules is False or doubtful):
        return
    values = "/".join(str(plain(report.cells.get(f"{REGULATIONS}.{column}"))) for column in columns)
    severity: Severity = "warn" if doubtful else "error"
    yield finding("regulations-without-power", cells, severity=severity, agency=report.agency, values=values)
    below = [f"{DOCUMENTS}.{column}" for column in columns]
    if known(report.cells, *below) and not any(report.cells[cell] for cell in below):
        yield finding("rows-shifted-up", below, values=values)


def _documents(report: Report) -> Iterator[Finding]:
    edition = edition_of(report)
    counts: dict[str, Any]
    for row in (REGULATIONS, DOCUMENTS):
        if report.edition == "2021":
            stock = f"{row}.in_force"
            values = known(report.cells, f"{row}.issued", f"{row}.repealed", stock)
            if values and values[2] < values[0] - values[1]:
                issued, repealed, in_force = map(plain, values)
                counts = {"issued": issued, "repealed": repealed, "in_force": in_force}
                yield finding("in-force-fewer-than-issued", (stock,), place=place(stock, edition), **counts)
        elif report.edition == "2019":
            new, total = f"{row}.newly_disclosed", f"{row}.disclosed_total"
            values = known(report.cells, new, total)
            if values and values[0] > values[1]:
                counts = {"new": plain(values[0]), "total": plain(values[1])}
                yield finding("new-exceeds-total", (new, total), place=place(total, edition), **counts)


def _fees(report: Report, kind: AgencyKind) -> Iterator[Finding]:
    cell = "disclosure.fees.amount"
    amount = report.cells.get(cell)
    if not amount or amount < 0:
        return
    printed = report.printed.get(cell, "")
    unit_given = re.search(r"[元万亿]", printed) is not None
    whole = amount % 10**4 == 0 and amount >= YUAN_TYPED * 10**4
    if _too_much(amount, kind) or amount < 1 or (whole and not unit_given and kind.level not in {"state", "province"}):
        yield finding("amount-out-of-scale", (cell,), place=place(cell, edition_of(report)), amount=plain(amount))


def _too_much(amount: Number, kind: AgencyKind) -> bool:
    return kind.level in {"county", "township"} and (
        amount >= HUGE_AMOUNT or (kind.is_local_body and amount >= HUGE_LOCAL_AMOUNT)
    )


def _procurement(report: Report, kind: AgencyKind) -> Iterator[Finding]:
    cells = ("disclosure.procurement.projects", "disclosure.procurement.amount")
    values = known(report.cells, *cells)
    if not values:
        return
    projects, amount = values
    where = place(cells[1], edition_of(report))
    if (projects > 0) != (amount > 0):
        yield finding("procurement-one-sided", cells, projects=plain(projects), amount=plain(amount))
    elif _too_much(amount, kind):
        yield finding("amount-out-of-scale", cells[1:], place=where, amount=plain(amount))
    elif 0 < amount < SMALL_PROJECT * projects and not re.search(r"[元万亿]", report.printed.get(cells[1], "")):
        yield finding("amount-in-ten-thousands", cells[1:], place=where, projects=plain(projects), amount=plain(amount))


def _changes(report: Report) -> Iterator[Finding]:
    """本年增/减 of the form of 2019 with the new total in it: as many again as there were, on a base that is no trifle,
    or just the number of last year."""
    if report.edition != "2019":
        return
    for row in ("licences", "other_services", "penalties", "coercive_measures", "fees"):
        cells = (f"disclosure.{row}.items_last_year", f"disclosure.{row}.items_change")
        values = known(report.cells, *cells)
        if values and values[0] >= 5 and (values[1] == values[0] or values[1] >= values[0] >= SURE_BASE):
            where = place(cells[1], edition_of(report))
            yield finding("change-looks-like-total", cells, place=where, last=plain(values[0]), change=plain(values[1]))


def _published(report: Report) -> Iterator[Finding]:
    published = [item for item in report.statements if item.what == "published" and not _all_years(report, item)]
    if not published:
        return
    most = max(published, key=lambda item: item.value)
    cells = [cell for cell in _DECISIONS if report.cells.get(cell)]
    decisions = sum(report.cells[cell] or 0 for cell in cells)
    if most.value <= FEW_PUBLISHED and decisions >= MANY_DECISIONS:
        count = plain(most.value)
        yield finding(
            "published-few", cells, section=most.section, span=most.span, count=count, decisions=plain(decisions)
        )


def _all_years(report: Report, item: Statement) -> bool:
    if item.kind == "累计":
        return True
    before = report.sections.get(item.section, "")[max(0, item.span[0] - 6) : item.span[1]]
    return re.search(r"历年|历史|以来", before + item.text) is not None


def _remedies(report: Report) -> Iterator[Finding]:
    suits = report.cells.get("litigation_after_review.total")
    concluded = known(report.cells, "review.upheld", "review.corrected", "review.other")
    if suits and concluded and suits > sum(concluded):
        cells = ("litigation_after_review.total",)
        yield finding("suits-exceed-reviews", cells, suits=plain(suits), reviews=plain(sum(concluded)))
    direct = report.cells.get("litigation_direct.total")
    refused = [cell for cell in _REFUSED_14_16 if report.cells.get(cell)]
    if direct and refused and report.year is not None and report.year >= 2024:
        count = plain(sum(report.cells[cell] or 0 for cell in refused))
        yield finding("direct-suit-to-review", ("litigation_direct.total",), suits=plain(direct), refused=count)
