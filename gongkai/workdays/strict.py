"""YAML read strictly: a key written twice or a day that is in no month is refused with its line; so is an entry with
a key too many or too few, or a value of another kind.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Mapping
from datetime import date, datetime
from typing import Any

import yaml

MARKS = ("V", "M", "I")
"""How sure a value is: seen in a stored copy of its source, from memory, inferred."""

Kind = type | tuple[type, ...]

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Miswritten(ValueError):
    """What is wrong with a text, with its line; the caller says in which file."""


class StrictLoader(_Base):  # type: ignore[misc]
    """YAML in which a mapping has each key once, and a date is a day of the calendar.

    Only true and false are truth values: ``on``, ``off``, ``yes`` and ``no`` are words.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise Miswritten(f"第{key.start_mark.line + 1}行：{key.value} 写了两次")
                seen.add(key.value)
        found: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return found

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> date:
        try:
            day: date = super().construct_yaml_timestamp(node)
        except (ValueError, AttributeError):  # the latter for a word that is marked as a date
            raise Miswritten(f"第{node.start_mark.line + 1}行：没有 {node.value} 这一天") from None
        return day


StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}
StrictLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), ["t", "f"])
StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", StrictLoader.construct_yaml_timestamp)


def read_strictly(text: str) -> Any:
    """What is written in YAML, dates as dates.

    :raises Miswritten: where it is no YAML, with the line.
    """
    try:
        return yaml.load(text, Loader=StrictLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f"第{mark.line + 1}行：" if mark is not None else ""
        raise Miswritten(f"{line}不是有效的YAML：{' '.join(str(error.problem or error).split())}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Miswritten(f"不是有效的YAML：{' '.join(str(error).split())}") from error


def check_fields(
    entry: Any,
    needed: Mapping[str, Kind],
    where: str,
    *,
    optional: Mapping[str, Kind] | None = None,
    blank: Collection[str] = (),
) -> None:
    """Whether ``entry`` has exactly these keys, each with a value of its type, no text empty save those of ``blank``.

    :raises Miswritten: naming the place and the key.
    """
    known = {**needed, **(optional or {})}
    if not isinstance(entry, dict):
        raise Miswritten(f"{where}：应有 {'、'.join(needed)}")
    for key in needed:
        if key not in entry:
            raise Miswritten(f"{where}：缺少 {key}")
    for key, value in entry.items():
        if key not in known:
            raise Miswritten(f"{where}：不认识 {key}（可用：{'、'.join(known)}）")
        wrong_bool = isinstance(value, bool) and known[key] is not bool
        # A moment of a day is a date, too, for Python, but cannot be compared with one.
        if not isinstance(value, known[key]) or wrong_bool or isinstance(value, datetime):
            hint = "；日期请写成 2026-11-25" if known[key] is date else ""
            raise Miswritten(f"{where}：{key} 的值不对：{value}{hint}")
        if isinstance(value, str) and not value.strip() and key not in blank:
            raise Miswritten(f"{where}：{key} 不能为空")
    if entry.get("verified", "V") not in MARKS:
        raise Miswritten(f"{where}：verified 应为 {'、'.join(MARKS)} 之一")
