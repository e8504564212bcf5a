"""Reading the law's data strictly: an unknown key, a missing source or a bad date is an error that names its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from gongkai.workdays.strict import Miswritten, read_strictly

MARKS = ("V", "M", "I")
"""How sure a value is: seen in a stored copy of its source, from memory, inferred."""

Kind = type | tuple[type, ...]


class LawError(ValueError):
    """What is wrong, where, and what to do about it; where a rule refuses something, with its article."""


@cache
def load(name: str) -> dict[str, Any]:
    """A file of ``law/data`` as a mapping."""
    return parse((files(__package__) / "data" / name).read_text("utf-8"), name)


def load_file(path: Path) -> dict[str, Any]:
    """An operator's file.

    :raises LawError: where it cannot be read.
    """
    try:
        return parse(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise LawError(f"{path}：打不开：{error}") from error


def parse(text: str, where: str) -> dict[str, Any]:
    """A mapping written in YAML."""
    data = read_yaml(text, where)
    if not isinstance(data, dict):
        raise LawError(f"{where}：应为“名称: 值”的列表")
    return data


def read_yaml(text: str, where: str) -> Any:
    """What is written in YAML, dates as dates.

    :raises LawError: where it is no YAML.
    """
    try:
        return read_strictly(text)
    except Miswritten as error:
        raise LawError(f"{where}：{error}") from error


def fields(
    entry: Any,
    needed: Mapping[str, Kind],
    where: str,
    *,
    optional: Mapping[str, Kind] | None = None,
    blank: Collection[str] = (),
) -> None:
    """Whether ``entry`` has exactly these keys, each with a value of its type, no text empty save those of ``blank``.

    :raises LawError: naming the key.
    """
    known = {**needed, **(optional or {})}
    if not isinstance(entry, dict):
        raise LawError(f"{where}：应有 {'、'.join(needed)}")
    for key in needed:
        if key not in entry:
            raise LawError(f"{where}：缺少 {key}")
    for key, value in entry.items():
        if key not in known:
            raise LawError(f"{where}：不认识 {key}（可用：{'、'.join(known)}）")
        wrong_bool = isinstance(value, bool) and known[key] is not bool
        # A moment of a day is a date, too, for Python, but cannot be compared with one.
        if not isinstance(value, known[key]) or wrong_bool or isinstance(value, datetime):
            raise LawError(f"{where}：{key} 的值不对：{value!r}")
        if isinstance(value, str) and not value.strip() and key not in blank:
            raise LawError(f"{where}：{key} 不能为空")
    if entry.get("verified", "V") not in MARKS:
        raise LawError(f"{where}：verified 应为 {'、'.join(MARKS)} 之一")


def check_words(values: Collection[Any], where: str) -> None:
    """Whether each of the values of a list, or of a mapping's values, is a text that is not empty.

    :raises LawError: naming the value.
    """
    for value in values:
        if not isinstance(value, str) or not value.strip():
            raise LawError(f"{where}：应为文字，不能为空：{value!r}")
