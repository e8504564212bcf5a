"""What every act on an agency stands on: the lock, the version, the order of days, the name that is free."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from django.apps import apps
from django.db.models import Max, Value
from django.db.models.functions import Length, Replace
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from gongkai.web.agencies.models import DEEPEST, Agency, Span
from gongkai.web.agencies.refusals import AlreadyClosed, ChangedMeanwhile, InFuture, NameTaken, NotInOrder, TooDeep
from gongkai.web.agencies.searchable import FIELDS, let_find


def hold_tree() -> None:
    """One act on the tree at a time: whoever moves or names waits here, so that what was checked still holds."""
    list(Agency.objects.select_for_update(no_key=True).filter(superior=None).order_by("pk").values_list("pk"))


def held(agency: Agency, *, version: int | None = None) -> Agency:
    """The row as it is now, locked; refused where the version that somebody looked at is older."""
    row: Agency = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    if version is not None and row.version != version:
        raise ChangedMeanwhile(row)
    return row


def held_open(agency: Agency, *, version: int | None = None) -> Agency:
    row = held(agency, version=version)
    if row.closed:
        raise AlreadyClosed(row)
    return row


def keep(row: Agency, *fields: str) -> None:
    """Save the fields, that there is a newer version, and what can be found of the agency."""
    row.version += 1
    row.save(update_fields=[*fields, "version"])
    if FIELDS & set(fields):
        let_find([row])
    for follow in followers():
        follow(row)


@cache
def followers() -> tuple[Callable[[Agency], None], ...]:
    """What else says what an agency's data say: `follows_agencies = "dotted.path.to.function"` in an AppConfig."""
    paths = (getattr(config, "follows_agencies", "") for config in apps.get_app_configs())
    return tuple(import_string(path) for path in paths if path)


def check_day(agency: Agency, day: date, *, today: date, after: tuple[Span, str] | None = None) -> None:
    """Not in the future, and after the day on which what it ends began; `after` is that, and what it is called."""
    if day > today:
        raise InFuture(day)
    if agency.opened and day < agency.opened:
        raise NotInOrder(agency, day, _("设立日期"), agency.opened)
    if after and after[0].since and day <= after[0].since:
        raise NotInOrder(agency, day, after[1], after[0].since)


def check_depth(superior: Agency | None, *, row: Agency | None = None) -> None:
    """The tree does not grow too deep where the agency, with all below it, comes to stand below the superior."""
    height = 1
    if row is not None:
        levels = Length("path") - Length(Replace("path", Value("."), Value("")))
        height += Agency.objects.below(row).aggregate(most=Max(levels))["most"] - row.depth
    if superior is not None and superior.depth + height > DEEPEST:
        raise TooDeep(superior)


def check_name_free(name: str, superior: Agency | None, *, but: Agency | None = None) -> None:
    """No two open agencies of one name below one superior."""
    same = Agency.objects.open().filter(name=name, superior=superior)
    if same.exclude(pk=but.pk if but else None).exists():
        raise NameTaken(name, superior)
