"""Limits and switches: numbers of the law with the day they apply from, and what an operator decides.

Where the text of the law is silent, or was not seen, a switch says what this installation does. An operator sets
switches and corrects limits in a file of his own, named by ``GONGKAI_LAW``; nothing of it needs a new release.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from gongkai.law.citations import LegalDocument, check_citation, documents
from gongkai.law.loading import LawError, fields, load, load_file


class Value(NamedTuple):
    """A limit from a day on: ``source`` is its article, ``verified`` V, M or I."""

    from_: date
    value: int
    source: str
    verified: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A number of the law; ``unit`` is 工作日, 日 or 月; ``values`` oldest first."""

    id: str
    name: str
    unit: str
    values: tuple[Value, ...]

    def on(self, day: date) -> Value:
        """The value in force.

        :raises LawError: for a day before the first.
        """
        found = next((value for value in reversed(self.values) if value.from_ <= day), None)
        if found is None:
            first = self.values[0]
            raise LawError(f"limits.yaml：{self.name}：{day} 早于最早的规定（{first.source}，{first.from_} 起）")
        return found


@dataclass(frozen=True, slots=True)
class Switch:
    """A question the law leaves open; ``rule`` is its number among the rules of the clock."""

    id: str
    rule: int
    question: str
    source: str
    options: dict[str, str]
    default: str
    verified: str


class Unverified(NamedTuple):
    """What was not seen in a stored copy of its source: ``kind`` 文件, 条文, 期限 or 选项."""

    kind: str
    id: str
    what: str
    source: str
    verified: str


@dataclass(frozen=True)
class Rules:
    """The law of this installation: documents, limits, and its choice for every switch."""

    documents: dict[str, LegalDocument]
    limits: dict[str, Limit]
    switches: dict[str, Switch]
    chosen: dict[str, str]

    def days(self, limit: str, on: date) -> int:
        """The number of a limit in force on a day."""
        return self.limits[limit].on(on).value

    def source(self, limit: str, on: date) -> str:
        """The article of a limit in force on a day."""
        return self.limits[limit].on(on).source

    def choice(self, switch: str) -> str:
        """What this installation does where the law leaves ``switch`` open."""
        return self.chosen[switch]

    def unverified(self) -> Iterator[Unverified]:
        """Everything marked M or I, for an operator to check and correct."""
        for document in self.documents.values():
            if document.verified != "V":
                yield Unverified("文件", document.short, document.name, document.number, document.verified)
            for article in sorted(document.unverified):
                yield Unverified("条文", f"{document.short}{article}", f"第{article}条的条号", document.number, "M")
        for limit in self.limits.values():
            for value in limit.values:
                if value.verified != "V":
                    what = f"{limit.name}：{value.value}{limit.unit}"
                    yield Unverified("期限", limit.id, what, value.source, value.verified)
        for switch in self.switches.values():
            what = f"{switch.question}{switch.options[self.chosen[switch.id]]}"
            yield Unverified("选项", switch.id, what, switch.source, switch.verified)


def law_rules() -> Rules:
    """The rules of this installation: the shipped ones with the operator's corrections from ``GONGKAI_LAW``."""
    return _rules(os.environ.get("GONGKAI_LAW", ""))


@cache
def _rules(corrections: str) -> Rules:
    known = documents()
    limits = {id_: _limit(id_, entry, known, "limits.yaml") for id_, entry in load("limits.yaml").items()}
    switches = {id_: _switch(id_, entry, known) for id_, entry in load("switches.yaml").items()}
    chosen = {id_: switch.default for id_, switch in switches.items()}
    if corrections:
        _correct(load_file(Path(corrections)), corrections, known, limits, switches, chosen)
    return Rules(known, limits, switches, chosen)


def _correct(
    data: dict[str, Any],
    where: str,
    known: dict[str, LegalDocument],
    limits: dict[str, Limit],
    switches: dict[str, Switch],
    chosen: dict[str, str],
) -> None:
    fields(data, {}, where, optional={"limits": dict, "switches": dict})
    for id_, entry in data.get("limits", {}).items():
        if id_ not in limits:
            raise LawError(f"{where}：没有名为 {id_} 的期限（可用：{'、'.join(limits)}）")
        limits[id_] = _limit(id_, entry, known, where)
    for id_, option in data.get("switches", {}).items():
        if id_ not in switches:
            raise LawError(f"{where}：没有名为 {id_} 的选项（可用：{'、'.join(switches)}）")
        if option not in switches[id_].options:
            raise LawError(f"{where}：{id_} 应为 {'、'.join(switches[id_].options)} 之一")
        chosen[id_] = option


def _limit(id_: str, entry: Any, known: dict[str, LegalDocument], file: str) -> Limit:
    where = f"{file}：{id_}"
    fields(entry, {"name": str, "unit": str, "values": list}, where)
    values: list[Value] = []
    for item in entry["values"]:
        fields(item, {"from": date, "value": int, "source": str, "verified": str}, where)
        check_citation(item["source"], known)
        if item["value"] < 1 or (values and item["from"] <= values[-1].from_):
            raise LawError(f"{where}：值应大于0，from 应依次递增：{item['from']}")
        values.append(Value(item["from"], item["value"], item["source"], item["verified"]))
    if not values or entry["unit"] not in ("工作日", "日", "月"):
        raise LawError(f"{where}：应至少有一个值，unit 为工作日、日或月")
    return Limit(id_, entry["name"], entry["unit"], tuple(values))


def _switch(id_: str, entry: Any, known: dict[str, LegalDocument]) -> Switch:
    where = f"switches.yaml：{id_}"
    fields(
        entry,
        {"rule": int, "question": str, "source": str, "options": dict, "default": str, "verified": str},
        where,
    )
    check_citation(entry["source"], known)
    if entry["default"] not in entry["options"]:
        raise LawError(f"{where}：default 不在 options 中")
    return Switch(id_, *(entry[key] for key in ("rule", "question", "source", "options", "default", "verified")))
