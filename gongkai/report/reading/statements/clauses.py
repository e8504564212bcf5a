"""What the numbers and denials of one section say, clause by clause.

A number counts the last thing named before it in its clause, else the thing named after it, else the thing the
sentence speaks of; what was done with the thing is the nearest act. A figure that another year, a comparison, a plan,
an average or a part of the whole governs is left out, as is every figure two readings fit.
"""

from __future__ import annotations

from dataclasses import replace

from gongkai.report.reading.statements.applications import OTHERS, is_for_information
from gongkai.report.reading.statements.context import Section, Total
from gongkai.report.reading.statements.denials import Denials
from gongkai.report.reading.statements.named import find_act, find_thing, names_object
from gongkai.report.reading.statements.parts import Parts
from gongkai.report.reading.statements.sentences import Clause, Figure, Token, clauses
from gongkai.report.reading.statements.tags import (
    BITS,
    BRACKET,
    CARRY,
    COMPARE,
    CONCLUDE,
    FORBIDDEN,
    HANDLE,
    NEGATION,
    NUMBER,
    ONCE,
    PART,
    PERIODS,
    PUBLISH,
    RECEIVE,
    TALK_UNITS,
    TOPICAL,
    bits,
)
from gongkai.report.schema import Number

SENTENCE_CHARACTERS = 2_000
"""What is read of one sentence."""

_CARRIED = ("requests.carried_in", "requests.carried_out")
_AT_THE_START = 3
"""Characters before 其中 where the whole sentence lists parts of the one before."""

_CHANNELS = bits("channel", "publish")
_REQUEST = BITS["request"]
_ASKED_FOR, _SUBJECT, _REMEDIES = (
    bits("request", "application"),
    bits("disclosure", "publish"),
    bits("review", "litigation"),
)


def read_sentence(section: Section, start: int, end: int) -> None:
    """Add what ``text[start:end]``, one sentence, states."""
    end = min(end, start + SENTENCE_CHARACTERS)
    section.enter_paragraph(start)
    plain = section.text[start:end]
    if section.vocabulary.foreign.search(plain):
        plain = plain.translate(section.vocabulary.traditional)
    follows = section.last_end >= start - 1 and section.last_end >= 0
    section.last_end = end
    if not follows:
        section.topic = section.total = None
    found = clauses(plain, section.vocabulary)
    if section.total:
        first = found[0].tokens
        if first and first[0].tag == "part" and first[0].start <= _AT_THE_START:
            section.total.listing = "named"
        else:
            section.total = None
    _Sentence(section, plain, start).read(found)


class _Sentence(Parts, Denials):
    """One sentence, read clause by clause."""

    def read(self, parts: list[Clause]) -> None:
        self.parts = parts
        section = self.section
        self.first = first = len(section.found)
        opens = parts[0].tokens[:1]
        listed = bool(opens) and opens[0].tag == "part" and opens[0].start <= _AT_THE_START
        for clause in parts:
            if clause.before in ";；" and section.total and not listed and clause.tags & (PUBLISH | RECEIVE):
                section.total = None
            self._clause(clause)
        section.own_year = self.own_year
        made = section.found[first:]
        if len(made) > 1:
            values: dict[tuple[str, str | None], set[Number]] = {}
            for one in made:
                values.setdefault((one.what, one.kind), set()).add(one.value)
            section.found[first:] = [
                one for one in made if one.what not in ONCE or len(values[one.what, one.kind]) == 1
            ]

    def _clause(self, clause: Clause) -> None:
        tags = clause.tags
        if self.letters:
            self._settled(clause)
        if clause.before not in ("、", "，", ","):
            self.act = None
        if not tags:
            return
        if tags & PERIODS and not tags & (CARRY | COMPARE):
            self._time(clause.tokens)
        if tags & _CHANNELS:
            self._channels(clause)
        if tags & NUMBER:
            self._numbers(clause)
            return
        if tags & PART and self.section.total:
            self.section.total.listing = "named"
        elif tags == PART and clause is self.parts[0]:
            self.section.total = Total(None, 0, "named")  # the total stands further up
        if tags & TOPICAL:
            for token in clause.tokens:
                if token.bit & TOPICAL:
                    self._topic(token)
        if tags & NEGATION:
            self._denial(clause)

    def _numbers(self, clause: Clause) -> None:
        """Each number of a clause with the words since the one before it; after a denial none is read."""
        found = clause.tokens
        left: list[Token] = []
        said = 0
        counted = False
        for index, token in enumerate(found):
            bit = token.bit
            if bit != NUMBER:
                if bit == NEGATION:
                    if not counted:
                        self._denial(clause)
                    return self._topics(found[index + 1 :])
                if bit & TOPICAL:
                    self._topic(token)
                left.append(token)
                said |= bit
                continue
            counted = True
            right: list[Token] = []
            follows = 0
            bracket: Token | None = None
            for other in found[index + 1 :]:
                if other.bit == NUMBER:
                    break
                if other.bit != BRACKET:
                    right.append(other)
                    follows |= other.bit
                elif not right and bracket is None and other.start - token.end <= 1:
                    bracket = other
            else:
                other = token
            if other.bit == NUMBER and other.start == token.end:
                continue
            if token.amount:
                self._number(Figure(clause, token, token.amount, left, said, right, follows, bracket))
            left, said = [], 0

    def _topics(self, tokens: list[Token]) -> None:
        for token in tokens:
            if token.bit & TOPICAL:
                self._topic(token)

    def _settled(self, clause: Clause) -> None:
        """收到来信7件，全部办结: the letters before are answered."""
        letters, self.letters = self.letters, None
        if letters and clause.tags & (CONCLUDE | HANDLE) and not clause.tags & (NUMBER | NEGATION):
            words = self.plain[clause.start : clause.end]
            if any(word in words for word in ("全部", "均", "已", "都")):
                letters.end = self.offset + clause.end
                self._add(letters)

    def _number(self, figure: Figure) -> None:
        section, clause, amount = self.section, figure.clause, figure.amount
        find_thing(figure)
        find_act(figure)
        act, thing = figure.act, figure.thing
        if act is None and (clause.before == "、" or self._goes_on(figure)):
            figure.act = act = self.act
        published = act and act.tag == "publish" and thing and not thing.bit & _ASKED_FOR
        if act and thing and published and (thing.start < act.start or names_object(figure)):
            figure.thing = thing = None
        total = section.total
        is_part = figure.said & PART
        if is_part:
            section.total = total = total or Total(None, 0)
            total.listing = "named"
        elif total and self._past_parts(total, clause, thing, act):
            section.total = total = None
        if total and total.listing == "named":
            if act and act.tag == "carry":
                self._carried(clause, figure.around, amount, total)
                return
            if act and act.tag == "receive" and self._newly_received([clause], beside=True):
                return
            self._part(total, clause, figure.number, amount)
            among = total.found.what if total.found else ""
            if thing and thing.tag == "interpretation" != among[:-1] and amount.sure and not self._elsewhen():
                self._interpretation(figure)
            return
        if figure.said & FORBIDDEN:
            section.total = None
            return
        before = len(section.found)
        if not self._elsewhen(act):
            self._state(figure)
        if act and (act.tag == "publish" or (act.tag in ("conclude", "handle") and thing and thing.tag == "letter")):
            self.act = act
        elif clause.before != "、":
            self.act = None
        made = section.found[before:]
        if made:
            after = self.plain[figure.number.end : figure.number.end + 1]
            listing = "named" if after in ("：", ":") else "" if after else "colon"
            # What follows 收到12件，上年结转3件 are results of both: requests carried over have no parts of their own.
            section.total = Total(None if made[0].what in _CARRIED else made[0], amount.value, listing)
            if figure.bracket:
                self._bracket(made, figure.bracket)
        elif act is None and total and total.found and amount.unit and not (thing and thing.bit & _REMEDIES):
            self._part(total, clause, figure.number, amount)
        else:
            section.total = Total(None, amount.value) if act else None

    def _state(self, figure: Figure) -> None:
        """Add what the number states, if it is one of ours."""
        act, amount = figure.act, figure.amount
        tag = figure.thing.tag if figure.thing else self._unnamed(figure)
        if tag == "application":
            asked = self.about_requests or self._speaks_of("request")
            near = figure.around if figure.after else figure.said
            tag = "request" if self.about_disclosure and (asked or near & _SUBJECT) else None
            if self._for_another(figure):
                tag = None
            elif tag is None and figure.thing and self._bare_request(figure, figure.thing):
                tag = "request"
                self.section.topic = replace(figure.thing, tag="request", bit=_REQUEST)
        if tag == "request":
            self._request(figure)
        elif tag in ("review", "litigation"):
            self._remedy(figure)
        elif tag in ("document", "not_repealable"):
            self._document(figure)
        elif tag == "interpretation":
            self._interpretation(figure)
        elif tag == "consultation":
            if amount.unit in TALK_UNITS and amount.sure:
                self._add(self._make("consultations", figure.clause, amount))
        elif tag == "opinion":
            asked = self._speaks_of("consultation") or "征" in self.plain
            if asked and act and act.tag in ("receive", "other") and amount.unit in TALK_UNITS and amount.sure:
                self._add(self._make("consultations", figure.clause, amount, kind="意见"))
        elif tag == "fee" or (tag is None and amount.unit == "元"):
            self._fee(figure)
        elif tag == "account":
            self._account(figure)
        elif tag == "letter":
            self._letter(figure)
        elif tag is None and act and act.tag == "publish":
            self._published(figure)

    def _for_another(self, figure: Figure) -> bool:
        """受理行政许可申请38件, whatever the paragraph is about."""
        thing = figure.thing
        return thing is not None and bool(
            OTHERS.search(self.plain, max(figure.clause.start, thing.start - 8), thing.end)
        )

    def _bare_request(self, figure: Figure, thing: Token) -> bool:
        if figure.after or thing.tag != "application":
            return False
        before = self.plain[figure.clause.start : thing.start]
        between = self.plain[thing.end : figure.number.start]
        start = self.offset
        return is_for_information(self.section.text, start, before, between, start + len(self.plain))

    def _speaks_of(self, tag: str) -> bool:
        return self.section.topic is not None and self.section.topic.tag == tag

    def _unnamed(self, figure: Figure) -> str | None:
        """What a number counts that stands with an act alone: the thing the sentence speaks of."""
        act, topic = figure.act, self.section.topic.tag if self.section.topic else None
        tag = None
        if act is not None:
            told = figure.number.start - act.end <= 3
            if topic == "request" or (topic is None and self.about_requests):
                if act.tag == "carry" or (act.tag in ("receive", "conclude") and told):
                    tag = "request"
            elif act.tag in ("conclude", "handle") and topic == "letter" and told:
                tag = "letter"
            elif act.tag in ("issue", "repeal", "in_force") and self.documents:
                tag = "document"
        if tag is None and topic == "account" and (act is None or act.tag in ("keep", "close", "open")):
            tag = "account"
        return tag
