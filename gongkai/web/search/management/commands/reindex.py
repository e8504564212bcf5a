"""`gongkai manage reindex`: every entry folded and indexed again."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from gongkai.web.audit.public import renew
from gongkai.web.search import entries
from gongkai.web.search.models import Entry

BATCH = 200


class Command(BaseCommand):
    help = "Build the search index anew: what the apps tell of their things, folded and indexed again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from-scratch",
            action="store_true",
            help="empty the index first, in one long transaction: for an index that is damaged",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.started, self.last = time.monotonic(), 0.0
        if options["from_scratch"]:  # first: an index that is damaged can be told nothing
            with transaction.atomic():
                entries.clear()
                self._each(entries.learn)
        for kind, source in sources():
            self._from_its_app(kind, source)
        if not options["from_scratch"]:
            self._each(entries.relearn)
        with transaction.atomic():
            renew()

    def _from_its_app(self, kind: str, source: entries.Source) -> None:
        """What the app tells, and what it does not tell any more, batch by batch: others work meanwhile."""
        known = Entry.objects.filter(kind=kind).values_list("object_id", flat=True)
        ids = iter(dict.fromkeys((*map(str, source.ids()), *known)))
        done = 0
        while batch := list(islice(ids, BATCH)):
            with transaction.atomic():
                entries.tell_anew(kind, batch, source)
            done += len(batch)
            self._say(kind, done)

    def _each(self, learn: Any) -> None:
        """Every entry, a short transaction for each batch, so that nobody waits for long."""
        total, done, after = Entry.objects.count(), 0, 0
        while batch := list(Entry.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]):
            with transaction.atomic():
                for entry in Entry.objects.select_for_update().filter(pk__in=batch):
                    learn(entry)
            done, after = done + len(batch), batch[-1]
            self._say(_("索引"), done, total)
        self.stdout.write(
            _("已重建索引：%(count)d 条，%(seconds).1f 秒。")
            % {
                "count": done,
                "seconds": time.monotonic() - self.started,
            }
        )

    def _say(self, what: str, done: int, total: int | None = None) -> None:
        """A line of progress, once in two seconds."""
        if time.monotonic() - self.last > 2:
            self.last = time.monotonic()
            self.stdout.write(f"{what}: {done}" + (f" / {total}" if total is not None else ""))


def sources() -> Iterator[tuple[str, entries.Source]]:
    """What the apps say can be found: `searchable = {"item": "dotted.path.to.SOURCE"}` in their AppConfig."""
    for config in apps.get_app_configs():
        for kind, path in getattr(config, "searchable", {}).items():
            yield kind, import_string(path)
