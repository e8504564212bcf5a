"""Whether what was found is in force: said beside each hit."""

from __future__ import annotations

from dataclasses import replace

from gongkai.web.agencies.finding import FoundPage
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.searchable import DRAFT, ITEM
from gongkai.web.visibility import Reader


def marked(found: FoundPage, reader: Reader) -> FoundPage:
    """The page with a mark at each document of which it is asked; one query."""
    ids = {line.hit.entry.object_id for line in found.lines if line.hit.entry.kind in (ITEM, DRAFT)}
    rows = Document.objects.visible_to(reader).filter(pk__in=ids).select_related("lifecycle") if ids else ()
    known = {str(row.pk): row.validity for row in rows}
    lines = []
    for line in found.lines:
        validity = known.get(line.hit.entry.object_id) if line.hit.entry.kind in (ITEM, DRAFT) else None
        lines.append(replace(line, mark=validity.label, over=validity.over) if validity else line)
    return replace(found, lines=lines)
