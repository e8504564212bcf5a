"""What the numbers and denials of one section say, clause by clause.

A number counts the last thing named before it in its clause, else the thing named after it, else the thing the
sentence speaks of; what was done with the thing is the nearest act. A figure that another year, a comparison, a plan,
an average or a part of the whole governs is left out, as is every figure two readings fit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gongkai.report.reading.statements.sentences import Amount, Clause, Token, clauses, tokens
from gongkai.report.reading.statements.words import Words
from gongkai.report.schema import Number, Statement, What

ONCE = frozenset(
    "requests.received requests.concluded requests.carried_in requests.carried_out documents.issued documents.repealed "
    "documents.in_force".split()
)
"""A sentence that gives two figures of one of these is not understood."""

THINGS = frozenset(
    "request application review litigation document not_repealable interpretation consultation opinion fee account letter "
    "thing administrative_fee".split()
)
ACTS = frozenset(
    "receive conclude handle carry issue repeal in_force publish keep close open charge event other".split()
)
FORBIDDEN = frozenset("compare average plan negation half".split())
"""A number after one of these is no figure of the year."""

_PERIODS = frozenset("year month this_year last_year half".split())
NEW_MEDIA = frozenset("微信公众号 微博 短视频 今日头条 客户端 政务新媒体 微信群".split())
CASE_UNITS = frozenset("件 条 份 次 个 宗 起 项 例 封".split()) | {""}
ITEM_UNITS = frozenset("条 篇 件 份 期 则 幅 部 张 批".split())
LETTER_UNITS = frozenset("件 条 个 封 份 次 起 项 例 宗".split())
TALK_UNITS = frozenset("条 篇 次 个 期 件 场 幅 份 则 部 项".split())
ACCOUNT_UNITS = frozenset("个 家".split())

_JOINER = re.compile(r"[\s、和与及或并且者以，,/的]*(?:被|提起|申请|按时|及时|全部|按期|均|依法)*[\s、和与及或并且者以/]*")
_TAIL = re.compile(
    r"(?:的|等|了|类|相关|有关|情况|案件|案例|事项|事件|要求|请求|诉求|现象|行为|申请|件|政府信息|信息|问题|记录|情形|业务|费用|费|发生|事宜|个案|案|平台|数量|书|"
    r"政府|公开|办理|受理|内容|表|[”\"’）)。.！!\s])*"
)
_ABOUT_REQUESTS = re.compile("依申[请請]|公[开開]申[请請]|申[请請]公[开開]|依法申[请請]")
_COUNT_OF = re.compile("的?(?:总数|总量|数量|件数|数|量)?(?:共计|共|为|是|总计|合计|有)*")
_ELSEWHERE = re.compile("通过|利用|依托|借助|平台|途径|渠道|网站")
_NAME_START = re.compile(r"^(?:[\s，,、：:;；“]|其中|包括|包含|含|分别为|分别|分为|有|和|及|以及|与|通过|为|在|是|即)+")
_NAME_END = re.compile(r"(?:[\s，,、：:”]|共计|共|总计|总数|为|数量|计|有|是|各|达)+$")
_HEAD_CHARACTERS = 40
_SENTENCE_CHARACTERS = 2_000
_PARTS = 60


@dataclass(slots=True)
class Found:
    """A statement in the making. ``wide`` is True where the clause speaks of a whole region."""

    what: What
    value: Number
    unit: str
    start: int
    end: int
    channel: str | None = None
    kind: str | None = None
    wide: bool = False
    rough: bool = False
    parts: dict[str, Number] = field(default_factory=dict)

    def statement(self, section: str, text: str) -> Statement:
        return Statement(
            what=self.what,
            value=self.value,
            unit=self.unit,
            text=text[self.start : self.end],
            section=section,
            span=(self.start, self.end),
            channel=self.channel,
            kind=self.kind,
            parts=self.parts or None,
        )


@dataclass(slots=True)
class _Total:
    """The number whose parts may follow. ``found`` is None where the number itself is not stated as one of ours."""

    found: Found | None
    value: Number
    listing: str = ""
    parts: dict[str, Number] = field(default_factory=dict)
    broken: bool = False
    complete: bool = False


class SectionReader:
    """Reads the sentences of one section in order."""

    def __init__(self, text: str, vocabulary: Words, year: int | None) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.year = year
        self.found: list[Found] = []
        self.paragraph = -1
        self.heading = ""
        self.about_requests = False
        self.last_end = -1
        self.own_year = False
        self.topic: Token | None = None
        self.total: _Total | None = None

    def sentence(self, start: int, end: int) -> None:
        """Add what ``text[start:end]``, one sentence, states."""
        end = min(end, start + _SENTENCE_CHARACTERS)
        self._enter_paragraph(start)
        plain = self.text[start:end]
        if self.vocabulary.foreign.search(plain):
            plain = plain.translate(self.vocabulary.traditional)
        follows = self.last_end >= start - 1 and self.last_end >= 0
        self.last_end = end
        found = tokens(plain, self.vocabulary)
        if not follows:
            self.topic = None
        if not (follows and found and found[0].tag == "part" and found[0].start <= 3):
            self.total = None
        elif self.total:
            self.total.listing = "named"
        _Sentence(self, plain, start).read(clauses(plain, found))

    def _enter_paragraph(self, start: int) -> None:
        begin = self.text.rfind("\n", max(0, start - 5_000), start) + 1
        if begin == self.paragraph:
            return
        self.paragraph, self.topic, self.total, self.last_end, self.own_year = begin, None, None, -1, False
        head = self.text[begin : begin + _HEAD_CHARACTERS]
        before = self.text[max(0, begin - 1 - _HEAD_CHARACTERS) : max(0, begin - 1)]
        title = before[before.rfind("\n") + 1 :] if "\n" in before or begin <= _HEAD_CHARACTERS else ""
        self.heading = title + " " + head
        self.about_requests = bool(_ABOUT_REQUESTS.search(self.heading))


class _Sentence:
    """One sentence: what it has said so far about the year, the scope and the thing it speaks of."""

    def __init__(self, reader: SectionReader, plain: str, offset: int) -> None:
        self.reader = reader
        self.plain = plain
        self.offset = offset
        self.other_year = False
        self.own_year = reader.own_year and "截" not in plain
        self.parts: list[Clause] = []
        self.part_of_year = False
        self.wide = False
        self.below = False
        self.act: Token | None = None
        self.channel: str | None = None
        self.documents: str | None = None
        self.letters: Found | None = None
        heading = reader.heading
        self.about_requests = reader.about_requests
        self.about_disclosure = "公开" in plain or "公开" in heading or "公開" in heading

    def read(self, parts: list[Clause]) -> None:
        self.parts = parts
        first = len(self.reader.found)
        for clause in parts:
            if clause.before in ";；" and self.reader.total and any(t.tag in ("publish", "receive") for t in clause.tokens):
                self.reader.total = None
            self._clause(clause)
        self.reader.own_year = self.own_year
        if len(self.reader.found) < first + 2:
            return
        found = self.reader.found
        for one in found[first:]:
            if one.what in ONCE and any(o.what == one.what and o.kind == one.kind and o.value != one.value for o in found[first:]):
                one.rough = True
        self.reader.found = [one for one in found if not (one.rough and one.what in ONCE)]

    # --- one clause ------------------------------------------------------------------------------------------------

    def _clause(self, clause: Clause) -> None:
        found = clause.tokens
        tags = {token.tag for token in found}
        if self.letters:
            self._settled(clause, tags)
        if not _PERIODS.isdisjoint(tags) and tags.isdisjoint(("carry", "compare")):
            self._time(found)
        if clause.before != "、":
            self.act = None
        if "channel" in tags or "publish" in tags:
            self._channels(clause, found, tags)
        if "number" not in tags:
            if "part" in tags and self.reader.total:
                self.reader.total.listing = "named"
            for token in found:
                self._topic(token)
            if "negation" in tags:
                self._denial(clause, found)
            return
        left: list[Token] = []
        denied = False
        for index, token in enumerate(found):
            if token.tag == "negation" and not denied:
                denied = True
                if all(before.tag != "number" for before in found[:index]):
                    self._denial(clause, found)
            self._topic(token)
            if token.tag != "number" or token.amount is None:
                left.append(token)
                continue
            following = found[index + 1 :]
            if following and following[0].tag == "number" and following[0].start == token.end:
                continue
            if not denied:
                self._number(clause, left, token, token.amount, _until_number(following))
            left = []

    def _channels(self, clause: Clause, found: list[Token], tags: set[str]) -> None:
        """The channel a clause names; one that names none keeps the last, unless it says that it speaks of another."""
        channels = {t.group or "" for t in found if t.tag == "channel"}
        if "account" in tags and "publish" in tags:
            channels = channels - NEW_MEDIA | {"政务新媒体"}
        if channels:
            self.channel = channels.pop() if len(channels) == 1 else None
        elif "publish" in tags and clause.before != "、" and (clause.before in ";；" or _ELSEWHERE.search(self.plain, clause.start, clause.end)):
            self.channel = None

    def _topic(self, token: Token) -> None:
        if token.tag in ("scope", "unit_below"):
            self.wide = self.wide or token.tag == "scope"
            self.below = self.below or token.tag == "unit_below"
        elif token.tag == "own":
            self.wide = self.below = False
        elif token.tag in THINGS:
            if token.tag == "document" and token.group != "文件":
                self.documents = token.group
            if token.tag != "application":
                self.reader.topic = token

    def _time(self, found: list[Token]) -> None:
        """A year or month named in a clause holds until another is; in a comparison or a carry it names no period."""
        for token in found:
            if token.tag == "year" and token.amount:
                self.other_year = self.reader.year is not None and token.amount.value != self.reader.year
                self.own_year = token.amount.value == self.reader.year and self.plain[token.start - 2 : token.start] not in (
                    "截至",
                    "截止",
                )
                self.part_of_year = False
            elif token.tag == "month" and token.amount:
                self.part_of_year = token.amount.value != 12
            elif token.tag == "this_year":
                if self.plain[token.start - 1 : token.start] != "年":
                    self.other_year = self.part_of_year = False
                    self.own_year = True
            elif token.tag == "last_year":
                self.other_year = True
            elif token.tag == "half":
                self.part_of_year = True

    def _settled(self, clause: Clause, tags: set[str]) -> None:
        """收到来信7件，全部办结: the letters before are answered."""
        letters, self.letters = self.letters, None
        if letters and tags & {"conclude", "handle"} and "number" not in tags and "negation" not in tags:
            words = self.plain[clause.start : clause.end]
            if any(word in words for word in ("全部", "均", "已", "都")):
                letters.end = self.offset + clause.end
                self._add(letters)

    # --- a number --------------------------------------------------------------------------------------------------

    def _number(self, clause: Clause, left: list[Token], number: Token, amount: Amount, right: list[Token]) -> None:
        bracket = right[0] if right and right[0].tag == "bracket" and right[0].start - number.end <= 1 else None
        right = [token for token in right if token.tag != "bracket"]
        thing, after = _thing(left, right)
        act = _act(left, right)
        if act is None and clause.before == "、":
            act = self.act
        if act and act.tag == "publish" and thing and thing.start < act.start and thing.tag not in ("request", "application"):
            thing = None
        total = self.reader.total
        is_part = any(token.tag == "part" for token in left)
        if is_part:
            self.reader.total = total = total or _Total(None, 0)
            total.listing = "named"
        if total and total.complete and act and clause.before != "、" and not is_part:
            self.reader.total = total = None
        if total and total.listing == "named":
            if thing and thing.tag in ("review", "litigation", "fee") and not (total.found and total.found.what in ("review", "litigation")):
                self.reader.total = None
            else:
                if act and act.tag == "carry":
                    self._carried(clause, left + right, amount, total)
                    return
                self._part(total, clause, number, amount, right)
                if thing and thing.tag == "interpretation" and amount.sure and not self._elsewhen():
                    self._interpretation(clause, thing, amount)
                return
        if any(token.tag in FORBIDDEN for token in left):
            self.reader.total = None
            return
        before = len(self.reader.found)
        if not self._elsewhen(act):
            self._state(clause, left, number, right, thing, after, act, amount)
        if act and act.tag == "publish":
            self.act = act
        made = self.reader.found[before:]
        if made:
            self.reader.total = _Total(made[0], amount.value, "colon" if self.plain[number.end : number.end + 1] in "：:" else "")
            if self.plain[number.end : number.end + 1] in ("：", ":"):
                self.reader.total.listing = "named"
            if bracket and bracket.inside:
                self._bracket(made, bracket)
        elif act is None and total and total.found and amount.unit and not (thing and thing.tag in ("review", "litigation")):
            self._part(total, clause, number, amount, right)
        else:
            self.reader.total = _Total(None, amount.value) if act else None

    def _elsewhen(self, act: Token | None = None) -> bool:
        return (self.other_year or self.part_of_year) and not (act and act.tag == "carry")

    def _state(
        self,
        clause: Clause,
        left: list[Token],
        number: Token,
        right: list[Token],
        thing: Token | None,
        after: bool,
        act: Token | None,
        amount: Amount,
    ) -> None:
        """Add what the number states, if it is one of ours."""
        tag = thing.tag if thing else None
        topic = self.reader.topic.tag if self.reader.topic else None
        near = left if not after else left + right
        if tag is None and act is not None:
            if act.tag in ("receive", "conclude", "carry") and (topic == "request" or (topic is None and self.about_requests)):
                tag = "request"
            elif act.tag in ("conclude", "handle") and topic == "letter":
                tag = "letter"
            elif act.tag in ("issue", "repeal", "in_force") and self.documents:
                tag = "document"
        if tag is None and topic == "account" and (act is None or act.tag in ("keep", "close", "open")):
            tag = "account"
        if tag == "application":
            tag = "request" if self.about_disclosure else None
            if tag and not (self.about_requests or topic == "request" or any(t.tag in ("disclosure", "publish") for t in near)):
                tag = None
        if tag == "request":
            self._request(clause, left, number, right, after or thing is None, amount)
        elif tag in ("review", "litigation") and thing:
            self._remedy(clause, left, right, near, act, amount)
        elif tag in ("document", "not_repealable"):
            self._document(clause, left, near, thing, act, amount)
        elif tag == "interpretation" and thing:
            self._interpretation(clause, thing, amount)
        elif tag == "consultation":
            if amount.unit in TALK_UNITS and amount.sure:
                self._add(self._make("consultations", clause, amount))
        elif tag == "opinion":
            if any(t.tag == "consultation" for t in clause.tokens) or (topic == "consultation" or "征" in self.plain):
                if act and act.tag in ("receive", "other") and amount.unit in TALK_UNITS and amount.sure:
                    self._add(self._make("consultations", clause, amount, kind="意见"))
        elif tag == "fee" or (tag is None and amount.unit == "元"):
            self._fee(clause, left, act, amount)
        elif tag == "account":
            self._account(clause, left, right, act, amount)
        elif tag == "letter":
            self._letter(clause, left, thing, act, amount)
        elif tag is None and act and act.tag == "publish":
            self._published(clause, left, right, amount)

    def _make(
        self,
        what: What,
        clause: Clause,
        amount: Amount,
        *,
        unit: str | None = None,
        value: Number | None = None,
        channel: str | None = None,
        kind: str | None = None,
    ) -> Found:
        start, end = _trim(self.plain, clause.start, clause.end)
        return Found(
            what,
            amount.value if value is None else value,
            unit or amount.unit or "件",
            self.offset + start,
            self.offset + end,
            channel,
            kind,
            self.wide,
        )

    def _add(self, found: Found) -> None:
        self.reader.found.append(found)

    # --- each thing ------------------------------------------------------------------------------------------------

    def _request(
        self, clause: Clause, left: list[Token], number: Token, right: list[Token], after: bool, amount: Amount
    ) -> None:
        near = left + right if after else left
        acts = [t for t in left if t.tag in ACTS and t.tag != "publish"] or [t for t in right if t.tag in ACTS and t.tag != "publish"]
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
        if any(t.tag in ("category", "outcome") for t in near) or (modes == 1 and not any(t.tag == "others_too" for t in near)):
            return
        if (self.below and not self.wide) or self._cumulative(near) or any(t.tag in ("progress", "ever") for t in near):
            return
        received = [t for t in acts if t.tag in ("receive", "request") or (t.tag == "event" and self.plain[t.start : t.end] in ("发生", "产生"))]
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
        return ("数" in words or "量" in words) and bool(_COUNT_OF.fullmatch(words.strip()))

    def _carried(self, clause: Clause, near: list[Token], amount: Amount, total: _Total | None) -> None:
        tags = {t.tag for t in near}
        years = {t.amount.value for t in clause.tokens if t.tag == "year" and t.amount}
        year = self.reader.year
        into = "last_year" in tags or (year is not None and year - 1 in years)
        out = "next_year" in tags or (year is not None and year + 1 in years)
        topic = self.reader.topic.tag if self.reader.topic else None
        if into == out or not amount.sure or amount.unit not in CASE_UNITS or topic not in (None, "request", "application"):
            return
        if topic is None and not (self.about_requests or self._names_requests() or "application" in tags):
            return
        if tags & (FORBIDDEN | {"conclude"} if into else FORBIDDEN):
            return
        if year is not None and any(value not in (year - 1, year, year + 1) for value in years):
            return
        self._add(self._make("requests.carried_in" if into else "requests.carried_out", clause, amount))
        if into and total and total.found and total.found.what == "requests.received" and amount.value:
            self.reader.found = [found for found in self.reader.found if found is not total.found]

    def _remedy(
        self, clause: Clause, left: list[Token], right: list[Token], near: list[Token], act: Token | None, amount: Amount
    ) -> None:
        """行政复议 and 行政诉讼 of which the body is the object; those it decides itself are no figure of this report."""
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
        self, clause: Clause, left: list[Token], near: list[Token], thing: Token | None, act: Token | None, amount: Amount
    ) -> None:
        if amount.unit not in ("件", "个", "份", "部", "项", "条", "") or not amount.sure or act is None:
            return
        if thing and thing.tag == "not_repealable":
            if act.tag == "repeal":
                self._add(self._make("documents.repealed", clause, amount, kind=thing.group))
            return
        kinds = [t.group for t in near if t.tag == "document" and t.group != "文件"]
        kind = kinds[-1] if kinds else self.documents
        if act.tag == "publish":
            if amount.unit in ITEM_UNITS and not any(t.tag in ("category", "mode") for t in left):
                self._add(self._make("published", clause, amount, channel=self.channel, kind=kinds[-1] if kinds else None))
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
        acts = [t for t in near if t.tag in whats or (t.tag == "other" and self.plain[t.start : t.end] in ("修订", "修改"))]
        mixed = any(a.tag != b.tag and self._joined(a, b) for a, b in zip(acts, acts[1:], strict=False))
        several = len(set(kinds)) > 1
        if (mixed or several) and amount.value:
            return
        for one in sorted(set(kinds), key=kinds.index) if several else [kind]:
            for what in dict.fromkeys(whats[a.tag] for a in acts if a.tag in whats) if mixed else [whats[act.tag]]:
                self._add(self._make(what, clause, amount, kind=one))

    def _interpretation(self, clause: Clause, thing: Token, amount: Amount) -> None:
        named_with = self.plain[max(0, thing.start - 1) : thing.start]
        if amount.unit in TALK_UNITS and amount.sure and named_with not in tuple("及和与、或"):
            self._add(self._make("interpretations", clause, amount))

    def _fee(self, clause: Clause, left: list[Token], act: Token | None, amount: Amount) -> None:
        if amount.unit != "元" or not amount.sure or any(t.tag == "administrative_fee" for t in clause.tokens):
            return
        if "信息处理费" in self.plain or (any(t.tag == "fee" for t in left) and "公开" in self.plain and act and act.tag == "charge"):
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

    def _letter(self, clause: Clause, left: list[Token], thing: Token | None, act: Token | None, amount: Amount) -> None:
        if amount.unit not in LETTER_UNITS or not amount.sure or act is None or self._cumulative(left):
            return
        channels = {t.group for t in left if t.tag == "letter" and t.group}
        if len(channels) > 1:
            channels.discard("网民留言")
        made = self._make("letters.answered", clause, amount, channel=channels.pop() if len(channels) == 1 else None)
        if act.tag in ("conclude", "handle"):
            if thing is None:
                found = self.reader.found
                found[:] = [f for f in found if not (f.what == "letters.answered" and f.start >= self.offset and f.rough)]
                made.channel = made.channel or (self.reader.topic.group if self.reader.topic else None)
            made.rough = act.tag == "handle"
            self._add(made)
        elif act.tag == "receive":
            self.letters = made

    def _published(self, clause: Clause, left: list[Token], right: list[Token], amount: Amount) -> None:
        if not amount.sure or any(t.tag in ("category", "outcome") for t in left) or any(t.tag == "thing" for t in right):
            return
        things = {t.tag for t in left + right}
        title = amount.unit == "期" and "title" in things
        if amount.unit not in ITEM_UNITS and not (amount.unit == "次" and "object" in things):
            return
        kinds = {t.group for t in left if t.tag == "kind"}
        kind = kinds.pop() if len(kinds) == 1 else None
        if title:
            kind = "刊物"
        elif "title" in {t.tag for t in left} and "object" not in things:
            return
        if any(t.tag == "ever" for t in left) or self._cumulative(left):
            kind = "累计"
        self._add(self._make("published", clause, amount, channel=self.channel, kind=kind))

    def _cumulative(self, near: list[Token]) -> bool:
        return any(t.tag == "ever" or (t.tag == "cumulative" and not self.own_year) for t in near)

    def _names_requests(self) -> bool:
        return any(token.tag == "request" for clause in self.parts for token in clause.tokens)

    def _joined(self, one: Token, other: Token) -> bool:
        first, second = sorted((one, other), key=lambda token: token.start)
        return bool(_JOINER.fullmatch(self.plain, first.end, second.start))

    # --- parts of a total --------------------------------------------------------------------------------------------

    def _part(self, total: _Total, clause: Clause, number: Token, amount: Amount, right: list[Token]) -> None:
        start = max([clause.start] + [t.end for t in clause.tokens if t.tag == "number" and t.end <= number.start])
        name = self._name(start, number.start) or self._name(number.end, min(clause.end, number.end + 40))
        if not name or name in total.parts or len(total.parts) >= _PARTS or not amount.unit:
            total.broken = True
            return
        if not amount.sure:
            return
        total.parts[name] = amount.value
        complete = len(total.parts) > 1 and sum(total.parts.values()) == total.value
        if total.found and not total.broken and (total.listing == "named" or complete):
            total.found.parts = dict(total.parts)
        total.complete = complete

    def _bracket(self, made: list[Found], bracket: Token) -> None:
        """202件(12345平台150件，信访系统42件): the parts of the number before the bracket."""
        if any(t.tag == "compare" for t in bracket.inside):
            return
        total = _Total(made[0], made[0].value, "named")
        inner_start = bracket.start + 1
        received = any(found.what == "requests.received" for found in made)
        for inner in _clauses_inside(self.plain, bracket, inner_start):
            for token in inner.tokens:
                if token.tag == "number" and token.amount:
                    carry = [t for t in inner.tokens if t.tag in ("carry", "last_year")]
                    if received and len(carry) > 1 and token.amount.value:
                        drop = [found for found in made if found.what == "requests.received"]
                        self.reader.found = [found for found in self.reader.found if all(found is not one for one in drop)]
                        self._carried(inner, inner.tokens, token.amount, None)
                        return
                    self._part(total, inner, token, token.amount, [])
        if total.broken or not total.parts:
            made[0].parts = {}
        self.reader.total = _Total(made[0], made[0].value) if not made[0].parts else None

    def _name(self, start: int, end: int) -> str:
        name = self.reader.text[self.offset + start : self.offset + end]
        name = _NAME_START.sub("", name[-60:])
        return _NAME_END.sub("", name)

    # --- a denial ----------------------------------------------------------------------------------------------------

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
            if last.tag == "fee" and act_tags & {"charge", "event"} and (self.about_disclosure or "处理费" in self.plain):
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
            self._add(self._make("requests.carried_in" if "last_year" in tags else "requests.carried_out", clause, zero))

    def _no_documents(self, clause: Clause, things: list[Token], acts: list[Token], zero: Amount) -> None:
        kinds = list(dict.fromkeys(t.group for t in things if t.tag == "document" and t.group != "文件"))
        if any(t.tag != "document" for t in things) or any(t.tag not in ("issue", "repeal") for t in acts):
            return
        for act in dict.fromkeys(t.tag for t in acts):
            for kind in kinds:
                self._add(self._make("documents.issued" if act == "issue" else "documents.repealed", clause, zero, kind=kind))

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
            elif token.tag in ("request", "application") and "mode" not in tags and not self._about_remedies(token):
                if token.tag == "request" or self.about_requests or "公开" in words:
                    whats.append("requests.received")
        for what in dict.fromkeys(whats):
            self._add(self._make(what, clause, zero))

    def _about_remedies(self, token: Token) -> bool:
        return self.plain[token.end : token.end + 2] in ("行政", "复议", "诉讼") or self.plain[token.start - 2 : token.start] in (
            "许可",
            "复议",
            "登记",
            "行政",
            "办事",
            "服务",
            "补助",
            "救助",
        )


def _until_number(following: list[Token]) -> list[Token]:
    """What stands after a number and before the next, or before the 、 that leads to it."""
    more = any(token.tag == "number" for token in following)
    result: list[Token] = []
    for token in following:
        if token.tag == "number" or (more and token.tag == "mark"):
            break
        result.append(token)
    return result


def _thing(left: list[Token], right: list[Token]) -> tuple[Token | None, bool]:
    """The thing counted, and whether it stands after the number."""
    for token in reversed(left):
        if token.tag in THINGS:
            return token, False
    for token in reversed(right):
        if token.tag in THINGS:
            return token, True
    return None, False


def _act(left: list[Token], right: list[Token]) -> Token | None:
    """The act nearest to the number; 结转下年度继续办理 is a carry."""
    for token in left:
        if token.tag == "carry":
            return token
    for token in reversed(left):
        if token.tag in ACTS:
            return token
    return next((token for token in right if token.tag in ACTS), None)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\u3000\xa0、，,":
        start += 1
    while end > start and text[end - 1] in " \t\u3000\xa0。！!.":
        end -= 1
    return start, end


def _clauses_inside(text: str, bracket: Token, start: int) -> list[Clause]:
    result = [Clause(start, bracket.end - 1, "")]
    for token in bracket.inside:
        if token.tag == "mark" and (token.group != "、" or (result[-1].tokens and result[-1].tokens[-1].tag == "number")):
            result[-1].end = token.start
            result.append(Clause(token.end, bracket.end - 1, token.group or ""))
        else:
            result[-1].tokens.append(token)
    return result
