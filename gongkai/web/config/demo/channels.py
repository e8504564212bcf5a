"""What the demo's agencies published lately, the channels through which it went, and their new-media accounts."""

from __future__ import annotations

from collections.abc import Mapping
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
from gongkai.web.disclosure.actions.saving import Text, draft, save
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.models import Account, Document
from gongkai.web.disclosure.models.media import State
from gongkai.web.workflow.actions.perform import perform
from gongkai.web.workflow.models import Process

#: The usual way through 区民政局, where an entry names no other.
USUAL = (("jingban", "submit"), ("shenhe", "pass"), ("baomi", "pass"), ("qianfa", "approve"), ("gongkai", "publish"))
#: Who enters releases of an agency's documents.
RECORDS = {"shifan-civil": "gongkai", "shifan-chengdong": "dongjing"}


def load(tree: Mapping[str, Agency], people: Mapping[str, Officer], today: date) -> None:
    said = mapping("channels")
    accounts = {entry["name"]: _account(entry, tree, people, today) for entry in said["accounts"]}
    for entry in said["documents"]:
        _document(entry, tree[entry["agency"]], people, accounts, today)
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


def _document(
    entry: Mapping[str, Any],
    agency: Agency,
    people: Mapping[str, Officer],
    accounts: Mapping[str, Account],
    today: date,
) -> None:
    kind, by = entry["kind"], people[entry["by"]]
    document = draft(agency, kind=kind, title=entry["title"], by=by)
    written = entry.get("sections") or {"body": entry["text"]}
    said = Facts.first(kind).but(made=_days(today, entry["made"]), number=entry.get("number", ""))
    text = Text(entry["title"], entry.get("summary", ""), {name: {"text": one} for name, one in written.items()}, said)
    save(document, text, based_on=1, by=by)
    for name, step in entry.get("steps", USUAL):
        process = Process.objects.running().get(kind=kind, object_id=document.pk)
        perform(process, step, by=people[name])
    for channel, ago, place in entry.get("releases", ()):
        account = accounts.get(place)
        went = Said(channel=channel, day=today - timedelta(ago), account=account, place="" if account else place)
        record(Document.objects.get(pk=document.pk), went, by=people[RECORDS[agency.slug]])


def _cleanup(
    entry: Mapping[str, Any],
    tree: Mapping[str, Agency],
    people: Mapping[str, Officer],
    accounts: Mapping[str, Account],
    today: date,
) -> None:
    by = people[entry["by"]]
    session = begin_cleanup(tree[entry["agency"]], title=entry["title"], by=by)
    decisions = {accounts[name].pk: decision for name, decision in entry["decisions"].items()}
    lines = session.lines.values_list("pk", "account_id")
    decide(session, {pk: (decisions[account], "") for pk, account in lines}, by=by)
    finish_cleanup(session, by=by)
    for name, officer in entry["cancelled"].items():
        row = Account.objects.get(pk=accounts[name].pk)
        set_state(row, State.CANCELLED, since=today, reason="平台已注销", version=row.version, by=people[officer])
