"""What stops, restarts and lengthens the clock: supplements, consultations, extensions, fees."""

from __future__ import annotations

from datetime import date, timedelta

from gongkai.law.clock.articles import CONSULT, EXCESSIVE, Articles, limit_of
from gongkai.law.clock.counting import counted, excluded
from gongkai.law.clock.course import Consultation, Course, ImpossibleFacts, Note, Span, Start, Term
from gongkai.law.clock.facts import Fact
from gongkai.law.rules import Rules
from gongkai.workdays import Calendar

_DAY = timedelta(1)


class Stops:
    """The part of the walk that changes how days are counted."""

    rules: Rules
    calendar: Calendar
    course: Course
    articles: Articles
    """Those of the day of the fact that is taken."""

    # --- supplement (4, 5) -----------------------------------------------------------------------------------------

    def _take_supplement_asked(self, fact: Fact) -> None:
        course, rules = self.course, self.rules
        if course.supplement is not None:
            raise ImpossibleFacts(f"{fact.name}：补正只能一次性告知", self.articles.supplement, fact)
        self._not_waiting(fact)
        days = fact.days or rules.days("supplement_days", fact.on)
        if days < 1:
            raise ImpossibleFacts(f"{fact.name}：补正期限至少1个工作日", self.articles.supplement_term, fact)
        course.supplement = course.term = Term(
            "supplement", fact, days, self.articles.supplement_term, "other_not_supplemented"
        )
        self._measure_notice(course.term, fact.on)
        if rules.choice("supplement_term_from") == "dispatch":
            course.term.last = self.calendar.add(fact.on, days).day

    def _measure_notice(self, term: Term, day: date) -> None:
        """Whether the notice, sent or received on ``day``, is late; then a switch says if it stops the clock at all."""
        limit = self.calendar.add(self.course.starts[0].day, self.rules.days("supplement_notice_days", day)).day
        if self.calendar.between(limit, day).days > 0:
            term.late, term.restarts = True, self.rules.choice("late_supplement_notice_restarts") == "yes"
            self.course.notes.append(Note(4, day, f"补正告知迟于期限（{limit}）", self.articles.supplement))

    def _take_supplement_notice_received(self, fact: Fact) -> None:
        term = self._term(fact, "supplement", self.articles.supplement)
        self._notice_arrives(term, fact)
        if self.rules.choice("supplement_notice_measured_by") == "receipt" and not term.late:
            self._measure_notice(term, fact.on)
        if self.rules.choice("supplement_term_from") == "receipt":
            term.last = self.calendar.add(fact.on, term.days).day

    def _take_supplement_given(self, fact: Fact) -> None:
        course = self.course
        term = course.supplement
        if term is None or (course.term is not term and course.closed_as != term.row):
            raise ImpossibleFacts(f"{fact.name}：没有要求补正，或已经补正", self.articles.supplement, fact)
        if term.last is not None and fact.on > term.last:
            if not fact.reason:
                message = f"{fact.name}：补正期限已于 {term.last} 届满，且没有记录行政机关认可的正当理由"
                raise ImpossibleFacts(message, term.article, fact)
            course.notes.append(Note(5, fact.on, f"逾期补正，理由经认可：{fact.reason}", term.article))
            course.closed_on, course.closed_as, course.closed_by = None, "", ""
        self._term_met(term, fact, self._day_of_receipt(fact.on), "收到补正，重新起算")

    # --- consultations (7 to 11) -----------------------------------------------------------------------------------

    def _take_consulted(self, fact: Fact) -> None:
        course = self.course
        article = self.articles.opinion(fact.role)
        earlier = [item for item in course.consultations if item.party == fact.party]
        if any(item.end is None for item in earlier):
            raise ImpossibleFacts(f"{fact.name}：正在征求同一方的意见，尚未结束", article, fact)
        if earlier:
            course.notes.append(Note(10, fact.on, f"再次征求{fact.party}的意见", article))
        item = Consultation(fact)
        course.consultations.append(item)
        if fact.role == "inside":
            item.end = fact.on
            course.notes.append(Note(9, fact.on, f"征求{fact.party}意见不停止计算期限：属于本机关内部", CONSULT))
        else:
            self._set_latest(item)

    def _take_consultation_received(self, fact: Fact) -> None:
        item = self._consultation(fact)
        if item.received is not None:
            raise ImpossibleFacts(f"{fact.name}：已经记录过收到", self.articles.opinion(item.fact.role), fact)
        if item.replied:
            article = self.articles.opinion(item.fact.role)
            raise ImpossibleFacts(f"{fact.name}：已经反馈意见，不会更晚才收到征求意见书", article, fact)
        item.received = fact.on
        if item.end is None:
            self._set_latest(item)

    def _take_replied(self, fact: Fact) -> None:
        item = self._consultation(fact)
        article, again = self.articles.opinion(item.fact.role), item.replied
        item.objects, item.replied = fact.objects, True
        if again:
            self.course.notes.append(Note(8, fact.on, f"{fact.party}再次反馈意见，不影响期限", article))
        elif item.end is None:
            item.end = fact.on
        elif item.fact.role != "inside":
            if self.rules.choice("late_reply_excludes") == "until_reply":
                item.end = fact.on
            self.course.notes.append(Note(8, fact.on, f"{fact.party}的意见在期限（{item.end}）之后收到", article))

    def _set_latest(self, item: Consultation) -> None:
        """The end the law sets: so many working days from the party's receipt, which may have to be assumed."""
        rules, role = self.rules, item.fact.role
        limit = limit_of(role)
        received = item.received
        item.assumed = received is None and role != "other_organ"
        if received is None:
            received = item.fact.on
            if item.assumed:
                received = self.calendar.add(received, rules.days("assumed_receipt_days", received)).day
        item.latest = self.calendar.add(received, rules.days(limit, received)).day

    def _consultation(self, fact: Fact) -> Consultation:
        found = [item for item in self.course.consultations if item.party == fact.party]
        if not found:
            article = self.articles.third_party if fact.kind == "override_noticed" else CONSULT
            raise ImpossibleFacts(f"{fact.name}：没有征求过{fact.party}的意见", article, fact)
        return found[-1]

    # --- extension and deferral (12, 13, 18) -----------------------------------------------------------------------

    def _take_extension_approved(self, fact: Fact) -> None:
        course, most, article = self.course, self.rules.days("extension_days", fact.on), self.articles.extend
        if course.extension is not None:
            raise ImpossibleFacts(f"{fact.name}：只能延期一次", article, fact)
        if not 1 <= fact.days <= most:
            raise ImpossibleFacts(f"{fact.name}：延长1至{most}个工作日，不能延长{fact.days}个", article, fact)
        if not fact.by.strip():
            raise ImpossibleFacts(f"{fact.name}：没有记录同意延期的政府信息公开工作机构负责人", article, fact)
        course.extension = fact
        obstacle = self._no_extension(fact.on)
        course.extension_open = not obstacle
        if obstacle:
            course.notes.append(Note(12, fact.on, f"批准延期时{obstacle}，延期不起作用", article))

    def _take_extension_noticed(self, fact: Fact) -> None:
        course, article = self.course, self.articles.extend
        if course.extension is None:
            raise ImpossibleFacts(f"{fact.name}：没有经批准的延期", article, fact)
        if course.extension_noticed:
            raise ImpossibleFacts(f"{fact.name}：已经告知过延期", article, fact)
        course.extension_noticed = True
        in_time = self.rules.choice("late_extension_notice") == "no_effect"
        if obstacle := self._no_extension(fact.on, in_time=in_time):
            course.notes.append(Note(12, fact.on, f"告知延期时{obstacle}，延期不起作用", article))
        elif not course.extension_open:
            course.notes.append(Note(12, fact.on, "延期在重新起算之前批准，不再起作用", article))
        else:
            course.budget += course.extension.days
        course.extension_open = False

    def _no_extension(self, day: date, *, in_time: bool = True) -> str:
        """Why an extension approved or told on ``day`` does nothing, or ""."""
        if (wait := self.course.wait) is not None:
            return f"正在等待申请人{wait.what}，没有期限可以延长"
        return "答复期限已过" if in_time and self._overdue(day) else ""

    def _take_reasons_asked(self, fact: Fact) -> None:
        self.course.reasons_asked = True
        self.course.notes.append(Note(18, fact.on, "要求说明理由不停止计算期限", EXCESSIVE))

    def _take_deferred(self, fact: Fact) -> None:
        if fact.until is None or fact.until <= fact.on:
            raise ImpossibleFacts(f"{fact.name}：延迟答复的期限应晚于告知之日", EXCESSIVE, fact)
        if not self.course.reasons_asked:
            raise ImpossibleFacts(f"{fact.name}：没有要求过申请人说明理由", EXCESSIVE, fact)
        self._not_waiting(fact)
        if self._overdue(fact.on):
            self.course.notes.append(Note(18, fact.on, "告知延迟答复时答复期限已过", EXCESSIVE))
        self.course.deferred = fact

    # --- fee (15, 16) ----------------------------------------------------------------------------------------------

    def _take_fee_noticed(self, fact: Fact) -> None:
        course = self.course
        self._not_waiting(fact)
        if course.fee is not None:
            raise ImpossibleFacts(f"{fact.name}：已经发过收费通知", self.articles.fee, fact)
        late = self._overdue(fact.on)
        restarts = not late or self.rules.choice("late_fee_notice_restarts") == "yes"
        days = self.rules.days("fee_payment_days", fact.on)
        course.fee = course.term = Term("payment", fact, days, self.articles.fee, "other_fee_unpaid", restarts, late)
        if late:
            course.notes.append(Note(16, fact.on, "收费通知迟于答复期限发出", self.articles.fee))

    def _take_fee_notice_received(self, fact: Fact) -> None:
        term = self._term(fact, "payment", self.articles.fee)
        self._notice_arrives(term, fact)
        term.last = self.calendar.add(fact.on, term.days).day

    def _take_fee_paid(self, fact: Fact) -> None:
        course = self.course
        if course.closed_as == "other_fee_unpaid":
            raise ImpossibleFacts(
                f"{fact.name}：缴费期限已过，视为放弃申请，案件已于 {course.closed_on} 结束", self.articles.fee, fact
            )
        term = self._term(fact, "payment", self.articles.fee)
        self._term_met(term, fact, fact.on, "缴费，重新起算")

    # --- shared ----------------------------------------------------------------------------------------------------

    def _not_waiting(self, fact: Fact) -> None:
        term = self.course.term
        if term is not None:
            raise ImpossibleFacts(f"{fact.name}：正在等待申请人{term.what}", term.article, fact)

    def _term(self, fact: Fact, kind: str, article: str) -> Term:
        term = self.course.term
        if term is None or term.kind != kind:
            raise ImpossibleFacts(f"{fact.name}：没有发出相应的通知，或已经办结", article, fact)
        return term

    def _notice_arrives(self, term: Term, fact: Fact) -> None:
        if term.received is not None:
            raise ImpossibleFacts(f"{fact.name}：已经记录过收到", term.article, fact)
        term.received = fact.on

    def _term_met(self, term: Term, fact: Fact, day0: date, what: str) -> None:
        course = self.course
        course.term = None
        if term.restarts:
            course.waits.append(Span(term.notice.on, fact.on, f"等待申请人{term.what}", term.article))
            self._restart(term, day0, what)

    def _restart(self, term: Term, day0: date, what: str) -> None:
        """The full time again, or with the switch of this term what was left of it when the notice went out (4, 15)."""
        course, budget, old, sent = self.course, self.course.budget, self.course.day0, term.notice.on
        assert old is not None
        used = course.carried + counted(self.calendar, old, sent, excluded(course, sent, self.rules))
        self._start(day0, what, term.article)
        if self.rules.choice(f"{term.kind}_restarts") == "rest":
            course.budget = budget
            course.starts[-1] = course.starts[-1]._replace(carried=min(used, budget))
        course.deferred = None
        if self.rules.choice("extension_after_restart") == "again":
            course.extension, course.extension_noticed = None, False

    def _overdue(self, day: date) -> bool:
        """Whether the answer was already due before ``day``: what acts only by the due date (12, 15) is too late."""
        course = self.course
        if course.deferred is not None and course.deferred.until is not None:
            return day > course.deferred.until
        assert course.day0 is not None
        spans = excluded(course, day - _DAY, self.rules)
        return course.carried + counted(self.calendar, course.day0, day - _DAY, spans) >= course.budget

    def _day_of_receipt(self, day: date) -> date:
        """Day 0 for what came in on ``day`` (1)."""
        return self.calendar.next(day).day if self.rules.choice("receipt_on_day_off") == "next_workday" else day

    def _start(self, day: date, what: str, article: str) -> None:
        course = self.course
        course.starts.append(Start(day, what, article))
        course.budget = self.rules.days("answer_days", day)
        course.extension_open = False
