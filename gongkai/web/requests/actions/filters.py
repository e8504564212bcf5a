"""An officer keeps a filter under a name, and drops it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.web.agencies.officers import Officer
from gongkai.web.audit.acts import act
from gongkai.web.requests.models import SavedFilter
from gongkai.web.workflow.refusals import Refused

#: Of one officer.
MOST = 20


def keep_filter(name: str, query: str, *, by: Officer) -> SavedFilter:
    """Keep what a list is narrowed by; the same name again is the new one.

    :raises Refused: without a name, for the whole list, or where there are too many.
    """
    name = name.strip()
    if not name or not query:
        raise Refused(_("请先筛选，再给这个筛选起个名称。"))
    with act(by=by.actor) as done:
        own = SavedFilter.objects.filter(user=by.user)
        if own.exclude(name=name).count() >= MOST:
            raise Refused(_("最多保存%(most)d个常用筛选，请先删去不用的。") % {"most": MOST})
        row: SavedFilter
        row, _new = own.update_or_create(user=by.user, name=name[:40], defaults={"query": query[:1000]})
        done.note("user.filter_kept", of=by.user.thing, new={"name": row.name})
    return row


def drop_filter(row: SavedFilter, *, by: Officer) -> None:
    """Keep it no more."""
    with act(by=by.actor) as done:
        row.delete()
        done.note("user.filter_dropped", of=by.user.thing, new={"name": row.name})
