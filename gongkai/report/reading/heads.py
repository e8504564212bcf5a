"""What numbers without a label are: which columns of 表二 the heads above them name, and which groups of 表四."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from gongkai.report.editions import Column, editions
from gongkai.report.reading.found import BlockHead
from gongkai.report.reading.labels import squash, squash_joined
from gongkai.report.reading.values import HALF_WIDTH, parse_values, split_run

_HEAD_UNIT = re.compile(r"(?:收费金额|总金额|金额)(?:单位)?(亿元|百万元|万元|千元|元)")


class BlockHeads:
    """The heads of the block of 表二 that is being read: their keys in printed order, and the money unit they name."""

    def __init__(self) -> None:
        self.keys: tuple[str, ...] = ()
        self.unit: str | None = None

    def clear(self) -> None:
        """A new block begins."""
        self.keys = ()
        self.unit = None

    def above(self, row: str, texts: Sequence[str]) -> BlockHead | None:
        """Columns of a row of 表二 by the heads in ``texts``, or by those of its block so far; None for other rows."""
        if row not in _FORMS:
            return None
        if texts and (named := _named(squash_joined(texts))):
            self.keys, self.unit = named
        return _head(row, self.keys, self.unit) if self.keys else None


def _forms() -> dict[str, list[tuple[str, tuple[Column, ...], tuple[str, ...]]]]:
    forms: dict[str, list[tuple[str, tuple[Column, ...], tuple[str, ...]]]] = {}
    for edition in editions():
        for row in edition.table("disclosure").rows:
            keys = tuple(squash(column.key) for column in row.columns)
            forms.setdefault(row.id, []).append((edition.id, row.columns, keys))
    return forms


_FORMS = _forms()
"""Row of 表二 → each edition's columns and their keys as they stand in squashed text."""
_KEYS = tuple({key: None for forms in _FORMS.values() for _, _, keys in forms for key in keys})


@lru_cache(256)
def _named(text: str) -> tuple[tuple[str, ...], str | None] | None:
    """The heads in a squashed text and the money unit they name; None where there are none."""
    found = sorted([(text.find(key), key) for key in _KEYS if key in text])
    if not found:
        return None
    unit = _HEAD_UNIT.search(text)
    return tuple([key for _, key in found]), unit[1] if unit else None


@lru_cache(256)
def _head(row: str, keys: tuple[str, ...], unit: str | None) -> BlockHead | None:
    """The form whose columns the heads ``keys`` name best, its columns as printed if all are named."""
    best: tuple[int, str, tuple[Column, ...]] | None = None
    rivals = 0
    for edition, columns, own in _FORMS[row]:
        hits = sum(key in keys for key in own)
        rivals += hits > 0
        score = 2 * hits - len(columns)
        if hits and (best is None or score > best[0]):
            if hits == len(columns):
                places = sorted(range(hits), key=lambda place: keys.index(own[place]))
                columns = tuple(columns[place] for place in places)
            best = (score, edition, columns)
    if best is None or (best[0] < 0 and rivals > 1):
        return None
    return BlockHead(best[1], best[2], unit)


RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
"""Heads of the columns of each group of 表四, in the form's order."""

_LEGAL = ("商业企业", "科研机构", "公益组织", "法律服务")
STANDARD = tuple(range(7))
"""The form's own order of the columns of 表三."""
_LONGEST_HEAD = 16
_LONGEST_COUNT = 4  # digits of a number of reconsiderations or suits


def request_columns(texts: Sequence[str], *, in_cells: bool) -> tuple[int, ...] | None:
    """Places in the form of 表三's columns as its heads print them; None for the form's own order, or where unclear.

    Heads of two storeys come line by line (自然人, 法人或其他组织, 总计, then the five kinds), heads of one in a row.
    Where they are no cells of a table (``in_cells``), the head of a storey may stand before what is beside it.
    """
    return _order_of_requests(squash_joined([text for text in texts if len(text) <= _LONGEST_HEAD]), in_cells)


@lru_cache(256)
def _order_of_requests(text: str, in_cells: bool) -> tuple[int, ...] | None:
    group = text.find("法人")
    plain = text.replace("法人或其他组织", "＿" * 7)
    legal = [(plain.find(name), place) for place, name in enumerate(_LEGAL, 1)]
    natural, total, other = plain.find("自然人"), max(plain.find("总计"), plain.find("合计")), plain.find("其他")
    named = [item for item in (*legal, (other, 5)) if item[0] >= 0]
    if natural < 0 or len(named) < 4:
        return None
    first = min(at for at, _ in named)
    if group >= 0 and (in_cells or not group < natural < first):
        first = group
    kinds = [place for _, place in sorted(named)]
    units = sorted([(natural, [0]), (first, kinds), *([(total, [6])] if total >= 0 else [])])
    order = tuple(place for _, places in units for place in places)
    return order if order != STANDARD else None


def remedy_columns(texts: Sequence[str]) -> tuple[int, ...] | None:
    """The same for the columns of a group of 表四."""
    return _order_of_remedies(squash_joined(texts))


@lru_cache(256)
def _order_of_remedies(text: str) -> tuple[int, ...] | None:
    at = [text.find(name) for name in RESULTS]
    if min(at) < 0:
        return None
    order = tuple(sorted(range(5), key=lambda place: at[place]))
    return order if order != tuple(range(5)) else None


def remedies_announced(texts: Sequence[str]) -> tuple[str, ...]:
    """Groups of 表四 whose heads stand in ``texts``, if the heads of its columns do too."""
    if len(texts) < 3:
        return ()
    text = squash_joined(texts)
    if "尚未审结" not in text and "结果维持" not in text and "结果纠正" not in text and text.count("结果") < 3:
        return ()
    places = [
        (text.find(name), group)
        for name, group in (("未经", "litigation_direct"), ("复议后", "litigation_after_review"))
        if name in text
    ]
    review = text.find("行政复议")
    if review >= 0:
        suits = text.find("行政诉讼")
        # The heads of the suits' two groups stand a line below; 行政诉讼 itself tells on which side they are.
        places.append((-1 if suits < 0 or review < suits else len(text), "review"))
    return tuple([group for _, group in sorted(places)])


def remedies_by_sums(cells: list[str], *, blank: bool = False) -> bool:
    """Fifteen numbers on one line that add up as 表四 must, three times, are 表四 even where its heads are lost.

    Fifteen zeros are not, unless ``blank`` tells that the heads are there.
    """
    if len(cells) != 15:
        return False
    numbers = [value.number for value in parse_values(cells) if value.number is not None]
    if len(numbers) != 15 or not (blank or any(numbers)):
        return False
    return all(sum(numbers[start : start + 4]) == numbers[start + 4] for start in (0, 5, 10))


def remedies_in_place(cells: Sequence[str]) -> bool:
    """Whether fifteen cells are 表四 with words among them: every group of five without one adds up, at least one."""
    if len(cells) != 15:
        return False
    numbers = [value.number for value in parse_values(cells)]
    groups = [[number for number in numbers[start : start + 5] if number is not None] for start in (0, 5, 10)]
    whole = [group for group in groups if len(group) == 5]
    return bool(whole) and all(sum(group[:4]) == group[4] for group in whole)


def remedies_run(text: str) -> list[str]:
    """The fifteen figures of 表四 run together, if they add up as fifteen numbers; else nothing."""
    digits = list(text.translate(HALF_WIDTH)) if len(text) == 15 and text.isdecimal() else []
    return digits if digits and remedies_by_sums(digits, blank=True) else []


def may_hide_blanks(digits: Sequence[str]) -> bool:
    """Whether figures of 表四 run together also add up as fewer numbers, with blanks among them."""
    text = "".join(digits)
    ways = Counter({0: 1})  # by how many digits the groups so far take up
    for _ in range(3):
        longer: Counter[int] = Counter()
        for start, count in ways.items():
            for end in range(start, len(text) + 1):
                longer[end] += count * _groups(text[start:end])
        ways = longer
    return ways[len(text)] > 1


def _groups(digits: str) -> int:
    """In how many ways the digits are four numbers and their total, blanks among the four allowed."""
    alone = len(digits) < 2 or (digits[0] != "0" and len(digits) <= _LONGEST_COUNT)  # only a total, or nothing
    return alone + sum(len(split_run(digits, count, total=True)) for count in range(2, 6))
