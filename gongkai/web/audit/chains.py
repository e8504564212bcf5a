"""Events in chains: each is hashed with the one before."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from gongkai.web.audit.models import Event
from gongkai.web.audit.notes import INSTANCE, Act

HASHED = (
    "chain number time officer_id officer_name role agency_id agency_name verb kind object_id object_name old new"
    " request_id previous"
).split()


def digest_of(event: Event) -> str:
    """SHA-256 over every field of the event and the digest of the one before, as canonical JSON."""
    values: dict[str, Any] = {name: getattr(event, name) for name in HASHED}
    values["time"] = moment(event.time)
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def moment(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def append(act: Act) -> None:
    """Write the events of an act, each at the end of its chain."""
    for chain in sorted({note.agency.chain if note.agency else INSTANCE for note in act.notes}):
        last = Event.objects.filter(chain=chain).order_by("-number").first()
        number, previous = (last.number, last.digest) if last else (0, "")
        events = []
        for note in act.notes:
            if (note.agency.chain if note.agency else INSTANCE) != chain:
                continue
            number += 1
            event = Event(
                chain=chain,
                number=number,
                time=timezone.now(),
                officer_id=act.by.officer_id,
                officer_name=act.by.name,
                role=act.by.role,
                agency_id=note.agency.id if note.agency else None,
                agency_name=note.agency.name if note.agency else "",
                verb=note.verb,
                kind=note.of.kind,
                object_id=str(note.of.id),
                object_name=note.of.name,
                old=dict(note.old),
                new=dict(note.new),
                request_id=act.by.request_id,
                previous=previous,
            )
            previous = event.digest = digest_of(event)
            events.append(event)
        Event.objects.bulk_create(events)
