"""An officer keeps a filter under a name, and drops it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.requests.models import SavedFilter
from gongkai.web.workflow.refusals import Refused

#: Of one officer.
MOST = 20


def keep_filter(name: str, query: str, *, by: Officer, shared_with: Agency | None = None) -> SavedFilter:
    """Keep what a list is narrowed by; the same name again is the new one. `shared_with`: for all who work there.

    :raises Refused: without a name, for the whole list, or where there are too many.
    """
    if shared_with is not None:
        by.require(Permission.READ_INTERNAL, shared_with)
    name = name.strip()
    if not name or not query:
        raise Refused(_("请先筛选，再给这个筛选起个名称。"))
    with act(by=by.actor) as done:
        own = SavedFilter.objects.filter(user=by.user)
        if own.exclude(name=name).count() >= MOST:
            raise Refused(_("最多保存%(most)d个常用筛选，请先删去不用的。") % {"most": MOST})
        row: SavedFilter
        kept = {"query": query[:1000], "shared_with": shared_with}
        row, _new = own.update_or_create(user=by.user, name=name[:40], defaults=kept)
        new = {"name": row.name} | ({"agency": shared_with.name} if shared_with is not None else {})
        done.note("user.filter_kept", of=by.user.thing, new=new)
    return row


def drop_filter(row: SavedFilter, *, by: Officer) -> None:
    """Keep it no more: one's own, or one that is shared in an agency whose disclosure one leads."""
    if not drops(row, by):
        raise NotPermitted(_("共用的筛选由保存的人或者公开办删去。"))
    with act(by=by.actor) as done:
        row.delete()
        done.note("user.filter_dropped", of=by.user.thing, new={"name": row.name})


def filters_of(officer: Officer) -> QuerySet[SavedFilter]:
    """The officer's own, and those that others share where the officer works."""
    here = [office.agency_id for office in officer.offices]
    rows = SavedFilter.objects.filter(Q(user=officer.user) | Q(shared_with__in=here))
    return rows.select_related("user", "shared_with").order_by("name", "pk")


def drops(row: SavedFilter, officer: Officer) -> bool:
    """Whether the officer may drop it."""
    leads = row.shared_with is not None and officer.may(Permission.DISCLOSE, row.shared_with)
    return row.user_id == officer.user.pk or leads
