"""The register of accounts as it is read: which have to be updated soon, how a session stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.channels import rhythm
from gongkai.web.disclosure.models import Account, MediaCleanUp, MediaCleanUpLine
from gongkai.web.disclosure.models.media import Decision, State

#: The results of a session, as such are reported: 保留15个、关停注销10个、正协调注销4个.
RESULTS: dict[str, str | Promise] = {
    "kept": _("保留"), "merged": _("整合"), "gone": _("已关停注销"), "going": _("正协调注销"), "open": _("未决定")
}  # fmt: skip


#: So many sessions of others are told of on the page of the accounts.
TOLD = 3


@dataclass(frozen=True)
class Listed:
    """An account with how it stands to the rhythm of updates on a day."""

    account: Account
    today: date

    @property
    def last(self) -> date:
        """Its last update, or since when it runs."""
        return self.account.updated or self.account.state_since

    @property
    def days(self) -> int:
        """How long ago that is."""
        return (self.today - self.last).days

    @property
    def stale(self) -> bool:
        return self.account.state == State.RUNNING and self.days > rhythm().days.days

    @property
    def soon(self) -> bool:
        """Two weeks are over in two days, or less."""
        due = (rhythm().days - rhythm().warn).days
        return self.account.state == State.RUNNING and not self.stale and self.days >= due


def seen(officer: Officer) -> Any:
    """The accounts of the agencies in which the officer works."""
    rows = Account.objects.visible_to(officer).filter(agency__in=officer.where(Permission.READ_INTERNAL))
    return rows.select_related("agency")


def to_update(today: date) -> Q:
    """Those that run and have to be updated now or within the days of warning."""
    last = today - (rhythm().days - rhythm().warn)
    return Q(state=State.RUNNING) & (Q(updated__lte=last) | Q(updated=None, state_since__lte=last))


def sessions(officer: Officer) -> Any:
    """The sessions that the officer may see."""
    rows = MediaCleanUp.objects.visible_to(officer).filter(agency__in=officer.where(Permission.READ_INTERNAL))
    return rows.select_related("agency")


def lines(officer: Officer) -> Any:
    """What was decided, in whatever session, of the accounts that the officer may see."""
    rows = MediaCleanUpLine.objects.visible_to(officer)
    rows = rows.filter(account__agency__in=officer.where(Permission.READ_INTERNAL))
    return rows.select_related("session__agency", "account__agency", "decided_by")


def known(officer: Officer) -> Any:
    """The sessions that the officer may see, and those that decide on an account that the officer may see."""
    concerned = Q(pk__in=sessions(officer).values("pk")) | Q(pk__in=lines(officer).values("session"))
    return MediaCleanUp.objects.filter(concerned).select_related("agency")


def told(officer: Officer) -> list[MediaCleanUp]:
    """The newest sessions of others that decide on accounts of the officer's agencies, each with how many: `accounts`,
    and of these not yet: `undecided`; one query."""
    mine = Q(lines__in=lines(officer).values("pk"))
    rows = known(officer).exclude(pk__in=sessions(officer).values("pk"))
    counted = rows.annotate(
        accounts=Count("lines", filter=mine), undecided=Count("lines", filter=mine & Q(lines__decision=""))
    )
    return list(counted[:TOLD])


def results(rows: Any) -> dict[str, int]:
    """How a session ends, as the accounts of its lines stand now; one query."""
    found = dict.fromkeys(RESULTS, 0)
    for line in rows.order_by().values("decision", "account__state").annotate(times=Count("pk")):
        found[result(line["decision"], line["account__state"])] += line["times"]
    return found


def result(decision: str, state: str) -> str:
    """What came of one account, as its state is now."""
    if decision == Decision.KEEP:
        return "kept"
    if not decision:
        return "open"
    if state in (State.CLOSED, State.CANCELLED):
        return "merged" if decision == Decision.MERGE else "gone"
    return "going"
