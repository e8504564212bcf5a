"""What an examination is told beside the text: the document's facts, agencies' names, where the site's links lead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve

from gongkai.examine import Facts, LinkCheck, OfficialName
from gongkai.web.agencies.history import successor
from gongkai.web.agencies.models import Agency, AgencyName
from gongkai.web.disclosure.models import Document, DocumentVersion
from gongkai.web.files.models import File
from gongkai.web.search.models import Entry
from gongkai.web.visibility import PUBLIC

SLUG = "slug"


@dataclass(frozen=True)
class Basis:
    """`record` has title, number and date besides: for the document's own text."""

    record: Facts
    facts: Facts
    names: tuple[OfficialName, ...]
    link_exists: LinkCheck


def basis_of(version: DocumentVersion) -> Basis:
    """For the examination of a version."""
    facts, said = public_contacts([version.document.agency]), version.said
    record = Facts(version.title, said.number, said.made, facts.phones, facts.emails)
    own = frozenset(version.attachments.values_list("file__uuid", flat=True))
    return Basis(record, facts, official_names(), lambda target: leads_somewhere(target, own))


def public_contacts(agencies: Iterable[Agency]) -> Facts:
    """The telephones and addresses of agencies and their disclosure offices, which everybody may know."""
    phones, emails = [], []
    for agency in agencies:
        phones += [agency.phone, agency.fax, agency.office_phone, agency.office_fax]
        emails += [agency.email, agency.office_email]
    return Facts(phones=tuple(filter(None, phones)), emails=tuple(filter(None, emails)))


def official_names() -> tuple[OfficialName, ...]:
    """Every name that an agency has or had; a former one with its last day and the name that follows it."""
    found = []
    rows = AgencyName.objects.select_related("agency__merged_into").order_by("pk")
    for row in rows:
        if row.until is None:
            found.append(OfficialName(row.name))
            continue
        now = successor(row.agency)
        found.append(OfficialName(row.name, row.until - timedelta(days=1), "" if now.closed else now.name))
    return tuple(found)


def leads_somewhere(target: str, own: frozenset[UUID] = frozenset()) -> bool:
    """Whether the public gets somewhere by a link; of what lies elsewhere nothing is known. `own`: files that become
    public with the document.
    """
    try:
        parts = urlsplit(target)
    except ValueError:  # no address at all
        return False
    if (parts.scheme or parts.netloc) and (parts.hostname or "") not in settings.HOSTS:
        return True
    if not parts.path.startswith("/"):
        return False
    try:
        found = resolve(unquote(parts.path))
    except Resolver404:
        return False
    return _is_public(found, parts.path, own)


def _is_public(found: ResolverMatch, path: str, own: frozenset[UUID]) -> bool:
    """Asked of the visibility gate."""
    said = found.kwargs
    if found.view_name == "files:serve":
        return said["uuid"] in own or File.objects.visible_to(PUBLIC).filter(uuid=said["uuid"]).exists()
    if found.view_name in ("portal:document", "portal:document-file"):
        rows = Document.objects.visible_to(PUBLIC).filter(pk=said["pk"], agency__slug=said[SLUG])
        return bool(rows.exists())
    if found.view_name in ("portal:report", "portal:report-data"):
        # of apps above is known only what can be found
        page = f"{path.rsplit('/', 1)[0]}/"
        return bool(Entry.objects.visible_to(PUBLIC).filter(kind="annual_report", url=page).exists())
    if found.view_name.startswith("portal:"):
        return SLUG not in said or Agency.objects.filter(slug=said[SLUG]).exists()
    return False
