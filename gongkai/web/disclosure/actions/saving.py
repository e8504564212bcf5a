"""A document is drafted and saved: every save is a version, and a version is never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gongkai.web.agencies.actions.ground import held
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.actions.attaching import attach, found
from gongkai.web.disclosure.actions.indexing import save_numbered
from gongkai.web.disclosure.facts import REPEATED, Facts
from gongkai.web.disclosure.issues import next_issue
from gongkai.web.disclosure.kinds import kinds
from gongkai.web.disclosure.models import CatalogueEntry, Document, DocumentVersion, WorkingCopy, digest_of
from gongkai.web.disclosure.powers import require_power
from gongkai.web.disclosure.searchable import let_find
from gongkai.web.disclosure.sections import sections_of, skeleton
from gongkai.web.disclosure.texts.richtext import clean
from gongkai.web.disclosure.timeliness import deadline
from gongkai.web.files.models import File
from gongkai.web.workflow.actions import begin, changed
from gongkai.web.workflow.kinds import Version
from gongkai.web.workflow.models import Process
from gongkai.web.workflow.refusals import ClosedAgency, Refused


@dataclass(frozen=True)
class Text:
    """What an officer wrote: title, summary, for each section its text and whether its generated part stands, what
    else is said of the document, and the files below it in their order."""

    title: str
    summary: str
    sections: Mapping[str, Mapping[str, Any]]
    facts: Facts = field(default_factory=Facts)
    files: Sequence[UUID] = ()

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


def draft(agency: Agency, *, kind: str, title: str, by: Officer, facts: Facts | None = None) -> Document:
    """Begin a document with the sections of its kind, and with what was said of it; of some kinds there is one."""
    by.require(Permission.DRAFT, agency)
    known = kinds()[kind]
    require_power(agency, known)
    with act(by=by.actor) as done:
        agency = held(agency)  # two guides at once would both be the first
        if known.once and Document.objects.filter(agency=agency, kind=kind).exists():
            raise Refused(
                _("“%(agency)s”已有“%(kind)s”，请在其上修改。") % {"agency": agency.name, "kind": known.label}
            )
        document = Document(agency=agency, kind=kind, title=title.strip())
        save_numbered(document, year=by.today.year)
        said = facts or Facts.first(kind)
        if "issue" in known.asks and said.issue is None:
            made = said.made or by.today  # an issue is of a year
            said = said.but(made=made, issue=next_issue(agency, made.year))
        text = Text(title, "", {}, said)
        version = add_version(document, text, skeleton(kind), [], by)
        process = begin(
            document, kind=kind, agency=agency, version=Version(version.number, version.digest), by=by,
            deadline=deadline(document, version.said),
        )  # fmt: skip
        done.note(
            "document.drafted",
            of=document.thing,
            agency=agency.holder,
            new={"kind": known.name, "title": document.title, "process": process.pk},
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
        sections = text.cleaned(document.kind)
        given = found(document, text.files, " ".join(section["text"] for section in sections))
        same = digest_of_text(text, sections, given) == latest.digest
        if based_on != latest.number and not same:
            raise Conflict(latest)
        WorkingCopy.objects.filter(document=document, user=by.user).delete()
        if same:
            done.note("document.kept", of=document.thing, agency=document.agency.holder, new={"version": latest.number})
            return latest
        version = add_version(document, text, sections, given, by)
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


def digest_of_text(text: Text, sections: list[dict[str, Any]], given: Sequence[tuple[File, bool]]) -> str:
    files = [(file.name, file.sha256, *([file.alt] if file.alt and not in_text else [])) for file, in_text in given]
    return digest_of(text.title.strip(), text.summary.strip(), sections, text.facts.stored, files)


def add_version(
    document: Document, text: Text, sections: list[dict[str, Any]], given: Sequence[tuple[File, bool]], by: Officer
) -> DocumentVersion:
    """The next version of a document; where nothing is published, what it says is said of the document."""
    if not text.title.strip():
        raise Refused(_("请填写名称。"))
    entry = text.facts.entry
    if entry is not None and not CatalogueEntry.objects.filter(pk=entry, agency=document.agency).exists():
        raise Refused(_("目录条目不是本机关的，请重新选择。"))
    document.latest += 1
    version: DocumentVersion = DocumentVersion.objects.create(
        document=document,
        agency=document.agency,
        number=document.latest,
        title=text.title.strip(),
        summary=text.summary.strip(),
        facts=text.facts.stored,
        sections=sections,
        author=by.user,
        digest=digest_of_text(text, sections, given),
    )
    attach(version, given)
    if document.published_id is None:
        repeat(document, version)
    document.publish_at = None
    document.save()
    let_find(document)
    return version


def repeat(document: Document, version: DocumentVersion) -> None:
    """Have the document say of itself what a version says; save it afterwards."""
    said = version.said
    document.title, document.summary, document.explains_id = version.title, version.summary, said.explains
    document.entry_id = said.entry
    for name in REPEATED:
        setattr(document, name, getattr(said, name))
    if said.made != document.made and (said.made or document.published_id is None):
        document.made, document.out_since = said.made, None  # what changed is to be published anew (第二十六条)


def as_published(document: Document, version: DocumentVersion) -> None:
    """The document and its life as they will say of themselves when a version is published; for a preview, not kept."""
    repeat(document, version)
    life = getattr(document, "lifecycle", None)
    if life is not None and not life.ending:
        life.last = version.said.valid_until


def _under_way(document: Document, version: DocumentVersion, by: Officer) -> None:
    """The version joins what is under way, or begins a new process."""
    fixed = Version(version.number, version.digest)
    running = Process.objects.running().filter(kind=document.kind, object_id=document.pk).first()
    if running is not None:
        changed(running, version=fixed, by=by, deadline=deadline(document, version.said))
    else:
        begin(
            document, kind=document.kind, agency=document.agency, version=fixed, by=by,
            deadline=deadline(document, version.said),
        )  # fmt: skip
