"""What an operator should check: every value that was not seen in a stored copy of its source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gongkai.law.outcomes import Outcome
from gongkai.law.rules import Rules

KINDS = ("依据文件", "条文", "期限", "默认做法", "办理结果", "救济", "收费")


class Unverified(NamedTuple):
    """``kind`` is one of :data:`KINDS`; ``verified`` M (from memory) or I (inferred)."""

    kind: str
    id: str
    what: str
    source: str
    verified: str


def unverified(rules: Rules) -> Iterator[Unverified]:
    """Everything marked M or I, in the order of the data files."""
    found = (_documents(rules), _limits(rules), _switches(rules), _outcomes(rules), _remedies(rules), _fees(rules))
    for entries in found:
        yield from (entry for entry in entries if entry.verified != "V")


def _documents(rules: Rules) -> Iterator[Unverified]:
    for document in rules.documents.values():
        yield Unverified("依据文件", document.short, document.name, document.number, document.verified)
        for article in sorted(document.unverified):
            yield Unverified("条文", f"{document.short}{article}", f"第{article}条的条号", document.number, "M")


def _limits(rules: Rules) -> Iterator[Unverified]:
    for limit in rules.limits.values():
        for value in limit.values:
            what = f"{limit.name}：{value.value}{limit.unit}"
            yield Unverified("期限", limit.id, what, value.source, value.verified)


def _switches(rules: Rules) -> Iterator[Unverified]:
    for switch in rules.switches.values():
        what = f"{switch.question}{switch.options[rules.chosen[switch.id]]}"
        yield Unverified("默认做法", switch.id, what, switch.source, switch.verified)


def _outcomes(rules: Rules) -> Iterator[Unverified]:
    for outcome in rules.outcomes.values():
        for ground in outcome.grounds.values():
            what = f"{outcome.number}{outcome.name}：{ground.when}"
            yield Unverified("办理结果", _ground(outcome, ground.id), what, ground.articles, ground.verified)
        if outcome.not_suable:
            what = f"{outcome.number}{outcome.name}：据转述法院不受理：{outcome.not_suable.note}"
            yield Unverified("办理结果", outcome.id, what, outcome.not_suable.source, outcome.not_suable.verified)


def _ground(outcome: Outcome, ground: str) -> str:
    return outcome.id if len(outcome.grounds) == 1 else f"{outcome.id}.{ground}"


def _remedies(rules: Rules) -> Iterator[Unverified]:
    for rule in rules.first.values():
        for order in rule.values:
            what = f"{rule.name}是否先复议（{order.from_} 起）：{_said(rules, order.first)}"
            yield Unverified("救济", rule.id, what, order.source, order.verified)
    for kind in rules.organs.values():
        for organs in kind.values:
            what = f"{kind.name}的复议机关（{organs.from_} 起）：{'或者'.join(organs.organs.values())}"
            yield Unverified("救济", kind.id, what, organs.source, organs.verified)


def _said(rules: Rules, first: str) -> str:
    return {"yes": "是", "no": "否"}[rules.chosen.get(first, first)]


def _fees(rules: Rules) -> Iterator[Unverified]:
    for method in rules.fees.values():
        for bands in method.values:
            yield Unverified("收费", method.id, f"{method.name}（{bands.from_} 起）", bands.source, bands.verified)
            yield Unverified("收费", method.id, method.counted.text, bands.source, method.counted.verified)
            if method.excluded:
                yield Unverified("收费", method.id, method.excluded.text, bands.source, method.excluded.verified)
            for band in bands.bands:
                more = f"，每{band.every}{method.unit}增加{band.more}元" if band.every else ""
                what = f"第{band.first}{method.unit}起{band.yuan}元/{method.unit}{more}"
                yield Unverified("收费", method.id, what, bands.source, band.verified)
