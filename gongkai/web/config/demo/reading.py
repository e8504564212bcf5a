"""Errors that readers found in what the demo published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.web.agencies.officers import Officer
from gongkai.web.config.demo.data import entries
from gongkai.web.config.demo.days import Days
from gongkai.web.disclosure.errors.actions import answer, report
from gongkai.web.disclosure.models import Document, ErrorReport, Outcome

OFFICE = "gongkai"


def plan(days: Days, people: Mapping[str, Officer], written: Mapping[str, Document]) -> None:
    """Have each reported on its day, and answered on another."""
    for number, entry in enumerate(entries("reading")):
        found = _Found(entry, people, written, f"DEMO-{number}")
        days.on(entry["reported"], found.told)
        if "answer" in entry:
            days.on(entry["answered"], found.answered)


@dataclass
class _Found:
    """One error in a document."""

    entry: Mapping[str, Any]
    people: Mapping[str, Officer]
    #: The documents by their names, as soon as they are written.
    written: Mapping[str, Document]
    code: str
    report: ErrorReport | None = None

    def told(self, day: date) -> None:
        said = {name: self.entry[name] for name in ("passage", "wrong")}
        self.report = report(self.written[self.entry["document"]], **said, contact="", code=self.code)

    def answered(self, day: date) -> None:
        assert self.report is not None  # reported before
        by = Officer(self.people[OFFICE].user, today=day)
        answer(self.report, outcome=Outcome(self.entry["outcome"]), text=self.entry["answer"], by=by)
