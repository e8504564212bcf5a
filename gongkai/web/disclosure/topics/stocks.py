"""A topic goes out as a batch of its own: its name, its words, its documents in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.audit.notes import Act
from gongkai.web.disclosure.batches.stocks import Line, Stock
from gongkai.web.disclosure.models import Batch, Topic, TopicEntry, TopicVersion
from gongkai.web.disclosure.topics.versions import add, documents_of, go_public, latest


def waiting(agency: Agency, topic: Topic | None = None) -> Any:
    """The topic, where the public does not read its latest version and something stands on that."""
    filled = Exists(TopicEntry.objects.filter(version__topic=OuterRef("pk"), version__number=OuterRef("latest")))
    unread = Q(shown=None) | ~Q(shown__number=F("latest"))
    return Topic.objects.filter(filled, unread, agency=agency, pk__in=[topic.pk] if topic else [])


def _lines(rows: Iterable[Topic]) -> list[Line]:
    found = []
    for row in rows:
        version = latest(row)
        found.append(Line(row.pk, (version.title, version.intro, "")))
        found += [Line(row.pk, ("", one.title, one.index_number)) for one in documents_of(version)]
    return found


def _release(batch: Batch, rows: Any, done: Act, by: Officer) -> None:
    for row in rows:
        old = {"version": row.shown.number if row.shown else None}
        new = {"version": go_public(row, batch, by=by).number, "digest": batch.digest}
        done.note("topic.published", of=row.thing, agency=batch.agency.holder, old=old, new=new)


def _write(row: Topic, texts: Mapping[str, str], by: Officer) -> None:
    """What was saved stays as it was: a masking is a version, too."""
    last = latest(row)
    row.version += 1
    add(row, **{"title": last.title, "intro": last.intro, **texts}, documents=documents_of(last), by=by)


def _authors(rows: Any) -> set[int]:
    """Whoever wrote since what the public reads, not only who did last."""
    unread = Q(topic__shown=None) | Q(number__gt=F("topic__shown__number"))
    return set(TopicVersion.objects.filter(unread, topic__in=rows).values_list("author", flat=True))


STOCK = Stock(
    id="topic",
    name=gettext_lazy("专题"),
    model=Topic,
    heads=("名称", "导语、文件", "索引号"),
    fields=("title", "intro", ""),
    waiting=waiting,
    lines=_lines,
    release=_release,
    page=lambda batch: reverse("disclosure:topic", args=[batch.topic_id]),
    write=_write,
    authors=_authors,
)
