"""清理: one whose list is published and has repealed what it names, and one that is under way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.config.demo.data import entries
from gongkai.web.config.demo.days import Days
from gongkai.web.disclosure.models import CleanUp, Document, Verdict
from gongkai.web.disclosure.normative.cleaning import begin, close
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.models import Process

KIND = "normative"


def plan(
    days: Days, tree: Mapping[str, Agency], people: Mapping[str, Officer], written: Mapping[str, Document]
) -> None:
    for entry in entries("cleanups"):
        _CleanUp(entry, tree[entry["agency"]], people, written).plan(days)


@dataclass
class _CleanUp:
    """One clean-up and how far it goes."""

    entry: Mapping[str, Any]
    agency: Agency
    people: Mapping[str, Officer]
    #: The documents by their names, as soon as they are written.
    written: Mapping[str, Document]
    listed: Document | None = None

    def plan(self, days: Days) -> None:
        began = self.entry["began"]
        days.on(began, self._begin)
        for number, (name, step) in enumerate(self.entry.get("steps", ()), 1):
            days.on(max(began - number, 0), partial(self._step, name, step))

    def _who(self, name: str, day: date) -> Officer:
        return Officer(self.people[name].user, today=day)

    def _begin(self, day: date) -> None:
        by = self._who(self.entry["by"], day)
        session = begin(self.agency, kind=KIND, title=self.entry["title"], day=day, by=by)
        if not self.entry.get("open"):
            self.listed = close(session, self._said(session), by=by)

    def _said(self, session: CleanUp) -> dict[int, tuple[str, str]]:
        decided = {self.written[name].pk: (verdict, note) for name, (verdict, note) in self.entry["decisions"].items()}
        kept = (Verdict.KEEP.value, "")
        return {pk: decided.get(pk, kept) for pk in session.decisions.values_list("document", flat=True)}

    def _step(self, name: str, step: str, day: date) -> None:
        assert self.listed is not None  # it was closed before
        process = Process.objects.running().get(kind=self.listed.kind, object_id=self.listed.pk)
        perform(process, step, by=self._who(name, day))
