"""Documents as they are read: by the public what is published, by officers any version they may see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import unescape
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.figures import with_sizes
from gongkai.web.disclosure.metadata import rows
from gongkai.web.disclosure.models import CleanUp, Document, DocumentVersion, Topic
from gongkai.web.disclosure.sections import Shown, shown
from gongkai.web.files.models import File
from gongkai.web.visibility import PUBLIC, Level, Reader

BLOCK_ENDS = re.compile(r"</(?:p|h[1-6]|li|dt|dd|tr|blockquote|div)>|<br */?>")
CELL_ENDS = re.compile(r"</t[hd]>")


@dataclass(frozen=True)
class Read:
    """One version of a document with its sections, ready for `disclosure/document.html`."""

    document: Document
    version: DocumentVersion
    sections: Sequence[Shown]
    #: Name and value of what the page says of it
    rows: Sequence[tuple[Any, Any]]
    #: The files below the text
    files: Sequence[File]


def read(document: Document, version: DocumentVersion, today: date, *, since: datetime | None = None) -> Read:
    """A version as it would be read on a day; generated sections are of that day. `since`: as if it were published
    then, where the document's own time is not meant. Of what is public only public files are shown."""
    attached = list(version.attachments.select_related("file").prefetch_related("file__derived").order_by("position"))
    if version.level == Level.PUBLIC:
        attached = [row for row in attached if row.file.level == Level.PUBLIC]
    pictures = {row.file.uuid: row.file for row in attached}
    sections = tuple(
        replace(part, text=with_sizes(part.text, pictures))
        for part in shown(document.kind, document.agency, version.sections, today)
    )
    files = tuple(row.file for row in attached if not row.in_text)
    return Read(document, version, sections, tuple(rows(document, version.said, since=since)), files)


def published(agency: Agency, kind: str, today: date) -> list[Read]:
    """What an agency has published of a kind: at most one guide, any number of rules, by date of making."""
    found = (
        Document.objects.visible_to(PUBLIC)
        .filter(agency=agency, kind=kind)
        .select_related("published", "agency")
        .order_by("-made", "pk")
    )
    return [read(row, row.published, today) for row in found]


def names(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """The titles of the documents among these that a reader may see."""
    seen = Document.objects.visible_to(reader).filter(pk__in=ids)
    return {str(pk): title for pk, title in seen.values_list("pk", "title")}


def clean_up_names(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """The same of clean-ups."""
    seen = CleanUp.objects.visible_to(reader).filter(pk__in=ids)
    return {str(pk): title for pk, title in seen.values_list("pk", "title")}


def topic_names(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """The same of topics."""
    seen = Topic.objects.visible_to(reader).filter(pk__in=ids)
    return {str(pk): title for pk, title in seen.values_list("pk", "title")}


def html_of(found: Read) -> SafeString:
    """The sections as HTML, as the portal shows them."""
    return render_to_string("disclosure/sections.html", {"sections": found.sections})


def plain(text: str) -> str:
    """The words of some HTML, for search."""
    return " ".join(unescape(strip_tags(text.replace("<", " <"))).split())


def lines(text: str) -> list[str]:
    """Some HTML as lines of plain text: one for each paragraph, heading, item and row of a table."""
    return [line for part in BLOCK_ENDS.split(text) if (line := plain(CELL_ENDS.sub("\u2003", part)))]
