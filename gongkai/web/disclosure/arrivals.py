"""A document as it comes from another system: plain values, nothing stored yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.kinds import Kind
from gongkai.web.visibility import Level


@dataclass(frozen=True)
class Beside:
    """A file beside the table; `level` and `alt` where the table of files says them."""

    path: Path
    level: Level | None = None
    alt: str | None = None


@dataclass(frozen=True)
class Arrival:
    """One document as it is to be here."""

    source_id: str
    agency: Agency
    kind: Kind
    title: str
    summary: str
    #: As a version has them; what stands in a text is named there as `/files/<UUID>/…` by a UUID of `named`.
    sections: Sequence[Mapping[str, Any]]
    facts: Facts
    files: tuple[Beside, ...]
    named: Mapping[UUID, Beside]
    index_number: str
    published: datetime | None
    #: The day on which it was first public, where that was before.
    out_since: date | None
    #: Where it stands: a state of its kind's table in which nothing waits; empty: it comes in as a draft.
    state: str
    address: str
    digest: str
    #: What was written on it since it was published.
    revision: Arrival | None = None
