"""The facts of a request, walked once in the order of their days: what each does to the course, and what cannot be.

The numbers are those of the rules in docs/law.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from gongkai.law.clock.articles import ANSWERED, CONFIRM, EXCESSIVE, FORM, NOT_OURS, SERVICE, Articles
from gongkai.law.clock.counting import closing_day
from gongkai.law.clock.course import Course, ImpossibleFacts, Note, Span
from gongkai.law.clock.facts import SIGNED_WAYS, Fact, in_order
from gongkai.law.clock.stops import Stops
from gongkai.law.outcomes import find_outcome
from gongkai.law.rules import Rules
from gongkai.workdays import Calendar

LATE_FACTS = frozenset({"consultation_received", "replied"})
"""What others may still do once the case has ended."""

AFTER_ANSWER = LATE_FACTS | {"served", "arrived", "override_noticed", "released"}
REOPENS = "remitted"
"""What reopens a case that was answered or ended."""

UNCONFIRMED = frozenset({"received", "confirmed", "withdrawn", "transferred"})


def _without_receipt(facts: Sequence[Fact], today: date) -> ImpossibleFacts:
    later = next((fact for fact in in_order(facts) if fact.kind == "received"), None)
    if later is not None:
        return ImpossibleFacts(f"{later.name}晚于所算的日子（{today}）：那一天还没有这件申请", CONFIRM, later)
    known = in_order(facts)
    return ImpossibleFacts("没有收到申请的记录" if facts else "没有任何事实", CONFIRM, known[0] if known else None)


class Walk(Stops):
    """One pass over the facts up to ``today``; each kind of fact has its method."""

    def __init__(self, facts: Sequence[Fact], today: date, rules: Rules, calendar: Calendar) -> None:
        self.rules, self.calendar = rules, calendar
        known = in_order(fact for fact in facts if fact.on <= today)
        arrivals = [fact for fact in known if fact.kind == "received"]
        if not arrivals:
            raise _without_receipt(facts, today)
        if len(arrivals) > 1:
            raise ImpossibleFacts("同一件申请记录了两次收到", CONFIRM, arrivals[1])
        arrival = arrivals[0]
        if arrival.misdirected and rules.choice("misdirected_counts_from") == "arrival":
            known[known.index(arrival)] = arrival = arrivals[0] = replace(arrival, misdirected=False)
        self.course = Course(arrival)
        if known[0] is not arrivals[0]:
            raise ImpossibleFacts(f"{known[0].name}早于收到申请（{arrivals[0].on}）", CONFIRM, known[0])
        takers: dict[str, Callable[[Fact], None]] = {
            name.removeprefix("_take_"): getattr(self, name) for name in dir(self) if name.startswith("_take_")
        }
        for fact in known:
            self._pass_to(fact.on)
            self._open_to(fact)
            self.articles = Articles(rules, fact.on)
            takers[fact.kind](fact)
        self._pass_to(today)

    # --- what time alone does --------------------------------------------------------------------------------------

    def _pass_to(self, day: date) -> None:
        """Terms that ran out before ``day``, consultations that the law ended by it."""
        course = self.course
        for item in course.consultations:
            if item.end is None and item.latest is not None and not item.assumed and item.latest < day:
                item.end = item.latest
        term = course.term
        if course.answer is not None or course.closed_on is not None:
            return
        if term is not None and term.last is not None and day > term.last:
            course.closed_on = closing_day(term.last, self.rules, self.calendar)
            course.closed_as, course.closed_by = term.row, term.article

    def _open_to(self, fact: Fact) -> None:
        """Refuses what cannot come after the end of the case, or before its receipt."""
        course = self.course
        if fact.kind == REOPENS:
            return
        if course.answer is not None and fact.kind not in AFTER_ANSWER:
            raise ImpossibleFacts(f"{fact.name}：已经作出答复（{course.answer.on}）", ANSWERED, fact)
        # A supplement and a payment say themselves why they are too late.
        if course.closed_on is not None and fact.kind not in {*LATE_FACTS, "supplement_given", "fee_paid"}:
            passed = course.closed_on <= fact.on
            end = f"案件已于 {course.closed_on} 结束" if passed else f"期限已满，案件将于 {course.closed_on} 结束"
            raise ImpossibleFacts(f"{fact.name}：{end}", course.closed_by, fact)
        if not course.starts and fact.kind not in UNCONFIRMED:
            raise ImpossibleFacts(f"{fact.name}：申请还没有经双方确认，先记录确认", CONFIRM, fact)

    # --- receipt (1, 2) --------------------------------------------------------------------------------------------

    def _take_received(self, fact: Fact) -> None:
        if not fact.to_confirm or self.rules.choice("unconfirmed_counts_from") == "arrival":
            self._begin(fact.on, "收到申请")

    def _take_confirmed(self, fact: Fact) -> None:
        course = self.course
        if not course.arrival.to_confirm:
            raise ImpossibleFacts(f"{fact.name}：这一渠道以收到之日为准，无须确认", CONFIRM, fact)
        if course.confirmed:
            raise ImpossibleFacts(f"{fact.name}：申请已经确认过", CONFIRM, fact)
        course.confirmed = True
        if len(course.starts) < 2:  # else the clock was restarted since, by which the day of receipt no longer matters
            course.starts.clear()
            self._begin(fact.on, "双方确认，视为收到")

    def _begin(self, day: date, what: str) -> None:
        self.course.receipt = day
        self._start(self._day_of_receipt(day), what, CONFIRM)

    # --- the end (19 to 21) ----------------------------------------------------------------------------------------

    def _take_transferred(self, fact: Fact) -> None:
        course = self.course
        if fact.inside:
            course.notes.append(Note(19, fact.on, f"转本机关内部{fact.to}办理，不影响期限", self.articles.answer))
            return
        if not course.starts:
            raise ImpossibleFacts(f"{fact.name}：申请还没有经双方确认，先记录确认", CONFIRM, fact)
        self._answer(fact)
        course.sent, course.service = fact, fact.on
        course.notes.append(Note(19, fact.on, f"条例没有移送：这是告知申请人向{fact.to}提出", NOT_OURS))

    def _take_withdrawn(self, fact: Fact) -> None:
        course = self.course
        course.closed_on, course.closed_by = fact.on, FORM
        row = self.rules.choice("withdrawal_row")
        course.closed_as = "" if row == "not_counted" else row

    def _take_answered(self, fact: Fact) -> None:
        self._check_outcome(fact)
        self._answer(fact)

    def _check_outcome(self, fact: Fact) -> None:
        """Whether the outcome is one, and one that the facts allow."""
        course, outcome = self.course, find_outcome(fact.outcome, self.rules.outcomes)
        if outcome.letter == "record":
            message = f"{fact.name}：“{outcome.name}”是结案登记，不是答复"
            raise ImpossibleFacts(message, FORM, fact)
        if not outcome.valid_on(fact.on):
            raise ImpossibleFacts(f"{fact.name}：当日没有“{outcome.name}”这个办理结果", FORM, fact)
        if outcome.id == "unavailable_still_unclear" and course.supplement is None:
            raise ImpossibleFacts(
                f"{fact.name}：没有要求过补正，不能以补正后仍不明确答复", self.articles.supplement, fact
            )
        if outcome.id == "not_processed_excessive" and not course.reasons_asked:
            raise ImpossibleFacts(f"{fact.name}：没有要求过申请人说明理由", EXCESSIVE, fact)
        parties = [item for item in course.consultations if item.fact.role == "third_party"]
        if outcome.id == "refused_third_party" and not parties:
            course.notes.append(
                Note(7, fact.on, "没有征求过第三方的意见，就以第三方合法权益为由不予公开", self.articles.third_party)
            )

    def _answer(self, fact: Fact) -> None:
        course, term = self.course, self.course.term
        if term is not None and not fact.outcome.startswith("not_processed"):
            if term.restarts and self.rules.choice("answer_while_waiting") == "refused":
                self._not_waiting(fact)
            course.notes.append(Note(20, fact.on, f"没有等申请人{term.what}就作出了答复", term.article))
        course.answer = fact
        for item in course.consultations:
            if item.end is None:
                article = self.articles.opinion(item.fact.role)
                course.notes.append(Note(20, fact.on, f"{item.party}的意见还没有收到就作出了答复", article))

    def _take_served(self, fact: Fact) -> None:
        course = self.course
        if course.answer is None:
            raise ImpossibleFacts(f"{fact.name}：还没有作出答复", SERVICE, fact)
        if course.sent is not None:
            raise ImpossibleFacts(f"{fact.name}：答复已经送出（{course.sent.on}）", SERVICE, fact)
        course.sent = fact
        sent_is_enough = fact.way != "electronic" or self.rules.choice("electronic_answer_day") == "sent"
        if fact.way not in SIGNED_WAYS and sent_is_enough:
            course.service = fact.on

    def _take_arrived(self, fact: Fact) -> None:
        course = self.course
        if course.sent is None:
            raise ImpossibleFacts(f"{fact.name}：答复还没有送出", SERVICE, fact)
        if course.arrived is not None:
            raise ImpossibleFacts(f"{fact.name}：已经记录过收到（{course.arrived}）", SERVICE, fact)
        course.arrived = fact.on
        course.service = course.service or fact.on

    # --- anew (27) -------------------------------------------------------------------------------------------------

    def _take_remitted(self, fact: Fact) -> None:
        course, article = self.course, self.articles.anew
        if not course.starts or (course.answer is None and course.closed_on is None and not self._overdue(fact.on)):
            raise ImpossibleFacts(f"{fact.name}：还没有作出答复，答复期限也没有过，没有可以撤销的", article, fact)
        if course.answer is not None and course.sent is None:
            raise ImpossibleFacts(f"{fact.name}：答复还没有送出，申请人不会对它不服", article, fact)
        if not fact.by.strip():
            raise ImpossibleFacts(f"{fact.name}：没有记录作出决定的复议机关或者人民法院", article, fact)
        if fact.until is not None and fact.until <= fact.on:
            raise ImpossibleFacts(f"{fact.name}：重新答复的期限应晚于收到之日", article, fact)
        ended = course.service or course.closed_on or (course.sent.on if course.sent else None)
        if ended is not None and ended < fact.on:
            course.waits.append(Span(ended, fact.on, "已经办结，尚未要求重新办理", article))
        course.reopen(fact.on)
        self._start(fact.on, "收到复议决定或者判决，重新办理", article)
        course.budget = self.rules.days("remitted_days", fact.on)
        course.deferred = fact if fact.until is not None else None

    def _take_override_noticed(self, fact: Fact) -> None:
        self._consultation(fact).override_noticed = True

    def _take_released(self, fact: Fact) -> None:
        course = self.course
        if course.answer is None:
            raise ImpossibleFacts(f"{fact.name}：还没有作出答复", ANSWERED, fact)
        course.released = True
        for item in course.consultations:
            if item.fact.role == "third_party" and item.objects and not item.override_noticed:
                text = f"{item.party}不同意公开，公开前应当书面告知其公开的内容和理由"
                course.notes.append(Note(21, fact.on, text, self.articles.third_party))
