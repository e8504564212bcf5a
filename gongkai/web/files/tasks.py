"""What is done with a file in the background: its text is read, a picture is made smaller."""

from __future__ import annotations

import tempfile
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils.translation import gettext_noop
from django_tasks import task

from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Actor, Holder
from gongkai.web.files.intake import Received, receive
from gongkai.web.files.models import File, TextState
from gongkai.web.files.pictures import smaller, without_place
from gongkai.web.files.rows import let_find, write
from gongkai.web.files.stores import store
from gongkai.web.files.texts import text_of
from gongkai.web.visibility import Level

PROGRAM = Actor(gettext_noop("系统"))


@task()
def read_text(uuid: str, agency_name: str) -> None:
    """Read a file's text and let it be found by it."""
    file = File.objects.get(uuid=UUID(uuid))
    if file.text_state != TextState.WAITING:
        return
    state, text = text_of(b"".join(store().chunks(file.sha256)))
    with act(by=PROGRAM) as done:
        file = File.objects.select_for_update().get(pk=file.pk)
        file.text_state, file.text = state, text.replace("\x00", "")
        file.save(update_fields=["text_state", "text"])
        let_find(file)
        done.note(
            "file.read",
            of=file.thing,
            agency=Holder(file.agency_id, agency_name),
            new={"state": str(TextState(state).label), "characters": len(text)},
        )


@task()
def make_renditions(uuid: str, agency_name: str) -> None:
    """Make a picture's smaller sizes; of a photograph that tells its place, the whole picture without, first."""
    original = File.objects.get(uuid=UUID(uuid))
    if original.derived.filter(purpose="rendition").exists():
        return
    with tempfile.SpooledTemporaryFile(1 << 24) as file:
        for chunk in store().chunks(original.sha256):
            file.write(chunk)
        stem = original.name.rpartition(".")[0]
        made: list[tuple[str, Received]] = []
        if original.located:
            extension, data = without_place(file, original.media_type)
            made.append(("without_place", receive(ContentFile(data), name=f"{stem}{extension}")))
        for width, extension, data in smaller(file, original.media_type):
            made.append(("rendition", receive(ContentFile(data), name=f"{stem}-{width}{extension}")))
    _written(original, made, agency_name)


def _written(original: File, made: list[tuple[str, Received]], agency_name: str) -> None:
    with act(by=PROGRAM) as done:
        original = File.objects.select_for_update().get(pk=original.pk)  # its level may have changed meanwhile
        for purpose, received in made:
            clean = purpose == "without_place"
            file = write(
                received,
                agency_id=original.agency_id,
                level=Level(original.level),
                alt=original.alt,
                by=PROGRAM,
                derived_from=original,
                purpose=purpose,
                follows=not clean,
                searchable=False,
            )
            if clean:
                make_renditions.enqueue(str(file.uuid), agency_name)
        done.note(
            "file.rendered",
            of=original.thing,
            agency=Holder(original.agency_id, agency_name),
            new={"names": [received.name for _, received in made]},
        )
