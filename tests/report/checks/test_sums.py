"""Sums: what is broken, which cell alone would mend it, and what a blank leaves open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.checks import check_report
from gongkai.report.editions import load_edition
from tests.report.checks.building import errors, only, report, rules_of, table


def broken(cells: dict[str, Any], **more: Any) -> tuple[Any, ...]:
    """The errors and info findings of the report with ``cells`` changed."""
    return check_report(report(cells=cells, **more))


def test_a_consistent_report_has_no_finding() -> None:
    assert check_report(report()) == ()


def test_a_consistent_report_of_2019_has_no_finding() -> None:
    numbers = {"requests.received.natural_person": 1, "requests.granted.natural_person": 1}
    assert errors(check_report(report(numbers, edition="2019", year=2019))) == []


def test_a_wrong_total_breaks_its_row_and_its_column_and_is_named() -> None:
    found = broken({"requests.granted.total": 3})
    blame = only(found, "sum-broken")
    assert blame.cells == ("requests.granted.total",)
    assert "3→2" in blame.message
    assert blame.details["values"] == {"requests.granted.total": 2}
    assert rules_of(found) == ["sum-broken", "column-sum", "row-sum"]


def test_row_and_column_findings_name_their_totals_and_list_their_parts() -> None:
    found = broken({"requests.granted.natural_person": 1})
    row = only(found, "row-sum")
    assert row.cells == ("requests.granted.total",)
    assert "requests.granted.natural_person" in row.details["parts"]
    assert (row.details["expected"], row.details["found"]) == (1, 2)


def test_two_cells_that_are_wrong_together() -> None:
    """The row of new requests agrees with itself, but not with the results."""
    found = broken({"requests.received.natural_person": 4, "requests.received.total": 4})
    assert rules_of(found)[:3] == ["sums-broken-together", "column-balance", "column-balance"]
    assert only(found, "sums-broken-together").cells == ()
    assert only(found, "sums-broken-together").details["count"] == 2


@pytest.mark.parametrize(
    ("group", "cells", "mends"),
    [
        ("review", {"upheld": 10, "corrected": 1, "total": 0}, {"total": 11}),
        ("litigation_after_review", {"upheld": 5, "total": 0}, {"upheld": 0, "total": 5}),
        ("litigation_direct", {"pending": 2, "total": 3}, {"total": 2}),
    ],
)
def test_reconsideration_and_suits(group: str, cells: dict[str, int], mends: dict[str, int]) -> None:
    found = broken({f"{group}.{name}": value for name, value in cells.items()})
    blame = only(found, "sum-broken")
    every = {f"{group}.{name}": value for name, value in mends.items()}
    if group == "litigation_direct":
        assert blame.details["values"].items() >= every.items()
    else:
        assert blame.details["values"] == every
    assert only(found, "remedies-sum").cells == (f"{group}.total",)


def test_both_wrong_sums_of_one_table_are_found_apart() -> None:
    found = broken({"review.total": 9, "litigation_direct.total": 2})
    assert rules_of(found) == ["sum-broken", "remedies-sum"] * 2


def test_table_three_and_table_four_are_blamed_apart() -> None:
    found = broken({"requests.granted.total": 3, "review.total": 9})
    assert next(item.cells for item in found if item.rule == "sum-broken") == ("requests.granted.total",)
    assert rules_of(found).count("sum-broken") == 2


def test_two_wrong_cells_that_no_single_change_mends() -> None:
    found = broken({"requests.granted.natural_person": 5, "requests.partly_granted.total": 7})
    together = only(found, "sums-broken-together")
    assert together.cells == ()
    assert together.details["count"] == len(errors(found)) - 1


class TestBlanks:
    def test_a_blank_is_not_zero(self) -> None:
        found = broken({"requests.granted.legal_service": None})
        assert rules_of(found) == ["sum-not-assessable"]
        assert found[0].severity == "info"
        assert found[0].cells == ("requests.granted.legal_service",)
        assert "法律服务机构" in found[0].message

    def test_one_finding_for_a_table_full_of_blanks(self) -> None:
        blank = {cell: None for cell in table({}) if cell.startswith("requests.refused")}
        found = broken(blank)
        assert rules_of(found) == ["sum-not-assessable"]
        assert len(found[0].cells) == len(blank)

    def test_known_parts_above_the_total_are_wrong_whatever_the_blank_is(self) -> None:
        found = broken({"review.upheld": 7, "review.total": 3, "review.other": None})
        assert only(found, "part-exceeds-total").severity == "error"
        blame = only(found, "sum-broken")
        assert blame.details["values"] == {"review.upheld": "≤3", "review.total": "≥7"}

    def test_known_parts_below_the_total_are_open(self) -> None:
        assert errors(broken({"review.upheld": 1, "review.total": 3, "review.other": None})) == []

    def test_a_table_that_is_not_printed_is_for_the_reader_to_report(self) -> None:
        blank = {cell: None for cell in table({}) if not cell.startswith("disclosure")}
        assert check_report(report(cells=blank)) == ()

    def test_a_table_printed_blank_is_not_assessable(self) -> None:
        blank = {cell: None for cell in table({}) if cell.startswith(("review", "litigation"))}
        found = check_report(report(cells=blank, printed=dict.fromkeys(blank, "")))
        assert rules_of(found) == ["sum-not-assessable"]


class TestOtherHandlingAsOneRowOrThree:
    def test_three_rows_need_no_fourth(self) -> None:
        assert check_report(report()) == ()

    def test_one_row_instead_of_three_counts(self) -> None:
        columns = [column.id for column in load_edition("2021").rows["requests.received"].columns]
        rows = ("other_not_supplemented", "other_fee_unpaid", "other_reason")
        cells: dict[str, int | None] = {f"requests.{row}.{column}": None for row in rows for column in columns}
        cells |= {f"requests.other_handling.{column}": 0 for column in columns}
        assert check_report(report(cells=cells)) == ()
        cells |= {"requests.other_handling.natural_person": 1, "requests.other_handling.total": 1}
        assert "column-sum" in rules_of(broken(cells))

    def test_both_must_agree(self) -> None:
        columns = [column.id for column in load_edition("2021").rows["requests.received"].columns]
        cells: dict[str, int | None] = {f"requests.other_handling.{column}": 0 for column in columns}
        assert check_report(report(cells=cells)) == ()
        cells |= {"requests.other_handling.natural_person": 1, "requests.other_handling.total": 1}
        found = broken(cells)
        assert rules_of(found).count("group-sum") == 2
        assert "row-sum" not in rules_of(found)

    def test_a_group_label_left_blank_is_nothing(self) -> None:
        columns = [column.id for column in load_edition("2021").rows["requests.received"].columns]
        printed = {f"requests.other_handling.{column}": "" for column in columns}
        assert check_report(report(printed=printed)) == ()


def test_no_edition_no_sums() -> None:
    assert errors(check_report(report(edition="2021", cells={"review.total": 4}))) != []
    assert errors(check_report(replace(report(cells={"review.total": 4}), edition=None))) == []


# --- properties ----------------------------------------------------------------------------------------------------


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, dict[str, int | None]]:
    """A consistent form with numbers where the form has free cells; received makes up for the rest."""
    edition = draw(st.sampled_from(["2019", "2021"]))
    form = load_edition(edition)
    results = next(rule for rule in form.sum_rules if rule["rule"] == "R2")["of"]
    rows = [row for term in results for row in ([term] if isinstance(term, str) else term[0])]
    columns = [column.id for column in form.rows["requests.received"].columns if column.id != "total"]
    count = st.integers(0, 40)
    numbers = {f"requests.{row}.{column}": draw(count) for row in rows for column in columns if draw(st.booleans())}
    for column in columns:
        concluded = sum(value for cell, value in numbers.items() if cell.endswith(f".{column}"))
        carried_in = draw(st.integers(0, concluded))
        numbers[f"requests.carried_in.{column}"] = carried_in
        numbers[f"requests.received.{column}"] = concluded - carried_in + draw(count)
    for group in ("review", "litigation_direct", "litigation_after_review"):
        numbers |= {f"{group}.{name}": draw(count) for name in ("upheld", "corrected", "other", "pending")}
    return edition, table(numbers, edition)


@given(tables())
def test_a_consistent_table_yields_no_error(made: tuple[str, dict[str, int | None]]) -> None:
    edition, cells = made
    assert errors(check_report(report({}, edition=edition, year=None, cells=cells))) == []


@given(tables(), st.data())
def test_the_blame_names_the_changed_cell_and_its_right_value(
    made: tuple[str, dict[str, int | None]], data: st.DataObject
) -> None:
    edition, cells = made
    sums = load_edition(edition).sums(())
    cell = data.draw(st.sampled_from(sorted({cell for item in sums for cell in item.cells if cells[cell] is not None})))
    right = cells[cell]
    wrong = data.draw(st.integers(0, 200).filter(lambda value: value != right))
    found = check_report(report({}, edition=edition, year=None, cells=cells | {cell: wrong}))
    blame = only(found, "sum-broken")
    assert blame.details["values"][cell] == right
    for candidate, value in blame.details["values"].items():
        mended = report({}, edition=edition, year=None, cells=cells | {cell: wrong} | {candidate: value})
        assert errors(check_report(mended)) == []
    assert len(errors(found)) == 1 + sum(cell in item.cells for item in sums)


@given(tables(), st.data())
def test_blanks_make_no_error(made: tuple[str, dict[str, int | None]], data: st.DataObject) -> None:
    edition, cells = made
    blank = data.draw(st.sets(st.sampled_from(sorted(cells)), max_size=60))
    found = check_report(report({}, edition=edition, year=None, cells=cells | dict.fromkeys(blank)))
    assert errors(found) == []
