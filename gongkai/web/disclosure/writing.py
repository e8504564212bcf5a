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
from gongkai.web.disclosure.actions import Text
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.forms import TextForm, initial_of
from gongkai.web.disclosure.guide import facts_of
from gongkai.web.disclosure.metadata import MetadataForm
from gongkai.web.disclosure.metadata import initial_of as said_of
from gongkai.web.disclosure.models import Document, DocumentVersion, WorkingCopy
from gongkai.web.disclosure.sections import generated, sections_of
from gongkai.web.files.models import File
from gongkai.web.files.uploads import UploadField


class FilesForm(forms.Form):
    """Files to be attached."""

    uploads = UploadField(label=_("添加附件"), required=False)


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
            data, kind=self.document.of_kind, agency=self.document.agency, reader=self.officer, initial=first
        )

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
        rows = {file.uuid: file for file in File.objects.filter(
            agency_id=self.document.agency_id, uuid__in=self._wanted)}  # fmt: skip
        return [rows[uuid] for uuid in self._wanted if uuid in rows]

    def add(self, file: File) -> None:
        """Attach one more file."""
        self._wanted.append(file.uuid)


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
