"""期号: the issues of a bulletin follow one another within an agency and a year; a gap is named, not forbidden."""

from __future__ import annotations

from django.db.models import Max
from django.utils.translation import gettext as _

from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.models import Document

BULLETIN = "bulletin"


def issues(agency: Agency, year: int, *, but: Document | None = None) -> set[int]:
    """The issues of a year that there are, drafts among them."""
    rows = Document.objects.filter(agency=agency, kind=BULLETIN, made__year=year).exclude(issue=None)
    return set(rows.exclude(pk=but.pk if but else None).values_list("issue", flat=True))


def next_issue(agency: Agency, year: int) -> int:
    """The one after the last."""
    rows = Document.objects.filter(agency=agency, kind=BULLETIN, made__year=year)
    return int(rows.aggregate(last=Max("issue"))["last"] or 0) + 1


def gaps(there: set[int]) -> list[int]:
    """What is missing before the last."""
    return sorted(set(range(1, max(there, default=0))) - there)


def spans(numbers: list[int]) -> list[str]:
    """Numbers in their order, neighbours together: 1、3—5."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][-1] == number - 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return [str(part[0]) if len(part) == 1 else f"{part[0]}—{part[-1]}" for part in parts]


def warnings(document: Document, said: Facts) -> list[str]:
    """What is odd about the issue of a bulletin."""
    if document.kind != BULLETIN or said.issue is None or said.made is None:
        return []
    others = issues(document.agency, said.made.year, but=document)
    found = []
    if said.issue in others:
        found.append(_("%(year)s年已有第%(issue)s期。") % {"year": said.made.year, "issue": said.issue})
    missing = [number for number in gaps(others | {said.issue}) if number < said.issue]
    if missing:
        words = {"missing": _("、").join(spans(missing)), "count": len(missing), "year": said.made.year}
        found.append(_("%(year)s年的期号不连续，缺第%(missing)s期，共%(count)s期。") % words)
    return found
