"""Every rule of the examination: ``rules.yaml`` loaded strictly, and findings made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from gongkai.examine.model import Finding, Place
from gongkai.report.data import load
from gongkai.report.schema import SEVERITIES, Severity

GROUPS = ("personal", "secrecy", "hidden", "links", "names", "facts", "wording", "unread")
MARKS = ("V", "I", "M")


@dataclass(frozen=True, slots=True)
class Rule:
    """``unread`` rules say that a document, or a part of it, was not examined; ``verified`` marks the source."""

    id: str
    group: str
    severity: Severity
    source: str
    verified: str
    title: str
    zh: str
    en: str


@cache
def rules() -> dict[str, Rule]:
    """All rules by id, in the order of the file.

    :raises ValueError: when an entry lacks a field or has an unknown one.
    """
    result: dict[str, Rule] = {}
    for entry in load("gongkai.examine", "rules.yaml"):
        try:
            rule = Rule(**entry)
        except TypeError as error:
            raise ValueError(f"rules.yaml: {entry.get('id')}: {error}") from error
        known = rule.group in GROUPS and rule.severity in SEVERITIES and rule.verified in MARKS
        if not known or rule.id in result:
            raise ValueError(f"rules.yaml: {rule.id}: group, severity, mark or id is not right")
        result[rule.id] = rule
    return result


def finding(
    rule_id: str,
    place: Place,
    *,
    quote: str = "",
    proposal: str | None = None,
    severity: Severity | None = None,
    details: Mapping[str, Any] | None = None,
) -> Finding:
    """A finding of the rule, its message in Chinese; ``severity`` overrides the rule's where the case is another."""
    rule = rules()[rule_id]
    known = dict(details or {})
    return Finding(
        rule_id,
        severity or rule.severity,
        place,
        quote,
        proposal,
        rule.zh.format(**said(known, "zh")),
        rule.source,
        rule.verified,
        known,
    )


def localized(item: Finding, language: str) -> Finding:
    """The same finding with its message in ``language`` ("zh" or "en")."""
    rule = rules()[item.rule]
    return replace(item, message=(rule.en if language == "en" else rule.zh).format(**said(item.details, language)))


@cache
def words() -> dict[str, dict[str, str]]:
    """The words that stand in messages, by their id."""
    found: dict[str, dict[str, str]] = load("gongkai.examine", "data/words.yaml")
    return found


def said(details: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The details as they stand in a message: ids of words put into words, a list of (word, value) joined."""

    def word(value: Any) -> Any:
        known = words().get(value) if isinstance(value, str) else None
        return known[language] if known else value

    result = {key: word(value) for key, value in details.items()}
    if isinstance(told := details.get("what"), tuple):
        form, joint = ("{} ({})", ", ") if language == "en" else ("{}（{}）", "、")
        result["what"] = joint.join(form.format(word(name), value) if value else word(name) for name, value in told)
    return result
