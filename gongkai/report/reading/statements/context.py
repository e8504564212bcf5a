"""What is being read: the section, the sentence so far, and the statements found."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gongkai.report.reading.statements.sentences import Amount, Clause, Token
from gongkai.report.reading.statements.tags import ACCOUNT_UNITS, BITS, NEW_MEDIA, PUBLISH, THINGS, bits
from gongkai.report.reading.statements.words import Words
from gongkai.report.schema import Number, Statement, What

_JOINER = re.compile(
    r"[\s、和与及或并且者以，,/的]*(?:被|提起|申请|按时|及时|全部|按期|均|依法)*[\s、和与及或并且者以/]*"
)
_JOINED = frozenset(["", "、", "和", "或", "及", "与", "并"])
_ABOUT_REQUESTS = re.compile("依申[请請]|公[开開]申[请請]|申[请請]公[开開]|依法申[请請]")
_ACCOUNTS_PUBLISH = BITS["account"] | PUBLISH
_OTHERS_TOO, _REQUEST, _EVER, _CUMULATIVE = (BITS[tag] for tag in ("others_too", "request", "ever", "cumulative"))
_OWN = BITS["own"]
_PLACES = bits("scope", "unit_below")
_ELSEWHERE = re.compile("通过|利用|依托|借助|平台|途径|渠道|网站")
_OTHER_BODIES = re.compile(
    r"(?<![向对与为给在于过托用])(?:各(?:个|级|有关|相关|职能|直属|行政)*(?:部门|单位|机关|委办局|乡镇|镇乡|镇街|街镇|街道|镇|乡|县|区|市|局)"
    r"|(?:下属|所属|直属|下级|下辖)[^，。；\d]{0,6}(?:单位|部门|机构|局|镇|乡|街道|企业|学校))[^\d]{0,40}\d"
)
_HEAD_CHARACTERS = 40
_RECENT = 200


@dataclass(slots=True)
class Found:
    """A statement in the making. ``wide`` is True where the clause speaks of a whole region.

    ``others`` is True where the clause names other bodies, and not the one that reports, before its number.
    ``rough`` is True where a better figure may follow: letters handled, not answered; requests 受理, not received.
    """

    what: What
    value: Number
    unit: str
    start: int
    end: int
    channel: str | None = None
    kind: str | None = None
    wide: bool = False
    others: bool = False
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
class Total:
    """The number whose parts may follow. ``found`` is None where the number itself is not stated as one of ours."""

    found: Found | None
    value: Number
    listing: str = ""
    parts: dict[str, Number] = field(default_factory=dict)
    broken: bool = False
    complete: bool = False


class Section:
    """One section's text, what was found in it, and what its last sentences were about."""

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
        self.total: Total | None = None

    def enter_paragraph(self, start: int) -> None:
        begin = self.text.rfind("\n", max(0, start - 5_000), start) + 1
        if begin == self.paragraph:
            return
        self.paragraph, self.topic, self.total, self.last_end, self.own_year = begin, None, None, -1, False
        head = self.text[begin : begin + _HEAD_CHARACTERS]
        before = self.text[max(0, begin - 1 - _HEAD_CHARACTERS) : max(0, begin - 1)]
        title = before[before.rfind("\n") + 1 :] if "\n" in before or begin <= _HEAD_CHARACTERS else ""
        self.heading = title + " " + head
        self.about_requests = bool(_ABOUT_REQUESTS.search(self.heading))


class Context:
    """One sentence: what it has said so far about the year, the scope, the channel and the thing it speaks of."""

    def __init__(self, section: Section, plain: str, offset: int) -> None:
        self.section = section
        self.plain = plain
        self.offset = offset
        self.other_year = False
        self.own_year = section.own_year and "截" not in plain
        self.parts: list[Clause] = []
        self.first = 0
        self.part_of_year = False
        self.wide = False
        self.below = False
        self.act: Token | None = None
        self.channel: str | None = None
        self.documents: str | None = None
        self.letters: Found | None = None
        heading = section.heading
        self.about_requests = section.about_requests
        self.about_disclosure = "公开" in plain or "公开" in heading or "公開" in heading

    def _topic(self, token: Token) -> None:
        if token.bit & _PLACES:
            self.wide = self.wide or token.tag == "scope"
            self.below = self.below or token.tag == "unit_below"
        elif token.tag == "own":
            self.wide = self.below = False
        elif token.bit & THINGS:
            if token.tag == "document" and token.group != "文件":
                self.documents = token.group
            if token.tag != "application":
                self.section.topic = token

    def _time(self, found: list[Token]) -> None:
        """A year or month named in a clause holds until another is; in a comparison or a carry it names no period."""
        for token in found:
            if token.tag == "year" and token.amount:
                self.other_year = self.section.year is not None and token.amount.value != self.section.year
                self.own_year = token.amount.value == self.section.year and self.plain[
                    token.start - 2 : token.start
                ] not in (
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

    def _channels(self, clause: Clause) -> None:
        """The channel a clause names; one that names none keeps the last, unless it says that it speaks of another."""
        tags = clause.tags
        channels = {t.group or "" for t in clause.tokens if t.tag == "channel"}
        if tags & _ACCOUNTS_PUBLISH == _ACCOUNTS_PUBLISH and (len(channels) != 1 or tags & _OTHERS_TOO):
            channels = channels - NEW_MEDIA | {"政务新媒体"}
        if channels:
            listed = clause.before == "、" and any(t.amount and t.amount.unit in ACCOUNT_UNITS for t in clause.tokens)
            self.channel = channels.pop() if len(channels) == 1 and not listed else None
        elif (
            tags & PUBLISH
            and clause.before != "、"
            and (clause.before in ";；" or _ELSEWHERE.search(self.plain, clause.start, clause.end))
        ):
            self.channel = None

    def _elsewhen(self, act: Token | None = None) -> bool:
        return (self.other_year or self.part_of_year) and not (act and act.tag == "carry")

    def _cumulative(self, near: int) -> bool:
        return bool(near & _EVER or (near & _CUMULATIVE and not self.own_year))

    def _names_requests(self) -> bool:
        return any(clause.tags & _REQUEST for clause in self.parts)

    def _joined(self, one: Token, other: Token) -> bool:
        first, second = (one, other) if one.start <= other.start else (other, one)
        between = self.plain[first.end : second.start]
        return between in _JOINED or bool(_JOINER.fullmatch(between))

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
        others = _OTHER_BODIES.search(self.plain, start, end) is not None and not clause.tags & _OWN
        return Found(
            what,
            amount.value if value is None else value,
            unit or amount.unit or "件",
            self.offset + start,
            self.offset + end,
            channel,
            kind,
            self.wide,
            others,
        )

    def _add(self, found: Found) -> None:
        self.section.found.append(found)

    def _drop(self, statement: Found) -> None:
        found = self.section.found
        for index in range(len(found) - 1, max(-1, len(found) - _RECENT), -1):
            if found[index] is statement:
                del found[index]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\u3000\xa0、，,":
        start += 1
    while end > start and text[end - 1] in " \t\u3000\xa0。！!.":
        end -= 1
    return start, end
