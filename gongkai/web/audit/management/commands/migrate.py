"""Django's `migrate`, after which the audit is guarded as before."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as Plain
from django.db import connection

from gongkai.web.audit import guards
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Actor, Thing


class Command(Plain):
    help = Plain.help

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then put back what the rebuilding of a table has dropped.

        What was wrong before goes into the audit: it was not a migration that did it.
        """
        before = self._wrong()
        super().handle(*args, **options)
        after = self._wrong()
        if after:
            guards.install(connection)
            with act(by=Actor("gongkai migrate")) as done:
                done.note(
                    "guards.restored", of=Thing("guards", 0), old={"wrong before": before}, new={"restored": after}
                )

    def _wrong(self) -> list[str]:
        """What is wrong with the guards, once their tables are there."""
        with connection.cursor() as cursor:
            there = set(connection.introspection.table_names(cursor))
        return guards.check() if there.issuperset(guards.TABLES) else []
