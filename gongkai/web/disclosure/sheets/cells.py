"""What may stand in a cell: each reader gives the value, or says what is wrong; each shower gives the text back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?$")
_AMOUNT = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d+(\.\d+)?")
YES, NO = frozenset({"是", "√", "✓", "■", "☑", "●", "1"}), frozenset({"", "否", "×", "□", "☐", "○", "0"})
#: 元 in one 万元.
WAN = 10_000


class Wrong(ValueError):
    """What is wrong with a cell, and what to write."""


def text(most: int) -> Callable[[str], str]:
    """Words, not more than so many characters."""

    def read(cell: str) -> str:
        if len(cell) > most:
            raise Wrong(_("超过%(most)s个字。请缩短。") % {"most": most})
        return cell

    return read


def day(cell: str) -> date:
    """2026-03-02, 2026/3/2 or 2026年3月2日."""
    match = _DAY.match(cell)
    try:
        if match is None:
            raise ValueError
        return date(*map(int, match.groups()))
    except ValueError:
        raise Wrong(_("不是日期。请写成 2026-03-02。")) from None


def year(cell: str) -> int:
    """2026 or 2026年."""
    found = cell.removesuffix("年").removesuffix(".0")
    if not re.fullmatch("(19|20)[0-9]{2}", found):
        raise Wrong(_("不是年份。请写成 2026。"))
    return int(found)


def whole(cell: str) -> int:
    """A number from one up."""
    if not re.fullmatch(r"[1-9]\d{0,5}(\.0)?", cell):
        raise Wrong(_("不是序号。请写数字。"))
    return int(cell.removesuffix(".0"))


def cents(cell: str) -> int:
    """An amount in 元 as 分, exactly; 万元 only where it is written."""
    said, factor = cell.removesuffix("元").strip(), 100
    if said.endswith("万"):
        said, factor = said[:-1].strip(), 100 * WAN
    if not _AMOUNT.fullmatch(said):
        raise Wrong(_("不是金额。请以元为单位写数字，最多两位小数。"))
    try:
        found = Decimal(said.replace(",", "")) * factor
    except InvalidOperation:
        raise Wrong(_("不是金额。请以元为单位写数字，最多两位小数。")) from None
    if found != found.to_integral_value() or not 0 <= found < 10**16:
        raise Wrong(_("金额不能为负，最多两位小数。"))
    return int(found)


def yes(cell: str) -> bool:
    """是 or 否, or a box that is filled or empty."""
    if cell in YES:
        return True
    if cell in NO:
        return False
    raise Wrong(_("请写“是”或“否”。"))


def one_of(names: Mapping[str, str]) -> Callable[[str], str]:
    """One of some words; its value."""

    def read(cell: str) -> str:
        if cell not in names:
            raise Wrong(_("不认识。可写：%(known)s。") % {"known": "、".join(names)})
        return names[cell]

    return read


def yuan(value: int) -> str:
    """分 as 元: 1827190, 0.50."""
    whole, rest = divmod(value, 100)
    return f"{whole}.{rest:02}" if rest else str(whole)


def grouped(value: int) -> str:
    """分 as 元 where people compare amounts: 1,827,190.00."""
    return f"{value // 100:,}.{value % 100:02}"


def wan(value: int) -> str:
    """分 as 万元 with up to four decimals, as the annual report prints it."""
    found = (Decimal(value) / 100 / WAN).quantize(Decimal("0.0001"), ROUND_HALF_UP).normalize()
    return f"{found:f}"


def shown(value: Any) -> str:
    """A value as text."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.isoformat() if isinstance(value, date) else str(value)


@dataclass(frozen=True)
class Column:
    """One column: its field, its head, how a cell is read and shown; `over`: the head above it that it shares."""

    field: str
    head: str
    read: Callable[[str], Any]
    show: Callable[[Any], str] = shown
    required: bool = True
    over: str = ""
    hint: str = ""
    width: int = 16
    #: Other heads that are met in the wild.
    known: tuple[str, ...] = ()

    @property
    def amount(self) -> bool:
        """Whether it is money."""
        return self.read is cents

    def on_page(self, value: Any) -> str:
        """A value as a page shows it, where days are written as everywhere and amounts stand below each other."""
        if self.amount:
            return grouped(value)
        return date_format(value) if isinstance(value, date) else self.show(value)
