"""A topic in versions: what was approved stays public while a newer one is written and reviewed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gongkai.web import clock
from gongkai.web.agencies.officers import Officer
from gongkai.web.disclosure.models import Batch, Document, Topic, TopicEntry, TopicPublication, TopicVersion
from gongkai.web.visibility import Level


def latest(topic: Topic) -> TopicVersion:
    """What was saved last."""
    found: TopicVersion = topic.versions.get(number=topic.latest)
    return found


def documents_of(version: TopicVersion) -> list[Document]:
    """Its documents in their order, whoever may see them."""
    rows = version.entries.select_related("document").order_by("position")
    return [row.document for row in rows]


def add(topic: Topic, *, title: str, intro: str, documents: Sequence[Document], by: Officer) -> TopicVersion:
    """Within an act that holds the topic: a version after those there are."""
    topic.latest += 1
    version: TopicVersion = TopicVersion.objects.create(
        topic=topic, agency=topic.agency, number=topic.latest, title=title, intro=intro, author=by.user
    )
    TopicEntry.objects.bulk_create(
        TopicEntry(version=version, document=document, position=place) for place, document in enumerate(documents, 1)
    )
    topic.author = by.user
    _repeat(topic, topic.shown or version)
    topic.save()
    return version


def go_public(topic: Topic, batch: Batch, *, by: Officer) -> TopicVersion:
    """Within an act: the latest version is what the public reads, in place of the one before."""
    version, at = latest(topic), clock.now()
    _end(topic.shown, at)
    version.level = Level.PUBLIC
    version.save()
    topic.level, topic.shown, topic.published = Level.PUBLIC, version, topic.published or by.today
    topic.version += 1
    _repeat(topic, version)
    topic.save()
    TopicPublication.objects.create(version=version, batch=batch, since=at)
    return version


def take_back(topic: Topic, *, reason: str) -> None:
    """Within an act that holds the topic: the public reads nothing of it any more."""
    _end(topic.shown, clock.now(), reason)
    topic.level, topic.shown = Level.INTERNAL, None
    _repeat(topic, latest(topic))
    topic.save()


def _end(version: TopicVersion | None, at: datetime, reason: str = "") -> None:
    if version is not None:
        version.level = Level.INTERNAL
        version.save()
        version.publications.filter(until=None).update(until=at, reason=reason)


def _repeat(topic: Topic, version: TopicVersion) -> None:
    topic.title, topic.intro = version.title, version.intro
