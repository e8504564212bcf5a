"""Entries of catalogues go out in batches: an agency's new wordings, and ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.audit.notes import Act
from gongkai.web.disclosure.batches.stocks import Line, Stock
from gongkai.web.disclosure.catalogue.actions import ROOM
from gongkai.web.disclosure.catalogue.columns import COLUMNS, facts_of
from gongkai.web.disclosure.models import Batch, EntryVersion, Topic
from gongkai.web.visibility import Level

#: Texts in which a masking can be written.
_TEXTS = frozenset({"first", "second", "content", "basis", "term", "body", "group"})


def waiting(agency: Agency, topic: Topic | None = None) -> Any:
    """The wordings that nobody has let out."""
    return EntryVersion.objects.filter(agency=agency, level=Level.INTERNAL)


def _lines(rows: Iterable[EntryVersion]) -> list[Line]:
    return [Line(row.pk, ("停用" if row.ended else "公开", row.since.isoformat(), *_cells(row))) for row in rows]


def _cells(row: EntryVersion) -> Iterator[str]:
    """As the public reads them: the channels that are chosen, without those that are not."""
    facts = facts_of(row)
    for column in COLUMNS:
        yield "、".join(row.channels) if column.field == "channels" else column.show(facts[column.field])


def _release(batch: Batch, rows: Any, done: Act, by: Officer) -> None:
    count = int(rows.update(level=Level.PUBLIC))
    done.note("catalogue.released", of=batch.agency.thing, agency=batch.agency.holder, new={"count": count})


STOCK = Stock(
    id=ROOM.id,
    name=ROOM.name,
    model=EntryVersion,
    heads=("变动", "生效日期", *(column.head for column in COLUMNS)),
    fields=("", "", *(column.field if column.field in _TEXTS else "" for column in COLUMNS)),
    waiting=waiting,
    lines=_lines,
    release=_release,
    page=lambda batch: reverse("disclosure:catalogue-of", args=[batch.agency.slug]),
)
