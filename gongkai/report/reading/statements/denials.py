"""Denials: 未收到…申请, 无行政复议、行政诉讼, 未收取信息处理费 each state a zero."""

from __future__ import annotations

import re

from gongkai.report.reading.statements.context import Context
from gongkai.report.reading.statements.sentences import Amount, Clause, Token
from gongkai.report.reading.statements.tags import (
    ACTS,
    BITS,
    CARRY,
    CONCLUDE,
    NEGATION,
    NUMBER,
    OTHER,
    RECEIVE,
    THINGS,
    bits,
)
from gongkai.report.schema import What

_TAIL = re.compile(
    r"(?:的|等|了|类|相关|有关|情况|案件|案例|事项|事件|要求|请求|诉求|现象|行为|申请|件|政府信息|信息|问题|记录|情形|业务|费用|费|发生|事宜|个案|案|平台|数量|书|"
    r"政府|公开|办理|受理|内容|表|[”\"’）)。.！!\s])*"
)


_SILENT = bits("compare", "plan", "average", "negation", "outcome", "half", "title", "category")
"""After a denial these leave open what is denied."""
_CHARGE, _EVENT, _MODE = BITS["charge"], BITS["event"], BITS["mode"]
_LAST_YEAR, _NEXT_YEAR = BITS["last_year"], BITS["next_year"]
_OPEN, _WRITTEN = bits("open", "keep"), bits("issue", "repeal")
_NO_EVENT = bits("conclude", "handle", "other", "issue", "repeal", "charge", "keep", "open", "close", "in_force")


class Denials(Context):
    """A sentence that knows what it denies."""

    def _denial(self, clause: Clause) -> None:
        """未收到…申请, 无行政复议、行政诉讼, 未收取信息处理费: a zero, where nothing else stands in the clause."""
        found = clause.tokens
        place = next(index for index, token in enumerate(found) if token.bit == NEGATION)
        denial, after = found[place], found[place + 1 :]
        tags = 0
        for token in after:
            tags |= token.bit
        if tags & _SILENT or self._elsewhen() or (self.below and not self.wide):
            return
        zero = Amount(0, "件", True)
        if tags & CARRY:
            if not tags & (CONCLUDE | OTHER):
                self._no_carry(clause, tags, zero)
            return
        acts = [t for t in after if t.bit & ACTS]
        act_tags = tags & ACTS
        if not tags & THINGS:
            if act_tags & _CHARGE and self.about_disclosure and self._tail(acts[-1].end, clause.end):
                self._add(self._make("fees.collected", clause, zero, unit="元"))
            return
        things = [t for t in after if t.bit & THINGS]
        last = things[-1]
        if not self._tail(last.end, clause.end):
            return
        if last.tag in ("fee", "administrative_fee"):
            if (
                last.tag == "fee"
                and act_tags & (_CHARGE | _EVENT)
                and (self.about_disclosure or "处理费" in self.plain)
            ):
                self._add(self._make("fees.collected", clause, zero, unit="元"))
        elif last.tag == "account":
            if not act_tags & ~_OPEN and not tags & NUMBER:
                self._add(self._make("media.accounts", clause, zero, unit="个", kind="总数"))
        elif last.tag in ("document", "not_repealable"):
            self._no_documents(clause, things, acts, zero)
        elif last.tag in ("request", "application", "review", "litigation", "letter"):
            self._no_cases(clause, things, acts, tags, zero, denial)

    def _tail(self, start: int, end: int) -> bool:
        return start == end or (end - start <= 24 and bool(_TAIL.fullmatch(self.plain, start, end)))

    def _no_carry(self, clause: Clause, tags: int, zero: Amount) -> None:
        into = bool(tags & _LAST_YEAR)
        if into != bool(tags & _NEXT_YEAR) and not tags & NUMBER:
            self._add(self._make("requests.carried_in" if into else "requests.carried_out", clause, zero))

    def _no_documents(self, clause: Clause, things: list[Token], acts: list[Token], zero: Amount) -> None:
        kinds = list(dict.fromkeys(t.group for t in things if t.tag == "document" and t.group != "文件"))
        if any(t.tag != "document" for t in things) or any(t.bit & ~_WRITTEN for t in acts):
            return
        for act in dict.fromkeys(t.tag for t in acts):
            for kind in kinds:
                self._add(
                    self._make("documents.issued" if act == "issue" else "documents.repealed", clause, zero, kind=kind)
                )

    def _no_cases(
        self, clause: Clause, things: list[Token], acts: list[Token], tags: int, zero: Amount, denial: Token
    ) -> None:
        if acts and acts[0].tag == "receive" and acts[0].start - denial.end <= 1:
            acts = acts[:1]
        act_tags = 0
        for act in acts:
            act_tags |= act.bit
        if act_tags & _NO_EVENT:
            return
        words = self.plain[clause.start : clause.end]
        gap = things[0].start - denial.end
        if not act_tags & (RECEIVE | _EVENT) and (gap > 16 or self.plain[denial.start : denial.end] == "未"):
            return
        if "申请人" in words and "被" not in words and "提出" not in words:
            return
        heads = [
            t
            for t, following in zip(things, [*things[1:], None], strict=True)
            if following is None or self._joined(t, following) or {t.tag, following.tag} == {"review", "litigation"}
        ]
        whats: list[What] = []
        for token in heads:
            if token.tag in ("review", "litigation") and self.about_disclosure:
                if not ("受理" in words and "公开" not in self.plain):
                    whats.append("review" if token.tag == "review" else "litigation")
            elif tags & _MODE or self._about_remedies(token):
                continue
            elif token.tag == "request" or (token.tag == "application" and (self.about_requests or "公开" in words)):
                whats.append("requests.received")
        for what in dict.fromkeys(whats):
            self._add(self._make(what, clause, zero))

    def _about_remedies(self, token: Token) -> bool:
        return self.plain[token.end : token.end + 2] in ("行政", "复议", "诉讼") or self.plain[
            token.start - 2 : token.start
        ] in (
            "许可",
            "复议",
            "登记",
            "行政",
            "办事",
            "服务",
            "补助",
            "救助",
        )
