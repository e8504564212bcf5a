"""What an act of the workflow brings about: publication and retraction, with the entry of the search."""

from __future__ import annotations

from django.utils import timezone

from gongkai.web.audit.notes import Act
from gongkai.web.disclosure.models import Document, DocumentVersion, Publication
from gongkai.web.disclosure.reading import html_of, read
from gongkai.web.disclosure.searchable import let_find
from gongkai.web.visibility import Level
from gongkai.web.workflow.models import Process, Step


def publish(document: Document, process: Process, step: Step, done: Act) -> None:
    """The version that was approved is public, in place of the one before."""
    version = document.versions.get(number=process.reviewed, digest=process.digest)
    before = document.published
    if before is not None:
        _end(before, step)
    version.level = Level.PUBLIC
    version.save()
    document.level, document.published, document.published_at = Level.PUBLIC, version, step.time
    document.title, document.summary = version.title, version.summary
    document.made = timezone.localdate(step.time)
    document.save()
    html = html_of(read(document, version, document.made))
    Publication.objects.create(version=version, html=html, since=step.time)
    let_find(document)
    done.note(
        "document.published",
        of=document.thing,
        agency=process.agency.holder,
        old={"version": before.number if before else None},
        new={"version": version.number, "digest": version.digest},
    )


def retract(document: Document, process: Process, step: Step, done: Act) -> None:
    """What is published is withdrawn from the public, with the reason given."""
    version = document.versions.get(published_of=document)
    _end(version, step, reason=step.comment)
    document.level, document.published, document.published_at = Level.INTERNAL, None, None
    document.save()
    let_find(document)
    done.note(
        "document.retracted",
        of=document.thing,
        agency=process.agency.holder,
        old={"version": version.number},
        new={"reason": step.comment},
    )


def _end(version: DocumentVersion, step: Step, reason: str = "") -> None:
    version.level = Level.INTERNAL
    version.save()
    Publication.objects.filter(version=version, until=None).update(until=step.time, reason=reason)
