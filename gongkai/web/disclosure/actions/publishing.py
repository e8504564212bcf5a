"""What an act of the workflow brings about: publication and retraction, with the entry of the search."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from gongkai.web.agencies.officers import Officer
from gongkai.web.audit.notes import Act
from gongkai.web.disclosure.actions.attaching import find_anew, release, withdraw
from gongkai.web.disclosure.actions.releasing import put_out
from gongkai.web.disclosure.actions.saving import repeat
from gongkai.web.disclosure.force import came_out
from gongkai.web.disclosure.models import Document, DocumentVersion, Examination, Publication
from gongkai.web.disclosure.reading import html_of, read
from gongkai.web.disclosure.searchable import let_find
from gongkai.web.visibility import Level
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.models import Process, Step
from gongkai.web.workflow.refusals import Refused

#: What could not go out yet is tried again after so long.
AGAIN = timedelta(minutes=1)


def publish(document: Document, process: Process, step: Step, done: Act, by: Officer) -> None:
    """The version that was approved is public, in place of the one before, and its files with it."""
    version = document.versions.get(number=process.reviewed, digest=process.digest)
    before = document.published
    go_public(document, version, at=step.time, by=by)
    process.deadline = None  # what went out at once and is reviewed after keeps the term of its step alone
    process.save()
    done.note(
        "document.published",
        of=document.thing,
        agency=process.agency.holder,
        old={"version": before.number if before else None},
        new={"version": version.number, "digest": version.digest},
    )


def go_public(document: Document, version: DocumentVersion, *, at: datetime, by: Officer) -> None:
    """Within an act: the version is what the public reads, from a time on."""
    before = document.published
    if before is not None:
        _end(before, at)
    version.level = Level.PUBLIC
    version.save()
    document.level, document.published, document.published_at = Level.PUBLIC, version, at
    repeat(document, version)
    day, document.publish_at = timezone.localdate(at), None
    if version.said.made is None:
        document.made = day
    document.out_since = document.out_since or day
    document.save()
    ended = came_out(document, version, day)
    release(version, before, by=by)
    html = html_of(read(document, version, document.made or day))
    Publication.objects.create(version=version, html=html, since=at)
    put_out(version, day, by)
    let_find(document)
    for other in ended:
        find_anew(other, by=by)


def retract(document: Document, process: Process, step: Step, done: Act, by: Officer) -> None:
    """What is published is withdrawn from the public, with the reason given; its files with it. From then on the
    document says of itself what its latest version says, as any other that is not public."""
    version, retracted = document.versions.get(published_of=document), document.thing
    _end(version, step.time, reason=step.comment)
    withdraw(version, by=by)
    document.level, document.published, document.published_at = Level.INTERNAL, None, None
    repeat(document, document.versions.get(number=document.latest))
    document.save()
    for running in Process.objects.running().filter(kind=document.kind, object_id=document.pk):
        running.title = document.title
        running.save()
    let_find(document)
    done.note(
        "document.retracted",
        of=retracted,
        agency=process.agency.holder,
        old={"version": version.number},
        new={"reason": step.comment},
    )


def schedule(document: Document, process: Process, step: Step, done: Act, by: Officer) -> None:
    """What was approved goes out by itself at the time that the step names."""
    document.publish_at = step.at
    document.save()
    publish_scheduled.using(run_after=step.at).enqueue(process.pk, step.pk)


def unschedule(document: Document, process: Process, step: Step, done: Act, by: Officer) -> None:
    """It goes out by hand again."""
    document.publish_at = None
    document.save()


@task()
def publish_scheduled(process_id: int, step_id: int) -> None:
    """Publish in the name of whoever set the time, if nothing else was done since; who may not any more is refused.

    After an upgrade of the rules its files are examined anew, which is waited for. What stands against it then brings
    it back to whoever publishes, who reads the reasons on the sheet.
    """
    process = Process.objects.get(pk=process_id)
    last = process.steps.order_by("-number").first()
    if last is None or last.pk != step_id or process.state != last.target:
        return
    officer = Officer(last.user, today=timezone.localdate())
    try:
        perform(process, "publish", by=officer)
    except Refused as refused:
        asked = Examination.objects.filter(document=process.object_id).order_by("-pk").first()
        if asked is not None and asked.finished is None:  # begun before the act was refused
            publish_scheduled.using(run_after=timezone.now() + AGAIN).enqueue(process_id, step_id)
            return
        said = _("到了定时发布的时间，没有发布：%(reasons)s") % {"reasons": " ".join(refused.reasons)}
        perform(process, "unschedule", by=officer, comment=said)


def _end(version: DocumentVersion, at: datetime, reason: str = "") -> None:
    version.level = Level.INTERNAL
    version.save()
    Publication.objects.filter(version=version, until=None).update(until=at, reason=reason)
