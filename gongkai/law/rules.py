"""The law of an installation: limits with their first day, outcomes, remedies, fees, and what an operator decides.

Where the text of the law is silent, or was not seen, a switch says what this installation does. An operator sets
switches and corrects the other entries in a file of his own, named by ``GONGKAI_LAW``; none of it needs a new release.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from gongkai.law.bands import FeeMethod, fee_method
from gongkai.law.citations import LegalDocument, check_citation, document, documents, mark_of
from gongkai.law.dated import dated, in_force
from gongkai.law.loading import LawError, fields, load, load_file
from gongkai.law.organs import AgencyKind, FirstRule, agency_kind, first_rule
from gongkai.law.outcomes import Need, Outcome, need, outcome

MOST = 1000
"""No limit of the law is longer; what is, is a slip of the pen."""


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
        return in_force(self.values, day, self.name)


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


@dataclass(frozen=True)
class Rules:
    """The law of this installation, and its choice for every switch.

    ``first`` are the rules of 复议前置, ``organs`` the kinds of agencies with who reconsiders their decisions.
    """

    documents: dict[str, LegalDocument]
    limits: dict[str, Limit]
    switches: dict[str, Switch]
    chosen: dict[str, str]
    needs: dict[str, Need]
    outcomes: dict[str, Outcome]
    first: dict[str, FirstRule]
    organs: dict[str, AgencyKind]
    fees: dict[str, FeeMethod]

    def days(self, limit: str, on: date) -> int:
        """The number of a limit in force on a day."""
        return self.limits[limit].on(on).value

    def source(self, limit: str, on: date) -> str:
        """The article of a limit in force on a day."""
        return self.limits[limit].on(on).source

    def mark(self, source: str, verified: str = "V") -> str:
        """How sure a value is that stands with this source: see :func:`gongkai.law.citations.mark_of`."""
        return mark_of(source, self.documents, verified)

    def choice(self, switch: str) -> str:
        """What this installation does where the law leaves ``switch`` open."""
        return self.chosen[switch]


def law_rules() -> Rules:
    """The rules of this installation: the shipped ones with the operator's corrections from ``GONGKAI_LAW``."""
    return _rules(os.environ.get("GONGKAI_LAW", ""))


@cache
def _rules(corrections: str) -> Rules:
    known = documents()
    remedies, switches = load("remedies.yaml"), load("switches.yaml")
    fields(remedies, {"first": dict, "organs": dict}, "remedies.yaml")
    shipped = {
        "limits": (load("limits.yaml"), "limits.yaml"),
        "needs": (load("needs.yaml"), "needs.yaml"),
        "outcomes": (load("outcomes.yaml"), "outcomes.yaml"),
        "first": (remedies["first"], "remedies.yaml"),
        "organs": (remedies["organs"], "remedies.yaml"),
        "fees": (load("fees.yaml"), "fees.yaml"),
    }
    parts = {
        name: {id_: PARTS[name].parse(id_, entry, known, file) for id_, entry in entries.items()}
        for name, (entries, file) in shipped.items()
    }
    questions = {id_: _switch(id_, entry, known) for id_, entry in switches.items()}
    chosen = {id_: switch.default for id_, switch in questions.items()}
    if corrections:
        data = load_file(Path(corrections))
        fields(data, {}, corrections, optional=dict.fromkeys(("documents", "switches", *PARTS), dict))
        known |= {short: document(short, entry, corrections) for short, entry in data.get("documents", {}).items()}
        _correct(data, corrections, known, parts)
        _choose(data.get("switches", {}), corrections, questions, chosen)
    rules = Rules(documents=known, switches=questions, chosen=chosen, **parts)
    _join(rules, corrections or "law/data")
    return rules


def _correct(
    data: dict[str, Any], where: str, known: dict[str, LegalDocument], parts: dict[str, dict[str, Any]]
) -> None:
    """Put the operator's entries in the place of the shipped ones, each as a whole."""
    for name, part in PARTS.items():
        for id_, entry in data.get(name, {}).items():
            if id_ not in parts[name]:
                raise LawError(f"{where}：没有名为 {id_} 的{part.noun}（可用：{'、'.join(parts[name])}）")
            corrected, shipped = part.parse(id_, entry, known, where), parts[name][id_]
            # What is counted is not a matter of correction: the code counts working days where the law says so.
            if getattr(corrected, "unit", "") != getattr(shipped, "unit", ""):
                raise LawError(f"{where}：{id_}：unit 应为{shipped.unit}，不能更正")
            parts[name][id_] = corrected


def _choose(given: dict[str, Any], where: str, switches: dict[str, Switch], chosen: dict[str, str]) -> None:
    for id_, option in given.items():
        if id_ not in switches:
            raise LawError(f"{where}：没有名为 {id_} 的选项（可用：{'、'.join(switches)}）")
        if not isinstance(option, str) or option not in switches[id_].options:
            raise LawError(f"{where}：{id_} 应为 {'、'.join(switches[id_].options)} 之一")
        chosen[id_] = option


def cited(rules: Rules) -> Iterator[tuple[str, str]]:
    """Every citation of the rules, after the id of what cites it."""
    parts: tuple[Mapping[str, Any], ...] = (rules.limits, rules.first, rules.organs, rules.fees)
    for part in parts:
        yield from ((id_, value.source) for id_, entry in part.items() for value in entry.values)
    for outcome_ in rules.outcomes.values():
        yield from ((outcome_.id, ground.articles) for ground in outcome_.grounds.values() if ground.articles)
        if outcome_.not_suable:
            yield outcome_.id, outcome_.not_suable.source
    yield from ((switch.id, switch.source) for switch in rules.switches.values())


def _join(rules: Rules, where: str) -> None:
    """Whether what one entry says of another is there."""
    for id_, citation in cited(rules):
        try:
            check_citation(citation, rules.documents)
        except LawError as error:
            raise LawError(f"{where}：{id_}：{error}") from None
    numbers: dict[str, str] = {}
    for entry in rules.outcomes.values():
        if (other := numbers.setdefault(entry.number, entry.id)) != entry.id:
            raise LawError(f"{where}：{entry.id}：number {entry.number} 已用于 {other}")
        if entry.remedy not in rules.first:
            raise LawError(f"{where}：{entry.id}：remedy 应为 {'、'.join(rules.first)} 之一")
        for ground in entry.grounds.values():
            if missing := [name for name in (*ground.needs, *ground.may) if name not in rules.needs]:
                raise LawError(f"{where}：{entry.id}：needs.yaml 里没有 {'、'.join(missing)}")
    for rule in rules.first.values():
        for value in rule.values:
            if value.first not in ("yes", "no", *rules.switches):
                raise LawError(f"{where}：{rule.id}：first 应为 yes、no 或选项的名称：{value.first}")


def _limit(id_: str, entry: Any, known: Mapping[str, LegalDocument], file: str) -> Limit:
    where = f"{file}：{id_}"
    fields(entry, {"name": str, "unit": str, "values": list}, where)

    def value(item: dict[str, Any]) -> Value:
        if not 1 <= item["value"] <= MOST:
            raise LawError(f"{where}：value 应为1至{MOST}：{item['value']}")
        return Value(item["from"], item["value"], item["source"], item["verified"])

    values = dated(entry["values"], {"value": int}, known, where, value)
    if entry["unit"] not in ("工作日", "日", "月"):
        raise LawError(f"{where}：unit 为工作日、日或月")
    return Limit(id_, entry["name"], entry["unit"], values)


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


class _Part(NamedTuple):
    """A part of the law that an operator may correct: what one entry is called, and how it is read."""

    noun: str
    parse: Callable[[str, Any, Mapping[str, LegalDocument], str], Any]


PARTS = {
    "limits": _Part("期限", _limit),
    "needs": _Part("内容", need),
    "outcomes": _Part("办理结果", outcome),
    "first": _Part("复议前置规则", first_rule),
    "organs": _Part("机关类别", agency_kind),
    "fees": _Part("收费方式", fee_method),
}
