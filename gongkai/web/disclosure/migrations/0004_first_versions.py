"""What each topic says is its first version, public where the topic is. A migration of its own: PostgreSQL alters no
table whose rows were just written.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

from gongkai.web import clock
from gongkai.web.visibility import Level


def to_versions(apps: Any, schema_editor: Any) -> None:
    topics, entries, versions, publications = (
        apps.get_model("disclosure", name) for name in ("Topic", "TopicEntry", "TopicVersion", "TopicPublication")
    )
    for topic in topics.objects.order_by("pk"):
        version = versions.objects.create(
            topic=topic, agency_id=topic.agency_id, level=topic.level, number=1, title=topic.title, intro=topic.intro,
            author_id=topic.author_id,
        )  # fmt: skip
        entries.objects.filter(topic=topic).update(version=version)
        out = topic.level == Level.PUBLIC
        topics.objects.filter(pk=topic.pk).update(latest=1, shown=version if out else None)
        if out:
            publications.objects.create(version=version, batch_id=topic.batch_id, since=clock.now())


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0003_topic_versions")]

    operations = [migrations.RunPython(to_versions, migrations.RunPython.noop)]
