"""What waits is gathered into a batch, which goes the way of `batches.yaml`; what changes on the way goes back."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from gongkai.examine import masked_piece
from gongkai.web import clock
from gongkai.web.accounts.models import User
from gongkai.web.agencies.actions.ground import held
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.batches.examining import keep
from gongkai.web.disclosure.batches.stocks import STOCKS, Stock, digest_of
from gongkai.web.disclosure.models import BATCH, Batch, Topic
from gongkai.web.disclosure.models.examinations import ERROR
from gongkai.web.personal import veiled
from gongkai.web.workflow.actions import begin, changed
from gongkai.web.workflow.kinds import Version, kind_of
from gongkai.web.workflow.models import Process, Writer
from gongkai.web.workflow.refusals import ClosedAgency, Refused
from gongkai.web.workflow.standing import standings


def under_way(room: str, agency: Agency, topic: Topic | None = None) -> Process | None:
    """The process of the batch that has not gone out yet: one at a time of an agency's list, or of a topic."""
    batches = Batch.objects.filter(room=room, agency=agency, topic=topic)
    found: Process | None = Process.objects.running().filter(kind=BATCH, object_id__in=batches.values("pk")).first()
    return found


def hold(room: str, agency: Agency, topic: Topic | None = None) -> None:
    """Within an act that changes rows, before it does: an approval under way waits, and then sees what changed."""
    process = under_way(room, agency, topic)
    if process is not None:
        list(Batch.objects.select_for_update(of=("self",)).filter(pk=process.object_id).values_list("pk"))


def gather(room: str, agency: Agency, *, topic: Topic | None = None, by: Officer) -> Batch | None:
    """Put what waits into a batch and examine it. One that is under way takes what is new while it is with the
    clerk; later it stays as it was sent on, unless its own rows changed: then it goes back. None: nothing waits.
    """
    by.require(Permission.DRAFT, agency)
    stock = STOCKS[room]
    process = under_way(room, agency, topic)
    if process is None and not stock.waiting(agency, topic).exists():
        return None
    if process is not None and _as_sent(process, stock):
        return Batch.objects.get(pk=process.object_id)
    with act(by=by.actor) as done:
        agency = held(agency)
        if agency.closed:
            raise ClosedAgency(agency.name)
        process = under_way(room, agency, topic)
        if process is None:
            batch = Batch(room=room, agency=agency, topic=topic, title="-")
            batch.save()
        else:
            batch, process = _held(Batch(pk=process.object_id))
        before = batch.digest
        _take(batch, stock)
        if process is None:
            process = begin(batch, kind=BATCH, agency=agency, version=Version(1, batch.digest), by=by)
        elif batch.digest != before:
            _renumbered(batch, process, by)
        _writers(process, batch, stock)
        done.note("batch.gathered", of=batch.thing, agency=agency.holder, new=_found(batch))
    return batch


def mask(batch: Batch, *, by: Officer) -> Batch:
    """Write every proposed masking into its row, and look again."""
    by.require(Permission.DRAFT, batch.agency)
    with act(by=by.actor) as done:
        batch, process = _held(batch)
        stock = STOCKS[batch.room]
        count = _masked(batch, stock, by)
        if not count:
            raise Refused(_("没有可以按建议遮盖的内容；请修改清单后重新导入。"))
        _take(batch, stock)
        _renumbered(batch, process, by)
        done.note("batch.masked", of=batch.thing, agency=batch.agency.holder, new={"cells": count, **_found(batch)})
    return batch


def overrule(batch: Batch, findings: Sequence[int], *, reason: str, by: Officer) -> int:
    """Let findings stand, with the reason; how many. By the secrecy review only, and by nobody who had a hand in it."""
    by.require(Permission.REVIEW_SECRECY, batch.agency)
    reason = veiled(reason.strip())  # it is kept and audited, and may quote the datum
    if not reason:
        raise Refused(_("请写明理由。"))
    with act(by=by.actor) as done:
        batch, process = _held(batch)
        absent = _in_whose_stead(process, by)
        rows = batch.findings.filter(pk__in=list(findings), severity=ERROR, reason="")
        said = [(row.rule, row.line) for row in rows]
        if not said:
            raise Refused(_("没有待认定的发现，请看最新的检查结果。"))
        rows.update(reason=reason, overruled_by=by.user, deputy_for=absent, overruled=clock.now())
        new = {
            "count": len(said), "lines": "、".join(str(line) for _rule, line in said[:50]),
            "rules": "、".join(sorted({rule for rule, _line in said})), "reason": reason,
            "deputy_for": absent.name if absent else "",
        }  # fmt: skip
        done.note("batch.finding_overruled", of=batch.thing, agency=batch.agency.holder, new=new)
    return len(said)


def examine(batch: Batch, *, by: Officer) -> None:
    """By the rules of today, where that was not done."""
    with act(by=by.actor) as done:
        batch, _process = _held(batch)
        stock = STOCKS[batch.room]
        keep(batch, stock, stock.now(batch))
        batch.save()
        done.note("batch.examined", of=batch.thing, agency=batch.agency.holder, new=_found(batch))


def _as_sent(process: Process, stock: Stock) -> bool:
    """Sent on, and its own rows are what they were."""
    if process.state == kind_of(BATCH).table.begins:
        return False
    batch = Batch.objects.select_related("agency", "topic").get(pk=process.object_id)
    return digest_of(stock, stock.now(batch)) == process.digest


def _held(batch: Batch) -> tuple[Batch, Process]:
    found: Batch = Batch.objects.select_for_update(of=("self",)).select_related("agency", "topic").get(pk=batch.pk)
    process = Process.objects.running().filter(kind=BATCH, object_id=found.pk).first()
    if process is None:
        raise Refused(_("“%(title)s”已经办结。") % {"title": found.title})
    return found, process


def _take(batch: Batch, stock: Stock) -> None:
    """Everything that waits stands in it."""
    stock.waiting(batch.agency, batch.topic).update(batch=batch)
    lines = stock.now(batch)
    batch.digest = digest_of(stock, lines)
    batch.lines = [list(stock.heads), *(list(line.cells) for line in lines)]
    with override("zh-hans"):  # it is recorded in Chinese
        batch.title = stock.title(lines, batch.topic)
    keep(batch, stock, lines)
    batch.save()


def _renumbered(batch: Batch, process: Process, by: Officer) -> None:
    batch.number += 1
    batch.save()
    changed(process, version=Version(batch.number, batch.digest), by=by)


def _writers(process: Process, batch: Batch, stock: Stock) -> None:
    """Whoever brought a row in reviews none of them."""
    for author in stock.authors(stock.rows(batch)):
        Writer.objects.get_or_create(process=process, user_id=author)


def _masked(batch: Batch, stock: Stock, by: Officer) -> int:
    proposed: dict[tuple[int, str], list[tuple[int, int, str]]] = {}
    for found in batch.findings.filter(reason=""):
        field = stock.fields[list(stock.heads).index(found.column)]
        if field and found.proposal is not None and found.start is not None and found.end is not None:
            proposed.setdefault((found.line, field), []).append((found.start, found.end, found.proposal))
    lines, rows = stock.now(batch), {row.pk: row for row in stock.rows(batch)}
    masked: dict[int, dict[str, str]] = {}
    for (number, field), found_here in proposed.items():
        line = lines[number - 1]
        text = line.cells[stock.fields.index(field)]
        masked.setdefault(line.row, {})[field] = masked_piece(text, found_here)
    for row, texts in masked.items():
        stock.write(rows[row], texts, by)
    return len(proposed)


def _in_whose_stead(process: Process, by: Officer) -> User | None:
    writers = set(process.writers.values_list("user_id", flat=True))
    for standing in standings(by):
        if standing.office(Permission.REVIEW_SECRECY, process.agency) and not standing.people & writers:
            return standing.absent
    raise Refused(_("经办人不能认定自己导入的内容，代他人办理也不行。"))


def _found(batch: Batch) -> dict[str, int | str]:
    severities = list(batch.findings.values_list("severity", flat=True))
    errors = severities.count(ERROR)
    return {
        "version": batch.number, "count": max(len(batch.lines) - 1, 0), "errors": errors,
        "others": len(severities) - errors, "release": batch.release,
    }  # fmt: skip
