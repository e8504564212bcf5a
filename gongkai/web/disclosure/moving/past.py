"""Lists of what was: ended entries of the catalogue, clean-ups with what they decided, reports of errors."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.disclosure.catalogue.actions import bring_ended
from gongkai.web.disclosure.catalogue.columns import COLUMNS as ENTRY
from gongkai.web.disclosure.catalogue.columns import facts_of
from gongkai.web.disclosure.errors.actions import move_in
from gongkai.web.disclosure.kinds import kinds
from gongkai.web.disclosure.models import CleanUp, CleanUpDecision, EntryVersion, ErrorReport, Outcome, Verdict
from gongkai.web.disclosure.moving.listed import Facts, Operator, Stock, document, maybe, optional, plain, words
from gongkai.web.disclosure.normative.arriving import Session, bring_decision
from gongkai.web.disclosure.sheets.cells import Column, Wrong, day, text
from gongkai.web.visibility import Reader

_MOMENT = "%Y-%m-%d %H:%M:%S"


def _moment(cell: str) -> datetime:
    try:
        return timezone.make_aware(datetime.strptime(cell, _MOMENT))
    except ValueError:
        raise Wrong(_("不是时间。请写成 2026-03-02 09:30:00。")) from None


def _written(moment: datetime) -> str:
    return timezone.localtime(moment).strftime(_MOMENT)


def _ended(agency: Agency, reader: Reader) -> Iterable[Facts]:
    """Each with the wording that it had last."""
    rows = EntryVersion.objects.visible_to(reader).filter(agency=agency)
    last: dict[int, EntryVersion] = {}
    for row in rows.filter(ended=False, since__lte=timezone.localdate()).order_by("since", "pk"):
        last[row.entry_id] = row
    for end in rows.latest_on(timezone.localdate(), reader).filter(ended=True).order_by("entry_id"):
        if wording := last.get(end.entry_id):
            yield {"since": wording.since, "until": end.since, **facts_of(wording)}


def _take_ended(agency: Agency, facts: Facts, by: Officer) -> None:
    said = {name: value for name, value in facts.items() if name not in ("since", "until")}
    bring_ended(agency, said, since=facts["since"], until=facts["until"], by=by)


def _decisions(agency: Agency, reader: Reader) -> Iterable[Facts]:
    sessions = CleanUp.objects.visible_to(reader).filter(agency=agency)
    rows = CleanUpDecision.objects.filter(session__in=sessions)
    for row in rows.select_related("session__listed", "document").order_by("session__day", "session_id", "document_id"):
        session = row.session
        yield {
            "title": session.title, "kind": session.kind, "day": session.day, "closed": session.closed,
            "listed": session.listed.index_number if session.listed else "", "applied": session.applied,
            "document": row.document.index_number, "verdict": row.verdict or None, "note": row.note,
        }  # fmt: skip


def _take_decision(agency: Agency, facts: Facts, by: Officer) -> None:
    listed = document(agency, facts["listed"]) if facts["listed"] else None
    session = Session(facts["title"], facts["kind"], facts["day"], facts["closed"], listed, facts["applied"])
    of = document(agency, facts["document"])
    bring_decision(agency, session, of, verdict=facts["verdict"] or "", note=facts["note"], by=by)


def _errors(agency: Agency, reader: Reader) -> Iterable[Facts]:
    """How to reach who wrote is left out, but where the operator asks for it."""
    asked = isinstance(reader, Operator) and reader.contacts
    rows = ErrorReport.objects.visible_to(reader).filter(agency=agency)
    for row in rows.select_related("document").order_by("received", "pk"):
        yield {
            "document": row.document.index_number, "received": row.received.replace(microsecond=0),
            "passage": row.passage, "wrong": row.wrong, "contact": row.contact if asked else "",
            "outcome": row.outcome or None, "answer": row.answer,
            "answered": row.answered.replace(microsecond=0) if row.answered else None,
        }  # fmt: skip


def _take_error(agency: Agency, facts: Facts, by: Officer) -> None:
    said = {name: value for name, value in facts.items() if name not in ("document", "outcome")}
    move_in(document(agency, facts["document"]), **said, outcome=facts["outcome"] or "", by=by)


def of_the_past() -> tuple[Stock, ...]:
    """In the order in which they come in."""
    living = {kind.id: kind.name for kind in kinds().values() if kind.life}
    verdict: dict[str, Any] = words(dict(Verdict.choices))
    outcome: dict[str, Any] = words(dict(Outcome.choices))
    return (
        Stock(
            "ended", gettext_lazy("已停用的目录条目"),
            (Column("since", "自", day), Column("until", "停用日期", day), *ENTRY),
            _ended, _take_ended, gettext_lazy("导入的清单须送审后才公开"),
        ),
        Stock(
            "cleanups", gettext_lazy("文件清理"),
            (
                Column("title", "清理名称", text(200)), Column("kind", "种类", **words(living)),
                Column("day", "基准日", day), optional("closed", "办结日期", day),
                plain("listed", "清理结果的索引号", 60), optional("applied", "生效日期", day),
                Column("document", "索引号", text(60)),
                Column("verdict", "决定", maybe(verdict["read"]), verdict["show"], required=False),
                plain("note", "理由", 300),
            ),
            _decisions, _take_decision,
        ),
        Stock(
            "errors", gettext_lazy("公众纠错"),
            (
                Column("document", "索引号", text(60)), Column("received", "收到时间", _moment, _written),
                Column("passage", "错误在哪里", text(500)), Column("wrong", "有什么错误", text(2000)),
                plain("contact", "联系方式", 200),
                Column("outcome", "处理结果", maybe(outcome["read"]), outcome["show"], required=False),
                plain("answer", "答复", 2000),
                Column("answered", "答复时间", maybe(_moment), _written, required=False),
            ),
            _errors, _take_error, left_out=frozenset({"contact"}),
        ),
    )  # fmt: skip
