"""Files of documents: brought in for a document, and let out or taken back with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.models import Attachment, BroughtIn, Document, DocumentVersion
from gongkai.web.disclosure.searchable import address_of, let_find
from gongkai.web.disclosure.texts.richtext import linked, pictures
from gongkai.web.disclosure.validity import in_force_until
from gongkai.web.files import actions as files
from gongkai.web.files.intake import Received
from gongkai.web.files.models import File, FileQuerySet
from gongkai.web.visibility import Level
from gongkai.web.workflow.refusals import Refused


def bring_in(document: Document, received: Received, *, alt: str = "", picture: bool = False, by: Officer) -> File:
    """Keep a file for a document; it is part of it when a version is saved with it. It is found at the document's
    page; a picture for the text is found by the text."""
    by.require(Permission.DRAFT, document.agency)
    with act(by=by.actor):
        file = files.store(
            received,
            agency=document.agency.holder,
            level=Level.INTERNAL,
            by=by.actor,
            alt=alt,
            page=_desk_page(document),
            searchable=not picture,
        )
        BroughtIn.objects.create(document=document, file=file)
    return file


def usable(document: Document) -> FileQuerySet:
    """The files of which a version may be made: brought in for the document, or part of another of the agency's."""
    own = Q(brought_in__document=document) | Q(derived_from__brought_in__document=document)
    ours = Q(attached__version__document__agency=document.agency_id)
    rows: FileQuerySet = File.objects.filter(own | ours, agency_id=document.agency_id).distinct()
    return rows


def found(document: Document, wanted: Sequence[UUID], text: str) -> list[tuple[File, bool]]:
    """The files below a text in their order, then the pictures in it: each once, and whether it stands in the text.

    :raises Refused: where one is not there or not for this document, or the text links to one that is no part of it.
    """
    order = dict.fromkeys(wanted, False) | dict.fromkeys(pictures(text), True)
    rows = {file.uuid: file for file in usable(document).filter(uuid__in=order)}
    if len(rows) < len(order):
        raise Refused(_("有附件或图片已不存在，或者不是本机关的，请重新上传。"))
    others = {uuid: here for uuid, here in linked(text).items() if uuid not in order}
    if any(others.values()) or File.objects.filter(uuid__in=others).exists():
        raise Refused(_("正文中有链接指向不是本文附件的文件。请把该文件作为附件上传后再链接，或者删去链接。"))
    return [(rows[uuid], in_text) for uuid, in_text in order.items()]


def attach(version: DocumentVersion, given: Sequence[tuple[File, bool]]) -> None:
    """Make files part of a new version."""
    Attachment.objects.bulk_create(
        Attachment(version=version, file=file, position=number, in_text=in_text)
        for number, (file, in_text) in enumerate(given, 1)
    )


def release(version: DocumentVersion, before: DocumentVersion | None, *, by: Officer) -> None:
    """The files of what is published are public and found with it; those that only stood in the version before are
    no longer. What its text says that a picture shows is said of the picture."""
    now, holder = _files(version), version.agency.holder
    for uuid, alt in alternatives(version.sections).items():
        file = next((file for file in now.values() if file.uuid == uuid), None)
        if file is not None and alt and alt != file.alt:
            file.alt = files.describe(file, alt=alt, agency=holder, by=by.actor).alt
    for file in now.values():
        if file.level != Level.PUBLIC:
            file = files.set_level(file, level=Level.PUBLIC, agency=holder, by=by)
        _place(file, version, by)
    if before is not None:
        _withdraw([file for pk, file in _files(before).items() if pk not in now], before, by)


def find_anew(document: Document, *, by: Officer) -> None:
    """Within an act: a document and its files are found by what is said of it now, as that it is not in force."""
    let_find(document)
    version = document.published
    if version is not None:
        for file in _files(version).values():
            _place(file, version, by)


def _place(file: File, version: DocumentVersion, by: Officer) -> None:
    page = address_of(version.document)
    files.place(file, page=page, about=_about(version), agency=version.agency.holder, by=by.actor)


def alternatives(sections: Sequence[Mapping[str, object]]) -> dict[UUID, str]:
    """What a text says that its pictures show."""
    return pictures(" ".join(str(section["text"]) for section in sections))


def withdraw(version: DocumentVersion, *, by: Officer) -> None:
    """The files of what was published are internal again."""
    _withdraw(list(_files(version).values()), version, by)


def _withdraw(given: Sequence[File], version: DocumentVersion, by: Officer) -> None:
    """Except what another published document has too."""
    elsewhere = Attachment.objects.filter(file__in=given, version__level=Level.PUBLIC)
    elsewhere = elsewhere.exclude(version__document=version.document_id)
    kept = set(elsewhere.values_list("file_id", flat=True))
    for file in given:
        if file.pk not in kept and file.level == Level.PUBLIC:
            files.place(file, page=_desk_page(version.document), about={}, agency=version.agency.holder, by=by.actor)
            files.set_level(file, level=Level.INTERNAL, agency=version.agency.holder, by=by)


def _desk_page(document: Document) -> str:
    return reverse("disclosure:document", args=[document.pk])


def _about(version: DocumentVersion) -> dict[str, str]:
    """What search narrows the files by: as the document itself (`searchable`)."""
    until = in_force_until(version.document)
    about = {"item": version.document.item, "sort": version.document.kind, "until": until.isoformat() if until else ""}
    return {name: value for name, value in about.items() if value}


def _files(version: DocumentVersion) -> dict[int, File]:
    rows = version.attachments.select_related("file").order_by("position")
    return {row.file_id: row.file for row in rows}
