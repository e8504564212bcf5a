"""Batches as they are read on the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext as _

from gongkai.web.disclosure.batches.examining import UNMASKED
from gongkai.web.disclosure.examining.places import in_chinese, title_of
from gongkai.web.disclosure.models import Batch, BatchFinding
from gongkai.web.disclosure.models.examinations import ERROR
from gongkai.web.visibility import Reader


@dataclass(frozen=True)
class Shown:
    """One finding in words."""

    row: BatchFinding
    title: str
    place: str
    message: str


def errors_of(batch: Batch) -> QuerySet[BatchFinding]:
    """What stops it: first what nobody has ruled on, each in the order of the lines."""
    return _in_order(batch.findings.filter(severity=ERROR))


def others_of(batch: Batch) -> QuerySet[BatchFinding]:
    """What is to be looked at besides."""
    return _in_order(batch.findings.exclude(severity=ERROR))


def _in_order(rows: QuerySet[BatchFinding]) -> QuerySet[BatchFinding]:
    ruled = Case(When(reason="", then=0), default=1)
    return rows.select_related("overruled_by", "deputy_for").order_by(ruled, "line", "pk")


def in_words(rows: Iterable[BatchFinding]) -> list[Shown]:
    """Findings as they are shown."""
    return [Shown(row, _title(row.rule), _place(row), row.message if in_chinese() else row.message_en) for row in rows]


def _title(rule: str) -> str:
    return _("当事人可能是自然人") if rule == UNMASKED else title_of(rule)


def _place(row: BatchFinding) -> str:
    return _("第%(line)s条 · %(column)s") % {"line": row.line, "column": row.column}


def names(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """What the batches among these are called that a reader may see."""
    seen = Batch.objects.visible_to(reader).filter(pk__in=ids)
    return {str(pk): title for pk, title in seen.values_list("pk", "title")}
