"""Events in chains: each is hashed with the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from gongkai.web import clock
from gongkai.web.audit.models import Event
from gongkai.web.audit.notes import INSTANCE, Act, Note

HASHED = (
    "chain number time officer_id officer_name role agency_id agency_name verb kind object_id object_name old new"
    " request_id previous"
).split()
LIMITS = {field.name: field.max_length or 0 for field in Event._meta.concrete_fields}
#: An act on more chains than this locks them all at once: PostgreSQL holds a limited number of locks.
MANY = 100
ALL, ONE = 0x61756469, 0x63686169  # the two kinds of advisory locks, as the first of their two keys

# The last row of each of some chains, whose names come as one parameter; each is found by the index alone.
ENDS = """
SELECT {columns} FROM {names} JOIN {table} AS here
ON here.chain = wanted.chain
AND here.number = (SELECT max(number) FROM {table} AS later WHERE later.chain = wanted.chain)
"""
NAMES = {
    "sqlite": "(SELECT value AS chain FROM json_each(%s)) AS wanted",
    "postgresql": "(SELECT jsonb_array_elements_text(%s::jsonb) AS chain) AS wanted",
}


def digest_of(event: Event) -> str:
    """SHA-256 over every field of the event and the digest of the one before, as canonical JSON."""
    values: dict[str, Any] = {name: getattr(event, name) for name in HASHED}
    values["time"] = moment(event.time)
    return digest_of_values(values)


def digest_of_values(values: Mapping[str, Any]) -> str:
    """SHA-256 of canonical JSON: keys sorted, no blanks, Chinese as it is."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def moment(time: datetime) -> str:
    """A time as it is hashed: in UTC, to the microsecond."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def append(act: Act) -> None:
    """Write the events of an act, each at the end of its chain."""
    chains = sorted({_chain(note) for note in act.notes})
    hold(chains)
    ends = {chain: (number, digest) for chain, number, digest in ends_of(Event, chains, "chain number digest")}
    now, events = clock.now(), []
    for note in act.notes:
        chain = _chain(note)
        number, previous = ends.get(chain, (0, ""))
        event = _event(act, note, chain=chain, number=number + 1, time=now, previous=previous)
        event.digest = digest_of(event)
        ends[chain] = (event.number, event.digest)
        events.append(event)
    Event.objects.bulk_create(events)


def hold(chains: Iterable[str]) -> None:
    """Until the transaction ends, nobody else writes to these chains.

    On SQLite nobody else writes at all. On PostgreSQL a chain is a lock; their order is the same for everybody.
    """
    names = sorted(chains)
    if connection.vendor != "postgresql" or not names:
        return
    with connection.cursor() as cursor:
        if len(names) > MANY:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [ALL])
            return
        locks = ", ".join(["pg_advisory_xact_lock(%s, hashtext(%s))"] * len(names))
        keys = [key for name in names for key in (ONE, name)]
        cursor.execute(f"SELECT pg_advisory_xact_lock_shared(%s, 0), {locks}", [ALL, *keys])


def ends_of(model: type[Model], chains: Iterable[str], columns: str) -> list[tuple[Any, ...]]:
    """These columns of the last row of each of the chains, in one query."""
    names = ", ".join(f"here.{connection.ops.quote_name(name)}" for name in columns.split())
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            ENDS.format(columns=names, table=table, names=NAMES[connection.vendor]), [json.dumps(list(chains))]
        )
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _chain(note: Note) -> str:
    return note.agency.chain if note.agency else INSTANCE


def _event(act: Act, note: Note, **place: Any) -> Event:
    return Event(
        officer_id=act.by.officer_id,
        officer_name=_text(act.by.name)[: LIMITS["officer_name"]],
        role=_text(act.by.role)[: LIMITS["role"]],
        agency_id=note.agency.id if note.agency else None,
        agency_name=_text(note.agency.name) if note.agency else "",
        verb=note.verb,
        kind=note.of.kind,
        object_id=str(note.of.id),
        object_name=_text(note.of.name)[: LIMITS["object_name"]],
        old=_plain(note.old),
        new=_plain(note.new),
        request_id=act.by.request_id,
        **place,
    )


def _text(text: str) -> str:
    """Text as both databases keep it: PostgreSQL has no NUL. It may be a lazy translation."""
    return str(text).replace("\0", "")


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """As it will be read back: what is no plain JSON is refused here, where it was noted."""
    text = json.dumps(dict(values), ensure_ascii=False, allow_nan=False).replace("\\u0000", "")
    plain: dict[str, Any] = json.loads(text, parse_float=_number)
    return plain


def _number(text: str) -> float:
    """A fraction as PostgreSQL gives it back: without minus zero, and whole where Python writes it with an exponent."""
    number = float(text) + 0.0
    return int(number) if abs(number) >= 1e16 else number
