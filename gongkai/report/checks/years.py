"""Two years of one agency: what was carried over, what was in force, and text that did not change."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.report.checks.similarity import normalised, similarity
from gongkai.report.checks.values import edition_of, known, place, plain
from gongkai.report.editions import load_edition
from gongkai.report.rules import finding
from gongkai.report.schema import Finding, Report

REPEATED = 0.8
"""Similarity from which a section counts as last year's text."""
SHORT = 100
"""Characters below which a section says too little to be anyone's own (六 is often a standing sentence on fees)."""


def check_years_apart(previous: Report, current: Report) -> Iterator[Finding]:
    """R6, R7, R8, R15 and R17. Figures are compared only where the years follow each other."""
    if previous.year is not None and current.year is not None and current.year != previous.year + 1:
        yield finding("years-not-consecutive", previous=previous.year, current=current.year)
    else:
        yield from _carried_over(previous, current)
        yield from _in_force(previous, current)
        yield from _items(previous, current)
        yield from _suits(previous, current)
    yield from _repeated(previous, current)


def _carried_over(previous: Report, current: Report) -> Iterator[Finding]:
    """R6, per column."""
    if previous.edition is None or current.edition is None:
        return
    edition = load_edition(current.edition)
    differing, blank, shown = [], [], []
    for column in edition.rows["requests.carried_in"].columns:
        before, now = f"requests.carried_out.{column.id}", f"requests.carried_in.{column.id}"
        out, into = previous.cells.get(before), current.cells.get(now)
        if out is None or into is None:
            blank.append(now)
        elif out != into:
            differing.append(now)
            shown.append(f"“{column.label}” {plain(out)}→{plain(into)}")
    if differing:
        yield finding("carried-over-differs", differing, columns="、".join(shown))
    if blank:
        places = "、".join(place(cell, edition) for cell in blank[:3]) + ("…" if len(blank) > 3 else "")
        yield finding("carried-over-not-assessable", blank, missing=len(blank), places=places)


def _in_force(previous: Report, current: Report) -> Iterator[Finding]:
    """R7, for the form of 2021."""
    if not previous.edition == current.edition == "2021":
        return
    for row in ("regulations", "normative_documents"):
        cells = tuple(f"disclosure.{row}.{column}" for column in ("issued", "repealed", "in_force"))
        before, now = previous.cells.get(cells[2]), known(current.cells, *cells)
        if before is not None and now and before + now[0] - now[1] != now[2]:
            yield finding(
                "in-force-chain",
                cells[2:],
                place=place(cells[2], edition_of(current)),
                before=plain(before),
                issued=plain(now[0]),
                repealed=plain(now[1]),
                expected=plain(before + now[0] - now[1]),
                found=plain(now[2]),
            )


def _items(previous: Report, current: Report) -> Iterator[Finding]:
    """R8, for the form of 2019."""
    if not previous.edition == current.edition == "2019":
        return
    for row in ("licences", "other_services", "penalties", "coercive_measures", "fees"):
        last, change = f"disclosure.{row}.items_last_year", f"disclosure.{row}.items_change"
        before, now = known(previous.cells, last, change), current.cells.get(last)
        if before and now is not None and sum(before) != now:
            where = place(last, edition_of(current))
            yield finding(
                "items-chain",
                (last,),
                place=where,
                last=plain(before[0]),
                change=plain(before[1]),
                expected=plain(sum(before)),
                found=plain(now),
            )


def _suits(previous: Report, current: Report) -> Iterator[Finding]:
    """R15 with the reconsiderations of both years."""
    cells = ("review.upheld", "review.corrected", "review.other")
    suits = current.cells.get("litigation_after_review.total")
    reviews = known(previous.cells, *cells), known(current.cells, *cells)
    if suits and reviews[0] and reviews[1] and suits > sum(reviews[0]) + sum(reviews[1]):
        total = plain(sum(reviews[0]) + sum(reviews[1]))
        yield finding("suits-exceed-two-years", ("litigation_after_review.total",), suits=plain(suits), reviews=total)


def _repeated(previous: Report, current: Report) -> Iterator[Finding]:
    """R17, by section."""
    for numeral, text in current.sections.items():
        before = previous.sections.get(numeral, "")
        if min(len(normalised(text)), len(normalised(before))) < SHORT:
            continue
        alike = similarity(before, text)
        if alike >= REPEATED:
            yield finding("text-repeated", section=numeral, numeral=numeral, share=round(alike * 100))
