"""A document is drafted and saved: every save is a version, and a version is never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gongkai.web.agencies.actions.ground import held
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import recorded
from gongkai.web.disclosure.models import Document, DocumentKind, DocumentVersion, WorkingCopy, digest_of
from gongkai.web.disclosure.richtext import clean
from gongkai.web.disclosure.searchable import let_find
from gongkai.web.disclosure.sections import sections_of, skeleton
from gongkai.web.workflow.actions import begin, changed
from gongkai.web.workflow.kinds import Version
from gongkai.web.workflow.models import Process
from gongkai.web.workflow.refusals import ClosedAgency, Refused


@dataclass(frozen=True)
class Text:
    """What an officer wrote: title, summary, and for each section its text and whether its generated part stands."""

    title: str
    summary: str
    sections: Mapping[str, Mapping[str, Any]]

    def cleaned(self, kind: str) -> list[dict[str, Any]]:
        """The sections of the kind in their order, with what rich text may contain."""
        found = []
        for section in sections_of(kind):
            entry = self.sections.get(section.name, {})
            shows = bool(section.generated and entry.get("generated"))
            found.append({"name": section.name, "generated": shows, "text": clean(str(entry.get("text", "")))})
        return found


class Conflict(Refused):
    """Somebody else saved a version in between; `theirs` is it, and what was written here is not lost."""

    def __init__(self, theirs: DocumentVersion) -> None:
        super().__init__(
            _("%(name)s已于您编辑期间保存了第%(number)s版。您写的内容还在，请对照后再保存。")
            % {"name": theirs.author.name, "number": theirs.number}
        )
        self.theirs = theirs


def draft(agency: Agency, *, kind: str, title: str, by: Officer) -> Document:
    """Begin a document with the sections of its kind. An agency has one guide and any number of rules."""
    by.require(Permission.DRAFT, agency)
    with act(by=by.actor) as done:
        agency = held(agency)  # two guides at once would both be the first
        if kind == DocumentKind.GUIDE and Document.objects.filter(agency=agency, kind=kind).exists():
            raise Refused(_("“%(agency)s”已有公开指南，请在其上修改。") % {"agency": agency.name})
        document = Document(agency=agency, kind=kind, title=title.strip())
        document.save()
        document.index_number = f"{agency.slug}/{kind}/{by.today.year}-{document.pk:05d}"
        version = _version(document, title.strip(), "", skeleton(kind), by)
        process = begin(document, kind=kind, agency=agency, version=Version(version.number, version.digest), by=by)
        done.note(
            "document.drafted",
            of=document.thing,
            agency=agency.holder,
            new={"kind": recorded(DocumentKind(kind).label), "title": document.title, "process": process.pk},
        )
    return document


def save(document: Document, text: Text, *, based_on: int, by: Officer) -> DocumentVersion:
    """Save a version. What was already sent on goes back to the draft; what is published stays until the next is.

    :raises Conflict: where somebody else saved since version `based_on`.
    """
    by.require(Permission.DRAFT, document.agency)
    with act(by=by.actor) as done:
        document = Document.objects.select_for_update(of=("self",)).select_related("agency").get(pk=document.pk)
        if not writable(document):
            raise ClosedAgency(document.agency.name)
        latest = document.versions.select_related("author").get(number=document.latest)
        title, sections = text.title.strip(), text.cleaned(document.kind)
        same = digest_of(title, text.summary.strip(), sections) == latest.digest
        if based_on != latest.number and not same:
            raise Conflict(latest)
        WorkingCopy.objects.filter(document=document, user=by.user).delete()
        if same:
            done.note("document.kept", of=document.thing, agency=document.agency.holder, new={"version": latest.number})
            return latest
        version = _version(document, title, text.summary.strip(), sections, by)
        done.note(
            "document.saved",
            of=document.thing,
            agency=document.agency.holder,
            old={"version": latest.number, "digest": latest.digest},
            new={"version": version.number, "digest": version.digest},
        )
        _under_way(document, version, by)
    return version


def writable(document: Document) -> bool:
    """Nothing is begun for an agency that is closed; what was under way there its heir may go on with."""
    if document.agency.closed is None:
        return True
    running = Process.objects.running().filter(kind=document.kind, object_id=document.pk)
    return running.exclude(agency=document.agency).exists()


def _version(
    document: Document, title: str, summary: str, sections: list[dict[str, Any]], by: Officer
) -> DocumentVersion:
    """The next version of a document; where nothing is published, its name and summary are the document's."""
    if not title:
        raise Refused(_("请填写名称。"))
    document.latest += 1
    version: DocumentVersion = DocumentVersion.objects.create(
        document=document,
        agency=document.agency,
        number=document.latest,
        title=title,
        summary=summary,
        sections=sections,
        author=by.user,
        digest=digest_of(title, summary, sections),
    )
    if document.published_id is None:
        document.title, document.summary = title, summary
    document.save()
    let_find(document)
    return version


def _under_way(document: Document, version: DocumentVersion, by: Officer) -> None:
    """The version joins what is under way, or begins a new process."""
    fixed = Version(version.number, version.digest)
    running = Process.objects.running().filter(kind=document.kind, object_id=document.pk).first()
    if running is not None:
        changed(running, version=fixed, by=by)
    else:
        begin(document, kind=document.kind, agency=document.agency, version=fixed, by=by)
