"""Totals and their parts: after 其中, a colon or in a bracket, or a list that sums up."""

from __future__ import annotations

import re

from gongkai.report.reading.statements.context import Found, Total
from gongkai.report.reading.statements.sentences import Amount, Clause, Figure, Token, clauses
from gongkai.report.reading.statements.tags import (
    ACTS,
    BITS,
    CARRY,
    CASE_UNITS,
    COMPARE,
    ITEM_UNITS,
    NUMBER,
    ONCE,
    OWN,
    PERIODS,
    RECEIVE,
    THINGS,
)
from gongkai.report.reading.statements.things import Things

_NAME_START = re.compile(
    r"^(?:[\s，,、：:;；“]|其中|具体|包括|包含|含|分别为|分别|分为|有|和|及|以及|与|通过|为|在|是|即)+"
)
_BESIDES = re.compile(r"\s*(?:此外)?[，,]?\s*另(?!行)")
_NAME_END = re.compile(r"(?:[\s，,、：:”]|共计|共|总计|总数|为|数量|计|有|是|各|达)+$")
_PART_UNITS = (ITEM_UNITS | CASE_UNITS) - {""}
_PARTS = 60
_REMEDIES = ("review", "litigation")
_RESULT, _KIND = BITS["category"], BITS["kind"]
_NEWLY = {"receive", "number", "this_year", "request", "application"}


class Parts(Things):
    """A sentence that knows the parts of its totals."""

    def _part(self, total: Total, clause: Clause, number: Token, amount: Amount) -> None:
        if amount.unit not in _PART_UNITS or self._besides(clause):
            return
        if total.found and total.listing != "named" and clause.tags & _RESULT and self._beside(total.found, amount):
            self._drop(total.found)
            return
        start = max([clause.start] + [t.end for t in clause.tokens if t.tag == "number" and t.end <= number.start])
        name = self._name(start, number.start) or self._name(number.end, min(clause.end, number.end + 40))
        if not name or name in total.parts or len(total.parts) >= _PARTS:
            total.broken = True
            return
        if not amount.sure:
            return
        if total.found and total.found.what in _REMEDIES and "信息公开" in name:
            self._drop(total.found)  # 行政复议案件12件，其中信息公开类2件
            self._add(self._make(total.found.what, clause, amount))
            total.broken = True
            return
        if (
            total.found
            and total.found.what in ONCE
            and clause.tags & OWN
            and not clause.tags & _RESULT  # 本机关不掌握相关政府信息1件
            and any(t.tag == "own" for t in clause.tokens if t.end <= number.start)
        ):
            self._drop(total.found)
        total.parts[name] = amount.value
        complete = len(total.parts) > 1 and total.value > 0 and sum(total.parts.values()) == total.value
        if total.found and not total.broken and (total.listing == "named" or complete):
            total.found.parts = dict(total.parts)
        total.complete = complete

    def _goes_on(self, figure: Figure) -> bool:
        """发布政务动态120条，通知公告35条: a list of kinds goes on behind a comma; behind a total its parts would."""
        found = self.section.found[-1:]
        return (
            self.act is not None
            and self.act.tag == "publish"
            and figure.clause.before in ("，", ",")
            and bool(figure.said & _KIND)
            and not figure.around & (ACTS | THINGS)
            and any(one.what == "published" and one.kind is not None for one in found)
        )

    def _beside(self, found: Found, amount: Amount) -> bool:
        """受理12件，答复7件，不予受理4件: what was answered is a result among others, not all that was concluded."""
        if found.what != "requests.concluded":
            return False
        said = self.section.text[found.start : found.end]
        received = [one.value for one in self.section.found[self.first :] if one.what == "requests.received"]
        return "办" not in said and bool(received) and found.value + amount.value <= max(received)

    def _besides(self, clause: Clause) -> bool:
        """另有5件: one more thing, and no part of what was counted."""
        return _BESIDES.match(self.plain, clause.start, clause.end) is not None

    def _past_parts(self, total: Total, clause: Clause, thing: Token | None, act: Token | None) -> bool:
        """Whether a list of parts ended before this number: it added up, or another matter begins."""
        if total.complete and clause.before != "、":
            return True
        what = total.found.what if total.found else ""
        if thing is None or thing.tag not in ("review", "litigation", "fee", "letter", "account", "request"):
            return False
        if thing.tag in ("review", "litigation", "fee"):
            return what not in ("review", "litigation", "fees.collected")
        return act is not None and act.tag not in ("publish", "event", "other") and thing.tag not in what[:-1]

    def _bracket(self, made: list[Found], bracket: Token) -> None:
        """202件(12345平台150件，信访系统42件): the parts of the number before the bracket."""
        inside = clauses(self.plain, self.section.vocabulary, bracket.start + 1, bracket.end - 1)
        tags = 0
        for inner in inside:
            tags |= inner.tags
        if not tags or tags & COMPARE or (tags & PERIODS and not tags & CARRY):
            return
        total = Total(made[0], made[0].value, "named")
        received = any(found.what == "requests.received" for found in made)
        for inner in inside:
            for token in inner.tokens:
                if token.tag == "number" and token.amount:
                    if received and token.amount.value and self._is_carried_in(inner):
                        for one in made:
                            if one.what == "requests.received":
                                self._drop(one)
                        self._carried(inner, inner.tags, token.amount, None)
                        self._newly_received(inside)
                        return
                    if inner.tags & CARRY and self._besides(inner):
                        self._carried(inner, inner.tags, token.amount, None)
                    self._part(total, inner, token, token.amount)
        if total.broken or not total.parts:
            made[0].parts = {}
        self.section.total = Total(made[0], made[0].value) if not made[0].parts else None

    def _is_carried_in(self, clause: Clause) -> bool:
        """上年结转5件, or 2020年度结转5件 in a report on 2021."""
        year = self.section.year
        last = any(
            t.tag == "last_year" or (t.tag == "year" and t.amount and year and t.amount.value == year - 1)
            for t in clause.tokens
        )
        return last and bool(clause.tags & CARRY)

    def _newly_received(self, inside: list[Clause], *, beside: bool = False) -> bool:
        """（上年结转3件，本年新收12件）: the second of them is what was received this year.

        With ``beside`` only right behind a figure of what was carried in.
        """
        if beside and [one.what for one in self.section.found[-1:]] != ["requests.carried_in"]:
            return False
        before = len(self.section.found)
        for clause in inside:
            words = [t for t in clause.tokens if t.tag != "mark"]
            if {t.tag for t in words} <= _NEWLY and clause.tags & RECEIVE and clause.tags & NUMBER:
                amounts = [t.amount for t in words if t.tag == "number"]
                if len(amounts) == 1 and amounts[0] and amounts[0].sure and amounts[0].unit in CASE_UNITS:
                    self._add(self._make("requests.received", clause, amounts[0]))
        return len(self.section.found) > before

    def _name(self, start: int, end: int) -> str:
        name = self.section.text[self.offset + start : self.offset + end]
        name = _NAME_START.sub("", name[-60:])
        return _NAME_END.sub("", name)
