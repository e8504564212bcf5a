"""The course of a request: where its clock starts, what stops it, and how far it may go."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from gongkai.law.clock.facts import Fact
from gongkai.law.loading import LawError

LAPSED = frozenset({"other_not_supplemented", "other_fee_unpaid"})
"""The rows of cases that ended because the applicant let his term pass."""


class ImpossibleFacts(LawError):
    """Facts that cannot be as they are recorded; ``article`` says by which rule, ``fact`` which one stands out."""

    def __init__(self, message: str, article: str, fact: Fact | None = None) -> None:
        super().__init__(f"{message}（{article}）" if article else message)
        self.article, self.fact = article, fact


class Note(NamedTuple):
    """Something an officer should know about a recorded fact; it is no obstacle. ``rule`` is the rule's number."""

    rule: int
    on: date
    text: str
    article: str


class Span(NamedTuple):
    """Days d with ``after`` < d ≤ ``end`` that are not counted, and why."""

    after: date
    end: date
    reason: str
    article: str


@dataclass(slots=True)
class Consultation:
    """One opinion asked for. ``end`` is set once it no longer stops the clock; ``latest`` is the end the law sets."""

    fact: Fact
    received: date | None = None
    end: date | None = None
    latest: date | None = None
    assumed: bool = False
    """Whether ``latest`` rests on an assumed day of receipt."""

    replied: bool = False
    objects: bool = False
    override_noticed: bool = False

    @property
    def party(self) -> str:
        return self.fact.party


@dataclass(slots=True)
class Term:
    """A term of the applicant: to supplement or to pay; ``last`` is its last day once he has the notice."""

    kind: str
    notice: Fact
    days: int
    article: str
    row: str
    restarts: bool = True
    late: bool = False
    received: date | None = None
    last: date | None = None

    @property
    def what(self) -> str:
        """What is awaited."""
        return "补正" if self.kind == "supplement" else "缴费"


class Start(NamedTuple):
    """A day 0: the day itself, what happened, by which article."""

    day: date
    what: str
    article: str
    carried: int = 0
    """Days counted before that still count."""


@dataclass(slots=True)
class Course:
    """How far the facts have brought a request."""

    arrival: Fact
    receipt: date | None = None
    """The day of receipt itself, where day 0 is the next working day."""

    confirmed: bool = False
    starts: list[Start] = field(default_factory=list)
    budget: int = 0
    consultations: list[Consultation] = field(default_factory=list)
    term: Term | None = None
    waits: list[Span] = field(default_factory=list)
    supplement: Term | None = None
    fee: Term | None = None
    extension: Fact | None = None
    extension_open: bool = False
    """Whether the approved extension would act if the applicant were told."""

    extension_noticed: bool = False
    reasons_asked: bool = False
    deferred: Fact | None = None
    """What set the due day itself: a deferral told to the applicant, or the decision by which it is done anew."""

    anew: bool = False
    """Whether an answer, or its absence, was set aside and the request is dealt with anew."""

    answer: Fact | None = None
    sent: Fact | None = None
    service: date | None = None
    """The day of the answer: of sending, or where the applicant signs, of his signature."""

    arrived: date | None = None
    released: bool = False
    closed_on: date | None = None
    closed_as: str = ""
    closed_by: str = ""
    notes: list[Note] = field(default_factory=list)

    def reopen(self, day: date) -> None:
        """Nothing was answered, nor ended, nor extended any more; what was consulted and supplemented stays."""
        for item in self.consultations:
            item.end = item.end or day
        self.answer = self.sent = self.service = self.arrived = self.term = None
        self.closed_on, self.closed_as, self.closed_by = None, "", ""
        self.extension, self.extension_noticed, self.released, self.anew = None, False, False, True

    @property
    def day0(self) -> date | None:
        return self.starts[-1].day if self.starts else None

    @property
    def carried(self) -> int:
        return self.starts[-1].carried if self.starts else 0

    @property
    def wait(self) -> Term | None:
        """What the applicant owes, where the clock has no due day meanwhile."""
        return self.term if self.term is not None and self.term.restarts else None

    @property
    def unconfirmed(self) -> bool:
        return self.arrival.to_confirm and not self.confirmed
