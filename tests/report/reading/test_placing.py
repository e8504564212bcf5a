"""Where the numbers of a row of 表三 stand: in their places only where the layout shows them."""

from __future__ import annotations

from gongkai.report.reading.found import REMEDY_GROUPS, FoundRemedies, FoundRow
from gongkai.report.reading.placing import Reading, place_requests
from gongkai.report.reading.remedies import place_remedies
from gongkai.report.reading.values import parse_values


def row(name: str, *cells: str, marked: bool = False) -> FoundRow:
    values = parse_values(list(cells))
    return FoundRow(f"requests.{name}", 0, list(cells), grid=not marked, marked=marked, values=values)


def placed(*rows: FoundRow) -> dict[str, Reading]:
    return {reading.row.removeprefix("requests."): reading for reading in place_requests(rows)}


def test_a_row_with_a_cell_less_than_its_like_is_not_in_its_places() -> None:
    readings = placed(
        row("granted", "", "1", "192", "1", "11", "", "205"),
        row("partly_granted", "", "", "34", "5", "", "", "50", "89"),
        row("other_handling", "", "16", "", "276", "6", "", "349", "647"),
        row("refused_state_secret", "4", "8", "", "12", "20", "1", "45"),
    )
    assert len(readings["granted"].options) == 7
    assert readings["partly_granted"].options == [(None, 34, 5, None, None, 50, 89)]


def test_two_like_it_are_enough_to_show_that_a_row_lacks_a_cell() -> None:
    readings = placed(
        row("received", "", "", "36", "11", "16", "13", "6", "", "82", marked=True),
        row("carried_in", "", "", "5", "", "", "", "", "1", "6", marked=True),
        row("carried_out", "", "", "", "", "8", "", "", "8", marked=True),
    )
    assert readings["carried_in"].options == [(5, None, None, None, None, 1, 6)]
    assert len(readings["carried_out"].options) > 1


def test_a_word_more_and_a_number_less_make_no_seven() -> None:
    readings = placed(row("granted", "6", "5", "4", "", "3", "3", "21 3", "", "附件", marked=True))
    assert readings["granted"].options == []


def remedies(groups: tuple[str, ...], cells: str) -> dict[str, Reading]:
    return {reading.row: reading for reading in place_remedies([FoundRemedies(0, cells.split(), groups, several=True)])}


def test_numbers_of_fewer_groups_than_the_form_has_count_where_their_totals_hold() -> None:
    two = ("review", "litigation_after_review")  # the head between them is damaged
    assert remedies(two, "0 0 17 17 0 0 0 0 0 0")["review"].options == []
    assert remedies(two, "0 0 17 0 17 0 0 0 0 0")["review"].options == [(0, 0, 17, 0, 17)]


def test_numbers_of_a_line_that_ended_within_a_group_may_belong_between_those_of_another() -> None:
    cells = "390 16 85 1 492 1 5 7 0 13 33 18 25 0 76".split()
    whole = FoundRemedies(0, cells, REMEDY_GROUPS, several=True, mixed=True)
    cut = FoundRemedies(0, cells, REMEDY_GROUPS, several=True, mixed=True, cut=True)
    assert place_remedies([whole])[0].options == [(390, 16, 85, 1, 492)]
    assert [reading.options for reading in place_remedies([cut])] == [[]]


def test_a_row_drawn_without_cells_never_lacks_one() -> None:
    def short(*, drawn: bool) -> bool:
        rows = [row(name, *"1234567", marked=True) for name in ("granted", "partly_granted", "concluded")]
        less = row("received", *"123456", marked=True)
        less.drawn = drawn
        return placed(less, *rows)["received"].short

    assert short(drawn=False)
    assert not short(drawn=True)
