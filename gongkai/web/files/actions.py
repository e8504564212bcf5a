"""What is done to files. Nothing replaces one: another content is another file.

Files lie below agencies and offices, so that the action of whatever a file belongs to has asked for the permission
to store; to let others see is asked here, of whoever does it.
"""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import gettext as _

from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Actor, Holder, recorded
from gongkai.web.files.intake import Received
from gongkai.web.files.models import File, TextState
from gongkai.web.files.refusals import Refused
from gongkai.web.files.rows import check_release, let_find, write
from gongkai.web.files.tasks import make_renditions, read_text
from gongkai.web.search.entries import drop
from gongkai.web.visibility import Level, Reader


class Keeper(Reader, Protocol):
    """Who decides on who may see: an officer (`agencies.officers.Officer`)."""

    @property
    def actor(self) -> Actor: ...

    def require_level(self, level: Level, agency_id: int) -> None:
        """Pass where this one may let an agency's thing have the level, else raise."""


def store(
    received: Received,
    *,
    agency: Holder,
    level: Level,
    by: Actor,
    alt: str = "",
    page: str = "",
    searchable: bool = True,
) -> File:
    """Make a file of what was received; its text is read, and a picture made smaller, in the background."""
    with act(by=by) as done:
        file = write(received, agency_id=agency.id, level=level, by=by, alt=alt, page=page, searchable=searchable)
        _enqueue(file, agency)
        done.note("file.stored", of=file.thing, agency=agency, new=_facts(file))
    return file


def derive(
    original: File,
    received: Received,
    *,
    purpose: str,
    agency: Holder,
    level: Level,
    by: Actor,
    alt: str = "",
    page: str = "",
    searchable: bool = True,
) -> File:
    """Make a file of what was made from another, for instance with names blacked out; both stay."""
    with act(by=by) as done:
        file = write(
            received,
            agency_id=agency.id,
            level=level,
            by=by,
            alt=alt or original.alt,
            page=page,
            searchable=searchable,
            derived_from=original,
            purpose=purpose,
        )
        _enqueue(file, agency)
        done.note(
            "file.derived", of=file.thing, agency=agency, old={"original": original.thing.value}, new=_facts(file)
        )
    return file


def set_level(file: File, *, level: Level, agency: Holder, by: Keeper, page: str = "") -> File:
    """Let others see the file, or no longer; the sizes of a picture go with it. `page`: where it is found from now."""
    with act(by=by.actor) as done:
        file = _locked(file)
        _of(file, agency)
        by.require_level(level, file.agency_id)
        by.require_level(Level(file.level), file.agency_id)
        check_release(file, level=level, alt=file.alt)
        was, file.level, file.page = Level(file.level), level, page or file.page
        file.save(update_fields=["level", "page"])
        file.derived.filter(follows=True).update(level=level)
        let_find(file)
        done.note(
            "file.level_set",
            of=file.thing,
            agency=agency,
            old={"level": recorded(was.label)},
            new={"level": recorded(Level(level).label)},
        )
    return file


def describe(file: File, *, alt: str, agency: Holder, by: Actor) -> File:
    """Say what a picture shows."""
    with act(by=by) as done:
        file = _locked(file)
        _of(file, agency)
        check_release(file, level=Level(file.level), alt=alt)
        was, file.alt = file.alt, alt.strip()
        file.save(update_fields=["alt"])
        file.derived.filter(follows=True).update(alt=file.alt)
        let_find(file)
        done.note("file.described", of=file.thing, agency=agency, old={"alt": was}, new={"alt": file.alt})
    return file


def discard(file: File, *, agency: Holder, by: Actor) -> None:
    """Take a file away that belongs to nothing any more, its sizes with it; the bytes are collected a day later.

    :raises Refused: where another file was made from it.
    """
    with act(by=by) as done:
        file = _locked(file)
        _of(file, agency)
        if file.derived.filter(follows=False).exists():
            message = _("由“%(name)s”制作的副本还在使用，不能删除原件。")
            raise Refused(message, code="derived", params={"name": file.name})
        file.derived.filter(follows=True).delete()
        drop("file", str(file.uuid))
        thing, facts = file.thing, _facts(file)
        file.delete()
        done.note("file.discarded", of=thing, agency=agency, old=facts)


def _locked(file: File) -> File:
    return File.objects.select_for_update().get(pk=file.pk)


def _of(file: File, agency: Holder) -> None:
    """An event belongs to the chain of the agency that holds the file."""
    if agency.id != file.agency_id:
        raise ValueError(f"file {file.uuid} is not held by agency {agency.id}")


def _enqueue(file: File, agency: Holder) -> None:
    if file.text_state == TextState.WAITING:
        read_text.enqueue(str(file.uuid), agency.name)
    if file.is_image:
        make_renditions.enqueue(str(file.uuid), agency.name)


def _facts(file: File) -> dict[str, object]:
    return {"name": file.name, "sha256": file.sha256, "size": file.size, "level": recorded(Level(file.level).label)}
