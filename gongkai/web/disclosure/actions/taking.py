"""A draft whose agency ceases to be becomes one of the agency that goes on with it."""

from __future__ import annotations

from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.models import Document, DocumentKind
from gongkai.web.disclosure.searchable import let_find


def taken(document: Document, heir: Agency) -> None:
    """Within an act. What was ever published stays where the public finds it, and so does a second guide.

    The heir's officers go on with these where they are.
    """
    guides = Document.objects.filter(agency=heir, kind=DocumentKind.GUIDE)
    if document.versions.filter(publications__isnull=False).exists():
        return
    if document.kind == DocumentKind.GUIDE and guides.exists():
        return
    document.agency = heir
    document.save(update_fields=["agency"])
    document.versions.update(agency=heir)
    let_find(document)
