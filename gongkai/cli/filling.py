"""``gongkai write``: one report as JSON → the statutory document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from types import NoneType
from typing import Any

from gongkai.cli.messages import OK, USAGE, Failure, say, t, watched, why
from gongkai.cli.output import Target, chosen_form, opened
from gongkai.cli.stdin import standard_input
from gongkai.corpus.runner import FAILURES
from gongkai.corpus.sources import STDIN, NotAFile, file_input
from gongkai.report.editions import EDITION_IDS, editions
from gongkai.report.limits import MAX_BYTES, MAX_DIGITS
from gongkai.report.schema import FORMAT, Report, record_from_dict
from gongkai.report.writing import write_report

SUFFIXES = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".csv": "csv"}


def run_write(path: str, *, form: str | None, output: str | None) -> int:
    """Write the report in the form; the exit code."""
    form = chosen_form(form, output, SUFFIXES, "html")
    Target(output).refuse_inputs([path])
    report = load_report(path)
    text = write_report(report, form)
    with opened(output) as out:
        out.write(text.encode("utf-8", "replace"))
    if output is not None and watched():
        say(t("已写到 {path}。").format(path=output))
    return OK


def load_report(path: str) -> Report:
    """The one report in a file of JSON or JSON lines, or in standard input.

    :raises Failure: when there is none, or more than one, or it is not in the format.
    """
    name = "<stdin>" if path == STDIN else path
    try:
        data = standard_input() if path == STDIN else file_input(path).read(MAX_BYTES)
        records = _documents(data.decode("utf-8-sig"))
    except NotAFile:
        raise Failure(t(FAILURES["not-a-file"])) from None
    except OSError as error:
        raise Failure(t("打不开 {path}：{error}").format(path=name, error=why(error))) from None
    except (ValueError, RecursionError) as error:
        message = t("{path} 不是 JSON（{error}）；要的是 gongkai read -f jsonl 的一行。").format(
            path=name, error=_of_json(error)
        )
        raise Failure(message, USAGE) from None
    if len(records) != 1:
        message = t("{path} 里有{count}份记录，write 一次写一份；请先取出其中一行。")
        raise Failure(message.format(path=name, count=len(records)), USAGE)
    data = records[0]
    wrong = t("{path} 不合 gongkai-report/1 格式：{error}")
    if (fault := next(faults(data), None)) is not None:
        raise Failure(wrong.format(path=name, error=fault), USAGE)
    try:
        record = record_from_dict(data)
    except (ValueError, AttributeError, TypeError, IndexError) as error:
        raise Failure(wrong.format(path=name, error=error), USAGE) from None
    if not isinstance(record, Report):
        raise Failure(t("{path} 里不是年度报告：{reason}").format(path=name, reason=record.reason))
    return record


def _documents(text: str) -> list[Any]:
    try:
        return [json.loads(text)]
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise
        return [json.loads(line) for line in lines]


def _of_json(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return t("第{line}行第{column}个字符处").format(line=error.lineno, column=error.colno)
    if isinstance(error, UnicodeDecodeError):
        return t("不是 UTF-8 编码")
    return t("层次太深")


KINDS: dict[str, tuple[type, ...]] = {
    "agency": (str, NoneType),
    "year": (int, NoneType),
    "edition": (str, NoneType),
    "title": (str, NoneType),
    "issued": (str, NoneType),
    "period": (list, NoneType),
    "sections": (dict,),
    "cells": (dict,),
    "printed": (dict,),
    "repaired": (dict,),
    "statements": (list,),
    "findings": (list,),
}
"""The keys of a report and what JSON holds under each."""


def faults(data: Any) -> Iterator[str]:
    """What is wrong with a record's JSON, each with its place; what no report is is left to its reason."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        yield t('缺少 "format": "{format}"').format(format=FORMAT)
        return
    missing = [key for key in ("source", "is_report") if key not in data]
    source = data.get("source")
    if isinstance(source, dict):
        missing += [f"source.{key}" for key in ("name", "sha256", "media_type", "bytes") if key not in source]
    elif not missing:
        yield t("{place} 的类型不对：{value}").format(place="source", value=_short(source))
    if data.get("is_report"):
        missing += [key for key in KINDS if key not in data and key != "period"]
    if missing:
        yield t("缺少 {places}").format(places=t("、").join(missing))
    if missing or not data["is_report"]:
        return
    for key, kinds in KINDS.items():
        value = data.get(key)
        if not isinstance(value, kinds) or isinstance(value, bool):
            yield t("{place} 的类型不对：{value}").format(place=key, value=_short(value))
            return
    yield from _faults_of_values(data)


def _faults_of_values(data: dict[str, Any]) -> Iterator[str]:
    if data["edition"] is not None and data["edition"] not in EDITION_IDS:
        known = t("、").join(EDITION_IDS)
        yield t("edition 是 {value}，应当是 {known} 之一").format(value=_short(data["edition"]), known=known)
    for key in ("issued", *(("period",) if data.get("period") else ())):
        if data[key] is not None and not _dates(data[key]):
            yield t("{place} 的日期不对：{value}").format(place=key, value=_short(data[key]))
    cells = {cell.id: cell for edition in editions() for cell in edition.cells.values()}
    for part in ("cells", "printed", "repaired"):
        for cell in data[part]:
            if cell not in cells:
                yield t("{place}：没有这个单元格").format(place=f"{part}.{cell}")
    for part in ("sections", "printed", "repaired"):
        for key, text in data[part].items():
            if not isinstance(text, str):
                yield t("{place} 的类型不对：{value}").format(place=f"{part}.{key}", value=_short(text))
    for cell, value in data["cells"].items():
        if value is None or (found := cells.get(cell)) is None:
            continue
        money, signed = found.unit == "元", found.column.signed
        as_printed = bool(str(data["printed"].get(cell, "")).strip())
        number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 10**MAX_DIGITS
        if not number or not (as_printed or ((money or isinstance(value, int)) and (signed or value >= 0))):
            wanted = t("不小于0的数") if money else t("整数") if signed else t("不小于0的整数")
            yield t("{place} 是 {value}，应当是{wanted}").format(
                place=f"cells.{cell}", value=_short(value), wanted=wanted
            )


def _dates(value: Any) -> bool:
    try:
        texts = [value] if isinstance(value, str) else value
        return bool([date.fromisoformat(text) for text in texts]) and len(texts) == (1 if texts is not value else 2)
    except (ValueError, TypeError):
        return False


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:39] + "…"
