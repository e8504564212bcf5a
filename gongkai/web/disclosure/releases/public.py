"""The document whose public version is given to a channel."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from gongkai.web.disclosure.models import Document, DocumentVersion
from gongkai.web.disclosure.views import found


def public(request: HttpRequest, pk: int) -> tuple[Document, DocumentVersion]:
    """What the officer may see and everybody does, and the version that is public: nothing else is given out."""
    row = found(request, pk)
    if row.published is None:
        raise Http404
    return row, row.published
