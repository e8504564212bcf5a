"""What somebody is writing is kept against loss; it becomes a version when it is saved."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.typed import storable
from gongkai.web.disclosure.actions.saving import Text
from gongkai.web.disclosure.models import Document, WorkingCopy
from gongkai.web.workflow.refusals import Refused

LONGEST = WorkingCopy._meta.get_field("title").max_length


def keep(document: Document, text: Text, *, said: Mapping[str, str], based_on: int, by: Officer) -> WorkingCopy:
    """Keep what is being written, in place of what was kept before; `said`: the facts as typed, valid or not."""
    by.require(Permission.DRAFT, document.agency)
    with transaction.atomic():
        return _kept(_held(document), text, said, based_on, by)


def keep_meanwhile(
    document: Document, text: Text, *, said: Mapping[str, str], based_on: int, by: Officer
) -> WorkingCopy:
    """The same, asked for by the page itself while it is written: it may arrive after what it was part of was saved.

    :raises Refused: where the writer saved a version since the one with which the page began.
    """
    by.require(Permission.DRAFT, document.agency)
    with transaction.atomic():
        document = _held(document)
        own = document.versions.filter(number__gt=based_on, author=by.user).order_by("-number").first()
        if own is not None:
            raise Refused(_("您已保存了第%(number)s版，这里是保存之前的内容，没有暂存。") % {"number": own.number})
        return _kept(document, text, said, based_on, by)


def _held(document: Document) -> Document:
    """Nobody saves a version of it meanwhile."""
    found: Document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    return found


def _kept(document: Document, text: Text, said: Mapping[str, str], based_on: int, by: Officer) -> WorkingCopy:
    copy, _made = WorkingCopy.objects.update_or_create(
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
