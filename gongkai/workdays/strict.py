"""YAML read strictly: a key written twice, or a day that is in no month, is refused with its line."""

from __future__ import annotations

import re
from collections.abc import Hashable
from datetime import date
from typing import Any

import yaml

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
