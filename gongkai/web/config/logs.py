"""The log: one line a record, without personal data. No address, no name, no query string.

A request is named by its id, which its page and its audit events carry too.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

#: What a record may carry besides its words.
FIELDS = ("request_id", "method", "path", "status", "milliseconds")


class Plain(logging.Formatter):
    """A line for a person."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        extra = " ".join(f"{key}={value}" for key, value in fields(record).items())
        line = " ".join(filter(None, [time, record.levelname, record.name, one_line(record.getMessage()), extra]))
        return f"{line}\n{trace(record)}" if record.exc_info else line


class Json(logging.Formatter):
    """A line for a program."""

    def format(self, record: logging.LogRecord) -> str:
        values: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": one_line(record.getMessage()),
            **fields(record),
        }
        if record.exc_info:
            values["trace"] = trace(record)
        return json.dumps(values, ensure_ascii=False)


def fields(record: logging.LogRecord) -> dict[str, Any]:
    said = {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
    return {name: unlinked(value) if isinstance(value, str) else value for name, value in said.items()}


def unlinked(text: str) -> str:
    """Without what makes a link that sets a password: whoever reads the log must not use it first."""
    return re.sub(r"(/password/reset/key/)[^/\s'\"]+", r"\1…", text)


def one_line(message: str) -> str:
    """Without line breaks and query strings: whoever asks for `/?q=\\nERROR …` writes no line of the log."""
    return unlinked(re.sub(r"\?[^\s'\"]*", "?…", re.sub(r"[\x00-\x1f\x7f]+", " ", message)))


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
