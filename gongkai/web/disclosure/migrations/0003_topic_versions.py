"""Topics in versions."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.web import clock


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("agencies", "0001_initial"),
        ("disclosure", "0002_explaining"),
    ]

    operations = [
        migrations.CreateModel(
            name="TopicVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("sealed", "封存"),
                            ("internal", "内部"),
                            ("applicant", "提供申请人"),
                            ("public", "公开"),
                        ],
                        default="internal",
                        max_length=20,
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="版本")),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                ("intro", models.TextField(blank=True, verbose_name="导语")),
                ("created", models.DateTimeField(default=clock.now, editable=False, verbose_name="保存时间")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="起草人",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="disclosure.topic"
                    ),
                ),
            ],
            options={"verbose_name": "专题版本", "ordering": ["topic", "-number"]},
        ),
        migrations.CreateModel(
            name="TopicPublication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(verbose_name="发布时间")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="停止发布时间")),
                ("reason", models.TextField(blank=True, verbose_name="撤下理由")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="disclosure.batch"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="disclosure.topicversion",
                    ),
                ),
            ],
            options={"verbose_name": "专题发布记录", "ordering": ["-since"]},
        ),
        migrations.AddField(
            model_name="topic",
            name="latest",
            field=models.PositiveIntegerField(default=0, verbose_name="最新版本"),
        ),
        migrations.AddField(
            model_name="topic",
            name="shown",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shown_of",
                to="disclosure.topicversion",
            ),
        ),
        migrations.AlterField(
            model_name="topic",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="版本"),
        ),
        migrations.AddField(
            model_name="topicentry",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="disclosure.topicversion",
            ),
        ),
    ]
