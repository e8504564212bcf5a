"""信息处理费: what the requests of one applicant in one month cost, and until when it is to be paid. Whole 元.

By items (按件) the requests of a calendar month are accumulated; by pages (按量) each request stands alone; never both
for one request (《信息处理费管理办法》第三条).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from gongkai.law.bands import Part
from gongkai.law.loading import LawError
from gongkai.law.rules import Rules, law_rules
from gongkai.workdays import Calendar, DueDay, add_workdays

BOTH = "《信息处理费管理办法》第三条"

FREE_LINE = "第{span}{unit}：不收费"
PAID_LINE = "第{span}{unit}：{units}{unit}×{yuan}元/{unit}＝{amount}元"
"""How a line of the explanation reads."""


class Line(NamedTuple):
    """Units ``first`` to ``last`` at ``yuan`` 元 each: ``amount`` 元; with its article and mark."""

    first: int
    last: int
    unit: str
    yuan: int
    amount: int
    source: str
    verified: str

    @property
    def units(self) -> int:
        return self.last - self.first + 1

    @property
    def span(self) -> str:
        """``11—30``, or ``41`` alone."""
        return f"{self.first}—{self.last}" if self.units > 1 else str(self.first)

    @property
    def text(self) -> str:
        """The line in the words of a notice."""
        form = PAID_LINE if self.yuan else FREE_LINE
        return form.format(**self._asdict(), span=self.span, units=self.units)


@dataclass(frozen=True, slots=True)
class Fee:
    """``amount`` 元 for ``count`` units, divided into ``lines``; ``method`` is items or pages.

    By items it is the month's total, and the last line is that of the last item alone, which is ``last``; None for
    pages and for no item.
    """

    method: str
    name: str
    unit: str
    count: int
    amount: int
    lines: tuple[Line, ...]
    last: Line | None
    source: str


class Counted(NamedTuple):
    """One request of the register: ``number`` in it, day of receipt, ``items`` (件) after splitting.

    ``pages`` is set where this request is charged by pages (页) instead of by items.
    """

    number: int
    received: date
    items: int = 1
    pages: int | None = None


class Charge(NamedTuple):
    """What one request costs: ``amount`` 元; the month's items up to it were ``before`` and are ``after``."""

    request: Counted
    method: str
    before: int
    after: int
    amount: int
    lines: tuple[Line, ...]


class Payment(NamedTuple):
    """``notice_by`` is the last day for the fee notice, ``due`` the last day to pay, with its article."""

    notice_by: DueDay | None
    due: DueDay | None
    days: int
    source: str
    verified: str


def fee_by_items(items: int, on: date, *, rules: Rules | None = None) -> Fee:
    """The total for ``items`` 件 of one applicant received in the month of ``on`` (《信息处理费管理办法》第四条).

    :raises LawError: for a negative number, or a day before there was a fee.
    """
    return _fee("items", items, on, rules or law_rules())


def fee_by_pages(pages: int, on: date, *, rules: Rules | None = None) -> Fee:
    """The total for ``pages`` 页 of one request received on ``on`` (《信息处理费管理办法》第五条).

    :raises LawError: for a negative number, or a day before there was a fee.
    """
    return _fee("pages", pages, on, rules or law_rules())


def charge(requests: Iterable[Counted], *, rules: Rules | None = None) -> tuple[Charge, ...]:
    """What each request of one applicant in one calendar month costs, in the order of their numbers,
    or with the switch ``fee_items_order`` of their receipt.

    A request costs what the month's total rises by with it; one charged by pages counts among the month's items, too.

    :raises LawError: where the requests are not of one month, two have one number, or a request has no item.
    """
    rules = rules or law_rules()
    by_day = rules.choice("fee_items_order") == "received"
    ordered = sorted(requests, key=lambda request: (request.received if by_day else date.min, request.number))
    months = {(request.received.year, request.received.month) for request in ordered}
    if len(months) > 1:
        raise LawError(
            f"按件计收以一个自然月累计，这些申请不在同一个月：{_months(months)}（{rules.fees['items'].name}）"
        )
    if len({request.number for request in ordered}) < len(ordered):
        raise LawError("登记编号有重复，无法确定件数的先后")
    charges: list[Charge] = []
    before = 0
    for request in ordered:
        if request.items < 1:
            raise LawError(f"登记编号 {request.number}：件数应为1以上")
        after = before + request.items
        if request.pages is not None:
            fee = _fee("pages", request.pages, request.received, rules)
            charges.append(Charge(request, "pages", before, after, fee.amount, fee.lines))
        else:
            lines = _lines("items", before, after, request.received, rules)
            charges.append(Charge(request, "items", before, after, sum(line.amount for line in lines), lines))
        before = after
    return tuple(charges)


def charge_of(
    method: str, count: int, received: date, *, before: int = 0, rules: Rules | None = None
) -> Charge:  # fmt: skip
    """What one request of ``count`` 件 or 页 costs; by items, after ``before`` 件 of the same month.

    :raises LawError: as :func:`charge`.
    """
    if method == "pages":
        return charge([Counted(1, received, pages=count)], rules=rules)[0]
    earlier = [Counted(1, received, before)] if before else []
    return charge([*earlier, Counted(2, received, count)], rules=rules)[-1]


def payment(
    *,
    answer_due: DueDay | None = None,
    received: date | None = None,
    on: date | None = None,
    rules: Rules | None = None,
    calendar: Calendar | None = None,
) -> Payment:
    """The days of a fee notice: it goes out by the day the answer is due, and is paid in 20 working days of receipt.

    ``received`` is the day the applicant received the notice, which is not counted; ``on`` a day that says which law
    holds where there is none yet.

    :raises LawError: where neither is given, or for a day before there was a fee.
    """
    day = received or on or (answer_due.day if answer_due else None)
    if day is None:
        raise LawError("缴费期限：应给出收到收费通知的日期")
    rules = rules or law_rules()
    value = rules.limits["fee_payment_days"].on(day)
    due = add_workdays(received, value.value, calendar) if received else None
    return Payment(answer_due, due, value.value, value.source, rules.mark(value.source, value.verified))


def _fee(method: str, count: int, on: date, rules: Rules) -> Fee:
    entry = rules.fees[method]
    if count < 0:
        raise LawError(f"{entry.name}：{entry.unit}数不能小于0：{count}")
    alone = method == "items" and count > 0
    lines = _lines(method, 0, count - alone, on, rules)
    if alone:
        lines += _lines(method, count - 1, count, on, rules)
    last = lines[-1] if alone else None
    amount = sum(line.amount for line in lines)
    return Fee(method, entry.name, entry.unit, count, amount, lines, last, entry.on(on).source)


def _lines(method: str, before: int, after: int, on: date, rules: Rules) -> tuple[Line, ...]:
    """The units after ``before`` up to ``after``, one line for each price."""
    entry = rules.fees[method]
    bands = entry.on(on)
    source = bands.source
    parts = (Part(max(part.first, before + 1), *part[1:]) for part in bands.parts(after) if part.last > before)
    return tuple(
        Line(part.first, part.last, entry.unit, part.yuan, part.amount, source, rules.mark(source, part.verified))
        for part in parts
    )


def _months(months: set[tuple[int, int]]) -> str:
    return "、".join(f"{year}年{month}月" for year, month in sorted(months))
