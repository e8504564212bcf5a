"""Putting things into the index and taking them out, in the transaction of the act that changes them."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection, transaction

from gongkai.web.audit.notes import writing
from gongkai.web.search.folding import BOUNDARY, clean, fold, folded_number
from gongkai.web.search.grams import tokens
from gongkai.web.search.models import Entry
from gongkai.web.visibility import Level

#: Of PostgreSQL's entries the id follows the day in their position. SQLite's index holds the positions themselves, and
#: the less they differ the smaller it is: there they are numbered within a day.
_IDS, _SLOTS = 1 << 40, 1 << 20
BATCH = 200
PLAIN = ("agency_id", "level", "url", "date", "item", "sort", "until")
FIELDS = [*PLAIN, "number", "title", "text", "folded", "position"]


class DayFull(RuntimeError):
    """More things of one day than there are places for in SQLite's index; the next would stand on another day."""


class OutsideATransaction(RuntimeError):
    """An entry was about to be written apart from what it describes, so that one could stay without the other."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What is to be found of one thing, as its app tells it when the index is built anew."""

    kind: str
    id: int | str
    agency_id: int
    level: Level
    title: str
    text: str
    url: str
    date: datetime.date
    #: What it can be narrowed by: the item and the kind of a document, its 文号, the last day on which it is in force.
    item: str = ""
    sort: str = ""
    number: str = ""
    until: datetime.date | None = None

    def put(self) -> None:
        put_all([self])


@dataclass(frozen=True)
class Source:
    """What an app tells of its things: the ids of all that can be found, and what is to be found of some of them, as
    they are when it is asked."""

    ids: Callable[[], Iterable[Any]]
    found: Callable[[Sequence[str]], Iterable[Found]]


def tell_anew(kind: str, ids: Sequence[str], source: Source) -> None:
    """Have these be found by what their app tells of them now, or no more. Whoever changes one meanwhile has changed it
    before it is asked for, or waits at its entry until this is done."""
    _inside()
    held(kind, ids)
    told = {str(found.id): found for found in source.found(ids)}
    put_all(told.values())
    for id_ in ids:
        if id_ not in told:
            drop(kind, id_)


def held(kind: str, ids: Sequence[str]) -> dict[str, str]:
    """The entries that there are of these, which nobody else changes until the transaction ends: id and text."""
    rows = Entry.objects.select_for_update().filter(kind=kind, object_id__in=ids).order_by("pk")
    return dict(rows.values_list("object_id", "text"))


def put(
    kind: str, id: int | str, *, agency_id: int, level: Level, title: str, text: str, url: str, date: datetime.date
) -> None:
    """Let a thing be found by its title and text, in place of what was known of it; inside the action's transaction."""
    put_all([Found(kind=kind, id=id, agency_id=agency_id, level=level, title=title, text=text, url=url, date=date)])


def put_all(things: Iterable[Found]) -> None:
    """`put` for many things, each once, in a number of queries that depends on `BATCH` only."""
    _inside()
    rest = iter(things)
    while batch := list(islice(rest, BATCH)):
        _put(batch)


def _put(things: Sequence[Found]) -> None:
    wanted = {(found.kind, str(found.id)): found for found in things}
    kinds, ids = {kind for kind, _id in wanted}, [id_ for _kind, id_ in wanted]
    rows = Entry.objects.select_for_update().filter(kind__in=kinds, object_id__in=ids)
    entries = {(row.kind, row.object_id): row for row in rows if (row.kind, row.object_id) in wanted}
    before = {key: (row.position, row.folded) for key, row in entries.items()}
    _tell_portal(*(row.level for row in entries.values()), *(found.level for found in things))
    new = {key: Entry(kind=key[0], object_id=key[1]) for key in wanted if key not in entries}
    for key, entry in (entries | new).items():
        _fill(entry, wanted[key])
    if connection.vendor == "sqlite":
        _number([*entries.values(), *new.values()])
    else:
        _identify(list(new.values()))
        for entry in (*entries.values(), *new.values()):
            entry.position = entry.date.toordinal() * _IDS + entry.pk
    Entry.objects.bulk_create(new.values())
    Entry.objects.bulk_update(entries.values(), FIELDS)
    entries |= new
    changed = [key for key, entry in entries.items() if before.get(key) != (entry.position, entry.folded)]
    _forget(*(before[key] for key in changed if key in before))
    _learn(*((entries[key].position, entries[key].folded) for key in changed))


def _identify(entries: Sequence[Entry]) -> None:
    """Give PostgreSQL's new entries their ids, so that each is written once, with its place."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('search_entry', 'id')) FROM generate_series(1, %s)", [len(entries)]
        )
        for entry, (id_,) in zip(entries, cursor.fetchall(), strict=True):
            entry.pk = id_


def _number(entries: Sequence[Entry]) -> None:
    """Place SQLite's entries within their days: one that keeps its day keeps its place, others come after its last."""
    moved = [one for one in entries if one.position is None or one.position // _SLOTS != one.date.toordinal()]
    if not moved:
        return
    begins = sorted({one.date.toordinal() * _SLOTS for one in moved})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT value, (SELECT max(position) FROM search_entry WHERE position BETWEEN value AND value + %s)"
            " FROM json_each(%s)",
            [_SLOTS - 1, json.dumps(begins)],
        )
        places = {begin: begin - 1 if last is None else last for begin, last in cursor.fetchall()}
    for entry in moved:
        begin = entry.date.toordinal() * _SLOTS
        places[begin] = entry.position = places[begin] + 1
        if places[begin] >= begin + _SLOTS:
            raise DayFull(f"{entry.date}: {_SLOTS:,} entries of one day, and no place for another: use PostgreSQL")


def _fill(entry: Entry, found: Found) -> None:
    for name in PLAIN:
        setattr(entry, name, getattr(found, name))
    entry.number = folded_number(found.number)
    entry.title, entry.text = clean(found.title)[:300], clean(found.text)
    entry.folded = fold(entry.title) + BOUNDARY + fold(entry.text)


def drop(kind: str, id: int | str) -> None:
    """Let a thing be found no more; inside the action's transaction."""
    _inside()
    entry = Entry.objects.select_for_update().filter(kind=kind, object_id=str(id)).first()
    if entry is not None:
        _tell_portal(entry.level)
        _forget((entry.position, entry.folded))
        entry.delete()


def relearn(entry: Entry) -> None:
    """Fold an entry's texts again and index them: after a change of how texts are folded."""
    _inside()
    _forget((entry.position, entry.folded))
    entry.folded = fold(entry.title) + BOUNDARY + fold(entry.text)
    entry.save(update_fields=["folded"])
    _learn((entry.position, entry.folded))


def clear() -> None:
    """Empty the index, the entries stay: before all of them are learnt again."""
    _inside()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_gram (search_gram) VALUES ('delete-all')")
        else:
            cursor.execute("TRUNCATE search_gram")


def learn(entry: Entry) -> None:
    """Fold an entry's texts again and index them, where the index knows nothing of it."""
    entry.folded = fold(entry.title) + BOUNDARY + fold(entry.text)
    entry.save(update_fields=["folded"])
    _learn((entry.position, entry.folded))


def _inside() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise OutsideATransaction("search entries are written in the transaction of the action that changes the thing")


def _tell_portal(*levels: str) -> None:
    """What the public finds changes: the act under way, if there is one, is of concern to the portal's kept pages."""
    writing(on_portal=Level.PUBLIC in levels)


def _learn(*rows: tuple[int | None, str]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "INSERT INTO search_gram (rowid, tokens) VALUES (%s, %s)",
                [(position, tokens(folded)) for position, folded in rows],
            )
        else:  # it reads the entry, which was saved before
            cursor.execute("INSERT INTO search_gram SELECT unnest(%s::bigint[])", [[place for place, _folded in rows]])


def _forget(*rows: tuple[int | None, str]) -> None:
    known = [(position, folded) for position, folded in rows if position is not None]
    if not known:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "INSERT INTO search_gram (search_gram, rowid, tokens) VALUES ('delete', %s, %s)",
                [(position, tokens(folded)) for position, folded in known],
            )
        else:
            cursor.execute("DELETE FROM search_gram WHERE rowid = ANY(%s)", [[place for place, _folded in known]])
