"""What a document consists of: its sections, and what is generated in them from the agency's data and the law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from gongkai.law.loading import load_file
from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.guide import facts_of
from gongkai.workdays.strict import check_fields

FILE = Path(__file__).with_name("sections.yaml")


@dataclass(frozen=True)
class Section:
    """A section of a kind of document: its heading, the article that wants it, and what it begins with."""

    name: str
    heading: str
    source: str
    generated: bool
    text: str


@dataclass(frozen=True)
class Shown:
    """A section as it is read: what is generated, and the own text."""

    section: Section
    generated: SafeString
    text: SafeString

    @property
    def empty(self) -> bool:
        return not (self.generated or self.text)


@cache
def sections_of(kind: str) -> tuple[Section, ...]:
    """The sections of a kind of document, in order; a kind that the file does not name has those of `others`."""
    file = load_file(FILE)
    needed = {"name": str, "heading": str, "source": str, "generated": bool, "text": str}
    found = []
    for entry in file.get(kind, file["others"]):
        check_fields(entry, needed, f"{FILE.name}：{kind}", blank=("text", "heading"))
        found.append(Section(**entry))
    return tuple(found)


def skeleton(kind: str) -> list[dict[str, Any]]:
    """What a new document of a kind begins with."""
    return [
        {"name": section.name, "generated": section.generated, "text": section.text} for section in sections_of(kind)
    ]


def generated(section: Section, agency: Agency, facts: dict[str, Any]) -> SafeString:
    """The generated part of a section, live from the agency's data and the law; empty where it has none."""
    if not section.generated:
        return SafeString("")
    return render_to_string(f"disclosure/blocks/{section.name}.html", {"agency": agency, **facts}).strip()  # type: ignore[return-value]


def shown(kind: str, agency: Agency, sections: list[dict[str, Any]], today: date) -> Iterator[Shown]:
    """The sections of a version as they are read on a day; those without a word are left out."""
    stored = {entry["name"]: entry for entry in sections}
    facts = facts_of(agency, today) if any(section.generated for section in sections_of(kind)) else {}
    for section in sections_of(kind):
        entry = stored.get(section.name, {"generated": False, "text": ""})
        live = generated(section, agency, facts) if entry["generated"] else ""
        # the text was cleaned when it was saved; the generated part is a template of ours
        found = Shown(section, mark_safe(live), mark_safe(entry["text"]))
        if not found.empty:
            yield found
