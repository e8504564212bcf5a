"""A table of documents as lines: CSV (UTF-8, GBK, comma or tab), .xlsx, JSON (a list, or one object a line)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from gongkai.cli.messages import USAGE, Failure, t
from gongkai.report.reading.blocks import UnreadableDocument
from gongkai.report.reading.media.xlsx import read_first_sheet
from gongkai.web.agencies.lists.reading import BROKEN, NO_TABLE, UnreadableList, as_text
from gongkai.web.agencies.typed import storable
from gongkai.web.disclosure.moving.columns import BY_HEAD, COLUMNS, IDS, NEEDED, REMARKS

#: Largest table; what does not fit is handed over in several.
LARGEST = 512 * 1024 * 1024


class Line(NamedTuple):
    """One document: where it stands in the file, and what is said of it by the ids of the columns."""

    number: int
    values: Mapping[str, str]


def read_lines(path: Path) -> list[Line]:
    """All lines of a file that are not blank.

    :raises Failure: where the file is no such table, with what to do.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise Failure(t("{path} 太大，请分成几个文件。").format(path=path), USAGE)
        content = path.read_bytes()
    except OSError as error:
        raise Failure(t("{path} 打不开：{error}").format(path=path, error=error.strerror), USAGE) from None
    try:
        if content.startswith(b"PK\x03\x04"):
            return _table(_sheet(content, path), path)
        text = as_text(content)
    except UnreadableDocument:
        raise Failure(t("{path}：{reason}").format(path=path, reason=_(BROKEN)), USAGE) from None
    except UnreadableList as refused:
        raise Failure(t("{path}：{reason}").format(path=path, reason=refused), USAGE) from None
    if text.lstrip()[:1] in ("[", "{"):
        return list(_objects(text, path))
    first = text.split("\n", 1)[0]
    csv.field_size_limit(LARGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",", strict=True)
    try:
        return _table(_numbered(reader), path, is_text=True)
    except csv.Error as error:
        message = t("{path} 第{line}行的引号不成对，无法读取。").format(path=path, line=reader.line_num)
        raise Failure(message, USAGE) from error


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    before = 0
    for cells in reader:
        yield before + 1, cells
        before = reader.line_num


def _sheet(content: bytes, path: Path) -> Iterator[tuple[int, list[str]]]:
    sheet, notes = read_first_sheet(content)
    if any(note[0] in ("hidden-cells", "limit-reached") for note in notes):
        message = t("{path} 的工作表太大，或者有隐藏的行列。请取消隐藏，分成几个文件，或者另存为 CSV。")
        raise Failure(message.format(path=path), USAGE)
    rows: dict[int, dict[int, str]] = {}
    for (row, column), text in sheet.cells.items():
        rows.setdefault(row, {})[column] = text
    for row in sorted(rows):
        yield row + 1, [rows[row].get(column, "") for column in range(min(max(rows[row]) + 1, 2 * len(COLUMNS)))]


def _table(rows: Iterator[tuple[int, list[str]]], path: Path, *, is_text: bool = False) -> list[Line]:
    """Under its heads: in Chinese, or the ids."""
    _first, heads = next(rows, (0, []))
    named = [BY_HEAD.get(head.strip(), "" if head.strip() in REMARKS else head.strip()) for head in heads]
    if is_text and not IDS.intersection(named):
        raise Failure(t("{path}：{reason}").format(path=path, reason=_(NO_TABLE)), USAGE)
    _check(set(filter(None, named)), path)
    twice = sorted({name for name in named if name and named.count(name) > 1})
    if twice:
        raise Failure(t("{path}：列 {columns} 写了两次。").format(path=path, columns="、".join(twice)), USAGE)
    lines = []
    for number, cells in rows:
        values = {name: cell.strip() for name, cell in zip(named, cells, strict=False) if name and cell.strip()}
        if values:
            lines.append(Line(number, values))
    return lines


def _check(names: set[str], path: Path) -> None:
    unknown = sorted(names - IDS)
    if unknown:
        message = t("{path}：不认识的列 {unknown}；可用的列：{known}。")
        known = "、".join(column.head for column in COLUMNS)
        raise Failure(message.format(path=path, unknown="、".join(unknown), known=known), USAGE)
    missing = [column.head for column in NEEDED if column.id not in names]
    if missing:
        raise Failure(t("{path}：缺少列 {columns}。").format(path=path, columns="、".join(missing)), USAGE)


def _objects(text: str, path: Path) -> Iterator[Line]:
    try:
        if text.lstrip().startswith("["):
            found = list(enumerate(json.loads(text), 1))
        else:
            found = [(number, json.loads(line)) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    except (ValueError, RecursionError) as error:
        raise Failure(t("{path} 不是有效的 JSON：{error}").format(path=path, error=error), USAGE) from None
    for number, entry in found:
        if not isinstance(entry, dict):
            raise Failure(t("{path}：第{number}条不是“名称: 值”的形式。").format(path=path, number=number), USAGE)
        _check(set(entry) | {column.id for column in NEEDED}, path)
        yield Line(number, {name: _text(value) for name, value in entry.items() if _text(value)})


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(storable(str(one)) for one in value)
    return "" if value is None else storable(str(value)).strip()
