"""The forms by which a document is written, as one: its text, what is said of it, its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gongkai.web.agencies.officers import Officer
from gongkai.web.disclosure.actions import Text, usable
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.guide import facts_of
from gongkai.web.disclosure.metadata import MetadataForm
from gongkai.web.disclosure.metadata import initial_of as said_of
from gongkai.web.disclosure.models import Document, DocumentVersion, WorkingCopy
from gongkai.web.disclosure.sections import generated, sections_of
from gongkai.web.disclosure.writing.forms import TextForm, initial_of
from gongkai.web.files.kinds import KINDS
from gongkai.web.files.models import File
from gongkai.web.files.uploads import UploadField

MOST_PICTURES = 60


class FilesForm(forms.Form):
    """Files to be attached."""

    uploads = UploadField(label=_("添加附件"), required=False)

    def __init__(self, *args: Any, picture: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["uploads"].images = picture  # type: ignore[attr-defined]


class Writing:
    """What an officer writes on a document: begun from a version or a working copy, or sent by the page."""

    def __init__(self, document: Document, officer: Officer, *, sent: HttpRequest | None = None,
                 begun: DocumentVersion | WorkingCopy | None = None, based_on: int = 0) -> None:  # fmt: skip
        self.document, self.officer = document, officer
        data = sent.POST if sent else None
        sections = sections_of(document.kind)
        live = facts_of(document.agency, officer.today) if any(section.generated for section in sections) else {}
        self.text_form = TextForm(
            data,
            sections=sections,
            live={section.name: generated(section, document.agency, live) for section in sections},
            initial=initial_of(begun, based_on) if begun else None,
        )
        self.metadata = None if document.of_kind.in_frame else self._metadata(data, begun)
        self.files_form = FilesForm(data, sent.FILES if sent else None)
        self._wanted = _wanted(data, begun)

    def _metadata(self, data: Any, begun: DocumentVersion | WorkingCopy | None) -> MetadataForm:
        first: Mapping[str, Any] = {}
        if isinstance(begun, WorkingCopy):
            first = begun.facts
        elif begun is not None:
            first = said_of(begun.said)
        return MetadataForm(
            data, kind=self.document.of_kind, agency=self.document.agency, reader=self.officer, initial=first,
            published=self.document.published_id is not None,
        )  # fmt: skip

    @property
    def forms(self) -> list[forms.Form]:
        return [form for form in (self.text_form, self.metadata, self.files_form) if form is not None]

    @property
    def media(self) -> Any:
        return sum((form.media for form in self.forms[1:]), start=self.forms[0].media)

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.forms])

    @property
    def text(self) -> Text:
        """What was written, as far as it is valid."""
        text = replace(self.text_form.text, files=self.wanted)
        if self.metadata is not None:
            facts = self.metadata.facts if self.metadata.is_valid() else Facts()
            text = replace(text, facts=facts)
        return text

    @property
    def typed(self) -> dict[str, str]:
        """The facts as they stand in the fields, valid or not."""
        return self.metadata.typed if self.metadata is not None else {}

    @property
    def wanted(self) -> list[UUID]:
        return self._wanted

    def attached(self) -> Sequence[File]:
        """The files below the text, in their order."""
        rows = {file.uuid: file for file in usable(self.document).filter(uuid__in=self._wanted)}
        return [rows[uuid] for uuid in self._wanted if uuid in rows]

    def add(self, file: File) -> None:
        """Attach one more file."""
        self._wanted.append(file.uuid)

    def move(self, word: str, by: int) -> None:
        """Move a file up or down among the others."""
        places = [place for place, uuid in enumerate(self._wanted) if str(uuid) == word]
        if places and 0 <= places[0] + by < len(self._wanted):
            self._wanted.insert(places[0] + by, self._wanted.pop(places[0]))

    def pictures(self) -> list[File]:
        """The pictures brought in for the document, to choose from."""
        kinds = [media_type for media_type, kind in KINDS.items() if kind.is_image]
        rows = File.objects.filter(brought_in__document=self.document, media_type__in=kinds)
        return list(rows.order_by("-pk")[:MOST_PICTURES])


def _wanted(data: Any, begun: DocumentVersion | WorkingCopy | None) -> list[UUID]:
    """The files asked for, each once; what is no uuid is no file."""
    given: Sequence[str] = []
    if data is not None:
        given = data.getlist("file")
    elif isinstance(begun, WorkingCopy):
        given = begun.files
    elif begun is not None:
        given = [str(uuid) for uuid in begun.attachments.filter(in_text=False).values_list("file__uuid", flat=True)]
    found = []
    for word in given:
        try:
            uuid = UUID(word)
        except ValueError:
            continue
        if uuid not in found:
            found.append(uuid)
    return found
