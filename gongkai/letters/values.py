"""What a letter says that is worked out and never typed: due dates, articles, fees, the remedy paragraph."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.law.fees import Line, charge_of
from gongkai.law.loading import LawError
from gongkai.law.remedies import Agency, remedies, remedy_paragraph
from gongkai.law.rules import Rules
from gongkai.letters.facts import Choice, Facts, ground_letter, ground_of
from gongkai.letters.model import LetterError, printed_date
from gongkai.letters.templates import Template
from gongkai.letters.terms import Terms
from gongkai.workdays import Calendar, add_workdays

REFUSED, UNAVAILABLE = "不予公开", "无法提供"
"""The groups of outcomes that a part may have."""

_CAPITALS = "零壹贰叁肆伍陆柒捌玖"


def printed(value: Any) -> str:
    """A fact as it stands on paper; lists are parted by 、."""
    if isinstance(value, date):
        return printed_date(value)
    if isinstance(value, Choice):
        return value.phrase
    if isinstance(value, list | tuple):
        return "、".join(printed(item) for item in value)
    return str(value)


def capital(amount: int) -> str:
    """元 in capital numerals, as on receipts: 2030 → 贰仟零叁拾元整."""
    groups = []
    for unit in ("", "万", "亿"):
        amount, part = divmod(amount, 10_000)
        groups.append((part, unit))
    text = ""
    for part, unit in reversed(groups):
        digits = ""
        for place, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
            digit = part // place % 10
            if digit:
                digits += _CAPITALS[digit] + name
            elif (digits or text) and not digits.endswith("零"):
                digits += "零"
        digits = digits.rstrip("零") if part else ""
        text = text + digits + unit if part else text + ("零" if text and not text.endswith("零") else "")
    return (text.rstrip("零") or "零") + "元整"


class Values:
    """What placeholders stand for, in one letter; ``item`` is the entry of the list that is being gone through."""

    def __init__(self, letter: Template, facts: Facts, rules: Rules, calendar: Calendar | None) -> None:
        self.letter, self.facts, self.rules, self.calendar = letter, facts, rules, calendar
        self.day: date = facts.values["date"]
        self.terms = Terms(facts.values, rules, calendar)

    def given(self, name: str, item: Any = None) -> Any:
        """The value behind a name, None where there is none."""
        head, _, field = name.partition(".")
        if head == "limit":
            limit, _, source = field.partition(".")
            if (unit := self.rules.limits[limit].unit) != "工作日":
                raise LetterError(f"{self.letter.name}：法律数据（GONGKAI_LAW）中 {limit} 以{unit}计，文书以工作日计")
            return (self.rules.source if source else self.rules.days)(limit, self.day)
        if head == "switch":
            return self.rules.choice(field)
        if head == "item":
            return self._item(item, field) if field else item
        if head in ("answer_due", "extended_due"):
            return self._due(head)
        if head == "counted_from":
            received = self.facts.values["receipt_date"]
            return start if (start := self.terms.start(received)) != received else None
        if head in ("restarts", "fee_restarts"):
            return self._restarts(head) or None
        if head.startswith("part_"):
            groups = {self._group(item) for item in self.facts.values["parts_withheld"]}
            wanted = {"part_refused": {REFUSED}, "part_unavailable": {UNAVAILABLE}}.get(head, {REFUSED, UNAVAILABLE})
            return wanted <= groups or None
        if head == "fee":
            return self.rules.fees[self._fee_method()].on(self.facts.values["receipt_date"]).source
        if head == "articles":
            return self._articles(self.letter)
        if head == "fee_total":
            total = sum(line.amount for line in self.fee_lines())
            return capital(total) if field == "capital" else total
        value = self.facts.values.get(head)
        if field == "name" and isinstance(value, Choice):
            return value.name
        return None if value is False else value

    def _group(self, item: Mapping[str, Any]) -> str:
        """What becomes of a part: 不予公开 or 无法提供."""
        return self.rules.outcomes[ground_letter(item["ground"], "ground").outcome].group

    def _item(self, item: Mapping[str, Any], field: str) -> Any:
        if field == "result":
            return self._group(item)
        if field == "articles":
            return self._articles(ground_letter(item["ground"], "ground"))
        return item.get(field)

    def _articles(self, letter: Template) -> str:
        if not (articles := ground_of(letter, self.rules, self.day).articles.strip()):
            where = f"{letter.outcome} 的 {letter.ground}"
            raise LetterError(f"{letter.name}：法律数据（GONGKAI_LAW）中{where}没有 articles，不能印出依据")
        return articles

    def _restarts(self, name: str) -> bool:
        """Whether the letter may promise that the time to answer runs anew."""
        if name == "restarts":
            return self.terms.restarts()
        return not self.terms.fee_late() or self.rules.choice("late_fee_notice_restarts") == "yes"

    def _fee_method(self) -> str:
        return "items" if self.facts.values["fee_way"].name == "按件计收" else "pages"

    def _due(self, name: str) -> date | None:
        """The last day, None where the calendar does not cover it for certain: no date is promised then."""
        values = self.facts.values
        if name == "answer_due":
            found = add_workdays(
                self.terms.start(values["receipt_date"]), self.rules.days("answer_days", self.day), self.calendar
            )
        else:
            found = add_workdays(values["due_date"], values["extension_days"], self.calendar)
        return None if found.provisional else found.day

    def fee_lines(self) -> tuple[Line, ...]:
        """How the fee of this request adds up.

        :raises LetterError: where nothing is to be paid.
        """
        values = self.facts.values
        before, method = values.get("fee_before", 0), self._fee_method()
        lines = charge_of(
            method, values["fee_count"], values["receipt_date"], before=before, rules=self.rules
        ).lines  # fmt: skip
        if not sum(line.amount for line in lines):
            raise LetterError("fee_count（计费数量）未超过免费数量，不应发出收费通知书")
        return lines

    def remedy(self, which: str) -> str:
        """The paragraph on remedies, from the law's data.

        :raises LetterError: where the law's data or the agency's facts do not tell.
        """
        values = self.facts.values
        outcome = self.letter.outcome if which == "outcome" else which
        agency = Agency(
            values["agency"],
            values["agency_kind"].name,
            values.get("government", ""),
            values.get("superior", ""),
            values["court"],
            values.get("internet_channel", ""),
        )
        withheld = [ground_letter(item["ground"], "ground").outcome for item in values.get("parts_withheld", ())]
        try:
            found = remedies(
                outcome,
                agency,
                self.day,
                withheld=withheld,
                by_internet=values.get("sent_by_internet", False),
                rules=self.rules,
            )
            return remedy_paragraph(found, letter=self._called(), rules=self.rules)
        except LawError as error:
            raise LetterError(str(error)) from error

    def _called(self) -> str:
        return next((word for word in ("答复书", "告知书", "通知书") if self.letter.title.endswith(word)), "文书")
