"""iCalendar (RFC 5545) of due days: all-day events with alarms on working days, as Outlook, Apple and Google read them.

The same due days are the same bytes, so that a calendar that asks every hour is told that nothing changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from gongkai.workdays import is_workday

#: An alarm so many working days before the due day, at nine in the morning.
ALARMS = (3, 1)
HOUR = 9
#: Bytes of a line (RFC 5545, 3.1).
LONGEST = 75


@dataclass(frozen=True)
class Event:
    """One due day."""

    uid: str
    day: date
    title: str
    address: str
    #: When what it rests on was last recorded.
    changed: datetime


def written(name: str, events: Iterable[Event]) -> bytes:
    """The whole calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//gongkai//requests//ZH",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        *(line for event in events for line in _event(event)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{event.changed.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(event.title)}"
    yield f"URL:{event.address}"
    yield "TRANSP:TRANSPARENT"  # whoever looks for a free hour finds the day free
    yield "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"
    for before in ALARMS:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{_text(event.title)}"
        yield f"TRIGGER:-PT{(event.day - _working(event.day, before)).days * 24 - HOUR}H"
        yield "END:VALARM"
    yield "END:VEVENT"


def _working(day: date, before: int) -> date:
    """The working day so many before."""
    while before:
        day -= timedelta(days=1)
        before -= is_workday(day).working
    return day


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(escaped.splitlines())


def _folded(line: str) -> str:
    """In parts of at most `LONGEST` bytes, none of which cuts a character."""
    parts, length = [""], 0
    for sign in line:
        length += len(sign.encode())
        if length > LONGEST:
            parts.append(" ")
            length = 1 + len(sign.encode())
        parts[-1] += sign
    return "\r\n".join(parts)
