"""The audit of whole days as lines of JSON, to be kept where nobody who writes the database can write.

A head; for each day and chain the events and then their seal; the seal of the day; an end with the digest of
the last day, which stands for everything before it, too, and one over the lines of the file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from gongkai.web.audit.chains import HASHED, digest_of, moment
from gongkai.web.audit.faults import Fault
from gongkai.web.audit.models import Event, Seal
from gongkai.web.audit.seals import DAYS, SEALED, content_of_day, digest_of_seal
from gongkai.web.audit.verifying import quiet

FORMAT = 1
CHUNK = 500


class NotSealed(LookupError):
    """The day has no seal: it is not over, nothing had happened yet, or sealing was not run."""


class NotAnExport(ValueError):
    """A file that `gongkai audit export` has not written, or has not finished."""


def export(file: BinaryIO, day: date | None = None) -> str:
    """Write one day, or all that are sealed; the digest of the last one.

    :raises NotSealed: where there is none.
    """
    days = Seal.objects.filter(chain=DAYS).order_by("number")
    days = days.filter(day=day) if day is not None else days
    if not days:
        raise NotSealed(str(day or ""))
    lines = _Lines(file)
    lines.write("audit", {"format": FORMAT, "first": days[0].day.isoformat(), "last": list(days)[-1].day.isoformat()})
    digest = ""
    for whole in days:
        for seal in Seal.objects.filter(day=whole.day).exclude(chain=DAYS).order_by("chain"):
            numbers = (seal.first, seal.last)
            for event in Event.objects.filter(chain=seal.chain, number__range=numbers).order_by("number").iterator():
                lines.write("event", values_of(event))
            lines.write("seal", values_of_seal(seal))
        lines.write("seal", values_of_seal(whole))
        digest = whole.digest
    lines.write("end", {"digest": digest, "lines": lines.count, "sha256": lines.digest.hexdigest()})
    return digest


def compare(lines: Iterable[bytes], progress: Callable[[int], Any] = quiet) -> Iterator[Fault]:
    """Whether the database still holds what was exported, and whether the file is as it was written.

    :raises NotAnExport: where it is no such file.
    """
    day: list[Seal] = []
    events: list[Event] = []
    sealed = hashlib.sha256()
    for kind, values in _read(lines):
        if kind == "event":
            event = _event(values)
            sealed.update(f"{event.digest}\n".encode())
            events.append(event)
            if len(events) == CHUNK:
                yield from _compare_events(events, progress)
                events.clear()
            continue
        yield from _compare_events(events, progress)
        events.clear()
        seal = Seal(**values | {"day": date.fromisoformat(values["day"])})
        content = content_of_day(day) if seal.chain == DAYS else sealed.hexdigest()
        if digest_of_seal(seal) != seal.digest or content != seal.content:
            yield Fault(seal.chain, None, _("导出文件中 %(day)s 的封存记录与内容不符：文件被改动") % {"day": seal.day})
        yield from _compare_seal(seal)
        day, sealed = ([] if seal.chain == DAYS else [*day, seal]), hashlib.sha256()


def values_of(event: Event) -> dict[str, Any]:
    """An event as it is exported: what is hashed, and its digest."""
    return {name: getattr(event, name) for name in HASHED} | {"time": moment(event.time), "digest": event.digest}


def values_of_seal(seal: Seal) -> dict[str, Any]:
    """A seal as it is exported."""
    return {name: getattr(seal, name) for name in SEALED} | {"day": seal.day.isoformat(), "digest": seal.digest}


class _Lines:
    """Lines of JSON, counted and digested."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.count, self.digest = file, 0, hashlib.sha256()

    def write(self, kind: str, values: dict[str, Any]) -> None:
        line = (json.dumps({"line": kind, **values}, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
        self.file.write(line)
        self.digest.update(line)
        self.count += 1


def _read(lines: Iterable[bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Events and seals; whether head and end are right is checked on the way."""
    digest, ended = hashlib.sha256(), False
    for count, line in enumerate(lines):
        try:
            values = json.loads(line)
            kind = values.pop("line")
        except (ValueError, AttributeError, KeyError, TypeError):
            raise NotAnExport(_("第%(number)s行不是审计导出的内容") % {"number": count + 1}) from None
        if (count == 0) != (kind == "audit") or ended or kind not in {"audit", "event", "seal", "end"}:
            raise NotAnExport(_("第%(number)s行不是审计导出的内容") % {"number": count + 1})
        if kind == "audit" and values["format"] != FORMAT:
            raise NotAnExport(_("导出格式 %(format)s 由更新的版本写出") % {"format": values["format"]})
        ended = kind == "end"
        if ended and (values["lines"], values["sha256"]) != (count, digest.hexdigest()):
            raise NotAnExport(_("文件的行数或摘要与末行不符：文件被改动"))
        digest.update(line)
        if kind in {"event", "seal"}:
            yield kind, values
    if not ended:
        raise NotAnExport(_("文件没有写完：缺少末行"))


def _event(values: dict[str, Any]) -> Event:
    try:
        return Event(**values | {"time": datetime.fromisoformat(values["time"])})
    except (TypeError, KeyError, ValueError) as error:
        raise NotAnExport(str(error)) from None


def _compare_events(events: list[Event], progress: Callable[[int], Any]) -> Iterator[Fault]:
    """Events of one chain in their order, against those of the database."""
    if not events:
        return
    chain = events[0].chain
    numbers = (events[0].number, events[-1].number)
    there = {event.number: event for event in Event.objects.filter(chain=chain, number__range=numbers)}
    for event in events:
        if digest_of(event) != event.digest:
            yield Fault(chain, event.number, _("导出文件中的这一条被改动：内容与摘要不符"))
        now = there.get(event.number)
        if now is None:
            yield Fault(chain, event.number, _("导出之后被删除"))
        else:
            yield from _compare_event(event, now)
    progress(len(events))


def _compare_event(then: Event, now: Event) -> Iterator[Fault]:
    was, is_now = values_of(then), values_of(now)
    differing = [
        _("%(name)s原为 %(was)s，现为 %(now)s")
        % {"name": _named(name), "was": _shown(was[name]), "now": _shown(is_now[name])}
        for name in was
        if was[name] != is_now[name]
    ]
    if differing:
        yield Fault(then.chain, then.number, _("导出之后被改动：%(differing)s") % {"differing": "；".join(differing)})


def _compare_seal(then: Seal) -> Iterator[Fault]:
    now = Seal.objects.filter(chain=then.chain, day=then.day).first()
    if now is None:
        yield Fault(then.chain, None, _("%(day)s 的封存记录在导出之后被删除") % {"day": then.day})
    elif values_of_seal(now) != values_of_seal(then):
        yield Fault(then.chain, None, _("%(day)s 的封存记录在导出之后被改动") % {"day": then.day})


def _named(name: str) -> str:
    field: Any = Event._meta.get_field(name)
    return str(field.verbose_name)


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"“{text[:80]}”"
