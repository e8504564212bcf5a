"""Whether what was found is in force: said beside each hit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from gongkai.web.agencies.finding import FoundPage
from gongkai.web.disclosure.kinds import RULES
from gongkai.web.disclosure.models import Document, Validity
from gongkai.web.disclosure.searchable import DRAFT, ITEM
from gongkai.web.search.finding import Hit
from gongkai.web.visibility import Reader

#: As what documents are found of which it can be asked.
ASKED = (ITEM, RULES, DRAFT)


def standings(hits: Iterable[Hit], reader: Reader) -> Mapping[Any, Validity]:
    """Of each document among the hits that came into force what became of it, by the entries' keys; one query."""
    asked = {hit.entry.pk: hit.entry.object_id for hit in hits if hit.entry.kind in ASKED}
    rows = Document.objects.visible_to(reader).filter(pk__in=set(asked.values())).select_related("lifecycle")
    known = {str(row.pk): row.standing for row in rows} if asked else {}
    return {pk: standing for pk, id_ in asked.items() if (standing := known.get(id_))}


def marked(found: FoundPage, reader: Reader) -> FoundPage:
    """The page with a mark at each of them."""
    known = standings((line.hit for line in found.lines), reader)
    lines = [
        replace(line, mark=one.label, over=one.over) if (one := known.get(line.hit.entry.pk)) else line
        for line in found.lines
    ]
    return replace(found, lines=lines)
