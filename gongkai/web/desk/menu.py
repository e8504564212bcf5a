"""The desk's menu: every entry with the permission that opens it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.desk.tasks.actions import manages_instance


class Entry(NamedTuple):
    """`page` is the name of an address; without `permission` every officer sees it; `key` follows g on the keyboard."""

    label: str | Promise
    page: str
    permission: Permission | None = None
    key: str = ""
    #: Where the permission alone does not open it.
    door: Callable[[Officer], bool] | None = None


#: What is worked with, then who and where, then what watches over it.
ENTRIES: tuple[Entry, ...] = (
    Entry(_("待办"), "desk:home", key="i"),
    Entry(_("公开信息"), "disclosure:documents", Permission.READ_INTERNAL, key="d"),
    Entry(_("依申请公开"), "requests:cases", Permission.READ_INTERNAL, key="q"),
    Entry(_("年度报告"), "annual:board", Permission.READ_INTERNAL, key="n"),
    Entry(_("公众纠错"), "disclosure:errors", Permission.READ_INTERNAL, key="e"),
    Entry(_("办理进度"), "workflow:progress", Permission.SUPERVISE, key="p"),
    Entry(_("公开渠道"), "channels:table", Permission.READ_INTERNAL, key="r"),
    Entry(_("政务新媒体"), "media:accounts", Permission.READ_INTERNAL, key="m"),
    Entry(_("审核环节"), "workflow:chains", Permission.DISCLOSE, key="c"),
    Entry(pgettext_lazy("heading", "机关"), "agencies:list", key="a"),
    Entry(_("人员"), "officers:index", Permission.MANAGE_OFFICERS, key="o"),
    Entry(pgettext_lazy("heading", "代理"), "officers:absences", key="b"),
    Entry(_("审计记录"), "desk:audit", Permission.READ_AUDIT, key="l"),
    Entry(_("后台任务"), "tasks:overview", door=manages_instance, key="t"),
    Entry(_("帮助"), "desk:help", key="h"),
)


class Item(NamedTuple):
    label: str | Promise
    address: str
    key: str
    current: bool


def items(request: HttpRequest) -> list[Item]:
    """What this officer may open; the entry whose address begins that of this page is the current one."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return []
    officer = request.officer  # type: ignore[attr-defined]
    allowed = [
        entry
        for entry in ENTRIES
        if (entry.permission is None or officer.may_somewhere(entry.permission))
        and (entry.door is None or entry.door(officer))
    ]
    addresses = [reverse(entry.page) for entry in allowed]
    home = reverse("desk:home")  # every address of the desk begins with it
    here = max((one for one in addresses if request.path.startswith(one) and one != home), key=len, default="")
    here = home if request.path == home else here
    return [
        Item(entry.label, address, entry.key, address == here)
        for entry, address in zip(allowed, addresses, strict=True)
    ]


def menu(request: HttpRequest) -> dict[str, Any]:
    """For the desk's frame; nothing is asked until the template does."""
    return {"menu": partial(items, request)}
