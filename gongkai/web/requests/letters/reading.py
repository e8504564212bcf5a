"""Who reads a letter: it names who asks, so whoever needs to, and whoever has it in hand."""

from __future__ import annotations

from collections.abc import Iterable

from django.shortcuts import get_object_or_404

from gongkai.letters import kinds
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.requests.bonds import answer_of, lead_of
from gongkai.web.requests.models import LETTER, Case, Letter
from gongkai.web.requests.reading import personal, seen
from gongkai.web.visibility import Reader
from gongkai.web.workflow.kinds import kind_of
from gongkai.web.workflow.models import Process


def found(officer: Officer, pk: int) -> Letter:
    """The letter, through the gate of its request; else 404."""
    rows = Letter.objects.filter(case__in=seen(officer)).select_related(
        "case__agency", "case__unit", "case__handler", "case__applicant", "case__told"
    )
    row: Letter = get_object_or_404(rows, pk=pk)
    return row


def reads(officer: Officer, letter: Letter, process: Process | None) -> bool:
    """Whether the officer may read what it says: needs to know who asks, or reviews it, or has reviewed it."""
    if personal(officer, letter.case):
        return True
    if process is None:
        return False
    waits = process.waits_for and officer.may(Permission(process.waits_for), letter.case.agency)
    return bool(waits) or process.steps.filter(user=officer.user).exists()


def states_of(case: Case) -> list[tuple[Letter, str]]:
    """The letters of a case, each with where it stands."""
    rows = list(Letter.objects.filter(case=case))
    processes = Process.objects.filter(kind=LETTER, object_id__in=[row.pk for row in rows])
    known = dict(processes.values_list("object_id", "state"))
    states = kind_of(LETTER).table.states
    return [(row, states[known[row.pk]].label) for row in rows]


def names(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """The names of the letters among these whose requests a reader may see."""
    rows = Letter.objects.visible_to(reader).filter(pk__in=ids).select_related("case")
    return {str(row.pk): str(row) for row in rows}


def to_applicant(case: Case) -> list[Letter]:
    """The letters that went out to who asks, oldest first."""
    rows = list(Letter.objects.filter(case=case).exclude(sent=None).order_by("sent", "pk"))
    if (lead := lead_of(case)) is not None and (answer := answer_of(lead.pk)) is not None:
        rows.append(answer)
    return [row for row in rows if kinds()[row.kind].to == "applicant"]
