"""Every rule a finding can cite: ``rules.yaml`` loaded strictly, and findings made from it.

A rule has an id, a severity, a legal or arithmetical source and a message in Chinese and English; the message is
filled from the finding's details, so that it can be printed in either language later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from gongkai.report.schema import SEVERITIES, Finding, Severity

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Rule:
    """``of`` is reading, one (a single report), two (compared reports) or refusal (why a document is no report)."""

    id: str
    of: str
    severity: Severity
    source: str
    zh: str
    en: str
    title: str


@cache
def rules() -> dict[str, Rule]:
    """All rules by id, in the order of the file.

    :raises ValueError: when an entry lacks a field or has an unknown one.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = yaml.load((files(__package__) / "rules.yaml").read_text("utf-8"), Loader=loader)
    result: dict[str, Rule] = {}
    for entry in data:
        try:
            rule = Rule(**entry)
        except TypeError as error:
            raise ValueError(f"rules.yaml: {entry.get('id')}: {error}") from error
        if rule.severity not in SEVERITIES or rule.of not in {"reading", "one", "two", "refusal"} or rule.id in result:
            raise ValueError(f"rules.yaml: {rule.id}: severity, kind or id is not right")
        result[rule.id] = rule
    return result


def finding(
    rule_id: str,
    cells: Iterable[str] = (),
    *,
    severity: Severity | None = None,
    section: str | None = None,
    span: tuple[int, int] | None = None,
    **details: Any,
) -> Finding:
    """A finding of the rule, its message in Chinese; ``severity`` overrides the rule's where the case is graver."""
    rule = rules()[rule_id]
    message = rule.zh.format(**details)
    return Finding(rule_id, severity or rule.severity, tuple(cells), message, rule.source, section, span, details)


def localized(item: Finding, language: str) -> Finding:
    """The same finding with its message in ``language`` ("zh" or "en")."""
    rule = rules()[item.rule]
    return replace(item, message=(rule.en if language == "en" else rule.zh).format(**item.details))


def reason(rule_id: str, language: str = "zh", **details: Any) -> str:
    """The message of a refusal rule."""
    rule = rules()[rule_id]
    return (rule.en if language == "en" else rule.zh).format(**details)
