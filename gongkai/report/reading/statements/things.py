"""Each thing that is counted: which acts on it, in which units, make a statement."""

from __future__ import annotations

import re
from itertools import pairwise

from gongkai.report.reading.statements.context import Context, Total
from gongkai.report.reading.statements.sentences import Amount, Clause, Figure, Token
from gongkai.report.reading.statements.tags import (
    ACCOUNT_UNITS,
    ACTS,
    BITS,
    CARRY,
    CASE_UNITS,
    CONCLUDE,
    DOCUMENT_UNITS,
    FORBIDDEN,
    ITEM_UNITS,
    LETTER_UNITS,
    OBJECT,
    PUBLISH,
    TALK_UNITS,
    TITLE,
    bits,
)
from gongkai.report.schema import What

_COLLECTED = ("收取", "实收", "收缴", "缴纳")
_COUNT_OF = re.compile("的?(?:总数|总量|数量|件数|数|量)?(?:共计|共|为|是|总计|合计|有)*")
_IN_ALL = re.compile("共计?|总计|合计")
_BEFORE_IN_ALL = re.compile(
    r"[、\s]*(?:(?:20\d\d|[今本全])年度?)?(?:全[区市县省州旗]|[本我][局厅委办县市区镇乡]|本机关|我?街道)?"
)
"""What may stand before 政府信息公开申请共计38件: anything more (自然人, 网上) may make it a part."""
_LAST_YEAR, _NEXT_YEAR, _APPLICATION = BITS["last_year"], BITS["next_year"], BITS["application"]
_MODE, _OTHERS_TOO, _THING, _EVER, _KIND = (BITS[tag] for tag in ("mode", "others_too", "thing", "ever", "kind"))
_CHANNEL = BITS["channel"]
_PROGRESS, _BOTH_EACH, _FEE, _ADMINISTRATIVE = (
    BITS[tag] for tag in ("progress", "both_each", "fee", "administrative_fee")
)
_PART_OF_ALL, _UNFINISHED, _REMEDIES = (
    bits("category", "outcome"),
    bits("progress", "ever"),
    bits("review", "litigation"),
)
_NO_REMEDY = bits("outcome", "category", "mode", "fee", "progress", "carry")
"""Results, cases that are still open or come from last year: parts of the year's, or none of them."""
_DECIDES = bits("publish", "handle", "conclude", "other", "issue", "charge")
_SOME, _ALL_YEARS, _COUNTED_FROM = bits("category", "mode"), bits("ever", "cumulative"), bits("total", "open")
_PLACED = bits("object", "kind", "channel", "title")
_WRITTEN: dict[str, What] = {
    "issue": "documents.issued",
    "repeal": "documents.repealed",
    "in_force": "documents.in_force",
    "keep": "documents.in_force",
}


class Things(Context):
    """A sentence that knows what its things are."""

    def _request(self, figure: Figure) -> None:
        clause, amount = figure.clause, figure.amount
        near = figure.around if figure.after else figure.said
        if amount.unit not in CASE_UNITS or not amount.sure:
            return
        acts = [t for t in figure.left if t.bit & ACTS and t.bit != PUBLISH] or [
            t for t in figure.right if t.bit & ACTS and t.bit != PUBLISH
        ]
        in_all = False
        if not acts and (named := next((t for t in reversed(figure.left) if t.tag != "total"), None)):
            in_all = self._in_all(clause, named, figure.number)
            if named.tag == "request" and (in_all or self._counted(named, figure.number)):
                acts = [named]
        if not acts:
            return
        if any(t.bit == CARRY for t in acts):
            self._carried(clause, figure.around, amount, None)
            return
        if near & _PART_OF_ALL or near & _UNFINISHED or (self.below and not self.wide) or self._cumulative(near):
            return
        if near & _MODE and not near & _OTHERS_TOO:
            modes = sum(t.bit == _MODE for t in figure.left)
            modes += sum(t.bit == _MODE for t in figure.right) if figure.after else 0
            if modes == 1:
                return
        received = [
            t
            for t in acts
            if t.tag in ("receive", "request") or (t.tag == "event" and self.plain[t.start : t.end] in ("发生", "产生"))
        ]
        concluded = [t for t in acts if t.bit == CONCLUDE]
        if received and concluded and not self._joined(received[-1], concluded[0]):
            return
        if acts[-1].tag == "other":
            return
        if received:
            made = self._make("requests.received", clause, amount)
            made.rough = in_all or all(self.plain[t.start : t.end] == "受理" for t in received)
            self._add(made)
        if concluded:
            self._add(self._make("requests.concluded", clause, amount))

    def _counted(self, thing: Token, number: Token) -> bool:
        """政府信息公开申请数量为6件: the number is the thing's own, without an act."""
        words = self.plain[thing.end : number.start]
        named = self.plain[thing.end - 2 : thing.end] == "申请"
        return named and ("数" in words or "量" in words) and bool(_COUNT_OF.fullmatch(words.strip()))

    def _in_all(self, clause: Clause, thing: Token, number: Token) -> bool:
        """政府信息公开申请共计38件: the clause says no more than that."""
        return (
            self.plain[thing.end - 2 : thing.end] == "申请"
            and _IN_ALL.fullmatch(self.plain[thing.end : number.start].strip()) is not None
            and _BEFORE_IN_ALL.fullmatch(self.plain[clause.start : thing.start]) is not None
        )

    def _carried(self, clause: Clause, tags: int, amount: Amount, total: Total | None) -> None:
        years = {t.amount.value for t in clause.tokens if t.tag == "year" and t.amount}
        year = self.section.year
        into = bool(tags & _LAST_YEAR) or (year is not None and year - 1 in years)
        out = bool(tags & _NEXT_YEAR) or (year is not None and year + 1 in years)
        topic = self.section.topic.tag if self.section.topic else None
        if (
            into == out
            or not amount.sure
            or amount.unit not in CASE_UNITS
            or topic not in (None, "request", "application")
        ):
            return
        if topic is None and not (self.about_requests or self._names_requests() or tags & _APPLICATION):
            return
        if tags & (FORBIDDEN | CONCLUDE if into else FORBIDDEN):
            return
        if year is not None and any(value not in (year - 1, year, year + 1) for value in years):
            return
        self._add(self._make("requests.carried_in" if into else "requests.carried_out", clause, amount))
        if into and total and total.found and total.found.what == "requests.received" and amount.value:
            self._drop(total.found)

    def _remedy(self, figure: Figure) -> None:
        """行政复议 and 行政诉讼 against the body; those it decides itself are no figure of its report."""
        clause, amount = figure.clause, figure.amount
        near = figure.around if figure.after else figure.said
        if amount.unit not in CASE_UNITS or not amount.sure or not self.about_disclosure or self._cumulative(near):
            return
        if near & _NO_REMEDY or (self.below and not self.wide):
            return
        act = _last(figure.left, ACTS) or _last(figure.right, ACTS)
        if act and act.bit & _DECIDES:
            return
        if act and self.plain[act.start : act.end] == "受理" and "被" not in self.plain[clause.start : clause.end]:
            return
        words = figure.left + figure.right if figure.after else figure.left
        named = [t for t in words if t.bit & _REMEDIES]
        last = named[-1]
        both = len(named) > 1 and named[-2].tag != last.tag and self._joined(named[-2], last)
        if both and amount.value and not figure.said & _BOTH_EACH:
            return
        for token in (named[-2], last) if both else (last,):
            self._add(self._make("review" if token.tag == "review" else "litigation", clause, amount))

    def _document(self, figure: Figure) -> None:
        clause, amount, thing, act = figure.clause, figure.amount, figure.thing, figure.act
        if amount.unit not in DOCUMENT_UNITS or not amount.sure or act is None:
            return
        if thing and thing.tag == "not_repealable":
            if act.tag == "repeal":
                self._add(self._make("documents.repealed", clause, amount, kind=thing.group))
            return
        words = figure.left + figure.right if figure.after else figure.left
        kinds = [t.group for t in words if t.tag == "document" and t.group != "文件"]
        kind = kinds[-1] if kinds else self.documents
        if act.tag == "publish":
            if amount.unit in ITEM_UNITS and not figure.said & _SOME:
                among = figure.said & _OTHERS_TOO and self._enumerates(figure, "document")
                kind = kinds[-1] if kinds and not among else None
                self._add(self._make("published", clause, amount, channel=self.channel, kind=kind))
            return
        if act.tag not in _WRITTEN or kind is None or (self.below and not self.wide):
            return
        near = figure.around if figure.after else figure.said
        if near & _ALL_YEARS and act.tag not in ("in_force", "keep"):
            return
        acts = [
            t
            for t in words
            if t.tag in _WRITTEN or (t.tag == "other" and self.plain[t.start : t.end] in ("修订", "修改"))
        ]
        mixed = any(a.tag != b.tag and self._joined(a, b) for a, b in pairwise(acts))
        several = len(set(kinds)) > 1
        if (mixed or several) and amount.value:
            return
        whats = [_WRITTEN[a.tag] for a in acts if a.tag in _WRITTEN] if mixed else [_WRITTEN[act.tag]]
        for one in dict.fromkeys(kinds) if several else [kind]:
            for what in dict.fromkeys(whats):
                self._add(self._make(what, clause, amount, kind=one))

    def _interpretation(self, figure: Figure) -> None:
        thing, amount = figure.thing, figure.amount
        if thing is None or amount.unit not in TALK_UNITS or not amount.sure:
            return
        before = self.plain[max(figure.clause.start, thing.start - 1) : thing.start]
        if before not in tuple("及和与、或"):
            self._add(self._make("interpretations", figure.clause, amount))

    def _fee(self, figure: Figure) -> None:
        clause, amount, act = figure.clause, figure.amount, figure.act
        if amount.unit != "元" or not amount.sure or clause.tags & _ADMINISTRATIVE:
            return
        before = self.plain[: figure.number.start]
        if before.rfind("收费通知") > max(map(before.rfind, _COLLECTED)):
            return  # what applicants were told to pay
        if "信息处理费" in self.plain or (figure.said & _FEE and "公开" in self.plain and act and act.tag == "charge"):
            self._add(self._make("fees.collected", clause, amount))

    def _account(self, figure: Figure) -> None:
        amount, act = figure.amount, figure.act
        if amount.unit not in ACCOUNT_UNITS or not amount.sure:
            return
        if figure.around & _PROGRESS:
            kind = "注销中"
        elif act is None or act.tag == "open":
            if (act is None and not figure.said & _COUNTED_FROM) or figure.said & _CHANNEL:
                return  # 开设微信公众号1个、微博1个: accounts of one kind
            kind = "总数"
        elif act.tag in ("keep", "close"):
            kind = {"keep": "保留", "close": "关停"}[act.tag]
        else:
            return
        self._add(self._make("media.accounts", figure.clause, amount, kind=kind))

    def _letter(self, figure: Figure) -> None:
        amount, act = figure.amount, figure.act
        if amount.unit not in LETTER_UNITS or not amount.sure or act is None or self._cumulative(figure.said):
            return
        channels = {t.group for t in figure.left if t.tag == "letter" and t.group}
        if len(channels) > 1:
            channels.discard("网民留言")
        channel = channels.pop() if len(channels) == 1 else None
        made = self._make("letters.answered", figure.clause, amount, channel=channel)
        if act.tag in ("conclude", "handle"):
            if figure.thing is None:
                for found in self.section.found[self.first :]:
                    if found.what == "letters.answered" and found.rough:
                        self._drop(found)
                made.channel = made.channel or (self.section.topic.group if self.section.topic else None)
            made.rough = act.tag == "handle"
            self._add(made)
        elif act.tag == "receive":
            self.letters = made

    def _glued(self, clause: Clause, token: Token) -> bool:
        """动态信息945公开机构职能信息4条: the digits of another count, which lost its unit, stand right before."""
        place = token.start
        while place > clause.start and self.plain[place - 1].isdigit():
            place -= 1
        return clause.start < place < token.start

    def _enumerates(self, figure: Figure, tag: str) -> bool:
        """会议、要闻、财政预决算等信息50条: the last of the things named is not the kind of all."""
        named = next(t for t in reversed(figure.left) if t.tag == tag)
        before, behind = self.plain[figure.clause.start : named.start], self.plain[named.end : figure.number.start]
        return "、" in before and "等" in behind

    def _published(self, figure: Figure) -> None:
        amount, said, left = figure.amount, figure.said, figure.left
        if not amount.sure or said & _PART_OF_ALL or figure.follows & _THING:
            return
        if any(self._glued(figure.clause, token) for token in left):
            return
        around = figure.around
        title = amount.unit == "期" and around & TITLE
        if amount.unit not in ITEM_UNITS and not (amount.unit == "次" and around & OBJECT):
            return
        if not around & _PLACED and self.section.topic and self.section.topic.tag == "request":
            return
        kind = None
        if said & _KIND:
            act = _last(left, PUBLISH)
            kinds = {
                t.group
                for t in left
                if t.bit == _KIND and (act is None or t.start > act.start) and left[-1].end - t.end <= 4
            }
            among = said & _OTHERS_TOO and self._enumerates(figure, "kind")
            kind = kinds.pop() if len(kinds) == 1 and not among else None
        if title:
            kind = "刊物"
        elif said & TITLE and not around & OBJECT:
            return
        if said & _EVER or self._cumulative(said):
            kind = "累计"
        self._add(self._make("published", figure.clause, amount, channel=self.channel, kind=kind))


def _last(tokens: list[Token], tags: int) -> Token | None:
    return next((token for token in reversed(tokens) if token.bit & tags), None)
