"""Requests as they are read: by officers through the gate, by the applicant with number and code."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from gongkai.web.agencies.kinds import Kind
from gongkai.web.agencies.models import Agency, AgencyQuerySet
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.personal import blind_indexes
from gongkai.web.requests.bonds import parts_of
from gongkai.web.requests.models import Case, CaseQuerySet, Confirmation, Side
from gongkai.web.visibility import Reader


def seen(officer: Officer) -> CaseQuerySet:
    """The requests to the agencies in which the officer works, or which the officer supervises."""
    rows: CaseQuerySet = Case.objects.visible_to(officer)
    return rows.filter(agency__in=officer.where(Permission.READ_INTERNAL))


def found(officer: Officer, pk: int) -> Case:
    """One of them with all that its page shows; else 404."""
    rows = (
        seen(officer)
        .select_related("agency", "unit", "handler", "entered_by", "applicant", "told")
        .prefetch_related("facts__recorded_by", "facts__struck_by")
    )
    row: Case = get_object_or_404(rows, pk=pk)
    return row


#: Of these an agency consists; whatever else stands below it is another organ (《条例》第十条).
WITHIN = (Kind.OFFICE, Kind.INTERNAL, Kind.DISPATCHED)


def units_of(agency: Agency) -> AgencyQuerySet:
    """The open units of an agency, and those of its units."""
    within = Q(superior=agency)
    for above in ("superior", "superior__superior"):
        within |= Q(**{f"{above}__superior": agency, f"{above}__kind__in": WITHIN, "superior__kind__in": WITHIN})
    rows: AgencyQuerySet = Agency.objects.open().filter(within, kind__in=WITHIN)
    return rows


def entered_at(officer: Officer, slug: str) -> tuple[AgencyQuerySet, Agency]:
    """The agencies in which the officer enters what comes on paper, and the one that was chosen, else the first; else
    404."""
    agencies = officer.where(Permission.DRAFT).open().order_by("path")
    agency = agencies.filter(slug=slug).first() or agencies.first()
    if agency is None:
        raise Http404
    return agencies, agency


def office_waits(agencies: AgencyQuerySet) -> CaseQuerySet:
    """The requests to these agencies that are not received, because the office has not confirmed them."""
    confirmed = Confirmation.objects.filter(case=OuterRef("pk"), side=Side.OFFICE, void=None)
    rows: CaseQuerySet = Case.objects.filter(agency__in=agencies, told__stage="unconfirmed")
    return rows.exclude(Exists(confirmed))


def personal(officer: Officer, case: Case) -> bool:
    """Whether the officer needs to know who asks."""
    return officer.may(Permission.READ_APPLICANTS, case.agency)


#: Of the others of an applicant so many are listed.
LISTED = 50


@dataclass(frozen=True)
class Others:
    """The other requests of who asks, by the identity number, to the same agency: to be shown, decides nothing."""

    #: Newest first; each with whether it asks for the same in the same words.
    rows: list[tuple[Case, bool]]
    #: How many came in the same month, this one included: the fee by items goes by it.
    in_month: int


def others_of(case: Case) -> Others:
    """What else who asks has asked the agency for."""
    number = case.applicant.identity_number
    rows = (
        Case.objects.filter(agency=case.agency, applicant__identity_index__in=blind_indexes(number))
        .exclude(pk=case.pk)
        .select_related("told")
        .order_by("-pk")
    )
    month = case.told.arrived
    same = rows.filter(told__arrived__year=month.year, told__arrived__month=month.month).count()
    return Others([(row, _words(row) == _words(case)) for row in rows[:LISTED]], same + 1)


def _words(case: Case) -> str:
    return "".join(case.content.split()).rstrip("。")


def by_code(number: str, code: str) -> Case | None:
    """The request of this number, for whoever has its code; both must fit, and which does not is not told."""
    case: Case | None = Case.objects.select_related("agency").filter(code__in=blind_indexes(code)).first()
    known = [case, *parts_of(case)] if case is not None else []
    said, found = number.strip().encode(), None
    for one in known:  # the code of the whole opens its parts; what was erased nobody is shown
        found = one if hmac.compare_digest(one.number.encode(), said) and one.erased is None else found
    return found


def names(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """The numbers of the requests among these that a reader may see."""
    rows = Case.objects.visible_to(reader).filter(pk__in=ids)
    return {str(pk): number for pk, number in rows.values_list("pk", "number")}
