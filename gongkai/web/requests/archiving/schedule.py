"""How many years what is kept (`schedule.yaml`), unless the agency has entered a term of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.law.loading import LawError, fields, load_file
from gongkai.web.agencies.models import Agency
from gongkai.web.requests.models import Retained, RetentionTerm

FILE = Path(__file__).with_name("schedule.yaml")


@dataclass(frozen=True)
class Term:
    """For how many years, why, and whether the agency said so."""

    kind: Retained
    years: int
    basis: str
    own: bool = False
    #: How sure the file is of it (`gongkai.law.unverified`).
    verified: str = "V"

    def until(self, ended: date) -> date:
        """The last day on which what ended then is kept: of a whole year, counted from the next one."""
        return date(ended.year + self.years, 12, 31)

    def ended_by(self, today: date) -> date:
        """What ended on this day or before is kept no longer."""
        return date(today.year - self.years - 1, 12, 31)


@dataclass(frozen=True)
class Schedule:
    """The file, as it was read."""

    source: str
    archive_after_days: int
    terms: Mapping[Retained, Term]


@cache
def schedule() -> Schedule:
    """The file; a faulty one stops the page that asks for it, naming what is wrong."""
    said = load_file(FILE)
    fields(said, {"source": str, "archive_after_days": int, "terms": dict}, FILE.name)
    terms = {Retained(kind): _term(Retained(kind), entry) for kind, entry in said["terms"].items()}
    if set(terms) != set(Retained):
        raise LawError(f"{FILE.name}：terms 应有且只有 {'、'.join(Retained.values)}")
    return Schedule(said["source"], said["archive_after_days"], terms)


def _term(kind: Retained, entry: Any) -> Term:
    fields(entry, {"years": int, "verified": str, "basis": str}, f"{FILE.name}: {kind.value}")
    return Term(kind, entry["years"], entry["basis"], verified=entry["verified"])


def terms_of(agency: Agency) -> Mapping[Retained, Term]:
    """The terms of an agency: its own where it has entered one; one query."""
    found = dict(schedule().terms)
    for row in RetentionTerm.objects.filter(agency=agency).order_by("pk"):
        found[Retained(row.kind)] = Term(Retained(row.kind), row.years, row.basis, own=True)
    return found
