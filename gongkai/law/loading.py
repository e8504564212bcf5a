"""Reading the law's data strictly: an unknown key, a missing source or a bad date is an error that names its place."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache, wraps
from importlib.resources import files
from pathlib import Path
from typing import Any, ParamSpec

from gongkai.workdays.strict import MARKS, Kind, Miswritten, check_fields, read_strictly

__all__ = ["MARKS", "Kind", "LawError", "check_words", "fields", "load", "load_file", "parse", "read_yaml"]


_P = ParamSpec("_P")


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


def _refusing(check: Callable[_P, None]) -> Callable[_P, None]:
    """``check`` with its refusal as a :class:`LawError`."""

    @wraps(check)
    def refusing(*args: _P.args, **settings: _P.kwargs) -> None:
        try:
            check(*args, **settings)
        except Miswritten as error:
            raise LawError(str(error)) from error

    return refusing


fields = _refusing(check_fields)


def check_words(values: Collection[Any], where: str) -> None:
    """Whether each of the values of a list, or of a mapping's values, is a text that is not empty.

    :raises LawError: naming the value.
    """
    for value in values:
        if not isinstance(value, str) or not value.strip():
            raise LawError(f"{where}：应为文字，不能为空：{value!r}")
