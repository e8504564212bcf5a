"""What can be found of a document: by everybody what is published, by its agency the draft that is not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from gongkai.web.disclosure.kinds import GUIDE, RULES, under_items
from gongkai.web.disclosure.models import Document, DocumentVersion, Publication
from gongkai.web.disclosure.reading import html_of, plain, read
from gongkai.web.disclosure.sections import sections_of
from gongkai.web.disclosure.validity import in_force_until
from gongkai.web.search.entries import Found, Source, drop, put_all
from gongkai.web.visibility import Level

DRAFT, ITEM = "draft", "item"
CHUNK = 100


def let_find(document: Document) -> None:
    """Have a document found as it stands now: its published text, and a latest version that is another."""
    publication = Publication.objects.filter(version=document.published_id, until=None).first()
    draft = document.versions.filter(number=document.latest).exclude(pk=document.published_id).first()
    if publication:
        put_all([_published(document, publication)])
    else:
        drop(_kind(document.kind), document.pk)
    if draft:
        put_all([_draft(draft)])
    else:
        drop(DRAFT, document.pk)


def address_of(document: Document) -> str:
    """Where the public reads a document."""
    slug = document.agency.slug
    if document.kind == GUIDE:
        return reverse("portal:agency-guide", args=[slug])
    return reverse("portal:document", args=[slug, document.pk])


def _kind(kind: str) -> str:
    """As what a document is found: guide and rules as such, the rest as information that was published."""
    return kind if kind in (GUIDE, RULES) else ITEM


def _ids(kinds: Collection[str]) -> Iterable[int]:
    return Document.objects.filter(kind__in=kinds).exclude(published=None).order_by("pk").values_list("pk", flat=True)


def _of(kinds: Collection[str], ids: Sequence[str]) -> Iterator[Found]:
    rows = Publication.objects.filter(until=None, version__published_of__kind__in=kinds)
    rows = rows.filter(version__published_of__in=list(map(int, ids)))
    rows = rows.select_related("version__document__agency__superior", "version__document__lifecycle").order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        yield _published(row.version.document, row)


def _published(document: Document, publication: Publication) -> Found:
    """By what its page says today: what is generated in a guide follows the agency's data and the law."""
    live = any(section.generated for section in sections_of(document.kind))
    html = html_of(read(document, publication.version, timezone.localdate())) if live else publication.html
    # the 索引号 last: what is shown of a text without the words begins with what it says
    said = ("".join(document.mark.split()), document.summary, plain(html), document.index_number)
    return Found(
        kind=_kind(document.kind),
        id=document.pk,
        agency_id=document.agency_id,
        level=Level.PUBLIC,
        title=document.title,
        text="\n".join(filter(None, said)),
        url=address_of(document),
        date=timezone.localdate(publication.since),
        item=document.item,
        sort=document.kind,
        number=document.number,
        until=in_force_until(document),
    )


def _draft(version: DocumentVersion) -> Found:
    own = [plain(section["text"]) for section in version.sections]
    return Found(
        kind=DRAFT,
        id=version.document_id,
        agency_id=version.agency_id,
        level=Level.INTERNAL,
        title=version.title,
        text="\n".join(part for part in (version.summary, *own) if part),
        url=reverse("disclosure:document", args=[version.document_id]),
        date=timezone.localdate(version.created),
    )


def _drafts() -> Any:
    """Every latest version that is not the published one."""
    rows = DocumentVersion.objects.filter(number=F("document__latest"))
    return rows.filter(Q(document__published=None) | ~Q(document__published=F("pk"))).order_by("pk")


#: For an index that is built anew: every published guide, all published rules, all that is published under an item of
#: 《条例》第二十条, every draft.
GUIDES, ALL_RULES, ITEMS = (
    Source(partial(_ids, kinds), partial(_of, kinds)) for kinds in ((GUIDE,), (RULES,), tuple(under_items()))
)
DRAFTS = Source(
    lambda: _drafts().values_list("document_id", flat=True),
    lambda ids: map(_draft, _drafts().filter(document__in=ids).iterator(chunk_size=CHUNK)),
)
