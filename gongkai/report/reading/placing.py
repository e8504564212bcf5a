"""Where a row's numbers stand: columns of 表三 by the row's own shape, or every placement it allows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.report.reading.alignment import FORM_ROWS
from gongkai.report.reading.found import ABSENT, SIX, FoundRow
from gongkai.report.reading.solve import Option, placements
from gongkai.report.reading.values import BLANK, HALF_WIDTH, TEXT, Value, filled_up, parse_values, split_run

_ENOUGH = 3  # full rows that show where the columns of a shape begin


@dataclass(slots=True)
class Reading:
    """One row read: options for the solver; text and value of each column where positions are certain.

    Where they are not, ``found`` tells how many cells say something.
    """

    row: str
    options: list[Option]
    texts: list[str] | None = None
    values: list[Value] | None = None
    found: int = 0
    short: bool = False
    """Whether the row prints one cell too few, where the others print them all."""
    whole: tuple[str, ...] = ()
    """All rows this one stands for, where their numbers cannot be told apart."""
    plain: bool = False
    """Whether the texts are simply counts, as nearly all are."""
    window: list[str] | None = None
    """The seven texts as they stand, maybe by chance: a solution that agrees with them repairs only blanks."""


def place_requests(rows: Sequence[FoundRow], *, in_place: bool = False) -> list[Reading]:
    """Each row's seven columns, or the placements its layout allows. Full rows tell where rows of their shape begin."""
    own = [row for row in rows if not _is_group(row, rows)]
    if (columns := _columns(rows)) is not None:
        return [_by_heads(row, columns) for row in own]
    if all([_is_full(row) for row in own]):
        return [certain(row.row, row.cells, row.values) for row in own]
    shapes: _Shapes = defaultdict(lambda: (Counter(), Counter()))
    parsed = []
    for row in rows:
        filled = [index for index, value in enumerate(row.values) if value.kind != BLANK]
        parsed.append((row, filled))
        begin, lengths = shapes[_shape(row)]
        lengths[len(row.values)] += 1
        if filled and filled[-1] - filled[0] == 6:
            begin[filled[0]] += 1
    in_place = in_place or _every_cell_printed([row.values for row in rows if row.cells])
    readings = []
    full = sum(len(filled) == 7 for _, filled in parsed) > len(parsed) // 2
    jumbled = any(row.vertical and len(filled) > 7 for row, filled in parsed)
    for row, filled in parsed:
        if _is_group(row, rows):
            continue
        if jumbled and row.vertical and filled and not _adds_up(row):
            readings.append(Reading(row.row, [], found=len(filled)))  # what stands below a label may be other rows'
            continue
        if in_place and len(row.cells) == 7:
            reading = certain(row.row, row.cells, row.values)
        else:
            reading = _request(row, filled, shapes)
        if reading.texts is None and len(filled) == 6 and full:
            reading.short = _lacks_a_cell(row, shapes)
        if len(row.cells) == 7:
            reading.window = row.cells
        readings.append(reading)
    return readings


def _columns(rows: Sequence[FoundRow]) -> tuple[int, ...] | None:
    """The order of columns that the heads name; 总计 stands elsewhere than last only where the rows' sums say so.

    The head of 总计 is three storeys high: in flattened text it often comes first.
    """
    columns = next((row.columns for row in rows if row.columns), None)
    if columns is None:
        return None
    if len(columns) < 7:  # a column less: only where the rows agree with the heads
        agreeing = sum(len(row.cells) == len(columns) for row in rows)
        return columns if 2 * agreeing > len(rows) else None
    as_named = as_usual = 0
    for row in rows:
        numbers = [value.number for value in row.values if value.is_count and value.number is not None]
        if len(numbers) == 7:
            as_usual += 2 * numbers[6] == sum(numbers)
            as_named += 2 * numbers[columns.index(6)] == sum(numbers)
    if columns[6] != 6 and as_named <= as_usual:
        columns = (*[place for place in columns if place != 6], 6)
    return columns if columns != tuple(range(7)) else None


def _by_heads(row: FoundRow, columns: tuple[int, ...]) -> Reading:
    """The row's cells under the heads as printed; columns that the table does not have are absent."""
    filled = [index for index, value in enumerate(row.values) if value.kind != BLANK]
    places = filled if len(filled) == len(columns) else range(len(row.cells))
    if len(places) != len(columns) or row.mixed:
        return Reading(row.row, [], found=len(filled))
    texts = [ABSENT] * 7
    for place, index in zip(columns, places, strict=True):
        texts[place] = row.cells[index]
    return certain(row.row, texts)


def _adds_up(row: FoundRow) -> bool:
    numbers = [value.number for value in row.values if value.is_count and value.number is not None]
    return len(numbers) == 7 and sum(numbers[:6]) == numbers[6]


def _lacks_a_cell(row: FoundRow, shapes: _Shapes) -> bool:
    """Six numbers of seven: whether a cell is missing, rather than one blank among cells that can be told apart."""
    cells = len(row.cells)
    if row.drawn:  # two numbers that touch look like one
        return False
    if row.grid or not row.marked:
        return row.grid and cells < 7
    return cells < 7 or (cells > 7 and _layout(row, shapes)[1] != cells)


def _is_full(row: FoundRow) -> bool:
    """Whether the row prints its seven cells and nothing else, as nearly all do."""
    if row.mixed or len(row.cells) != 7 or len(row.values) != 7:
        return False
    return row.numbers == 7 or BLANK not in [value.kind for value in row.values]


def _every_cell_printed(rows: Sequence[Sequence[Value]]) -> bool:
    """Seven cells a row, and a blank before a number somewhere: blanks are printed where they stand."""
    seven = [row for row in rows if len(row) == 7]
    return len(seven) >= 0.9 * len(rows) and any(_blank_before(row) for row in seven)


def _blank_before(values: Sequence[Value]) -> bool:
    kinds = [value.kind for value in values]
    return BLANK in kinds and any(kind != BLANK for kind in kinds[kinds.index(BLANK) :])


def blank_inside(values: Sequence[Value]) -> bool:
    """Whether a blank stands between two numbers, so that blanks were not collapsed to the row's end."""
    if BLANK not in [value.kind for value in values]:
        return False
    filled = [index for index, value in enumerate(values) if value.kind != BLANK]
    return len(filled) > 1 and filled[-1] - filled[0] >= len(filled)


_Shape = tuple[int, bool]
_Shapes = defaultdict[_Shape, tuple[Counter[int], Counter[int]]]
"""For each shape, how many full rows begin at which cell, and how many rows have how many cells."""


def _shape(row: FoundRow) -> _Shape:
    """Rows as deep in the form, and all on one line or on several, begin at one place."""
    return (len(FORM_ROWS[row.row].label), row.vertical)


_SIX_PARTS = ("requests.other_not_supplemented", "requests.other_fee_unpaid", "requests.other_reason")


def _is_group(row: FoundRow, rows: Sequence[FoundRow]) -> bool:
    """（六）其他处理 names a row in one form and a group of rows in the other.

    Without cells it is a group; so it is where one of its own rows lacks the numbers that stand beside it.
    """
    if row.row != SIX:
        return False
    parts = [part for part in rows if part.row in _SIX_PARTS]
    return not row.cells or (bool(parts) and sum(part.numbers > 0 for part in parts) < len(_SIX_PARTS))


def _request(row: FoundRow, filled: list[int], shapes: _Shapes) -> Reading:
    cells = row.cells
    if row.mixed:
        return Reading(row.row, [], found=len(filled))
    if row.glued and len(filled) == 1:
        return Reading(
            row.row, list(split_run(cells[filled[0]].translate(HALF_WIDTH), 7, total=True)), found=len(filled)
        )
    if len(filled) == 7:
        if len(cells) == 7:
            return certain(row.row, cells, row.values)
        if blank_inside(row.values) and TEXT in [value.kind for value in row.values]:
            return Reading(row.row, [], found=len(filled))  # a word more and a number less make seven, too
        return certain(row.row, [cells[index] for index in filled], [row.values[index] for index in filled])
    if not filled:
        return certain(row.row, [""] * 7)
    if len(filled) < 7 and any(cells[index][:1] == "0" and cells[index][1:].isdigit() for index in filled):
        return Reading(row.row, [], found=len(filled))  # 012 may be the numbers of two cells run together
    numbers = [value.number for index in filled if (value := row.values[index]).is_count and value.number is not None]
    if len(filled) > 7:
        if len(numbers) == 7 and sum(numbers[:6]) == numbers[6]:  # words or a page number stand among them
            return certain(row.row, [cells[index] for index in filled if row.values[index].is_count])
        return Reading(row.row, [], found=len(filled))
    first, last = filled[0], filled[-1]
    start, length = _layout(row, shapes)
    short = _is_short(row, shapes)
    if last - first + 1 > len(filled):  # a blank between two numbers: the cells stand in their places
        windows = range(max(0, last - 6), min(first, len(cells) - 7) + 1)
        if start is not None and start in windows:
            windows = range(start, start + 1)
        if short or not windows or any(row.values[at + 6].kind == BLANK for at in windows):
            # A cell of the row is not printed, or 总计 seems to be blank where others are not: any place in order.
            body = row.values[first if start is None else min(start, first) : last + 1]
            return Reading(row.row, placements(option(body), 7), found=len(filled))
        if len(windows) == 1:
            return certain(row.row, cells[windows[0] : windows[0] + 7])
        return Reading(row.row, [option(row.values[at : at + 7]) for at in windows], found=len(filled))
    if (
        first
        and not short
        and len(cells) == 7
        and (length == 7 or not row.vertical)
        and not any(at for begin, _ in shapes.values() for at in begin)
    ):
        return certain(row.row, cells)  # blanks only before the numbers, and no row begins further in
    if len(numbers) != len(filled):
        return Reading(row.row, [], found=len(filled))  # a text or a dash among them takes a place, too
    return Reading(row.row, placements(numbers, 7), found=len(filled))


def _layout(row: FoundRow, shapes: _Shapes) -> tuple[int | None, int | None]:
    """Where the seven columns begin behind the label, and how many cells a row has, as most rows of its shape show."""
    begin, lengths = shapes[_shape(row)]
    start = next(iter(begin)) if len(begin) == 1 and begin.total() >= _ENOUGH else None
    length, rows = lengths.most_common(1)[0]
    return start, length if rows >= _ENOUGH and 2 * rows > lengths.total() else None


def _is_short(row: FoundRow, shapes: _Shapes) -> bool:
    """Whether the row prints fewer cells than others of its shape, and nothing shows where its columns begin."""
    start, length = _layout(row, shapes)
    if start is not None:
        return length is not None and len(row.cells) == length - 1
    _, lengths = shapes[_shape(row)]
    return len(row.cells) < (length or max(lengths))


def option(values: Sequence[Value]) -> Option:
    """The counts as printed, None for everything else."""
    return tuple([value.number if value.is_count else None for value in values])


def certain(row: str, texts: list[str], values: list[Value] | None = None) -> Reading:
    """A row whose texts stand in their columns."""
    if values is None:
        values = parse_values(texts)
    counts = tuple([value.number for value in values if value.plain and value.is_count])
    if len(counts) == len(values):
        return Reading(row, [counts], texts, values, plain=True)
    if TEXT in [value.kind for value in values]:
        values = [(value.kind == TEXT and filled_up(text)) or value for text, value in zip(texts, values, strict=True)]
    return Reading(row, [option(values)], texts, values)
