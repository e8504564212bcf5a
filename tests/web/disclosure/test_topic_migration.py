"""Topics of before there were versions keep what they said, and what was public stays so."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from gongkai.web.disclosure.models import Topic, TopicPublication
from gongkai.web.disclosure.topics.versions import documents_of, latest
from tests.web.conftest import Committed
from tests.web.world import build

BEFORE = [("disclosure", "0002_explaining")]
AFTER = [("disclosure", "0005_topic_entries")]


def test_a_topic_becomes_its_first_version(committed: Committed) -> None:
    world = build()
    agency, author = world.agencies["civil"].pk, world.users["handler@civil"].pk
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    old = executor.loader.project_state(BEFORE).apps
    topic, entry, batch, document = (
        old.get_model("disclosure", name) for name in ("Topic", "TopicEntry", "Batch", "Document")
    )
    document.objects.create(pk=77, agency_id=agency, kind="notice", title="通知（演示）")
    said = {"agency_id": agency, "author_id": author, "intro": "导语"}
    out = batch.objects.create(agency_id=agency, room="topic", title="演示")
    public = topic.objects.create(
        title="公开的（演示）", level="public", published=date(2025, 1, 2), batch=out, version=4, **said
    )
    topic.objects.create(title="未公开的（演示）", **said)
    entry.objects.create(topic=public, document_id=77, position=1)

    executor = MigrationExecutor(connection)
    executor.migrate(AFTER)
    shown, draft = Topic.objects.order_by("pk")
    assert shown.shown == latest(shown)
    assert [row.pk for row in documents_of(shown.shown)] == [77]
    assert (shown.shown.title, shown.shown.intro, shown.shown.level) == ("公开的（演示）", "导语", "public")
    assert (draft.shown, latest(draft).level, draft.latest) == (None, "internal", 1)
    assert [row.batch_id for row in TopicPublication.objects.all()] == [out.pk]
