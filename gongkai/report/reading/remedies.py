"""Where the numbers of 表四 stand: fifteen columns in a row, or five for each group."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.report.reading.found import REMEDY_GROUPS, FoundRemedies
from gongkai.report.reading.heads import may_hide_blanks
from gongkai.report.reading.placing import Reading, certain
from gongkai.report.reading.solve import placements
from gongkai.report.reading.values import BLANK, NUMBER, parse_value, parse_values


def place_remedies(
    found: Sequence[FoundRemedies], *, in_place: bool = False, runs_are_whole: bool = False
) -> list[Reading]:
    """表四: fifteen numbers in one row, or five for each group whose heads stand above.

    ``runs_are_whole`` tells that no blanks hide in numbers run together elsewhere in the report.
    """
    readings: dict[str, list[str]] = {}
    for item in found:
        short = len(item.groups) < 3 and len(item.cells) < 15
        names = item.groups if short or len(item.groups) == 3 else REMEDY_GROUPS
        width = 5 * len(names)
        texts = item.cells if in_place and len(item.cells) == width else _remedy_texts(item.cells, width)
        # Fewer groups than the form has: the head of one may be damaged, and its numbers are among the others'.
        doubtful = short and not (item.several and len(names) == 1 and len(found) > 1)
        scattered = item.mixed or doubtful
        if texts is not None and scattered and ((item.mixed and item.cut) or not _all_hold(texts)):
            texts = None
        if item.run and not runs_are_whole and may_hide_blanks(item.cells):
            texts = None
        if texts is not None:
            groups = [texts[start : start + 5] for start in range(0, width, 5)]
            for name, group in zip(names, _in_order(groups, item.columns), strict=True):
                readings.setdefault(name, group)
    if not readings and found:
        numbers = [
            value.number
            for cell in found[0].cells
            if (value := parse_value(cell)).kind == NUMBER and value.number is not None
        ]
        return [Reading(REMEDY_GROUPS[0], [], found=len(numbers), whole=REMEDY_GROUPS)]
    return [certain(name, texts) for name, texts in readings.items()]


def _in_order(groups: list[list[str]], columns: tuple[int, ...] | None) -> list[list[str]]:
    """Groups of five texts in the form's order; 总计 stands elsewhere than last only where more sums hold so."""
    if columns is None:
        return groups
    named = [_ordered(group, columns) for group in groups]
    if columns[4] == 4 or sum(map(_adds_up, named)) > sum(map(_adds_up, groups)):
        return named
    usual = (*[place for place in columns if place != 4], 4)
    return [_ordered(group, usual) for group in groups]


def _ordered(texts: list[str], columns: tuple[int, ...]) -> list[str]:
    ordered = [""] * 5
    for place, text in zip(columns, texts, strict=True):
        ordered[place] = text
    return ordered


def _remedy_texts(cells: list[str], width: int) -> list[str] | None:
    """The texts of ``width`` columns; None where it is not certain which cell is the first."""
    kinds = [value.kind for value in parse_values(cells)]
    filled = [index for index, kind in enumerate(kinds) if kind != BLANK]
    if not width or len(cells) < width:
        return None
    if not filled:
        return [""] * width
    if len(filled) == width:
        return [cells[index] for index in filled]
    if (
        len(filled) <= width and filled[-1] == len(filled) - 1
    ):  # blanks at the end only: they may have been collapsed there
        texts = cells[: len(filled)] + [""] * (width - len(filled))
        whole = len(filled) % 5 == 0 and all(_adds_up(texts[start : start + 5]) for start in range(0, len(filled), 5))
        return texts if whole else _only_placement(cells[: len(filled)], width)
    if len(cells) == width:
        return cells
    if len(filled) > width:
        numbers = [cells[index] for index in filled if kinds[index] == NUMBER]
        return numbers if len(numbers) == width and _all_hold(numbers) else None
    windows = [
        cells[start : start + width]
        for start in range(max(0, filled[-1] + 1 - width), min(filled[0], len(cells) - width) + 1)
    ]
    fitting = [window for window in windows if all(_adds_up(window[group : group + 5]) for group in range(0, width, 5))]
    return fitting[0] if len(fitting) == 1 else None


def _only_placement(texts: list[str], width: int) -> list[str] | None:
    """The texts, in order, in the columns where every total holds, if there is one such way only."""
    if any(parse_value(text).kind != NUMBER for text in texts):
        return None
    ways = []
    for places in placements(range(len(texts)), width):
        way = ["" if place is None else texts[int(place)] for place in places]
        if all(_adds_up(way[start : start + 5]) for start in range(0, width, 5)):
            ways.append(way)
            if len(ways) > 1:
                return None
    return ways[0] if ways else None


def _all_hold(texts: list[str]) -> bool:
    """Whether every total is printed and right: numbers gathered from several lines count only then."""
    numbers = [value.number for value in parse_values(texts) if value.number is not None]
    return len(numbers) == len(texts) and all(
        sum(numbers[start : start + 4]) == numbers[start + 4] for start in range(0, len(numbers), 5)
    )


def _adds_up(texts: list[str]) -> bool:
    """Whether four results and their total can hold, blanks being any number."""
    values = [value.number if value.kind == NUMBER else None for value in parse_values(texts)]
    known = sum(value for value in values[:4] if value is not None)
    if values[4] is None:
        return True
    return known == values[4] if None not in values[:4] else known <= values[4]
