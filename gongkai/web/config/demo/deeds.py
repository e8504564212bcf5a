"""What else is done with requests of the demo: bound and split, taken to an organ or a court, opened to all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.config.demo.days import Days
from gongkai.web.config.demo.documents import Way
from gongkai.web.desk.opening.actions import open_to_all
from gongkai.web.disclosure.actions.saving import Text, save
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.models import Document
from gongkai.web.requests.models import Bond, Case, Remedy, RemedyKind, Result
from gongkai.web.requests.relating.actions import bind
from gongkai.web.requests.relating.splitting import split
from gongkai.web.requests.remedies import actions as remedies


class Deed(NamedTuple):
    """A step of a request on its day; `case` fetches a request as it stands, this one or another by its name."""

    step: Mapping[str, Any]
    case: Callable[..., Case]
    who: Callable[[str, date], Officer]
    day: date


def bound(deed: Deed) -> None:
    said = deed.step
    other = deed.case(said["to"])
    bind(deed.case(), other, Bond(said["bound"]), reason=said["reason"], by=deed.who("disclosure", deed.day))


def parted(deed: Deed) -> None:
    split(deed.case(), deed.step["parts"], reason=deed.step["reason"], by=deed.who("disclosure", deed.day))


def taken_further(deed: Deed) -> None:
    """The notice of an organ or a court has come."""
    said = {"number": "", **deed.step["remedy"], "notified": deed.day}
    said["kind"] = RemedyKind(said["kind"])
    remedies.enter(deed.case(), said, by=deed.who("disclosure", deed.day))


def replied(deed: Deed) -> None:
    row = _latest(deed)
    remedies.reply(row, on=deed.day, version=row.version, by=deed.who("disclosure", deed.day))


def concluded(deed: Deed) -> None:
    row, said = _latest(deed), {"anew": False, "until": None, **deed.step["concluded"], "concluded": deed.day}
    said["result"] = Result(said["result"])
    remedies.conclude(row, said, version=row.version, by=deed.who("disclosure", deed.day))


def _latest(deed: Deed) -> Remedy:
    found: Remedy = deed.case().remedies.select_related("case__agency").latest("pk")
    return found


def opening(
    step: Mapping[str, Any], agency: Agency, people: Mapping[str, Officer], days: Days
) -> Callable[[Deed], None]:
    """Draft it on its day; to its publication it is taken on the working days after."""
    said = step["opens"]
    entry = {"agency": agency.slug, "kind": said["kind"], "began": step["on"] - 1, "steps": said["steps"]}
    way = Way(entry, agency, people, days, {})
    way.go()

    def opened(deed: Deed) -> None:
        case, by, title = deed.case(), deed.who("disclosure", deed.day), said["title"]
        row = open_to_all(case, kind=said["kind"], title=title, suggested=False, by=by, version=case.version)
        way.document = Document.objects.select_related("agency").get(pk=row.document_id)
        facts = Facts.first(said["kind"]).but(made=deed.day)
        save(way.document, Text(title, said["summary"], {"body": {"text": said["text"]}}, facts), based_on=1, by=by)

    return opened


DEEDS: Mapping[str, Callable[[Deed], None]] = {
    "bound": bound, "parts": parted, "remedy": taken_further, "replied": replied, "concluded": concluded,
}  # fmt: skip
