"""A document as it comes from another system: plain values, nothing stored yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.kinds import Kind


@dataclass(frozen=True)
class Arrival:
    """One document as it is to be here."""

    source_id: str
    agency: Agency
    kind: Kind
    title: str
    summary: str
    html: str
    facts: Facts
    files: tuple[Path, ...]
    index_number: str
    #: None: it comes in as a draft.
    published: datetime | None
    address: str
    digest: str
