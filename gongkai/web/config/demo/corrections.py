"""Who asked the demo's agencies to correct a record, and how far each has come; a request goes into the archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.config.demo import officers
from gongkai.web.config.demo.data import entries
from gongkai.web.config.demo.days import Days
from gongkai.web.requests.archiving.actions import file_away
from gongkai.web.requests.archiving.reading import filable
from gongkai.web.requests.correcting.actions import Wanted, draft, register, send, sign
from gongkai.web.requests.models import ApplicantKind, Correction, CorrectionResult

#: Not given out: the day of birth is no day.
NUMBER = "000000190000000009"
#: When the archive of what was closed long enough was kept last.
FILED = 3


def plan(days: Days, tree: Mapping[str, Agency], people: Mapping[str, Officer]) -> None:
    """Have each registered on its day, and what was done with it on others."""
    known = entries("corrections")
    for entry in known:
        _Asked(entry, tree[entry["agency"]], people).plan(days)
    for slug in dict.fromkeys(entry["agency"] for entry in known):
        days.on(FILED, partial(_file, tree[slug], people))


def _file(agency: Agency, people: Mapping[str, Officer], day: date) -> None:
    """The oldest of what can be filed; the others are left to be filed by whoever tries it."""
    oldest = list(filable(agency, day).values_list("pk", flat=True)[:1])
    if oldest:
        file_away(agency, oldest, by=Officer(people[officers.holder(agency.slug, "disclosure")].user, today=day))


@dataclass
class _Asked:
    """One application."""

    entry: Mapping[str, Any]
    agency: Agency
    people: Mapping[str, Officer]
    row: Correction | None = None

    def plan(self, days: Days) -> None:
        for step, deed in (
            ("arrived", self._register), ("drafted", self._draft), ("signed", self._sign), ("sent", self._send),
        ):  # fmt: skip
            if step in self.entry:
                days.on(self.entry[step], deed)

    def _who(self, role: str, day: date) -> Officer:
        return Officer(self.people[officers.holder(self.agency.slug, role)].user, today=day)

    def _register(self, day: date) -> None:
        who = {
            "name": self.entry["name"], "identity": "id_card", "identity_number": NUMBER, "phone": "000-90009000",
            "email": "", "address": "示范区演示路9号",
        }  # fmt: skip
        wanted = Wanted(
            kind=ApplicantKind.NATURAL_PERSON, who=who, wanted=self.entry["wanted"], evidence=self.entry["evidence"],
            channel="in_person", arrived=day,
        )  # fmt: skip
        self.row = register(self.agency, wanted, by=self._who("handler", day)).correction

    def _draft(self, day: date) -> None:
        result, organ = CorrectionResult(self.entry["result"]), self.entry.get("organ", "")
        row, by = self._now(), self._who("handler", day)
        draft(row, result=result, finding=self.entry["finding"], organ=organ, version=row.version, by=by)

    def _sign(self, day: date) -> None:
        row = self._now()
        sign(row, version=row.version, by=self._who("approver", day))

    def _send(self, day: date) -> None:
        row = self._now()
        send(row, way="direct", on=day, version=row.version, by=self._who("handler", day))

    def _now(self) -> Correction:
        assert self.row is not None  # registered before
        found: Correction = Correction.objects.select_related("agency").get(pk=self.row.pk)
        return found
