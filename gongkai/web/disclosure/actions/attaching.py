"""Files of documents: brought in for a document, and let out or taken back with it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.models import Attachment, Document, DocumentVersion
from gongkai.web.disclosure.richtext import pictures
from gongkai.web.disclosure.validity import in_force_until
from gongkai.web.files import actions as files
from gongkai.web.files.intake import Received
from gongkai.web.files.models import File
from gongkai.web.visibility import Level
from gongkai.web.workflow.refusals import Refused


def bring_in(document: Document, received: Received, *, alt: str = "", by: Officer) -> File:
    """Keep a file for a document; it is the document's when a version is saved with it."""
    by.require(Permission.DRAFT, document.agency)
    return files.store(received, agency=document.agency.holder, level=Level.INTERNAL, by=by.actor, alt=alt)


def found(document: Document, wanted: Sequence[UUID], text: str) -> list[tuple[File, bool]]:
    """The files below a text in their order, then the pictures in it: each once, and whether it stands in the text.

    :raises Refused: where one is not the agency's, or not there.
    """
    shown = pictures(text)
    order = dict.fromkeys(wanted, False) | dict.fromkeys(shown, True)
    rows = {file.uuid: file for file in File.objects.filter(agency_id=document.agency_id, uuid__in=order)}
    if len(rows) < len(order):
        raise Refused(_("有附件或图片已不存在，或者不是本机关的，请重新上传。"))
    return [(rows[uuid], in_text) for uuid, in_text in order.items()]


def attach(version: DocumentVersion, given: Sequence[tuple[File, bool]]) -> None:
    """Make files part of a new version."""
    Attachment.objects.bulk_create(
        Attachment(version=version, file=file, position=number, in_text=in_text)
        for number, (file, in_text) in enumerate(given, 1)
    )


def release(version: DocumentVersion, before: DocumentVersion | None, *, by: Officer) -> None:
    """The files of what is published are public and found with it; those that only stood in the version before are
    no longer."""
    now, holder = _files(version), version.agency.holder
    page, about = reverse("portal:document", args=[version.agency.slug, version.document_id]), _about(version)
    for file in now.values():
        if file.level != Level.PUBLIC:
            file = files.set_level(file, level=Level.PUBLIC, agency=holder, by=by)
        files.place(file, page=page, about=about, agency=holder, by=by.actor)
    if before is not None:
        _withdraw([file for pk, file in _files(before).items() if pk not in now], before, by)


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
            files.place(file, page="", about={}, agency=version.agency.holder, by=by.actor)
            files.set_level(file, level=Level.INTERNAL, agency=version.agency.holder, by=by)


def _about(version: DocumentVersion) -> dict[str, str]:
    """What search narrows the files by: as the document itself (`searchable`)."""
    until = in_force_until(version.document)
    about = {"item": version.document.item, "sort": version.document.kind, "until": until.isoformat() if until else ""}
    return {name: value for name, value in about.items() if value}


def _files(version: DocumentVersion) -> dict[int, File]:
    rows = version.attachments.select_related("file").order_by("position")
    return {row.file_id: row.file for row in rows}
