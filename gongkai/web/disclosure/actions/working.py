"""What somebody is writing is kept against loss; it becomes a version when it is saved."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.actions.saving import Text
from gongkai.web.disclosure.models import Document, WorkingCopy
from gongkai.web.disclosure.texts.richtext import storable

LONGEST = WorkingCopy._meta.get_field("title").max_length


def keep(document: Document, text: Text, *, said: Mapping[str, str], based_on: int, by: Officer) -> WorkingCopy:
    """Keep what is being written, in place of what was kept before; `said`: the facts as typed, valid or not."""
    by.require(Permission.DRAFT, document.agency)
    copy, _ = WorkingCopy.objects.update_or_create(
        document=document,
        user=by.user,
        defaults={
            "based_on": based_on,
            "title": storable(text.title)[:LONGEST],
            "summary": storable(text.summary),
            "sections": text.cleaned(document.kind),
            "facts": said,
            "files": [str(uuid) for uuid in text.files],
        },
    )
    return copy


def discard(document: Document, *, by: Officer) -> None:
    """Give up what was kept and not saved."""
    WorkingCopy.objects.filter(document=document, user=by.user).delete()
