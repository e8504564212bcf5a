"""The log: one line a record, without personal data. No address, no name, no word that somebody typed or sent.

A request is named by its id, which its page and its audit events carry too, and by the pattern of its address.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest

#: What a record may carry besides its words.
FIELDS = ("request_id", "method", "route", "status", "milliseconds")
#: What ends a line, moves a cursor or turns the direction of writing.
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")
QUERY = re.compile(r"\?[^\s'\"]*")
#: What makes a link that sets a password, confirms a request or reads a calendar: no reader of the log may use it.
KEY = re.compile(r"(/password/reset/key/|/request/confirm/|/request/calendar/)[^/\s'\"]+")
LONGEST = 500


class Plain(logging.Formatter):
    """A line for a person."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        extra = " ".join(f"{key}={value}" for key, value in fields(record).items())
        line = " ".join(filter(None, [time, record.levelname, record.name, said(record), extra]))
        return f"{line}\n{trace(record)}" if record.exc_info else line


class Json(logging.Formatter):
    """A line for a program."""

    def format(self, record: logging.LogRecord) -> str:
        values: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": said(record),
            **fields(record),
        }
        if record.exc_info:
            values["trace"] = trace(record)
        return json.dumps(values, ensure_ascii=False)


def fields(record: logging.LogRecord) -> dict[str, Any]:
    found = {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
    return {name: one_line(value) if isinstance(value, str) else value for name, value in found.items()}


def route(request: HttpRequest | Any) -> str:
    """The pattern of the address, such as `/files/<uuid:uuid>/<str:name>`, not the address: that names things and
    people, and of a forgotten password holds the key. `-`: an address that we do not have."""
    match = request.resolver_match
    return f"/{match.route}" if match is not None else "-"


def said(record: logging.LogRecord) -> str:
    """The words of a record; where Django tells of a request, which it does with its path at the end, by its route."""
    request = getattr(record, "request", None)
    if hasattr(request, "resolver_match") and isinstance(record.args, tuple) and record.args:
        return one_line(str(record.msg) % (*record.args[:-1], route(request)))
    return one_line(record.getMessage())


def one_line(message: str) -> str:
    """On one line, not endless, without query strings: whoever asks for `/?q=\\nERROR …` writes no line of the log."""
    return KEY.sub(r"\1…", QUERY.sub("?…", UNSEEN.sub(" ", message)))[:LONGEST]


def trace(record: logging.LogRecord) -> str:
    """Where it happened, and what kind of error; not its words, which may quote what somebody wrote."""
    if not record.exc_info or record.exc_info[0] is None:
        return ""
    kind, _, where = record.exc_info
    return "".join(traceback.format_tb(where)) + f"{kind.__module__}.{kind.__qualname__}"


def logging_settings(form: str) -> dict[str, Any]:
    """Everything to standard error, whoever runs us keeps it."""
    quiet = {"handlers": ["stderr"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": f"gongkai.web.config.logs.{'Json' if form == 'json' else 'Plain'}"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "gongkai": {**quiet, "level": "INFO"},
            # Each request is told by gongkai.requests; what remains here are errors with their traces.
            "django.request": {**quiet, "level": "ERROR"},
            "django.server": {**quiet, "level": "ERROR"},
            "_granian": {**quiet, "level": "WARNING"},
        },
    }
