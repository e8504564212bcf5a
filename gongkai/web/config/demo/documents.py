"""What the demo's agencies publish: guides and rules, and documents under the items of 《条例》第二十条.

Some are out, some on their way, late or come back, so that every inbox has something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone

from gongkai.web.accounts.models import User
from gongkai.web.agencies.lists.sheets import write_xlsx
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.config.demo import officers
from gongkai.web.config.demo.data import entries
from gongkai.web.config.demo.days import Days
from gongkai.web.config.demo.lives import before_issue
from gongkai.web.disclosure.actions.attaching import bring_in
from gongkai.web.disclosure.actions.saving import Text, draft, save
from gongkai.web.disclosure.facts import DAYS, Facts
from gongkai.web.disclosure.models import Document, EntryVersion
from gongkai.web.files.intake import receive
from gongkai.web.workflow.actions.perform import Passage, perform
from gongkai.web.workflow.models import Process

PICTURES = Path(__file__).with_name("pictures")
#: Who takes the next step in which state.
ROLES = {
    "draft": "handler",
    "review": "reviewer",
    "secrecy": "secrecy",
    "approval": "approver",
    "approved": "disclosure",
    "reviewed": "disclosure",
}
#: What the one sheet of a file is called.
TABLE = "表"
#: How long a scheduled one has to wait yet.
AHEAD = timedelta(days=3)


def plan(days: Days, tree: Mapping[str, Agency], people: Mapping[str, Officer]) -> Mapping[str, Document]:
    """Have each drafted on its day, and then one step taken a working day; those with a name, as soon as they are."""
    written: dict[str, Document] = {}
    for entry in (*entries("documents"), *entries("items")):
        Way(entry, tree[entry["agency"]], people, days, written).plan()
    return written


@dataclass
class Way:
    """One document and who takes it how far."""

    entry: Mapping[str, Any]
    agency: Agency
    people: Mapping[str, Officer]
    days: Days
    #: Those that another one names.
    written: dict[str, Document]
    document: Document | None = None

    def plan(self) -> None:
        self.days.on(self.entry["began"], self._draft)
        self.go()

    def go(self) -> None:
        """Have its steps taken, one a working day."""
        began = self.entry["began"]
        for number, step in enumerate(self.entry.get("steps", ())):
            act, comment = (step, "") if isinstance(step, str) else step
            self.days.on(max(began - number, 0), partial(self._step, act, comment))

    def _who(self, role: str, day: date) -> Officer:
        return Officer(self._user(role), today=day)

    def _user(self, role: str) -> User:
        if role == "handler" and "by" in self.entry:
            return self.people[self.entry["by"]].user
        return self.people[officers.holder(self.entry["agency"], role)].user

    def _draft(self, day: date) -> None:
        entry, by = self.entry, self._who("handler", day)
        made = self.days.ago(entry.get("made", entry["began"]))
        year = {"year": made.year, "last": made.year - 1}
        title = entry["title"].format_map(year)
        facts = self._facts(made, year)
        document = draft(self.agency, kind=entry["kind"], title=title, by=by, facts=facts)
        self.document = document
        if "name" in entry:
            self.written[entry["name"]] = document
        if "text" in entry:
            files = [self._file(document, name, of, year, by) for name, of in entry.get("files", {}).items()]
            words = year | self._picture(document, by)
            written = entry["text"] if isinstance(entry["text"], Mapping) else {"body": entry["text"]}
            body = {section: {"text": text.format_map(words)} for section, text in written.items()}
            save(document, Text(title, entry.get("summary", ""), body, facts, files), based_on=1, by=by)

    def _facts(self, made: date, year: Mapping[str, int]) -> Facts:
        said: dict[str, Any] = dict(self.entry.get("facts", {}))
        if "made" in self.entry:
            said["made"] = made
        for name in set(said) & {"number", "issuer"}:
            said[name] = said[name].format_map(year)
        for name in set(said) & set(DAYS) - {"made"}:
            said[name] = self.days.ago(said[name])
        if "entry" in said:
            said["entry"] = EntryVersion.objects.get(entry__agency=self.agency, second=said["entry"]).entry_id
        if "explains" in said:
            said["explains"] = self.written[said["explains"]].pk
        return Facts.first(self.entry["kind"]).but(**said)

    def _file(self, document: Document, name: str, of: Any, year: Mapping[str, int], by: Officer) -> UUID:
        """A small table or a plain text, made here."""
        if name.endswith(".xlsx"):
            head, *rows = ([str(cell) for cell in row] for row in of)
            content = write_xlsx(TABLE, head, rows)
        else:
            content = of.format_map(year).encode()
        received = receive([content], name=name)
        return bring_in(document, received, by=by).uuid

    def _picture(self, document: Document, by: Officer) -> dict[str, str]:
        """`{picture}` in the text is the address of the picture that the entry names."""
        if "picture" not in self.entry:
            return {}
        content = (PICTURES / self.entry["picture"]).read_bytes()
        file = bring_in(document, receive([content], name=self.entry["picture"]), picture=True, by=by)
        return {"picture": file.get_absolute_url()}

    def _step(self, act: str, comment: str, day: date) -> None:
        assert self.document is not None  # drafted before
        process = Process.objects.running().get(kind=self.entry["kind"], object_id=self.document.pk)
        role = ROLES[process.state]
        if act == "publish" and process.state == "draft":
            role = "approver"  # what is urgent goes out at once
        if act == "publish":
            before_issue(self.document, by=self._who("handler", day), confirmed_by=self._who("reviewer", day))
        at = timezone.make_aware(datetime.combine(self.days.today + AHEAD, time(9))) if act == "schedule" else None
        remarks = [Passage(*pair) for pair in self.entry.get("remarks", ()) if act == "return"]
        perform(process, act, by=self._who(role, day), comment=comment, at=at, passages=remarks)
