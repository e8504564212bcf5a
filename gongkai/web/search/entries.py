"""Putting things into the index and taking them out, in the transaction of the act that changes them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import connection, transaction

from gongkai.web.search.folding import BOUNDARY, clean, fold
from gongkai.web.search.grams import tokens
from gongkai.web.search.models import Entry
from gongkai.web.visibility import Level

_IDS = 1 << 40


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

    def put(self) -> None:
        put(
            self.kind,
            self.id,
            agency_id=self.agency_id,
            level=self.level,
            title=self.title,
            text=self.text,
            url=self.url,
            date=self.date,
        )


def put(
    kind: str, id: int | str, *, agency_id: int, level: Level, title: str, text: str, url: str, date: datetime.date
) -> None:
    """Let a thing be found by its title and text, in place of what was known of it; inside the action's transaction."""
    _inside()
    title, text = clean(title)[:300], clean(text)
    entry = Entry.objects.select_for_update().filter(kind=kind, object_id=str(id)).first() or Entry(
        kind=kind, object_id=str(id)
    )
    before = (entry.position, entry.folded)
    entry.agency_id, entry.level, entry.url, entry.date = agency_id, level, url, date
    entry.title, entry.text = title, text
    if entry._state.adding:
        entry.save()  # for its id, before there is a text to index
    entry.folded = fold(title) + BOUNDARY + fold(text)
    entry.position = date.toordinal() * _IDS + entry.pk
    entry.save()
    if before != (entry.position, entry.folded):
        _forget(*before)
        _learn(entry.position, entry.folded)


def drop(kind: str, id: int | str) -> None:
    """Let a thing be found no more; inside the action's transaction."""
    _inside()
    entry = Entry.objects.select_for_update().filter(kind=kind, object_id=str(id)).first()
    if entry is not None:
        _forget(entry.position, entry.folded)
        entry.delete()


def relearn(entry: Entry) -> None:
    """Fold an entry's texts again and index them: after a change of how texts are folded."""
    _inside()
    _forget(entry.position, entry.folded)
    entry.folded = fold(entry.title) + BOUNDARY + fold(entry.text)
    entry.save(update_fields=["folded"])
    _learn(entry.position, entry.folded)


def clear() -> None:
    """Empty the index, the entries stay: before all of them are learnt again."""
    _inside()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_gram (search_gram) VALUES ('delete-all')")
        else:
            cursor.execute("REINDEX INDEX search_entry_pairs")


def learn(entry: Entry) -> None:
    """Fold an entry's texts again and index them, where the index knows nothing of it."""
    entry.folded = fold(entry.title) + BOUNDARY + fold(entry.text)
    entry.save(update_fields=["folded"])
    _learn(entry.position, entry.folded)


def _inside() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise OutsideATransaction("search entries are written in the transaction of the action that changes the thing")


def _learn(position: int | None, folded: str) -> None:
    if connection.vendor == "sqlite":  # PostgreSQL keeps its index by itself
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_gram (rowid, tokens) VALUES (%s, %s)", [position, tokens(folded)])


def _forget(position: int | None, folded: str) -> None:
    if position is not None and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_gram (search_gram, rowid, tokens) VALUES ('delete', %s, %s)",
                [position, tokens(folded)],
            )
