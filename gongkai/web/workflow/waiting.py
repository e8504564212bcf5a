"""What waits in an office and is no item of the inbox: a line for the desk's first page and for the daily mail."""

from __future__ import annotations

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any, NamedTuple, TypeVar

from django.db.models import Q, QuerySet

from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission

#: Told of from so long before the day …
NEAR = timedelta(days=7)
#: … and by mail no longer than that after it: then whoever has not done it will not by another mail (ours).
LONGEST = timedelta(days=90)

Rows = TypeVar("Rows", bound="QuerySet[Any]")


class Waiting(NamedTuple):
    """One sentence and the page on which to see to it; whose it is: who holds the permission in the agency itself."""

    permission: Permission
    agency: int
    text: str
    address: str
    due: date | None = None
    #: Somebody outside brought it in since the morning of the working day before.
    fresh: bool = False

    def late(self, today: date) -> bool:
        return self.due is not None and self.due < today

    def mailed(self, today: date) -> bool:
        """Whether the daily mail tells of it: it is new, due or late."""
        return self.fresh or (self.due is not None and self.due - NEAR <= today <= self.due + LONGEST)


def in_office(rows: Rows, officer: Officer | None, permission: Permission, *ways: str) -> Rows:
    """Those that the officer may see, of agencies in which an office itself permits something; `ways` lead to them.
    Without an officer: all, for mails to everybody."""
    if officer is None:
        return rows
    here = officer.here(permission)
    seen: Rows = rows.visible_to(officer)  # type: ignore[attr-defined]
    return seen.filter(reduce(or_, (Q(**{f"{way}__in": here}) for way in ways)))
