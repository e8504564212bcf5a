"""Looking at a version: its name, what is said of it, its sections and its files, each as a part of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from gongkai.examine import Finding, examine_file, examine_html, examine_text
from gongkai.examine.pages import parsed, read_page
from gongkai.web.disclosure.examining.basis import Basis
from gongkai.web.disclosure.facts import canonical
from gongkai.web.disclosure.models import DocumentVersion
from gongkai.web.files.models import File
from gongkai.web.files.stores import store

#: What is written freely of a document, by its name in `facts.Facts`.
SAID = (
    "number", "issuer", "subject", "genre", "audience", "source", "contact", "ground_note", "publish_by_source",
    "correction",
)  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """A finding, and where in the version: in a part of its text, or in a file."""

    finding: Finding
    key: str
    part: str = ""
    file: File | None = None


def plain_parts(version: DocumentVersion) -> Mapping[str, str]:
    """What of a version is plain text, by its part."""
    said = version.said
    parts = {"title": version.title, "summary": version.summary} | {name: getattr(said, name) for name in SAID}
    return {part: text for part, text in parts.items() if text}


def look_at_text(version: DocumentVersion, basis: Basis) -> Iterator[Seen]:
    """All findings in what a version says. What is generated is the agency's own data."""
    for part, text in plain_parts(version).items():
        for found in examine_text(text, facts=basis.facts, names=basis.names, link_exists=basis.link_exists):
            yield Seen(found, _key(found, part, text), part)
    alone = len(version.sections) == 1  # of several none has the head and the foot of the document
    for section in version.sections:
        facts = basis.record if alone else basis.facts
        html, part = section["text"], section["name"]
        passages = Passages(html)
        for found in examine_html(html, facts=facts, names=basis.names, link_exists=basis.link_exists):
            yield Seen(found, _key(found, part, passages.around(found)), part)


def look_at_file(file: File, basis: Basis) -> Iterator[Seen]:
    """All findings in a file."""
    data = b"".join(store().chunks(file.sha256))
    for found in examine_file(data, file.name, facts=basis.facts, names=basis.names, link_exists=basis.link_exists):
        yield Seen(found, _key(found, file.sha256, found.place.as_dict()), file=file)


class Passages:
    """The paragraphs of some rich text as the examination counts them; a cell stands for its whole row."""

    def __init__(self, html: str) -> None:
        self.html = html

    @cached_property
    def _read(self) -> Mapping[int, str]:
        content = read_page(parsed(self.html)).content
        texts = [passage.text for passage in content.passages]
        whole = {number: "\t".join(texts[cell] for cell in row.cells) for row in content.rows for number in row.cells}
        return {passage.place.paragraph: f"{whole.get(number, '')}\n{passage.text}"
                for number, passage in enumerate(content.passages) if passage.place.paragraph}  # fmt: skip

    def around(self, found: Finding) -> str:
        """What a finding is about; the whole text where it names no paragraph."""
        return self._read.get(found.place.paragraph or 0, self.html)


def _key(found: Finding, part: str, passage: object) -> str:
    """Tells of the datum no more than the version, which holds the passage itself."""
    place = [found.place.start, found.place.end, found.place.part]
    return sha256(canonical([found.rule, part, passage, place, dict(found.details)])).hexdigest()
