"""The guides and rules of the demo's agencies: some published, some on their way, so that every inbox has something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.config.demo.data import entries
from gongkai.web.disclosure.actions.saving import Text, draft, save
from gongkai.web.workflow.actions.perform import perform
from gongkai.web.workflow.models import Process


def load(tree: Mapping[str, Agency], people: Mapping[str, Officer]) -> None:
    for entry in entries("documents"):
        _document(entry, tree[entry["agency"]], people)


def _document(entry: Mapping[str, Any], agency: Agency, people: Mapping[str, Officer]) -> None:
    """Draft it, write its text where it has one of its own, and take the steps that are listed."""
    document = draft(agency, kind=entry["kind"], title=entry["title"], by=people[entry["by"]])
    if "text" in entry:
        text = Text(entry["title"], entry.get("summary", ""), {"body": {"text": entry["text"]}})
        save(document, text, based_on=1, by=people[entry["by"]])
    for name, step, *comment in entry.get("steps", ()):
        process = Process.objects.running().get(kind=entry["kind"], object_id=document.pk)
        perform(process, step, by=people[name], comment="".join(comment))
