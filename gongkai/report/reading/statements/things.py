"""Each thing that is counted: which acts on it, in which units, make a statement."""

from __future__ import annotations

import re
from itertools import pairwise

from gongkai.report.reading.statements.context import Context, Total
from gongkai.report.reading.statements.sentences import Amount, Clause, Token
from gongkai.report.reading.statements.tags import (
    ACCOUNT_UNITS,
    ACTS,
    CASE_UNITS,
    DOCUMENT_UNITS,
    FORBIDDEN,
    ITEM_UNITS,
    LETTER_UNITS,
    TALK_UNITS,
)
from gongkai.report.schema import What

_COUNT_OF = re.compile("的?(?:总数|总量|数量|件数|数|量)?(?:共计|共|为|是|总计|合计|有)*")


class Things(Context):
    """A sentence that knows what its things are."""

    def _request(
        self, clause: Clause, left: list[Token], number: Token, right: list[Token], after: bool, amount: Amount
    ) -> None:
        near = left + right if after else left
        acts = [t for t in left if t.tag in ACTS and t.tag != "publish"] or [
            t for t in right if t.tag in ACTS and t.tag != "publish"
        ]
        if amount.unit not in CASE_UNITS or not amount.sure:
            return
        if not acts and left and left[-1].tag == "request" and self._counted(left[-1], number):
            acts = [left[-1]]
        if not acts:
            return
        if any(t.tag == "carry" for t in acts):
            self._carried(clause, left + right, amount, None)
            return
        modes = sum(t.tag == "mode" for t in near)
        if any(t.tag in ("category", "outcome") for t in near) or (
            modes == 1 and not any(t.tag == "others_too" for t in near)
        ):
            return
        if (self.below and not self.wide) or self._cumulative(near) or any(t.tag in ("progress", "ever") for t in near):
            return
        received = [
            t
            for t in acts
            if t.tag in ("receive", "request") or (t.tag == "event" and self.plain[t.start : t.end] in ("发生", "产生"))
        ]
        concluded = [t for t in acts if t.tag == "conclude"]
        if received and concluded and not self._joined(received[-1], concluded[0]):
            return
        if acts[-1].tag == "other":
            return
        if received:
            self._add(self._make("requests.received", clause, amount))
        if concluded:
            self._add(self._make("requests.concluded", clause, amount))

    def _counted(self, thing: Token, number: Token) -> bool:
        """政府信息公开申请数量为6件: the number is the thing's own, without an act."""
        words = self.plain[thing.end : number.start]
        named = self.plain[thing.end - 2 : thing.end] == "申请"
        return named and ("数" in words or "量" in words) and bool(_COUNT_OF.fullmatch(words.strip()))

    def _carried(self, clause: Clause, near: list[Token], amount: Amount, total: Total | None) -> None:
        tags = {t.tag for t in near}
        years = {t.amount.value for t in clause.tokens if t.tag == "year" and t.amount}
        year = self.section.year
        into = "last_year" in tags or (year is not None and year - 1 in years)
        out = "next_year" in tags or (year is not None and year + 1 in years)
        topic = self.section.topic.tag if self.section.topic else None
        if (
            into == out
            or not amount.sure
            or amount.unit not in CASE_UNITS
            or topic not in (None, "request", "application")
        ):
            return
        if topic is None and not (self.about_requests or self._names_requests() or "application" in tags):
            return
        if tags & (FORBIDDEN | {"conclude"} if into else FORBIDDEN):
            return
        if year is not None and any(value not in (year - 1, year, year + 1) for value in years):
            return
        self._add(self._make("requests.carried_in" if into else "requests.carried_out", clause, amount))
        if into and total and total.found and total.found.what == "requests.received" and amount.value:
            self._drop(total.found)

    def _remedy(
        self,
        clause: Clause,
        left: list[Token],
        right: list[Token],
        near: list[Token],
        act: Token | None,
        amount: Amount,
    ) -> None:
        """行政复议 and 行政诉讼 against the body; those it decides itself are no figure of its report."""
        if amount.unit not in CASE_UNITS or not amount.sure or not self.about_disclosure or self._cumulative(near):
            return
        if any(t.tag in ("outcome", "category", "mode", "fee") for t in near) or (self.below and not self.wide):
            return
        acts = [t for t in left if t.tag in ACTS] or [t for t in right if t.tag in ACTS]
        passive = "被" in self.plain[clause.start : clause.end]
        if acts and acts[-1].tag in ("publish", "handle", "conclude", "other", "issue", "charge"):
            return
        if acts and acts[-1].tag == "receive" and self.plain[acts[-1].start : acts[-1].end] == "受理" and not passive:
            return
        named = [t for t in near if t.tag in ("review", "litigation")]
        last = named[-1]
        both = len(named) > 1 and named[-2].tag != last.tag and self._joined(named[-2], last)
        if both and amount.value and not any(t.tag == "both_each" for t in left):
            return
        for token in (named[-2], last) if both else (last,):
            self._add(self._make("review" if token.tag == "review" else "litigation", clause, amount))

    def _document(
        self,
        clause: Clause,
        left: list[Token],
        near: list[Token],
        thing: Token | None,
        act: Token | None,
        amount: Amount,
    ) -> None:
        if amount.unit not in DOCUMENT_UNITS or not amount.sure or act is None:
            return
        if thing and thing.tag == "not_repealable":
            if act.tag == "repeal":
                self._add(self._make("documents.repealed", clause, amount, kind=thing.group))
            return
        kinds = [t.group for t in near if t.tag == "document" and t.group != "文件"]
        kind = kinds[-1] if kinds else self.documents
        if act.tag == "publish":
            if amount.unit in ITEM_UNITS and not any(t.tag in ("category", "mode") for t in left):
                self._add(
                    self._make("published", clause, amount, channel=self.channel, kind=kinds[-1] if kinds else None)
                )
            return
        whats: dict[str, What] = {
            "issue": "documents.issued",
            "repeal": "documents.repealed",
            "in_force": "documents.in_force",
            "keep": "documents.in_force",
        }
        if act.tag not in whats or kind is None or (self.below and not self.wide):
            return
        if any(t.tag in ("ever", "cumulative") for t in near) and act.tag not in ("in_force", "keep"):
            return
        acts = [
            t for t in near if t.tag in whats or (t.tag == "other" and self.plain[t.start : t.end] in ("修订", "修改"))
        ]
        mixed = any(a.tag != b.tag and self._joined(a, b) for a, b in pairwise(acts))
        several = len(set(kinds)) > 1
        if (mixed or several) and amount.value:
            return
        for one in sorted(set(kinds), key=kinds.index) if several else [kind]:
            for what in dict.fromkeys(whats[a.tag] for a in acts if a.tag in whats) if mixed else [whats[act.tag]]:
                self._add(self._make(what, clause, amount, kind=one))

    def _interpretation(self, clause: Clause, thing: Token, amount: Amount) -> None:
        named_with = self.plain[max(clause.start, thing.start - 1) : thing.start]
        if amount.unit in TALK_UNITS and amount.sure and named_with not in tuple("及和与、或"):
            self._add(self._make("interpretations", clause, amount))

    def _fee(self, clause: Clause, left: list[Token], act: Token | None, amount: Amount) -> None:
        if amount.unit != "元" or not amount.sure or any(t.tag == "administrative_fee" for t in clause.tokens):
            return
        if "信息处理费" in self.plain or (
            any(t.tag == "fee" for t in left) and "公开" in self.plain and act and act.tag == "charge"
        ):
            self._add(self._make("fees.collected", clause, amount))

    def _account(
        self, clause: Clause, left: list[Token], right: list[Token], act: Token | None, amount: Amount
    ) -> None:
        if amount.unit not in ACCOUNT_UNITS or not amount.sure:
            return
        if any(t.tag == "progress" for t in left + right):
            kind = "注销中"
        elif act is None or act.tag == "open":
            if act is None and not any(t.tag in ("total", "open") for t in left):
                return
            kind = "总数"
        elif act.tag in ("keep", "close"):
            kind = {"keep": "保留", "close": "关停"}[act.tag]
        else:
            return
        self._add(self._make("media.accounts", clause, amount, kind=kind))

    def _letter(
        self, clause: Clause, left: list[Token], thing: Token | None, act: Token | None, amount: Amount
    ) -> None:
        if amount.unit not in LETTER_UNITS or not amount.sure or act is None or self._cumulative(left):
            return
        channels = {t.group for t in left if t.tag == "letter" and t.group}
        if len(channels) > 1:
            channels.discard("网民留言")
        made = self._make("letters.answered", clause, amount, channel=channels.pop() if len(channels) == 1 else None)
        if act.tag in ("conclude", "handle"):
            if thing is None:
                for found in self.section.found[self.first :]:
                    if found.what == "letters.answered" and found.rough:
                        self._drop(found)
                made.channel = made.channel or (self.section.topic.group if self.section.topic else None)
            made.rough = act.tag == "handle"
            self._add(made)
        elif act.tag == "receive":
            self.letters = made

    def _published(self, clause: Clause, left: list[Token], right: list[Token], amount: Amount) -> None:
        if (
            not amount.sure
            or any(t.tag in ("category", "outcome") for t in left)
            or any(t.tag == "thing" for t in right)
        ):
            return
        things = {t.tag for t in left + right}
        title = amount.unit == "期" and "title" in things
        if amount.unit not in ITEM_UNITS and not (amount.unit == "次" and "object" in things):
            return
        if (
            not things & {"object", "kind", "channel", "title"}
            and self.section.topic
            and self.section.topic.tag == "request"
        ):
            return
        act = next((t for t in reversed(left) if t.tag == "publish"), None)
        kinds = {
            t.group
            for t in left
            if t.tag == "kind" and (act is None or t.start > act.start) and left[-1].end - t.end <= 4
        }
        kind = kinds.pop() if len(kinds) == 1 else None
        if title:
            kind = "刊物"
        elif "title" in {t.tag for t in left} and "object" not in things:
            return
        if any(t.tag == "ever" for t in left) or self._cumulative(left):
            kind = "累计"
        self._add(self._make("published", clause, amount, channel=self.channel, kind=kind))
