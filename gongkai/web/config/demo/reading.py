"""Published items of the demo that explain each other, have lapsed, or in which somebody found an error."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.config.demo.data import entries
from gongkai.web.config.demo.lives import before_issue
from gongkai.web.disclosure.actions.saving import Text, draft, save
from gongkai.web.disclosure.errors.actions import answer, report
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.models import Document, Outcome
from gongkai.web.workflow.actions.perform import perform
from gongkai.web.workflow.models import Process

AGENCY, WRITER, OFFICE = "shifan-civil", "jingban", "gongkai"
WAY = ((WRITER, "submit"), ("shenhe", "pass"), ("baomi", "pass"), ("qianfa", "approve"), (OFFICE, "publish"))


def load(tree: Mapping[str, Agency], people: Mapping[str, Officer], today: date) -> None:
    for entry in entries("reading"):
        document = _published(entry, tree[AGENCY], people, today)
        for number, error in enumerate(entry.get("errors", ())):
            told = report(
                document,
                passage=error["passage"],
                wrong=error["wrong"],
                contact="",
                code=f"DEMO-{document.pk}-{number}",
            )
            if "answer" in error:
                answer(told, outcome=Outcome(error["outcome"]), text=error["answer"], by=people[OFFICE])


def _published(entry: Mapping[str, Any], agency: Agency, people: Mapping[str, Officer], today: date) -> Document:
    """Write it and take it all the way."""
    made = today - timedelta(days=entry["days"])
    ends = today - timedelta(days=entry["ends"]) if "ends" in entry else None
    explained = Document.objects.filter(title=entry["explains"]).first() if "explains" in entry else None
    facts = Facts.first(entry["kind"]).but(
        made=made, valid_from=made if entry["kind"] == "normative" else None, valid_until=ends,
        number=entry.get("number", ""), subject=entry.get("subject", ""), explains=explained.pk if explained else None,
    )  # fmt: skip
    document = draft(agency, kind=entry["kind"], title=entry["title"], by=people[WRITER])
    text = Text(entry["title"], entry["summary"], {"body": {"text": entry["text"]}}, facts)
    save(document, text, based_on=1, by=people[WRITER])
    for name, step in WAY:
        if step == "publish":
            document.refresh_from_db()
            before_issue(document, by=people[WRITER], confirmed_by=people["shenhe"])
        process = Process.objects.running().get(kind=entry["kind"], object_id=document.pk)
        perform(process, step, by=people[name])
    document.refresh_from_db()
    return document
