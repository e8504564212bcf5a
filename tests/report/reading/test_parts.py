"""Which found rows make up a report."""

from __future__ import annotations

from gongkai.report.editions import load_edition
from gongkai.report.reading.found import BlockHead, FoundRow, FoundRows
from gongkai.report.reading.parts import parts_of, without_second_tables


def regulations(line: int, edition: str, numbers: int) -> FoundRow:
    columns = load_edition(edition).rows["disclosure.regulations"].columns
    return FoundRow("disclosure.regulations", line, ["1"] * numbers, numbers=numbers, head=BlockHead(edition, columns))


def received(line: int, number: str) -> FoundRow:
    return FoundRow("requests.received", line, [number] * 7, numbers=7)


def test_a_menus_row_without_numbers_is_no_row_of_another_form() -> None:
    menu, table = regulations(3, "2019", 0), regulations(40, "2021", 3)
    (part,) = parts_of(FoundRows([menu, table]))
    assert part.rows == [table]
    assert (part.start, part.end) == (40, 40)


def test_a_blank_form_keeps_its_rows() -> None:
    blank = regulations(40, "2021", 0)
    assert parts_of(FoundRows([blank]))[0].rows == [blank]


def test_the_fuller_of_two_equal_rows() -> None:
    prose, table = FoundRow("requests.received", 5, ["3"], numbers=1), received(40, "3")
    (part,) = parts_of(FoundRows([prose, table]))
    assert part.rows == [table]


def test_two_tables_are_two_reports() -> None:
    rows = [
        FoundRow(f"requests.{row}", line, [number] * 7, numbers=7)
        for start, number in ((10, "1"), (50, "2"))
        for line, row in enumerate(("received", "carried_in", "granted", "partly_granted"), start)
    ]
    assert [(part.start, part.end) for part in parts_of(FoundRows(rows))] == [(10, 13), (50, 53)]


def test_a_second_table_without_a_beginning_is_no_report_of_its_own() -> None:
    rows = [
        FoundRow(f"requests.{row}", line, [number] * 7, numbers=7)
        for start, number in ((10, "1"), (50, "2"))
        for line, row in enumerate(("received", "carried_in", "granted", "partly_granted"), start)
    ]
    (one,) = without_second_tables(parts_of(FoundRows(rows)), lambda first, last: False)
    assert one.twice
    first, second = without_second_tables(parts_of(FoundRows(rows)), lambda first, last: (first, last) == (14, 50))
    assert not first.twice
    assert not second.twice
