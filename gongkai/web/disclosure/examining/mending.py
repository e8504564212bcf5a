"""Proposals carried out: a new version with the text masked, or with a cleaned copy of a file. The old one stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from gongkai.examine import Finding as Found
from gongkai.examine import NotCleaned, Place, cleaned, masked, masked_html
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.actions.saving import Text, save
from gongkai.web.disclosure.examining.looking import SAID
from gongkai.web.disclosure.models import Document, DocumentVersion, Finding, WorkingCopy
from gongkai.web.disclosure.models.examinations import ERROR, TO_MEND
from gongkai.web.files import actions as files
from gongkai.web.files.intake import receive
from gongkai.web.files.models import File
from gongkai.web.files.stores import store
from gongkai.web.visibility import Level
from gongkai.web.workflow.refusals import Refused

#: What a file is derived for.
CLEANED = "cleaned"


def found_of(row: Finding) -> Found:
    """A finding as it was before it was kept."""
    said: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.place.items()
    }
    severity: Any = row.severity
    return Found(
        row.rule, severity, Place(**said), row.quote, row.proposal, row.message, row.source, row.verified
    )  # fmt: skip


def mask(document: Document, *, wanted: Collection[int] | None, based_on: int, by: Officer) -> DocumentVersion:
    """Save a version in which the proposals are carried out; `wanted`: of these findings, else of all errors left.

    :raises Conflict: where version `based_on` is not the latest any more.
    :raises Refused: where there is nothing to carry out.
    """
    by.require(Permission.DRAFT, document.agency)
    with act(by=by.actor) as done:
        version = _version(document, based_on, by)
        rows = Finding.objects.filter(examination__version=version, examination__current=True, file=None)
        rows = rows.filter(pk__in=wanted) if wanted is not None else rows.filter(severity=ERROR, state__in=TO_MEND)
        proposals: defaultdict[str, list[Found]] = defaultdict(list)
        for row in rows.order_by("pk"):
            if row.maskable:
                proposals[row.part].append(found_of(row))
        if not proposals:
            raise Refused(_("没有可以按建议遮盖的内容，请修改文字。"))
        made = save(document, _masked(version, proposals), based_on=based_on, by=by)
        done.note(
            "document.masked",
            of=document.thing,
            agency=document.agency.holder,
            new={"version": made.number, "places": sum(map(len, proposals.values()))},
        )
    return made


def clean_file(document: Document, *, file: File, based_on: int, by: Officer) -> DocumentVersion:
    """Save a version that has a copy of a file without what it hides, in its place.

    :raises Refused: where nothing of it can be taken out.
    """
    by.require(Permission.DRAFT, document.agency)
    data = b"".join(store().chunks(file.sha256))
    try:
        clean = cleaned(data)
    except NotCleaned:
        raise Refused(_("“%(name)s”不能自动清理，请替换附件。") % {"name": file.name}) from None
    received = receive(ContentFile(clean), name=file.name)
    if received.sha256 == file.sha256:
        raise Refused(_("“%(name)s”中没有可以自动清理的内容，请替换附件。") % {"name": file.name})
    with act(by=by.actor) as done:
        version = _version(document, based_on, by)
        below = _below(version)
        if file.uuid not in below:
            raise Refused(_("这一版没有附件“%(name)s”。") % {"name": file.name})
        copy = files.derive(
            file, received, purpose=CLEANED, agency=document.agency.holder, level=Level.INTERNAL, by=by.actor
        )
        text = _text(version, [copy.uuid if uuid == file.uuid else uuid for uuid in below])
        made = save(document, text, based_on=based_on, by=by)
        done.note(
            "document.attachment_cleaned",
            of=document.thing,
            agency=document.agency.holder,
            new={"version": made.number, "file": file.name},
        )
    return made


def _version(document: Document, based_on: int, by: Officer) -> DocumentVersion:
    """The version that is mended, where nothing that was written is lost by it."""
    if WorkingCopy.objects.filter(document=document, user=by.user).exists():
        raise Refused(_("您有暂存、尚未保存的内容：请先在编辑页保存或者放弃，再按建议处理。"))
    version: DocumentVersion | None = document.versions.filter(number=based_on).first()
    if version is None:
        raise Refused(_("没有这一版。"))
    return version


def _below(version: DocumentVersion) -> list[UUID]:
    """The files below the text, in their order."""
    rows = version.attachments.filter(in_text=False).order_by("position")
    return list(rows.values_list("file__uuid", flat=True))


def _text(version: DocumentVersion, below: Sequence[UUID]) -> Text:
    sections = {section["name"]: section for section in version.sections}
    return Text(version.title, version.summary, sections, version.said, below)


def _masked(version: DocumentVersion, proposals: dict[str, list[Found]]) -> Text:
    said = {name: masked(getattr(version.said, name), proposals[name]) for name in SAID if name in proposals}
    sections = {
        section["name"]: {**section, "text": masked_html(section["text"], proposals.get(section["name"], ()))}
        for section in version.sections
    }
    return Text(
        masked(version.title, proposals.get("title", ())),
        masked(version.summary, proposals.get("summary", ())),
        sections,
        version.said.but(**said),
        _below(version),
    )
