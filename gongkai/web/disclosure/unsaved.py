"""What was written and not saved: whose it is, and whether it says anything else than the latest version."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from gongkai.web.disclosure.metadata import initial_of
from gongkai.web.disclosure.models import Document, DocumentVersion, WorkingCopy

BETWEEN = re.compile(r">\s+<")


def unsaved(document: Document) -> list[WorkingCopy]:
    """The copies that differ from the latest version, in the order in which they were begun."""
    copies = list(document.working_copies.select_related("user").order_by("begun"))
    if not copies:
        return []
    latest = document.versions.get(number=document.latest)
    return [copy for copy in copies if differs(copy, latest)]


def whose(copies: Iterable[WorkingCopy], users: Iterable[int]) -> WorkingCopy | None:
    """The copy of one of these users."""
    own = set(users)
    return next((copy for copy in copies if copy.user_id in own), None)


def differs(copy: WorkingCopy, version: DocumentVersion) -> bool:
    """Whether saving the copy would make another version; what only the editor's way of writing changes is the same."""
    return (
        (copy.title.strip(), copy.summary.strip()) != (version.title, version.summary)
        or _texts(copy.sections) != _texts(version.sections)
        or _typed(copy.facts) != _typed(initial_of(version.said) if copy.facts else {})
        or copy.files != _files(version)
    )


def _texts(sections: list[dict[str, Any]]) -> dict[str, tuple[bool, str]]:
    return {
        entry["name"]: (bool(entry["generated"]), BETWEEN.sub("><", entry["text"].strip()))
        for entry in sections
        if entry["generated"] or entry["text"].strip()
    }


def _typed(facts: dict[str, Any]) -> dict[str, str]:
    """As they stand in the fields; one that is left empty says nothing."""
    return {name: str(value).strip() for name, value in facts.items() if str(value).strip()}


def _files(version: DocumentVersion) -> list[str]:
    rows = version.attachments.filter(in_text=False).order_by("position")
    return [str(uuid) for uuid in rows.values_list("file__uuid", flat=True)]
