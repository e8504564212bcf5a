"""The row of a file and its entry in the search: written inside the act of whoever calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.web.audit.notes import Actor
from gongkai.web.files.intake import Received
from gongkai.web.files.models import File, TextState
from gongkai.web.files.refusals import Refused
from gongkai.web.files.texts import readable
from gongkai.web.search.entries import Found, Source, drop, put_all
from gongkai.web.visibility import Level, Reader

KIND = "file"


def write(received: Received, *, agency_id: int, level: Level, by: Actor, alt: str = "", **more: Any) -> File:
    """A new row."""
    check_release(received, level=level, alt=alt)
    file = File(
        agency_id=agency_id,
        level=level,
        alt=alt.strip(),
        uploaded_by_id=by.officer_id,
        uploaded_by_name=by.name,
        **asdict(received),
        **more,
    )
    if file.searchable and readable(file.media_type, file.size):
        file.text_state = TextState.WAITING
    file.save()
    if file.searchable:
        let_find(file)
    return file


def check_release(file: Received | File, *, level: Level, alt: str) -> None:
    """Refuse what may not be public: a picture that says nothing to the blind, a photograph that says too much."""
    if level != Level.PUBLIC or not file.media_type.startswith("image/"):
        return
    if not alt.strip():
        raise Refused(
            _("公开图片“%(name)s”前，请填写替代文字：一句话说明图上有什么，供看不见图片的人使用。"),
            code="alt",
            params={"name": file.name},
        )
    if file.located:
        raise Refused(
            _("照片“%(name)s”含有拍摄位置，不能直接公开。请公开系统生成的去位置副本。"),
            code="located",
            params={"name": file.name},
        )


def let_find(file: File) -> None:
    """Have the file found by its name, what it shows and what it says, by those who may see it."""
    if file.searchable:
        put_all([found_of(file)])
    else:
        drop(KIND, str(file.uuid))


def found_of(file: File) -> Found:
    """What is to be found of a file."""
    return Found(
        kind=KIND,
        id=str(file.uuid),
        agency_id=file.agency_id,
        level=Level(file.level),
        title=file.name,
        text="\n".join(part for part in (file.alt, file.text) if part),
        url=file.page or file.get_absolute_url(),
        date=timezone.localdate(file.created),
        item=file.about.get("item", ""),
        sort=file.about.get("sort", ""),
        until=date.fromisoformat(file.about["until"]) if file.about.get("until") else None,
    )


def names(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """The names of the files among these that a reader may see."""
    seen = File.objects.visible_to(reader).filter(uuid__in=ids)
    return {str(uuid): name for uuid, name in seen.values_list("uuid", "name")}


def _uuids() -> Iterable[Any]:
    return File.objects.filter(searchable=True).order_by("pk").values_list("uuid", flat=True)


def _told(uuids: Sequence[str]) -> Iterator[Found]:
    return map(found_of, File.objects.filter(searchable=True, uuid__in=uuids).order_by("pk").iterator(chunk_size=200))


#: Every file that can be found, for an index that is built anew.
SOURCE = Source(_uuids, _told)
