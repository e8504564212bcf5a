"""A migration that rebuilds a guarded table leaves it guarded."""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from gongkai.web.audit import guards
from gongkai.web.audit.models import Event
from gongkai.web.audit.verifying import verify
from tests.web.copies import Committed
from tests.web.world import build


def alter_a_field() -> None:
    before = ProjectState.from_apps(apps)
    after = before.clone()
    operation = migrations.AlterField("event", "verb", models.CharField(max_length=61))
    operation.state_forwards("audit", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("audit", editor, before, after)


def test_migrate_puts_back_what_a_rebuilt_table_has_lost_and_says_so(committed: Committed) -> None:
    build()
    alter_a_field()
    if connection.vendor == "sqlite":  # a new table, without triggers
        assert guards.check() == [
            "audit_event_update: missing",
            "audit_event_delete: missing",
            "audit_event_insert: missing",
        ]
    else:  # the same table; somebody has been there
        assert guards.check() == []
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER audit_event_kept ON audit_event")
    for _ in range(2):
        call_command("migrate", verbosity=0, interactive=False)
        assert guards.check() == []
        assert Event.objects.filter(verb="guards.restored").count() == 1
    assert list(verify()) == []
