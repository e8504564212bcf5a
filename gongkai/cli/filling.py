"""``gongkai write``: one report as JSON → the statutory document."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from gongkai.cli.group import OK, USAGE, Failure, t
from gongkai.cli.output import chosen_form, opened
from gongkai.report.editions import EDITION_IDS
from gongkai.report.schema import Report, record_from_dict
from gongkai.report.writing import write_report

SUFFIXES = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".csv": "csv"}


def run_write(path: str, *, form: str | None, output: str | None) -> int:
    """Write the report in the form; the exit code."""
    report = load_report(path)
    text = write_report(report, chosen_form(form, output, SUFFIXES, "html"))
    with opened(output) as out:
        out.write(text.encode("utf-8", "replace"))
    return OK


def load_report(path: str) -> Report:
    """The one report in a file of JSON or JSON lines, or in standard input.

    :raises Failure: when there is none, or more than one, or it is not in the format.
    """
    name = "<stdin>" if path == "-" else path
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        records = _documents(data.decode("utf-8-sig"))
    except OSError as error:
        raise Failure(t("打不开 {path}：{error}").format(path=name, error=error.strerror)) from None
    except (ValueError, RecursionError) as error:
        raise Failure(t("{path} 不是 JSON：{error}").format(path=name, error=error)) from None
    if len(records) != 1:
        message = t("{path} 里有{count}份记录，write 一次写一份；请先取出其中一行。")
        raise Failure(message.format(path=name, count=len(records)), USAGE)
    try:
        record = record_from_dict(records[0])
        if not isinstance(record, Report):
            raise Failure(t("{path} 里不是年度报告：{reason}").format(path=name, reason=record.reason))
        _validate(record)
    except (ValueError, AttributeError) as error:
        raise Failure(t("{path} 不合 gongkai-report/1 格式：{error}").format(path=name, error=error)) from None
    return record


def _documents(text: str) -> list[Any]:
    try:
        return [json.loads(text)]
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise
        return [json.loads(line) for line in lines]


def _validate(report: Report) -> None:
    """What the types promise and JSON does not.

    :raises ValueError: naming the field.
    """
    if report.edition is not None and report.edition not in EDITION_IDS:
        raise ValueError(f"edition: {report.edition!r}, known are {', '.join(EDITION_IDS)}")
    for cell, value in report.cells.items():
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or value != value):
            raise ValueError(f"cells.{cell}: {value!r} is no number")
    for name in ("sections", "printed"):
        for key, text in getattr(report, name).items():
            if not isinstance(text, str):
                raise ValueError(f"{name}.{key}: {text!r} is no text")
    for name in ("title", "agency"):
        if not isinstance(getattr(report, name), str | None):
            raise ValueError(f"{name}: {getattr(report, name)!r} is no text")
    if isinstance(report.year, bool) or not isinstance(report.year, int | None):
        raise ValueError(f"year: {report.year!r} is no year")
