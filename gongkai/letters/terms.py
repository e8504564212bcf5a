"""Whether the days that a letter tells fit the terms of the law, by its limits and the working-day calendar.

A term that runs into a year without a notice of holidays may still move: there a day is only refused that cannot be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gongkai.law.rules import Rules
from gongkai.letters.catalogue import catalogue
from gongkai.letters.model import LetterError, printed_date
from gongkai.workdays import Calendar, DueDay, add_workdays, is_workday, next_workday

MAY_MOVE = timedelta(days=10)
"""By how much a notice of holidays still to come may move the end of a term."""

OVERDUE = "逾期未提出意见"
RESTARTS = ("supplemented_on", "fee_paid_on")
"""The days from which the time to answer runs anew."""


@dataclass(frozen=True)
class Terms:
    """The terms of one letter: ``values`` are its facts, read."""

    values: Mapping[str, Any]
    rules: Rules
    calendar: Calendar | None = None

    def check(self) -> None:
        """
        :raises LetterError: naming a day that the law's terms do not allow, and the day that they give.
        """
        for check in (self._fee, self._supplement, self._due):
            check()
        self._opinion(self.values)
        for number, part in enumerate(self.values.get("parts_withheld", ()), 1):
            self._opinion({**part, "date": self.values["date"]}, f"{_label('parts_withheld')}第{number}项：")

    def start(self, day: date) -> date:
        """Day 0 for what came in on ``day``: it or, as this installation has it, the next working day."""
        if self.rules.choice("receipt_on_day_off") == "next_workday":
            return next_workday(day, self.calendar).day
        return day

    def answer_due(self) -> DueDay | None:
        """The last day of the answer as far as the letter tells, before an extension."""
        known = self.values
        if "receipt_date" not in known:
            return None
        day = known["receipt_date"]
        restarts = [known[id_] for id_ in RESTARTS if id_ in known and (id_ == "fee_paid_on" or self.restarts())]
        days = self.rules.days("answer_days", known["date"]) + known.get("excluded_days", 0)
        return self._end(self.start(max([day, *restarts])), days)

    def supplement_late(self) -> bool | None:
        """Whether the supplement was asked for after its term; None where the letter does not tell when."""
        limit = self.supplement_notice_due()
        asked = self.values.get("supplement_date") or ("supplement_items" in self.values and self.values["date"])
        return asked > limit if asked and limit else None

    def supplement_notice_due(self) -> date | None:
        """The last day of asking for a supplement."""
        if "receipt_date" not in self.values:
            return None
        days = self.rules.days("supplement_notice_days", self.values["date"])
        return self._end(self.start(self.values["receipt_date"]), days).day

    def restarts(self) -> bool:
        """Whether the supplement makes the time to answer run anew, as far as this installation and the letter say."""
        return self.rules.choice("late_supplement_notice_restarts") == "yes" or self.supplement_late() is False

    def _fee(self) -> None:
        if "fee_told" in self.values and "fee_due" in self.values:
            told = self.values["fee_told"]
            days, source = (of("fee_payment_days", told) for of in (self.rules.days, self.rules.source))
            self._fits("fee_due", self._end(told, int(days)), f"{_told('fee_told', told)}起{days}个工作日（{source}）")

    def _supplement(self) -> None:
        known = self.values
        if (
            "supplement_received" in known
            and "supplemented_on" in known
            and known["supplemented_on"] != known["supplement_received"]
        ):
            both = (_told(id_, known[id_]) for id_ in ("supplemented_on", "supplement_received"))
            raise LetterError(f"同一补正有两个收到的日期：{'、'.join(both)}")
        if "supplement_due" in known:
            from_ = "supplement_date" if self.rules.choice("supplement_term_from") == "dispatch" else "supplement_told"
            days = known["supplement_days"]
            self._fits("supplement_due", self._end(known[from_], days), f"{_told(from_, known[from_])}起{days}个工作日")

    def _due(self) -> None:
        known, due = self.values, self.answer_due()
        if "due_date" not in known or due is None:
            return
        day = known["due_date"]
        if not due.provisional and not is_workday(day, self.calendar):
            raise LetterError(f"{_told('due_date', day)}不是工作日")
        earliest = due.day - (MAY_MOVE if due.provisional else timedelta())
        if "extension_days" not in known and day >= earliest:  # a slip of the house does not say why it is later
            return
        limit = "answer_days"
        days, source = (of(limit, known["date"]) for of in (self.rules.days, self.rules.source))
        more = f"，加不计入期限的{known['excluded_days']}个工作日" if "excluded_days" in known else ""
        hint = "；期限重新计算过或者有不计入的时间的，写明 supplemented_on、fee_paid_on 或者 excluded_days"
        self._fits("due_date", due, f"收到申请（或者重新起算）之日起{days}个工作日{more}（{source}）", hint)

    def _opinion(self, known: Mapping[str, Any], where: str = "") -> None:
        """A third party is late only when its term is over: from receipt, at the earliest from the day of asking."""
        for reply in ("third_party_reply", "third_party_view"):
            if reply in known and known[reply].name == OVERDUE:
                from_ = "consulted_received" if "consulted_received" in known else "consulted_on"
                days, source = (of("third_party_days", known[from_]) for of in (self.rules.days, self.rules.source))
                end = self._end(known[from_], int(days))
                if known["date"] <= end.day - (MAY_MOVE if end.provisional else timedelta()):
                    term = f"{_told(from_, known[from_])}起{days}个工作日（{source}）到{printed_date(end.day)}届满"
                    raise LetterError(f"{where}{_label(reply)}尚不能为{OVERDUE}：{term}")

    def _fits(self, id_: str, wanted: DueDay, why: str, hint: str = "") -> None:
        apart = abs(self.values[id_] - wanted.day)
        if apart > (MAY_MOVE if wanted.provisional else timedelta()):
            raise LetterError(f"{_told(id_, self.values[id_])}不对，应为{printed_date(wanted.day)}：自{why}{hint}")

    def _end(self, day: date, days: int) -> DueDay:
        return add_workdays(day, days, self.calendar)

    def notes(self) -> Iterator[str]:
        """What an officer should know of the letter although it is written."""
        known, day = self.values, self.values["date"]
        if "supplement_items" in known and (limit := self.supplement_notice_due()) and self.supplement_late():
            source = self.rules.source("supplement_notice_days", day)
            yield f"补正告知晚于期限届满之日{printed_date(limit)}（{source}；docs/law.md 规则4）"
        if self.fee_late() and (due := self.fee_answer_due()):
            source = self.rules.source("fee_payment_days", day)
            yield f"收费通知晚于答复期限届满之日{printed_date(due)}（{source}；docs/law.md 规则16）"

    def fee_answer_due(self) -> date | None:
        """The day by which a fee notice goes out."""
        due = self.answer_due() if "fee_way" in self.values else None
        return self._end(due.day, self.values.get("extension_days", 0)).day if due else None

    def fee_late(self) -> bool:
        """Whether a fee notice is dated after the answer is due."""
        due = self.fee_answer_due()
        return due is not None and self.values["date"] > due


def _label(id_: str) -> str:
    return catalogue()[id_].label


def _told(id_: str, day: date) -> str:
    return f"{_label(id_)}{printed_date(day)}"
