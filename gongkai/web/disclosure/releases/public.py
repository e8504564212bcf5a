"""The document whose public version is given to a channel."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.formats import date_format
from django.utils.translation import override

from gongkai.web.disclosure.models import Document, DocumentVersion
from gongkai.web.disclosure.reading import Read
from gongkai.web.disclosure.views import found


def public(request: HttpRequest, pk: int) -> tuple[Document, DocumentVersion]:
    """What the officer may see and everybody does, and the version that is public: nothing else is given out."""
    row = found(request, pk)
    if row.published is None:
        raise Http404
    return row, row.published


def notes(found: Read) -> list[str]:
    """What has to be read before the text: that it is not in force any more, and what was corrected."""
    document, said = found.document, []
    with override(settings.LANGUAGE_CODE):  # what is handed on is Chinese
        if document.validity and document.validity.over and document.last_day:
            day = date_format(document.last_day, "DATE_FORMAT")
            said.append(f"{document.validity.label}：最后有效的一天是{day}。")
    if correction := found.version.said.correction:
        said.append(f"勘误：{correction}")
    return said
