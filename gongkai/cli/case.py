"""``gongkai due --case``: where a request stands, what is due, who may do what, and what a late record changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from gongkai.cli.days import due_data, line_data, print_json, tell, tell_due, tell_lines
from gongkai.cli.legal import cited
from gongkai.cli.messages import OK, USAGE, Failure, say, t
from gongkai.cli.messages import why as told
from gongkai.law.clock import STAGES, Change, Clock, Fact, Note, changes, clock, parse_case
from gongkai.workdays import DueDay

WHO = {"agency": "行政机关", "applicant": "申请人", "other": "被征求意见方"}


@dataclass(frozen=True, slots=True)
class Case:
    """A request on one day: ``later`` are the facts after it; ``changed`` None where nothing is compared."""

    clock: Clock
    later: tuple[Fact, ...]
    against: str
    changed: list[Change] | None


def run_case(path: str, against: str | None, today: date, *, why: bool, as_json: bool) -> int:
    """Print the clock of a case, and what differs from an earlier record of it; the exit code."""
    facts = _facts(path)
    result = clock(facts, today)
    changed = changes(clock(_facts(against), today), result) if against is not None else None
    later = tuple(fact for fact in facts if fact.on > today)
    case = Case(result, later, against or "", changed)
    if later:
        say(t("有{count}项事实在{day}之后，没有计入。").format(count=len(later), day=tell(today)))
    if as_json:
        print_json(_data(case))
    else:
        click.echo("\n".join(_told(case, why=why)))
    return OK


def _facts(path: str) -> list[Fact]:
    try:
        text = Path(path).read_text("utf-8-sig")
    except OSError as error:
        raise Failure(t("打不开 {path}：{error}").format(path=path, error=told(error)), USAGE) from None
    except UnicodeDecodeError:
        raise Failure(t("打不开 {path}：{error}").format(path=path, error=t("不是UTF-8编码的文字")), USAGE) from None
    return parse_case(text, path)


# --- for people ------------------------------------------------------------------------------------------------------


def _told(case: Case, *, why: bool) -> Iterator[str]:
    result = case.clock
    yield f"{tell(result.today)}  {t(STAGES[result.stage])}"
    yield from _terms(result)
    for duty in result.duties:
        by = tell(duty.by) if duty.by else t("无固定期限")
        late = t("（已逾期）") if duty.overdue else ""
        yield f"  ▸ {t(WHO[duty.who])}{t('：')}{duty.what}  {by}{late}  {cited(duty.article)}"
    for right in result.rights:
        until = t("至{day}").format(day=tell_due(right.by)) if right.by else t("自收到之日起算")
        yield f"  ▹ {t(WHO['applicant'])}{t('：')}{right.what}  {until}  {cited(right.article)}"
    for note in result.notes:
        yield f"  ! {tell(note.on)}  {note.text}  {cited(note.article)}"
    if case.changed is not None:
        yield ""
        yield t("与{path}相比，{count}处不同。").format(path=case.against, count=len(case.changed))
        for change in case.changed:
            yield f"  {t(change.what)}{t('：')}{_value(change.before)} → {_value(change.after)}"
    if why:
        yield ""
        yield from tell_lines(result.explanation)


def _terms(result: Clock) -> Iterator[str]:
    """What is due when, and how much is left."""
    if result.due is not None:
        until = t("（如今日收到意见）") if result.open else ""
        yield t("答复期限：") + tell_due(result.due) + until
    if result.alarm is not None and (result.due is None or result.alarm < result.due.day):
        yield t("提醒日期：{day}（按较早的算法）").format(day=tell(result.alarm))
    if result.due_latest is not None:
        yield t("最迟：") + tell_due(result.due_latest)
    if result.closed_on is not None:
        yield t("结束于{day}").format(day=tell(result.closed_on))
    if result.late:
        yield t("逾期{late}个工作日").format(late=result.late)
    elif result.left is not None:
        yield t("已用{used}个工作日，还有{left}个").format(used=result.used, left=result.left)


def _value(value: Any) -> str:
    """What stood there before, or stands there now."""
    if isinstance(value, DueDay):
        return tell_due(value)
    if isinstance(value, date):
        return tell(value)
    if isinstance(value, tuple):
        return "；".join(note.text for note in value if isinstance(note, Note)) or t("无")
    if isinstance(value, str) and value in STAGES:
        return t(STAGES[value])
    return str(value) if value not in (None, "") else t("无")


# --- for programs ----------------------------------------------------------------------------------------------------


def _data(case: Case) -> dict[str, Any]:
    result = case.clock
    data = {
        "today": result.today,
        "stage": result.stage,
        "received": result.received,
        "day0": result.day0,
        **(due_data(result.due) if result.due is not None else {"due": None, "provisional": False}),
        "due_latest": result.due_latest.day if result.due_latest is not None else None,
        "open": result.open,
        "alarm": result.alarm,
        "used": result.used,
        "left": result.left,
        "late": result.late,
        "closed_on": result.closed_on,
        "closed_as": result.closed_as,
        "duties": [duty._asdict() for duty in result.duties],
        "rights": [{**right._asdict(), **_by(right.by)} for right in result.rights],
        "notes": _notes(result.notes),
        "later": [{"kind": fact.kind, "on": fact.on} for fact in case.later],
        "explanation": [line_data(line) for line in result.explanation],
    }
    if case.changed is not None:
        data["changes"] = [
            {"what": change.what, "before": _plain(change.before), "after": _plain(change.after)}
            for change in case.changed
        ]
    return data


def _by(due: DueDay | None) -> dict[str, Any]:
    return {"by": due.day, "provisional": due.provisional} if due is not None else {"by": None, "provisional": False}


def _notes(notes: Sequence[Note]) -> list[dict[str, Any]]:
    return [note._asdict() for note in notes]


def _plain(value: Any) -> Any:
    if isinstance(value, DueDay):
        return due_data(value)
    return _notes(value) if isinstance(value, tuple) else value
