"""The guides and rules of the demo's agencies: some published, some on their way, so that every inbox has something."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.config.demo.data import entries
from gongkai.web.disclosure.actions.attaching import bring_in
from gongkai.web.disclosure.actions.saving import Text, draft, save
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.models import Document
from gongkai.web.files.intake import receive
from gongkai.web.workflow.actions.perform import Passage, perform
from gongkai.web.workflow.models import Process

PICTURES = Path(__file__).with_name("pictures")


def load(tree: Mapping[str, Agency], people: Mapping[str, Officer]) -> None:
    for entry in entries("documents"):
        _document(entry, tree[entry["agency"]], people)


def _document(entry: Mapping[str, Any], agency: Agency, people: Mapping[str, Officer]) -> None:
    """Draft it, write its text where it has one of its own, and take the steps that are listed."""
    document = draft(agency, kind=entry["kind"], title=entry["title"], by=people[entry["by"]])
    if "text" in entry:
        html = _with_picture(entry, document, people[entry["by"]])
        facts = Facts.first(entry["kind"]).but(**entry.get("facts", {}))
        text = Text(entry["title"], entry.get("summary", ""), {"body": {"text": html}}, facts)
        save(document, text, based_on=1, by=people[entry["by"]])
    for name, step, *comment in entry.get("steps", ()):
        process = Process.objects.running().get(kind=entry["kind"], object_id=document.pk)
        passages = [Passage(*pair) for pair in entry.get("remarks", ()) if step == "return"]
        perform(process, step, by=people[name], comment="".join(comment), passages=passages)


def _with_picture(entry: Mapping[str, Any], document: Document, by: Officer) -> str:
    """The text; `{picture}` in it is the address of the picture that the entry names."""
    text: str = entry["text"]
    if "picture" not in entry:
        return text
    content = (PICTURES / entry["picture"]).read_bytes()
    file = bring_in(document, receive([content], name=entry["picture"]), picture=True, by=by)
    return text.replace("{picture}", file.get_absolute_url())
