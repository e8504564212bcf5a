"""A topic goes out as a batch of its own: its name, its words, its documents in their order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.audit.notes import Act
from gongkai.web.disclosure.batches.stocks import Line, Stock
from gongkai.web.disclosure.models import Batch, Topic, TopicEntry
from gongkai.web.visibility import Level


def waiting(agency: Agency, topic: Topic | None = None) -> Any:
    """The topic, where it is not public and something stands on it."""
    filled = Exists(TopicEntry.objects.filter(topic=OuterRef("pk")))
    return Topic.objects.filter(filled, agency=agency, pk__in=[topic.pk] if topic else [], level=Level.INTERNAL)


def _lines(rows: Iterable[Topic]) -> list[Line]:
    found = []
    for row in rows:
        found.append(Line(row.pk, (row.title, row.intro, "")))
        entries = row.entries.select_related("document").order_by("position")
        found += [Line(row.pk, ("", one.document.title, one.document.index_number)) for one in entries]
    return found


def _release(batch: Batch, rows: Any, done: Act, by: Officer) -> None:
    for row in rows:
        row.level, row.published = Level.PUBLIC, row.published or by.today
        row.version += 1
        row.save()
        done.note("topic.published", of=row.thing, agency=batch.agency.holder)


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
)
