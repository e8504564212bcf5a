"""Denials: 未收到…申请, 无行政复议、行政诉讼, 未收取信息处理费 each state a zero."""

from __future__ import annotations

import re

from gongkai.report.reading.statements.context import Context
from gongkai.report.reading.statements.sentences import Amount, Clause, Token
from gongkai.report.reading.statements.tags import ACTS, THINGS
from gongkai.report.schema import What

_TAIL = re.compile(
    r"(?:的|等|了|类|相关|有关|情况|案件|案例|事项|事件|要求|请求|诉求|现象|行为|申请|件|政府信息|信息|问题|记录|情形|业务|费用|费|发生|事宜|个案|案|平台|数量|书|"
    r"政府|公开|办理|受理|内容|表|[”\"’）)。.！!\s])*"
)


class Denials(Context):
    """A sentence that knows what it denies."""

    def _denial(self, clause: Clause, found: list[Token]) -> None:
        """未收到…申请, 无行政复议、行政诉讼, 未收取信息处理费: a zero, where nothing else stands in the clause."""
        place = next(index for index, token in enumerate(found) if token.tag == "negation")
        denial, after = found[place], [t for t in found[place + 1 :] if t.tag != "bracket"]
        tags = {t.tag for t in after}
        if tags & {"compare", "plan", "average", "negation", "outcome", "half", "title"} or self._elsewhen():
            return
        if "category" in tags or (self.below and not self.wide):
            return
        zero = Amount(0, "件", True)
        acts = [t for t in after if t.tag in ACTS]
        act_tags = {t.tag for t in acts}
        things = [t for t in after if t.tag in THINGS]
        if act_tags & {"carry"}:
            if not (tags & {"conclude", "other"}):
                self._no_carry(clause, tags, zero)
            return
        if not things:
            if "charge" in act_tags and self.about_disclosure and self._tail(acts[-1].end, clause.end):
                self._add(self._make("fees.collected", clause, zero, unit="元"))
            return
        last = things[-1]
        if not self._tail(last.end, clause.end):
            return
        if last.tag in ("fee", "administrative_fee"):
            if (
                last.tag == "fee"
                and act_tags & {"charge", "event"}
                and (self.about_disclosure or "处理费" in self.plain)
            ):
                self._add(self._make("fees.collected", clause, zero, unit="元"))
        elif last.tag == "account":
            if not act_tags - {"open", "keep"} and "number" not in tags:
                self._add(self._make("media.accounts", clause, zero, unit="个", kind="总数"))
        elif last.tag in ("document", "not_repealable"):
            self._no_documents(clause, things, acts, zero)
        elif last.tag in ("request", "application", "review", "litigation", "letter"):
            self._no_cases(clause, things, acts, tags, zero, denial)

    def _tail(self, start: int, end: int) -> bool:
        return end - start <= 24 and bool(_TAIL.fullmatch(self.plain, start, end))

    def _no_carry(self, clause: Clause, tags: set[str], zero: Amount) -> None:
        if ("last_year" in tags) != ("next_year" in tags) and "number" not in tags:
            self._add(
                self._make("requests.carried_in" if "last_year" in tags else "requests.carried_out", clause, zero)
            )

    def _no_documents(self, clause: Clause, things: list[Token], acts: list[Token], zero: Amount) -> None:
        kinds = list(dict.fromkeys(t.group for t in things if t.tag == "document" and t.group != "文件"))
        if any(t.tag != "document" for t in things) or any(t.tag not in ("issue", "repeal") for t in acts):
            return
        for act in dict.fromkeys(t.tag for t in acts):
            for kind in kinds:
                self._add(
                    self._make("documents.issued" if act == "issue" else "documents.repealed", clause, zero, kind=kind)
                )

    def _no_cases(
        self, clause: Clause, things: list[Token], acts: list[Token], tags: set[str], zero: Amount, denial: Token
    ) -> None:
        if acts and acts[0].tag == "receive" and acts[0].start - denial.end <= 1:
            acts = acts[:1]
        act_tags = {t.tag for t in acts}
        if act_tags & {"conclude", "handle", "other", "issue", "repeal", "charge", "keep", "open", "close", "in_force"}:
            return
        words = self.plain[clause.start : clause.end]
        gap = things[0].start - denial.end
        if not act_tags & {"receive", "event"} and (gap > 16 or self.plain[denial.start : denial.end] == "未"):
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
            elif "mode" in tags or self._about_remedies(token):
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
