"""The channels through which went what the demo's agencies published lately, and their new-media accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.config.demo.data import mapping
from gongkai.web.disclosure.actions.keeping_media import (
    AccountSaid,
    begin_cleanup,
    decide,
    finish_cleanup,
    open_account,
    set_state,
)
from gongkai.web.disclosure.actions.releasing import Said, record
from gongkai.web.disclosure.models import Account, Document
from gongkai.web.disclosure.models.media import State

#: Who enters releases of an agency's documents.
RECORDS = {"shifan-civil": "gongkai", "shifan-chengdong": "dongjing"}


def load(
    tree: Mapping[str, Agency], people: Mapping[str, Officer], written: Mapping[str, Document], today: date
) -> None:
    said = mapping("channels")
    accounts = {entry["name"]: _account(entry, tree, people, today) for entry in said["accounts"]}
    for name, releases in said["releases"].items():
        _released(Document.objects.get(pk=written[name].pk), releases, people, accounts, today)
    _cleanup(said["cleanup"], tree, people, accounts, today)


def _days(today: date, number: int | None) -> date | None:
    return None if number is None else today - timedelta(number)


def _account(
    entry: Mapping[str, Any], tree: Mapping[str, Agency], people: Mapping[str, Officer], today: date
) -> Account:
    words: dict[str, Any] = {
        name: entry[name]
        for name in ("platform", "name", "certified", "keeper", "filing", "exception")
        if name in entry
    }
    days: dict[str, Any] = {name: _days(today, entry.get(name)) for name in ("filed", "updated")}
    since = today - timedelta(entry["since"])
    return open_account(tree[entry["agency"]], AccountSaid(**words, **days), since=since, by=people[entry["by"]])


def _released(
    document: Document,
    releases: Iterable[tuple[str, int, str]],
    people: Mapping[str, Officer],
    accounts: Mapping[str, Account],
    today: date,
) -> None:
    for channel, ago, place in releases:
        account = accounts.get(place)
        went = Said(channel=channel, day=today - timedelta(ago), account=account, place="" if account else place)
        record(document, went, by=people[RECORDS[document.agency.slug]])


def _cleanup(
    entry: Mapping[str, Any],
    tree: Mapping[str, Agency],
    people: Mapping[str, Officer],
    accounts: Mapping[str, Account],
    today: date,
) -> None:
    by = people[entry["by"]]
    session = begin_cleanup(tree[entry["agency"]], title=entry["title"].format(year=today.year), by=by)
    decisions = {accounts[name].pk: decision for name, decision in entry["decisions"].items()}
    lines = session.lines.values_list("pk", "account_id")
    decide(session, {pk: (decisions[account], "") for pk, account in lines}, by=by)
    finish_cleanup(session, by=by)
    for name, officer in entry["cancelled"].items():
        row = Account.objects.get(pk=accounts[name].pk)
        set_state(row, State.CANCELLED, since=today, reason="平台已注销", version=row.version, by=people[officer])
