"""Tables from ruled lines: pure geometry, in points, y growing downwards.

Rules that touch each other form one table. Its cells are what the rules enclose: a missing inner rule makes a cell
span, a table's open side (a row cut by a page break, no outer border) ends where the crossing rules end.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

MAX_RULES = 1_500
"""Rules per page and direction, after joining; a page with more (a drawing, a map) is read without tables."""

MAX_FIELDS = 20_000
"""Rows × columns of one table before spans are joined; a larger one is read as lines of text."""

DASH = 9.0
"""Points. Pieces up to this length are dashes of one rule if the gaps between them are no longer than ``DASH_GAP``."""

DASH_GAP = 6.5
SHORTEST_RULE = 6.0
TALLEST_OPEN_ROW = 120.0
"""Points. Above or below the last rule, a taller band enclosed by the two outer rules only is no row but a frame."""


Line = tuple[float, list[tuple[float, float]]]
"""What is drawn on one line, before pieces are joined: where it lies, and start and end of each piece.

The cells of a table draw the sides they share twice, so pieces may be the same.
"""


class Rule(NamedTuple):
    """A straight line: ``at`` is its y if it runs across and its x if it runs down; ``start`` < ``end`` its extent."""

    at: float
    start: float
    end: float


Place = tuple[int, int, int, int]
"""A cell's place in its table: row, column, how many rows and how many columns it spans."""


@dataclass(slots=True)
class RuledTable:
    """One table: ``xs`` and ``ys`` are the column and row edges, ``owner[row][col]`` an index into ``cells``."""

    xs: list[float]
    ys: list[float]
    cells: list[Place]
    owner: list[list[int]]
    open_top: bool = False
    open_bottom: bool = False
    texts: list[str] = field(default_factory=list)

    @property
    def area(self) -> float:
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def cell_at(self, x: float, y: float) -> int | None:
        """Index of the cell that holds a point, or None outside the table."""
        xs, ys = self.xs, self.ys
        if not (xs[0] <= x <= xs[-1] and ys[0] <= y <= ys[-1]):
            return None
        col = bisect_right(xs, x, 0, len(xs) - 1) - 1
        row = bisect_right(ys, y, 0, len(ys) - 1) - 1
        return self.owner[row][col]

    def is_near(self, x: float, y: float, reach: float) -> bool:
        """Whether a point lies in the table or not further than ``reach`` above or below it."""
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] - reach <= y <= self.ys[-1] + reach

    def bounds(self, cell: int) -> tuple[float, float, float, float]:
        """(left, top, right, bottom) of a cell."""
        row, col, rowspan, colspan = self.cells[cell]
        return self.xs[col], self.ys[row], self.xs[col + colspan], self.ys[row + rowspan]


def find_tables(across: Iterable[Line], down: Iterable[Line], tolerance: float) -> list[RuledTable] | None:
    """The tables that drawn lines form, smallest first; those nearer to each other than ``tolerance`` are one.

    None if the page has more rules than are looked at.
    """
    lying, standing = _joined(across, tolerance), _joined(down, tolerance)
    if len(lying) > MAX_RULES or len(standing) > MAX_RULES:
        return None
    tables = []
    for group_across, group_down in _connected(lying, standing, tolerance):
        table = _table(group_across, group_down, tolerance)
        if table is not None:
            tables.append(table)
    return sorted(tables, key=lambda table: table.area)


def clusters(values: list[float], tolerance: float) -> list[float]:
    """Means of groups of values in which no two neighbours are further apart than ``tolerance``; groups stay narrow."""
    means: list[float] = []
    group: list[float] = []
    for value in sorted(values):
        if group and (value - group[-1] > tolerance or value - group[0] > 1.5 * tolerance):
            means.append(sum(group) / len(group))
            group = []
        group.append(value)
    if group:
        means.append(sum(group) / len(group))
    return means


def _joined(lines: Iterable[Line], tolerance: float) -> list[Rule]:
    """Rules on the same line made one: pieces, dashes and double rules."""
    ordered = sorted(lines, key=_at)
    joined: list[Rule] = []
    begin = 0
    first = last = ordered[0][0] if ordered else 0.0
    for number, (at, _) in enumerate(ordered):
        if at - last > tolerance or at - first > 1.5 * tolerance:
            joined += _joined_line(ordered[begin:number], tolerance)
            begin, first = number, at
        last = at
    if ordered:
        joined += _joined_line(ordered[begin:], tolerance)
    return joined


_at = itemgetter(0)


def _joined_line(group: list[Line], tolerance: float) -> list[Rule]:
    """``group``, lines that lie within reach of each other, as rules on one line."""
    at, pieces = group[0]
    if len(group) > 1:
        each = [(level, piece) for level, pieces in group for piece in set(pieces)]
        at = sum([level for level, _ in each]) / len(each)
        pieces = [piece for _, piece in each]
    pieces = sorted(pieces)
    joined: list[Rule] = []
    start, end = pieces[0]
    for (first, last), (left, right) in pairwise(pieces):
        gap = left - end
        if gap > tolerance and (gap > DASH_GAP or last - first > DASH or right - left > DASH):
            joined.append(Rule(at, start, end))
            start, end = left, right
        elif right > end:
            end = right
    joined.append(Rule(at, start, end))
    return [rule for rule in joined if rule.end - rule.start >= SHORTEST_RULE]


def _connected(across: list[Rule], down: list[Rule], tolerance: float) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that touch or cross each other."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    heights = [rule.at for rule in across]
    for number, rule in enumerate(down, len(across)):
        low = bisect_left(heights, rule.start - tolerance)
        high = bisect_right(heights, rule.end + tolerance)
        left, right = rule.at - tolerance, rule.at + tolerance
        own = root(number)
        for index, (_, start, end) in enumerate(across[low:high], low):
            if start <= right and end >= left and parent[index] != own and (other := root(index)) != own:
                parent[other] = own
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate(across):
        groups.setdefault(root(index), ([], []))[0].append(rule)
    for index, rule in enumerate(down, len(across)):
        groups.setdefault(root(index), ([], []))[1].append(rule)
    return [group for group in groups.values() if group[0] and group[1]]


def _table(across: list[Rule], down: list[Rule], tolerance: float) -> RuledTable | None:
    ys = clusters([rule.at for rule in across], tolerance)
    xs = clusters([rule.at for rule in down], tolerance)
    top, bottom = min(rule.start for rule in down), max(rule.end for rule in down)
    left, right = min(rule.start for rule in across), max(rule.end for rule in across)
    beyond = max(2 * tolerance, SHORTEST_RULE)
    if left < xs[0] - beyond:
        xs.insert(0, left)
    if right > xs[-1] + beyond:
        xs.append(right)
    open_top = top < ys[0] - beyond and _is_row(down, top, ys[0], beyond)
    open_bottom = bottom > ys[-1] + beyond and _is_row(down, ys[-1], bottom, beyond)
    if open_top:
        ys.insert(0, top)
    if open_bottom:
        ys.append(bottom)
    rows, cols = len(ys) - 1, len(xs) - 1
    if rows < 1 or cols < 2 or rows * cols > MAX_FIELDS:
        return None
    cells, owner = _cells(_walls(down, xs, ys, tolerance), _walls(across, ys, xs, tolerance), rows, cols)
    return RuledTable(xs, ys, cells, owner, open_top, open_bottom)


def _is_row(down: list[Rule], top: float, bottom: float, beyond: float) -> bool:
    """Whether a band without a rule on its outer side is a row: two rules enclose it, more if it is tall."""
    sides = sum(rule.start < bottom - beyond / 2 and rule.end > top + beyond / 2 for rule in down)
    return sides > 2 or (sides == 2 and bottom - top <= TALLEST_OPEN_ROW)


def _walls(rules: list[Rule], edges: list[float], steps: list[float], tolerance: float) -> list[list[bool]]:
    """``walls[edge][step]``: whether a rule on that edge covers more than half of that step."""
    walls = [[False] * (len(steps) - 1) for _ in edges]
    slack = tolerance * 0.1
    for at, start, end in rules:
        edge = bisect_left(edges, at)
        if edge == len(edges) or (edge and at - edges[edge - 1] <= edges[edge] - at):
            edge -= 1
        wall = walls[edge]
        first, last = max(bisect_right(steps, start) - 1, 0), min(bisect_left(steps, end), len(wall)) - 1
        if first > last:
            continue  # beyond the outer steps
        wall[first + 1 : last] = [True] * (last - first - 1)  # between the two steps in which it may begin and end
        for step in {first, last}:
            low, high = steps[step], steps[step + 1]
            if (high if high < end else end) - (low if low > start else start) >= 0.5 * (high - low) - slack:
                wall[step] = True
    return walls


def _cells(
    down: list[list[bool]], across: list[list[bool]], rows: int, cols: int
) -> tuple[list[Place], list[list[int]]]:
    """Rectangles between walls, in reading order; where walls leave an angled shape, it is cut along its rows."""
    free = [-1] * cols
    owner = [free.copy() for _ in range(rows)]
    cells: list[Place] = []
    sides = [*zip(*down, strict=True)]
    for row in range(rows):
        if owner[row] == free and all(sides[row][1:-1]) and (row + 1 == rows or all(across[row + 1])):
            owner[row] = [*range(len(cells), len(cells) + cols)]  # most rows of most tables: no cell spans another
            cells += [(row, col, 1, 1) for col in range(cols)]
            continue
        for col in range(cols):
            if owner[row][col] >= 0:
                continue
            last = col + 1
            while last < cols and not down[last][row] and owner[row][last] < 0:
                last += 1
            below = row + 1
            while below < rows and not across[below][col] and _continues(down, across, owner, below, col, last):
                below += 1
            for line in owner[row:below]:
                line[col:last] = [len(cells)] * (last - col)
            cells.append((row, col, below - row, last - col))
    return cells, owner


def _continues(
    down: list[list[bool]], across: list[list[bool]], owner: list[list[int]], row: int, col: int, last: int
) -> bool:
    """Whether a cell over columns ``col`` to ``last`` goes on into ``row``: no rule above it, the same sides."""
    if any(across[row][col:last]) or owner[row][col] >= 0:
        return False
    if any(down[inner][row] for inner in range(col + 1, last)):
        return False
    return (col == 0 or down[col][row]) and (last == len(owner[row]) or down[last][row])
