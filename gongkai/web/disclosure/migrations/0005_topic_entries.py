"""Entries of topics stand in versions alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0004_first_versions")]

    operations = [
        migrations.AlterModelOptions(
            name="topicentry", options={"ordering": ["version", "position"], "verbose_name": "专题条目"}
        ),
        migrations.RemoveConstraint(model_name="topicentry", name="topic_entry_once"),
        migrations.RemoveField(model_name="topicentry", name="topic"),
        migrations.AlterField(
            model_name="topicentry",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="disclosure.topicversion"
            ),
        ),
        migrations.AddConstraint(
            model_name="topicentry",
            constraint=models.UniqueConstraint(fields=("version", "document"), name="topic_entry_once"),
        ),
        migrations.AddConstraint(
            model_name="topicversion",
            constraint=models.UniqueConstraint(fields=("topic", "number"), name="topic_version_once"),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level", "public"), ("shown__isnull", False)),
                    models.Q(models.Q(("level", "public"), _negated=True), ("shown", None)),
                    _connector="OR",
                ),
                name="topic_public_has_version",
            ),
        ),
    ]
