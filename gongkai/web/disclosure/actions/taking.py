"""A draft whose agency ceases to be becomes one of the agency that goes on with it."""

from __future__ import annotations

from django.db.models import Q

from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.searchable import let_find
from gongkai.web.files.models import File
from gongkai.web.files.rows import let_find as let_find_file


def taken(document: Document, heir: Agency) -> None:
    """Within an act. What was ever published stays where the public finds it; so does a second where there is one only.

    The heir's officers go on with these where they are.
    """
    same = Document.objects.filter(agency=heir, kind=document.kind)
    if document.versions.filter(publications__isnull=False).exists():
        return
    if document.of_kind.once and same.exists():
        return
    document.agency = heir
    document.save(update_fields=["agency"])
    own = Q(attached__version__document=document) | Q(brought_in__document=document)
    for file in File.objects.filter(own | Q(derived_from__brought_in__document=document)).distinct():
        file.agency_id = heir.pk
        file.save(update_fields=["agency_id"])
        let_find_file(file)
    document.versions.update(agency=heir)
    let_find(document)
