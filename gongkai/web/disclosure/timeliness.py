"""及时性: whether documents are public within the term of 《条例》第二十六条. Facts are stored, terms are computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.law.publication import Otherwise, PublicationDue, days_left, last_late, publication_due
from gongkai.web.disclosure.facts import Attribute, Facts
from gongkai.web.disclosure.kinds import kinds, under_items
from gongkai.web.disclosure.models import Document
from gongkai.web.workflow.models import Process

#: Published within the term, after it; not published and still within it, not any more.
ON_TIME, LATE, WAITING, OVERDUE = STATES = ("on_time", "late", "waiting", "overdue")
LABELS: dict[str, str | Promise] = {
    ON_TIME: gettext_lazy("按期公开"), LATE: gettext_lazy("逾期公开"),
    WAITING: gettext_lazy("未公开，未到期"), OVERDUE: gettext_lazy("未公开，已逾期"),
}  # fmt: skip


@dataclass(frozen=True)
class Timeliness:
    """How a document stands to its term on a day; `out`: since when it is public."""

    due: PublicationDue
    out: date | None
    today: date

    @property
    def state(self) -> str:
        if self.out is not None:
            return ON_TIME if self.out <= self.due.day else LATE
        return WAITING if self.today <= self.due.day else OVERDUE

    @property
    def late(self) -> bool:
        return self.state in (LATE, OVERDUE)

    @property
    def days(self) -> int | None:
        """Working days that are left, or by which it is late; None where no calendar reaches."""
        left = days_left(self.due.day, self.out or self.today)
        return left if left is None else abs(left)

    @property
    def words(self) -> str:
        if self.days is None:
            return str(LABELS[self.state])
        said = {
            ON_TIME: _("按期公开"),
            LATE: _("迟%(days)s个工作日公开"),
            WAITING: _("还有%(days)s个工作日"),
            OVERDUE: _("已逾期%(days)s个工作日"),
        }
        return said[self.state] % {"days": self.days}


def counts(kind: str, attribute: str) -> bool:
    """Whether a document has a term at all."""
    return attribute == Attribute.ACTIVE and not kinds()[kind].in_frame


def due_of(made: date | None, publish_by: date | None, source: str = "") -> PublicationDue | None:
    """The term of what was formed on a day."""
    if made is None:
        return None
    return publication_due(made, otherwise=Otherwise(publish_by, source) if publish_by else None)


def deadline(document: Document, said: Facts) -> date | None:
    """The last day for a version that is under way; None where it has none, or is public in time already."""
    if not counts(document.kind, said.attribute) or (document.out_since and document.made == said.made):
        return None
    due = due_of(said.made, said.publish_by)
    return due.day if due else None


def of_version(document: Document, said: Facts, today: date) -> Timeliness | None:
    """How a version stands; public since the day on which what was formed then first was."""
    due = due_of(said.made, said.publish_by, said.publish_by_source)
    if due is None or not counts(document.kind, said.attribute):
        return None
    return Timeliness(due, document.out_since if document.made == said.made else None, today)


def of_row(document: Document, today: date) -> Timeliness | None:
    """The same for a line of a list, from what the document repeats; asks the database nothing."""
    if not counts(document.kind, document.attribute):
        return None
    due = due_of(document.made, document.publish_by)
    return Timeliness(due, document.out_since, today) if due else None


def due_documents(rows: Any) -> Any:
    """Those that have a term."""
    return rows.filter(attribute=Attribute.ACTIVE, kind__in=under_items(), made__isnull=False)


def not_yet(rows: Any) -> Any:
    """Those of them that are under way and not public."""
    running = Process.objects.running().filter(kind=OuterRef("kind"), object_id=OuterRef("pk"))
    return due_documents(rows).filter(Exists(running), out_since=None)


def overdue(today: date) -> Q:
    """Of those that are not public: the term is over."""
    return Q(publish_by__lt=today) | Q(publish_by=None, made__lte=last_late(today))


def counted(rows: QuerySet[Any], year: int, today: date) -> dict[int, Counter[str]]:
    """By agency: how many became public in a year in time and late, and how many whose term ends in it are not yet.

    Two queries; the law is asked once for each pair of days.
    """
    found: dict[int, Counter[str]] = {}
    days = ("agency_id", "made", "publish_by", "out_since")
    out = due_documents(rows).filter(out_since__year=year)
    for line in (*_grouped(out, days), *_grouped(not_yet(rows), days)):
        state = _state(line["made"], line["publish_by"], line["out_since"], year, today)
        if state:
            found.setdefault(line["agency_id"], Counter())[state] += line["times"]
    return found


def in_state(rows: QuerySet[Any], state: str, year: int, today: date) -> list[int]:
    """The documents behind such a number, newest first."""
    days = ("pk", "made", "publish_by", "out_since")
    chosen = due_documents(rows).filter(out_since__year=year) if state in (ON_TIME, LATE) else not_yet(rows)
    found = chosen.order_by("-pk").values_list(*days)
    return [pk for pk, made, publish_by, out in found if _state(made, publish_by, out, year, today) == state]


def _grouped(rows: QuerySet[Any], days: tuple[str, ...]) -> Iterable[dict[str, Any]]:
    return rows.order_by().values(*days).annotate(times=Count("pk"))


def _state(made: date, publish_by: date | None, out: date | None, year: int, today: date) -> str:
    """Empty: no rule reaches that day, or its term ends in another year."""
    due = due_of(made, publish_by)
    if due is None or (out is None and due.day.year != year):
        return ""
    return Timeliness(due, out, today).state
