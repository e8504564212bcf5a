"""The facts of a request, walked once in the order of their days: what each does to the course, and what cannot be.

The numbers are those of the rules in docs/law.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from gongkai.law.clock.course import (
    CONFIRM,
    FORM,
    NOT_OURS,
    SERVICE,
    THIRD_PARTY,
    Course,
    ImpossibleFacts,
    Note,
    article_of,
)
from gongkai.law.clock.facts import CONFIRMED_CHANNELS, Fact, in_order
from gongkai.law.clock.stops import Stops
from gongkai.law.rules import Rules
from gongkai.workdays import Calendar


class Walk(Stops):
    """One pass over the facts up to ``today``; each kind of fact has its method."""

    def __init__(self, facts: Sequence[Fact], today: date, rules: Rules, calendar: Calendar) -> None:
        self.rules, self.calendar = rules, calendar
        known = in_order(fact for fact in facts if fact.on <= today)
        arrivals = [fact for fact in known if fact.kind == "received"]
        if not arrivals:
            raise ImpossibleFacts(
                "没有收到申请的记录" if facts else "没有任何事实", CONFIRM, known[0] if known else None
            )
        if len(arrivals) > 1:
            raise ImpossibleFacts("同一件申请记录了两次收到", CONFIRM, arrivals[1])
        self.course = Course(arrivals[0])
        if known[0] is not arrivals[0]:
            raise ImpossibleFacts(f"{known[0].name}早于收到申请（{arrivals[0].on}）", CONFIRM, known[0])
        takers: dict[str, Callable[[Fact], None]] = {
            name.removeprefix("_take_"): getattr(self, name) for name in dir(self) if name.startswith("_take_")
        }
        for fact in known:
            self._pass_to(fact.on)
            self._open_to(fact)
            takers[fact.kind](fact)
        self._pass_to(today)

    # --- what time alone does --------------------------------------------------------------------------------------

    def _pass_to(self, day: date) -> None:
        """Terms that ran out before ``day``, consultations that the law ended by it."""
        course = self.course
        for item in course.consultations:
            if item.end is None and item.latest is not None and not item.assumed and item.latest <= day:
                item.end = item.latest
        term = course.term
        if term is not None and term.last is not None and day > term.last and course.closed_on is None:
            course.closed_on = self.calendar.add(term.last, 1).day
            course.closed_as, course.closed_by = term.row, term.article

    def _open_to(self, fact: Fact) -> None:
        """Refuses what comes after the end of the case."""
        course = self.course
        if fact.kind in {"supplement_given", "fee_paid"}:
            return  # they know best why they are too late
        if course.closed_on is not None and fact.kind not in {
            "arrived",
            "released",
            "replied",
            "consultation_received",
        }:
            raise ImpossibleFacts(f"{fact.name}：案件已于 {course.closed_on} 结束", course.closed_by, fact)
        after_answer = {"served", "arrived", "released", "override_noticed", "replied", "consultation_received"}
        if course.answer is not None and fact.kind not in after_answer:
            raise ImpossibleFacts(f"{fact.name}：已经作出答复（{course.answer.on}）", "《条例》第三十六条", fact)
        free = {"received", "confirmed", "withdrawn", "transferred"}
        if not course.starts and fact.kind not in free:
            raise ImpossibleFacts(f"{fact.name}：申请还没有经双方确认，先记录确认", CONFIRM, fact)

    # --- receipt (1, 2) --------------------------------------------------------------------------------------------

    def _take_received(self, fact: Fact) -> None:
        unsure = fact.channel in CONFIRMED_CHANNELS or fact.misdirected
        if not unsure or self.rules.choice("unconfirmed_counts_from") == "arrival":
            self._begin(fact.on, "收到申请")

    def _take_confirmed(self, fact: Fact) -> None:
        course = self.course
        if course.arrival.channel not in CONFIRMED_CHANNELS and not course.arrival.misdirected:
            raise ImpossibleFacts(f"{fact.name}：这一渠道以收到之日为准，无须确认", CONFIRM, fact)
        if course.starts and course.starts[-1].what != "收到申请":
            raise ImpossibleFacts(f"{fact.name}：申请已经确认过", CONFIRM, fact)
        course.starts.clear()
        self._begin(fact.on, "双方确认，视为收到")

    def _begin(self, day: date, what: str) -> None:
        if self.rules.choice("receipt_on_day_off") == "next_workday":
            day = self.calendar.next(day).day
        self._start(day, what, CONFIRM)

    # --- the end (19 to 21) ----------------------------------------------------------------------------------------

    def _take_transferred(self, fact: Fact) -> None:
        course = self.course
        if fact.inside:
            course.notes.append(Note(19, fact.on, f"转本机关内部{fact.to}办理，不影响期限", CONFIRM))
            return
        if not course.starts:
            raise ImpossibleFacts(f"{fact.name}：申请还没有经双方确认，先记录确认", CONFIRM, fact)
        course.answer = course.service = fact
        course.notes.append(Note(19, fact.on, f"条例没有移送：这是告知申请人向{fact.to}提出", NOT_OURS))

    def _take_withdrawn(self, fact: Fact) -> None:
        course = self.course
        course.closed_on, course.closed_by = fact.on, FORM
        course.closed_as = self.rules.choice("withdrawal_row")

    def _take_answered(self, fact: Fact) -> None:
        course = self.course
        if course.term is not None and not fact.outcome.startswith("not_processed"):
            what = "补正" if course.term.kind == "supplement" else "缴费"
            raise ImpossibleFacts(f"{fact.name}：正在等待申请人{what}", course.term.article, fact)
        course.answer, course.term = fact, None
        for item in course.consultations:
            if item.end is None:
                article = article_of(item.fact.role)
                course.notes.append(Note(20, fact.on, f"{item.party}的意见还没有收到就作出了答复", article))

    def _take_served(self, fact: Fact) -> None:
        course = self.course
        if course.answer is None:
            raise ImpossibleFacts(f"{fact.name}：还没有作出答复", SERVICE, fact)
        if course.service is not None:
            raise ImpossibleFacts(f"{fact.name}：答复已经送出（{course.service.on}）", SERVICE, fact)
        course.service = fact

    def _take_arrived(self, fact: Fact) -> None:
        if self.course.service is None:
            raise ImpossibleFacts(f"{fact.name}：答复还没有送出", SERVICE, fact)
        self.course.arrived = fact.on

    def _take_override_noticed(self, fact: Fact) -> None:
        self._consultation(fact).override_noticed = True

    def _take_released(self, fact: Fact) -> None:
        if self.course.answer is None:
            raise ImpossibleFacts(f"{fact.name}：还没有作出答复", THIRD_PARTY, fact)
        for item in self.course.consultations:
            if item.fact.role == "third_party" and item.objects and not item.override_noticed:
                text = f"{item.party}不同意公开，公开前应当书面告知其公开的内容和理由"
                self.course.notes.append(Note(21, fact.on, text, THIRD_PARTY))
