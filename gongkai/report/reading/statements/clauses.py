"""What the numbers and denials of one section say, clause by clause.

A number counts the last thing named before it in its clause, else the thing named after it, else the thing the
sentence speaks of; what was done with the thing is the nearest act. A figure that another year, a comparison, a plan,
an average or a part of the whole governs is left out, as is every figure two readings fit.
"""

from __future__ import annotations

from gongkai.report.reading.statements.context import Section, Total
from gongkai.report.reading.statements.denials import Denials
from gongkai.report.reading.statements.parts import Parts
from gongkai.report.reading.statements.sentences import Amount, Clause, Token, clauses, tokens
from gongkai.report.reading.statements.tags import ACTS, FORBIDDEN, ONCE, PERIODS, TALK_UNITS, THINGS, TOPICAL
from gongkai.report.schema import Number

SENTENCE_CHARACTERS = 2_000
"""What is read of one sentence."""


def read_sentence(section: Section, start: int, end: int) -> None:
    """Add what ``text[start:end]``, one sentence, states."""
    end = min(end, start + SENTENCE_CHARACTERS)
    section.enter_paragraph(start)
    plain = section.text[start:end]
    if section.vocabulary.foreign.search(plain):
        plain = plain.translate(section.vocabulary.traditional)
    follows = section.last_end >= start - 1 and section.last_end >= 0
    section.last_end = end
    found = tokens(plain, section.vocabulary)
    if not follows:
        section.topic = None
    if not (follows and found and found[0].tag == "part" and found[0].start <= 3):
        section.total = None
    elif section.total:
        section.total.listing = "named"
    _Sentence(section, plain, start).read(clauses(plain, found))


class _Sentence(Parts, Denials):
    """One sentence, read clause by clause."""

    def read(self, parts: list[Clause]) -> None:
        self.parts = parts
        self.first = first = len(self.section.found)
        for clause in parts:
            if (
                clause.before in ";；"
                and self.section.total
                and any(t.tag in ("publish", "receive") for t in clause.tokens)
            ):
                self.section.total = None
            self._clause(clause)
        self.section.own_year = self.own_year
        made = self.section.found[first:]
        if len(made) > 1:
            values: dict[tuple[str, str | None], set[Number]] = {}
            for one in made:
                values.setdefault((one.what, one.kind), set()).add(one.value)
            self.section.found[first:] = [
                one for one in made if one.what not in ONCE or len(values[one.what, one.kind]) == 1
            ]

    def _clause(self, clause: Clause) -> None:
        found = clause.tokens
        tags = {token.tag for token in found}
        if self.letters:
            self._settled(clause, tags)
        if not PERIODS.isdisjoint(tags) and tags.isdisjoint(("carry", "compare")):
            self._time(found)
        if clause.before != "、":
            self.act = None
        if "channel" in tags or "publish" in tags:
            self._channels(clause, found, tags)
        if "number" not in tags:
            if "part" in tags and self.section.total:
                self.section.total.listing = "named"
            for token in found:
                if token.tag in TOPICAL:
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
            if token.tag in TOPICAL:
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

    def _settled(self, clause: Clause, tags: set[str]) -> None:
        """收到来信7件，全部办结: the letters before are answered."""
        letters, self.letters = self.letters, None
        if letters and tags & {"conclude", "handle"} and "number" not in tags and "negation" not in tags:
            words = self.plain[clause.start : clause.end]
            if any(word in words for word in ("全部", "均", "已", "都")):
                letters.end = self.offset + clause.end
                self._add(letters)

    def _number(self, clause: Clause, left: list[Token], number: Token, amount: Amount, right: list[Token]) -> None:
        bracket = right[0] if right and right[0].tag == "bracket" and right[0].start - number.end <= 1 else None
        right = [token for token in right if token.tag != "bracket"]
        thing, after = _thing(left, right)
        act = _act(left, right)
        if act is None and clause.before == "、":
            act = self.act
        if act and act.tag == "publish" and thing and thing.tag not in ("request", "application"):
            named = next((t for t in reversed(left) if t.tag in THINGS or t.tag == "object"), None)
            if thing.start < act.start or (named and named.tag == "object"):
                thing = None
        total = self.section.total
        is_part = any(token.tag == "part" for token in left)
        if is_part:
            self.section.total = total = total or Total(None, 0)
            total.listing = "named"
        if total and not is_part and self._past_parts(total, clause, thing, act):
            self.section.total = total = None
        if total and total.listing == "named":
            if act and act.tag == "carry":
                self._carried(clause, left + right, amount, total)
                return
            self._part(total, clause, number, amount, right)
            if thing and thing.tag == "interpretation" and amount.sure and not self._elsewhen():
                self._interpretation(clause, thing, amount)
            return
        if any(token.tag in FORBIDDEN for token in left):
            self.section.total = None
            return
        before = len(self.section.found)
        if not self._elsewhen(act):
            self._state(clause, left, number, right, thing, after, act, amount)
        if act and act.tag == "publish":
            self.act = act
        made = self.section.found[before:]
        if made:
            self.section.total = Total(
                made[0], amount.value, "colon" if self.plain[number.end : number.end + 1] in "：:" else ""
            )
            if self.plain[number.end : number.end + 1] in ("：", ":"):
                self.section.total.listing = "named"
            if bracket and bracket.inside:
                self._bracket(made, bracket)
        elif (
            act is None
            and total
            and total.found
            and amount.unit
            and not (thing and thing.tag in ("review", "litigation"))
        ):
            self._part(total, clause, number, amount, right)
        else:
            self.section.total = Total(None, amount.value) if act else None

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
        topic = self.section.topic.tag if self.section.topic else None
        near = left if not after else left + right
        if tag is None and act is not None:
            told = number.start - act.end <= 3
            if topic == "request" or (topic is None and self.about_requests):
                if act.tag == "carry" or (act.tag in ("receive", "conclude") and told):
                    tag = "request"
            elif act.tag in ("conclude", "handle") and topic == "letter" and told:
                tag = "letter"
            elif act.tag in ("issue", "repeal", "in_force") and self.documents:
                tag = "document"
        if tag is None and topic == "account" and (act is None or act.tag in ("keep", "close", "open")):
            tag = "account"
        if tag == "application":
            tag = "request" if self.about_disclosure else None
            if tag and not (
                self.about_requests or topic == "request" or any(t.tag in ("disclosure", "publish") for t in near)
            ):
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
            asked = topic == "consultation" or "征" in self.plain
            if asked and act and act.tag in ("receive", "other") and amount.unit in TALK_UNITS and amount.sure:
                self._add(self._make("consultations", clause, amount, kind="意见"))
        elif tag == "fee" or (tag is None and amount.unit == "元"):
            self._fee(clause, left, act, amount)
        elif tag == "account":
            self._account(clause, left, right, act, amount)
        elif tag == "letter":
            self._letter(clause, left, thing, act, amount)
        elif tag is None and act and act.tag == "publish":
            self._published(clause, left, right, amount)


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
    thing = None
    for token in right:
        if token.tag in THINGS:
            thing = token
        elif token.tag in ACTS and token.tag != "event":
            break
    return thing, True


def _act(left: list[Token], right: list[Token]) -> Token | None:
    """The act nearest to the number; 结转下年度继续办理 is a carry."""
    for token in left:
        if token.tag == "carry":
            return token
    for token in reversed(left):
        if token.tag in ACTS:
            return token
    return next((token for token in right if token.tag in ACTS), None)
