"""A delivery is taken in, read by the worker, filed; what nobody can be sure of waits for the lead office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from gongkai.report.schema import Record, Report
from gongkai.web import clock
from gongkai.web.accounts.models import User
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.annual.bounded import Document, many
from gongkai.web.annual.collecting.filing import file_report, of_year, require_lead
from gongkai.web.annual.delivering.matching import Match, Units
from gongkai.web.annual.delivering.unpacking import Sent
from gongkai.web.annual.models import Collection, Delivered, Delivery, Fate, Filing, FilingState
from gongkai.web.annual.received import data_of, one_report, only
from gongkai.web.audit.acts import act
from gongkai.web.files.actions import discard
from gongkai.web.files.actions import store as keep
from gongkai.web.files.refusals import Missing
from gongkai.web.visibility import Level
from gongkai.web.workflow.refusals import Refused

_SAID = 200
#: Nothing of such a unit waits to be looked at.
UNFILED = (FilingState.DRAFT, FilingState.RETURNED)


class Decided(Refused):
    """Somebody else decided on the document meanwhile."""


def deliver(collection: Collection, sent: Sequence[Sent], *, by: Officer) -> Delivery:
    """Take in documents of the units of a collection; the worker reads them."""
    require_lead(collection, by)
    with act(by=by.actor) as done:
        made: Delivery = Delivery.objects.create(
            collection=collection, agency=collection.agency, by=by.user, made=clock.now()
        )
        Delivered.objects.bulk_create(
            [_row(made, number, one) for number, one in enumerate(sent, 1)], batch_size=500
        )  # fmt: skip
        read_delivery.enqueue(made.pk, by.user.pk)
        done.note("delivery.received", of=made.thing, agency=collection.agency.holder, new={"count": len(sent)})
    return made


def _row(delivery: Delivery, number: int, sent: Sent) -> Delivered:
    row = Delivered(delivery=delivery, number=number, name=sent.name)
    if sent.received is None:
        row.fate, row.reason = Fate.REFUSED, sent.reason[:500]
    else:
        row.sha256, row.size, row.media_type = sent.received.sha256, sent.received.size, sent.received.media_type
    return row


@task(title=gettext_lazy("读取批量报送的年度报告"))
def read_delivery(pk: int, officer: int) -> None:
    """Read what waits in a delivery and file it; done twice it finds that it is done."""
    delivery = Delivery.objects.select_related("agency", "collection__agency").get(pk=pk)
    for _row in read(delivery, by=Officer(User.objects.get(pk=officer), today=clock.today())):
        pass


def read(delivery: Delivery, *, by: Officer) -> Iterator[Delivered]:
    """Read and file one document after the other; each with what became of it."""
    waiting = list(delivery.documents.filter(fate=Fate.WAITING).select_related("filing__agency", "file"))
    units = Units(delivery.collection)
    filed: set[int | None] = set(_filed(delivery))
    for row, found in zip(waiting, many(map(_document, waiting)), strict=True):
        try:
            settled = _settled(row, found, units, filed, by)
        except Decided:
            continue
        if settled.fate == Fate.FILED:
            filed.add(settled.filing_id)
        yield settled


def _filed(delivery: Delivery) -> Any:
    """Whose reports of a delivery were filed."""
    return delivery.documents.filter(fate=Fate.FILED).values_list("filing", flat=True)


def _document(row: Delivered) -> Document:
    received = row.received

    def load() -> bytes:
        try:
            return data_of(received)
        except Missing:
            return b""

    return row.name, load


def _settled(
    row: Delivered, found: list[Record] | None, units: Units, filed: set[int | None], by: Officer
) -> Delivered:
    """What becomes of a document that was read."""
    try:
        report = of_year(only(found, row.name), row.delivery.collection.year, row.name)
        if row.filing is not None:  # somebody said so
            return _filed_as(row, row.filing, report, by)
        row.said = (report.agency or "")[:_SAID]
        match = units.match(report, row.name)
        reason = _doubt(match, filed)
        if match.filing is None or reason:
            return _asked(row, match.filing, reason, by)
        return _filed_as(row, match.filing, report, by)
    except Decided:
        raise
    except (Refused, NotPermitted) as error:
        row.refresh_from_db(fields=["file"])  # what was decided is undone
        return _left(row, str(error), by)


def _doubt(match: Match, filed: set[int | None]) -> str:
    """Why somebody has to look before it is filed; nothing: it is the unit's, and the first."""
    if match.filing is None:
        return _("没有认出是哪个单位的报告；名单上没有的单位，先加入名单。")
    row = Filing.objects.only("name", "state", "excused", "latest").get(pk=match.filing.pk)
    if not match.sure:
        return _("报告里的机关名称与名单不一致，可能是“%(name)s”。") % {"name": row.name}
    if row.excused:
        return _("“%(name)s”已写明不需报送。") % {"name": row.name}
    if row.pk in filed:
        return _("这一批里已有一份“%(name)s”的报告。") % {"name": row.name}
    if row.state == FilingState.SUBMITTED:
        return _("“%(name)s”已经报送第%(number)d版，待审；确认的，作为新的一版。") % {
            "name": row.name, "number": row.latest,
        }  # fmt: skip
    return ""


def _filed_as(row: Delivered, filing: Filing, report: Report, by: Officer) -> Delivered:
    with act(by=by.actor):
        copy, said = row.file, (report.agency or "")[:_SAID]
        _decide(row, Fate.WAITING, Fate.ASKED, fate=Fate.FILED, filing=filing, file=None, reason="", said=said)
        file_report(filing, report, row.received, by=by)
        if copy is not None:
            discard(copy, agency=row.delivery.agency.holder, by=by.actor)
    return row


def _asked(row: Delivered, filing: Filing | None, reason: str, by: Officer) -> Delivered:
    """It waits for the lead office, its bytes kept meanwhile."""
    agency = row.delivery.agency.holder
    with act(by=by.actor) as done:
        file = keep(row.received, agency=agency, level=Level.INTERNAL, by=by.actor, searchable=False)
        _decide(row, Fate.WAITING, fate=Fate.ASKED, filing=filing, file=file, reason=reason[:500], said=row.said)
        done.note("delivery.asked", of=row.delivery.thing, agency=agency, new={"file": row.name, "reason": reason})
    return row


def _left(row: Delivered, reason: str, by: Officer) -> Delivered:
    agency, copy = row.delivery.agency.holder, row.file
    with act(by=by.actor) as done:
        _decide(
            row, Fate.WAITING, Fate.ASKED, fate=Fate.REFUSED, filing=None, file=None, reason=reason[:500], said=row.said
        )  # fmt: skip
        if copy is not None:
            discard(copy, agency=agency, by=by.actor)
        done.note("delivery.left", of=row.delivery.thing, agency=agency, new={"file": row.name, "reason": reason})
    return row


def _decide(row: Delivered, *fates: Fate, **values: Any) -> None:
    """Within an act: what becomes of a document, where nobody has decided on it yet; it is held by that."""
    if not Delivered.objects.filter(pk=row.pk, fate__in=fates).update(**values):
        raise Decided(_("“%(name)s”已经办过。") % {"name": row.name})
    for name, value in values.items():
        setattr(row, name, value)


def confirm(row: Delivered, name: str, *, by: Officer) -> Delivered:
    """File a document that waits as that of the unit of this name.

    :raises Refused: where no unit of the collection is called so, or it cannot be filed.
    """
    require_lead(row.delivery.collection, by)
    filing = Units(row.delivery.collection).called(name)
    if filing is None:
        raise Refused(_("名单里没有名称是“%(name)s”的单位。") % {"name": name})
    try:
        report = one_report(row.received)
    except Missing as error:
        raise Refused(_("文件已经清理，请重新上传。")) from error
    return _filed_as(row, filing, of_year(report, row.delivery.collection.year, row.name), by)


def confirm_all(delivery: Delivery, *, by: Officer) -> int:
    """File each document that waits as that of the unit that it seems to be of, where that is the only one for a unit
    that has not filed; how many. The worker does it.

    :raises Refused: where there is none.
    """
    require_lead(delivery.collection, by)
    with act(by=by.actor) as done:
        rows = delivery.documents.select_for_update(of=("self",)).filter(fate=Fate.ASKED).select_related("filing")
        seeming = Counter(row.filing_id for row in rows)
        filed = set(_filed(delivery))
        plain = [
            row for row in rows
            if row.filing is not None and not row.filing.excused and row.filing_id not in filed
            and row.filing.state in UNFILED and seeming[row.filing_id] == 1
        ]  # fmt: skip
        if not plain:
            raise Refused(_("没有可以一起确认的文件；请逐份填写单位，或者写明不报送的理由。"))
        delivery.documents.filter(pk__in=[row.pk for row in plain]).update(fate=Fate.WAITING)
        read_delivery.enqueue(delivery.pk, by.user.pk)
        done.note("delivery.confirmed", of=delivery.thing, agency=delivery.agency.holder, new={"count": len(plain)})
    return len(plain)


def dismiss(row: Delivered, reason: str, *, by: Officer) -> Delivered:
    """File it as nobody's, and say why; the copy is discarded.

    :raises Refused: without a reason, or where it was decided on.
    """
    require_lead(row.delivery.collection, by)
    if not reason.strip():
        raise Refused(_("请写明为什么不报送。"))
    return _left(row, reason.strip(), by)
