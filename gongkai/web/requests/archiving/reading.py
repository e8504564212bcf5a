"""What can be filed, whose term is over, and what holds something back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Subquery
from django.shortcuts import get_object_or_404

from gongkai.web.agencies.models import Agency, AgencyQuerySet
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.requests.archiving.schedule import Term, schedule, terms_of
from gongkai.web.requests.models import (
    LETTER,
    Bond,
    Case,
    Correction,
    Erasure,
    ErasureLine,
    ErasureState,
    Hold,
    Letter,
    Relation,
    Remedy,
    Retained,
    Told,
)  # fmt: skip
from gongkai.web.requests.models.archiving import ErasureQuerySet
from gongkai.web.requests.models.told import ToldQuerySet
from gongkai.web.visibility import Reader
from gongkai.web.workflow.models import Process

_OF_CASE = Remedy.objects.filter(case=OuterRef("case"), struck=False)
#: What keeps a request from being filed, and from being erased.
PENDING = Exists(_OF_CASE.filter(concluded=None))
REMEDIED = Exists(_OF_CASE)
HELD = Exists(Hold.objects.filter(case=OuterRef("case"), lifted=None))
#: Another request is answered with this one, by its letter: that one goes first.
ANSWERS = Exists(Relation.objects.filter(to=OuterRef("case"), bond=Bond.TOGETHER, ended=None, case__erased=None))
#: A letter that is neither sent nor abandoned.
UNDER_WAY = Exists(
    Process.objects.filter(
        kind=LETTER, ended=None, object_id__in=Letter.objects.filter(case=OuterRef(OuterRef("case"))).values("pk")
    )
)
_ON_A_LIST = ErasureLine.objects.filter(erasure__state=ErasureState.PROPOSED)


@dataclass(frozen=True)
class Expired:
    """What is kept no longer: a request, or an application for correction."""

    number: str
    term: Term
    ended: date
    case: int | None = None
    correction: int | None = None

    @property
    def key(self) -> str:
        """As a form names it."""
        return f"case-{self.case}" if self.case is not None else f"correction-{self.correction}"

    @property
    def until(self) -> date:
        return self.term.until(self.ended)

    @property
    def line(self) -> str:
        """As the digest of a list takes it."""
        return f"{self.key}\t{self.number}\t{self.term.kind.value}\t{self.ended}\t{self.until}"


def filable(agency: Agency, today: date) -> ToldQuerySet:
    """The requests of an agency that can be filed: closed long enough, with nothing pending or under way."""
    rows: ToldQuerySet = Told.objects.filter(
        agency_id=agency.pk, ended__lte=today - timedelta(schedule().archive_after_days), case__archived=None
    )
    return rows.exclude(PENDING).exclude(UNDER_WAY).select_related("case").order_by("ended", "pk")


def expired(agency: Agency, today: date, *, listed: bool = False) -> list[Expired]:
    """What of an agency may be erased, the oldest first, as many queries for many as for few; `listed`: also what
    stands on a list that waits for approval."""
    terms = terms_of(agency)
    found = [*_expired_cases(agency, today, terms, listed), *_expired_corrections(agency, today, terms, listed)]
    return sorted(found, key=lambda one: (one.until, one.number))


def _expired_cases(agency: Agency, today: date, terms: Mapping[Retained, Term], listed: bool) -> Iterator[Expired]:
    last = Remedy.objects.filter(case=OuterRef("case"), struck=False).order_by("-concluded").values("concluded")[:1]
    rows = (
        Told.objects.filter(agency_id=agency.pk, ended__isnull=False, case__archived__isnull=False, case__erased=None)
        .filter(ended__lte=max(term.ended_by(today) for term in terms.values()))
        .exclude(PENDING)
        .exclude(HELD)
        .exclude(ANSWERS)
        .annotate(remedied=REMEDIED, concluded=Subquery(last))
    )
    if not listed:
        rows = rows.exclude(case__in=_ON_A_LIST.filter(case__isnull=False).values("case"))
    for pk, number, stage, ended, remedied, concluded in rows.values_list(
        "pk", "case__number", "stage", "ended", "remedied", "concluded"
    ):
        term = terms[Retained.REMEDIED if remedied else Retained(stage)]
        after = max(day for day in (ended, concluded) if day is not None)
        if after <= term.ended_by(today):
            yield Expired(number, term, after, case=pk)


def _expired_corrections(
    agency: Agency, today: date, terms: Mapping[Retained, Term], listed: bool
) -> Iterator[Expired]:
    term = terms[Retained.CORRECTION]
    rows = Correction.objects.filter(agency=agency, erased=None, sent__lte=term.ended_by(today))
    if not listed:
        rows = rows.exclude(pk__in=_ON_A_LIST.filter(correction__isnull=False).values("correction"))
    for pk, number, sent in rows.values_list("pk", "number", "sent"):
        yield Expired(number, term, sent, correction=pk)


def agencies_of(officer: Officer) -> AgencyQuerySet:
    """Those whose archive the officer keeps, or whose erasures the officer approves; closed ones too."""
    rows: AgencyQuerySet = officer.where(Permission.DISCLOSE) | officer.where(Permission.APPROVE)
    return rows.order_by("path")


def seen(officer: Officer) -> ErasureQuerySet:
    """The erasures of the agencies in which the officer works, or which the officer supervises."""
    rows: ErasureQuerySet = Erasure.objects.visible_to(officer)
    return rows.filter(agency__in=officer.where(Permission.READ_INTERNAL))


def found(officer: Officer, pk: int) -> Erasure:
    row: Erasure = get_object_or_404(seen(officer).select_related("agency", "proposed_by", "decided_by"), pk=pk)
    return row


def names(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """The names of those among these that a reader may see, for the audit."""
    rows = Erasure.objects.visible_to(reader).filter(pk__in=ids)
    return {str(row.pk): str(row) for row in rows}


def hold_of(case: Case) -> Hold | None:
    """What holds a request back, where something does."""
    row: Hold | None = Hold.objects.standing().filter(case=case).select_related("placed_by").first()
    return row
