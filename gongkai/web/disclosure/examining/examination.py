"""A version is examined: what is small at once, large files in the background. Once by each release of the rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django_tasks import task

from gongkai.examine import localized, release
from gongkai.web import clock
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Actor
from gongkai.web.disclosure.examining.basis import basis_of
from gongkai.web.disclosure.examining.looking import Seen, look_at_file, look_at_text
from gongkai.web.disclosure.models import Document, DocumentVersion, Examination, ExaminedFile, Finding, Ruling
from gongkai.web.disclosure.models.examinations import ERROR, State
from gongkai.web.files.models import File

PROGRAM = Actor(gettext_noop("系统"))
#: Bytes of all files that are examined while the officer waits.
AT_ONCE = 256 * 1024
#: A file that nobody examined for so long is asked for again.
FORGOTTEN = timedelta(minutes=10)
BATCH = 500


def examine(document: Document, *, by: Officer) -> Examination:
    """Examine the latest version by the rules of today, if that was not done; nothing is locked meanwhile."""
    by.require(Permission.READ_INTERNAL, document.agency)
    versions = DocumentVersion.objects.filter(document=document).select_related("document__agency")
    return _examined(versions.order_by("-number")[0], by.actor)


def examine_published(document: Document) -> Examination:
    """The same of what the public reads, by the program itself."""
    versions = DocumentVersion.objects.select_related("document__agency")
    return _examined(versions.get(pk=document.published_id), PROGRAM)


def _examined(version: DocumentVersion, by: Actor) -> Examination:
    document = version.document
    known = Examination.objects.filter(version=version, release=release()).first()
    if known is not None:
        _remind(known)
        return known
    basis = basis_of(version)
    seen = list(look_at_text(version, basis))
    known_files, small, large = _sorted_out(version)
    seen += [found for file in small for found in look_at_file(file, basis)]
    with transaction.atomic():
        latest = Document.objects.select_for_update(of=("self",)).values_list("latest", flat=True).get(pk=document.pk)
        known = Examination.objects.filter(version=version, release=release()).first()
        if known is not None:  # somebody else's, a moment ago
            return known
        return _written(version, seen, (known_files, small, large), latest=version.number == latest, by=by)


def _sorted_out(version: DocumentVersion) -> tuple[dict[int, ExaminedFile], list[File], list[File]]:
    """The files of a version: those that an earlier version had and these rules examined, small ones, large ones."""
    files = [row.file for row in version.attachments.select_related("file").order_by("position")]
    earlier = ExaminedFile.objects.filter(
        file__in=files, finished__isnull=False, examination__document=version.document_id,
        examination__release=release(),
    )  # fmt: skip
    known = {row.file_id: row for row in earlier.order_by("pk")}
    small: list[File] = []
    large: list[File] = []
    left = AT_ONCE
    for file in (file for file in files if file.pk not in known):
        fits = file.size <= left
        (small if fits else large).append(file)
        left -= file.size if fits else 0
    return known, small, large


def _written(
    version: DocumentVersion,
    seen: Sequence[Seen],
    files: tuple[dict[int, ExaminedFile], list[File], list[File]],
    *,
    latest: bool,
    by: Actor,
) -> Examination:
    known, small, large = files
    now, document = clock.now(), version.document
    with act(by=by) as done:
        if latest:
            Examination.objects.filter(document=document, current=True).update(current=False)
        made: Examination = Examination.objects.create(
            document=document, version=version, release=release(), current=latest, finished=None if large else now
        )
        rows = [ExaminedFile(examination=made, file_id=pk, asked=now, finished=now) for pk in known]
        rows += [ExaminedFile(examination=made, file=file, asked=now, finished=now) for file in small]
        rows += [ExaminedFile(examination=made, file=file, asked=now) for file in large]
        ExaminedFile.objects.bulk_create(rows)
        keep(made, seen)
        _copy(made, known)
        for file in large:
            examine_attachment.enqueue(made.pk, file.pk)
        done.note(
            "document.examined",
            of=document.thing,
            agency=document.agency.holder,
            new={"version": version.number, "release": made.release, "waiting": len(large), **_counts(made)},
        )
    return made


def keep(examination: Examination, seen: Iterable[Seen]) -> None:
    """Write findings, each with what was ruled on the same in an earlier version. Within an act."""
    ruled, rows = _ruled(examination), []
    for one in seen:
        found = one.finding
        rows.append(
            Finding(
                examination=examination,
                part=one.part,
                file=one.file,
                rule=found.rule,
                severity=found.severity,
                place=found.place.as_dict(),
                quote=found.quote,
                proposal=found.proposal,
                message=found.message,
                message_en=localized(found, "en").message,
                source=found.source,
                verified=found.verified,
                key=one.key,
                state=ruled.get(one.key, State.OPEN) if found.severity == ERROR else State.OPEN,
            )
        )
    Finding.objects.bulk_create(rows, batch_size=BATCH)


def _copy(examination: Examination, known: dict[int, ExaminedFile]) -> None:
    """What was found in the same file before, with what was ruled on it since."""
    ruled, rows = _ruled(examination), []
    for file, before in known.items():
        for row in Finding.objects.filter(examination=before.examination_id, file=file).order_by("pk"):
            row.pk, row.examination = None, examination
            row.state = ruled.get(row.key, row.state)
            rows.append(row)
    Finding.objects.bulk_create(rows, batch_size=BATCH)


def _ruled(examination: Examination) -> dict[str, str]:
    """The last word on each passage of the document."""
    rows = Ruling.objects.filter(document=examination.document_id).order_by("pk")
    return dict(rows.values_list("key", "state"))


def _counts(examination: Examination) -> dict[str, int]:
    severities = list(examination.findings.values_list("severity", flat=True))
    return {"errors": severities.count(ERROR), "others": len(severities) - severities.count(ERROR)}


def _remind(examination: Examination) -> None:
    """Ask again for files whose task was lost."""
    if examination.finished is not None:
        return
    lost = list(examination.files.filter(finished=None, asked__lt=timezone.now() - FORGOTTEN))
    if not lost:
        return
    with act(by=PROGRAM) as done:
        document = examination.document
        for row in lost:
            row.asked = clock.now()
            row.save()
            examine_attachment.enqueue(examination.pk, row.file_id)
        done.note(
            "document.examination_resumed",
            of=document.thing,
            agency=document.agency.holder,
            new={"files": len(lost)},
        )


@task(title=_("检查附件"))
def examine_attachment(examination_id: int, file_id: int) -> None:
    """Examine one file of a version; with the last one the examination is finished."""
    rows = ExaminedFile.objects.select_related("file", "examination__version__document__agency")
    row = rows.filter(examination=examination_id, file=file_id, finished=None).first()
    if row is None:
        return
    seen = list(look_at_file(row.file, basis_of(row.examination.version)))
    with transaction.atomic():
        examination = Examination.objects.select_for_update(of=("self",)).get(pk=examination_id)
        if not examination.files.filter(file=file_id, finished=None).exists():
            return
        document = row.examination.version.document
        with act(by=PROGRAM) as done:
            keep(examination, seen)
            now = clock.now()
            examination.files.filter(file=file_id).update(finished=now)
            if not examination.files.filter(finished=None).exists():
                examination.finished = now
                examination.save()
            done.note(
                "document.attachment_examined",
                of=document.thing,
                agency=document.agency.holder,
                new={"file": row.file.name, "findings": len(seen)},
            )
