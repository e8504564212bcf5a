"""The rows of a batch are examined as the public will read them, by the rules that documents are examined by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from gongkai.examine import Finding, examine_rows, localized, release
from gongkai.examine.text.people import is_name
from gongkai.web import clock
from gongkai.web.disclosure.batches.stocks import Line, Stock
from gongkai.web.disclosure.examining.basis import leads_somewhere, official_names, public_contacts
from gongkai.web.disclosure.facts import canonical
from gongkai.web.disclosure.models import Batch, BatchFinding, Decision
from gongkai.web.disclosure.models.examinations import ERROR

#: A party that looks like a natural person and is not said to be one.
UNMASKED = "party-may-be-a-person"
_UNMASKED = {
    "message": "当事人像是自然人而“自然人”一列没有写“是”，姓名会全部公开；请改为“是”，确是单位名称的，请保密审查认定。",
    "message_en": "The party looks like a natural person and is not marked as one: the whole name would be public.",
    "source": "《条例》第十五条",
    "verified": "I",
}


def look(batch: Batch, stock: Stock, lines: Sequence[Line]) -> Iterator[BatchFinding]:
    """What is found, not kept yet."""
    agency = batch.agency
    found = examine_rows(
        stock.heads, [line.cells for line in lines], facts=public_contacts([agency]), names=official_names(),
        link_exists=leads_somewhere,
    )  # fmt: skip
    for one in found:
        yield _finding(batch, stock, lines, one)
    yield from _people(batch, stock, lines)


def _finding(batch: Batch, stock: Stock, lines: Sequence[Line], found: Finding) -> BatchFinding:
    line, column = divmod((found.place.paragraph or 1) - 1, len(stock.heads))
    cell = lines[line].cells[column]
    place = [found.place.start, found.place.end]
    return BatchFinding(
        batch=batch, row=lines[line].row, line=line + 1, column=stock.heads[column], rule=found.rule,
        severity=found.severity, start=found.place.start, end=found.place.end, quote=found.quote,
        proposal=found.proposal, message=found.message, message_en=localized(found, "en").message,
        source=found.source, verified=found.verified,
        key=sha256(canonical([found.rule, lines[line].row, column, cell, place, dict(found.details)])).hexdigest(),
    )  # fmt: skip


def _people(batch: Batch, stock: Stock, lines: Sequence[Line]) -> Iterator[BatchFinding]:
    """Decisions on somebody who would stand there with a whole name only because a cell was left blank."""
    if stock.model is not Decision:
        return
    numbers = {line.row: number for number, line in enumerate(lines, 1)}
    for row in stock.rows(batch).filter(person=False).only("party"):
        if row.pk in numbers and is_name(row.party):
            head = stock.heads[stock.fields.index("party")]
            yield BatchFinding(
                batch=batch, row=row.pk, line=numbers[row.pk], column=head, rule=UNMASKED, severity=ERROR,
                quote=f"{row.party[:1]}**", key=sha256(canonical([UNMASKED, row.pk, row.party])).hexdigest(),
                **_UNMASKED,
            )  # fmt: skip


def keep(batch: Batch, stock: Stock, lines: Sequence[Line]) -> None:
    """Within an act: examine the batch as it is now; what was overruled stays so where the cell is the same."""
    said = {row.key: row for row in batch.findings.exclude(reason="")}
    batch.findings.all().delete()
    found = list(look(batch, stock, lines))
    for one in found:
        if before := said.get(one.key):
            one.reason, one.overruled, one.deputy_for_id = before.reason, before.overruled, before.deputy_for_id
            one.overruled_by_id = before.overruled_by_id
    BatchFinding.objects.bulk_create(found, batch_size=500)
    batch.release, batch.examined = release(), clock.now()
