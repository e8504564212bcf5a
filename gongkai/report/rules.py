"""Every rule a finding can cite: ``rules.yaml`` loaded strictly, and findings made from it.

A rule has an id, a severity, a legal or arithmetical source and a message in Chinese and English; the message is
filled from the finding's details, so that it can be printed in either language later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from gongkai.report.data import load
from gongkai.report.details import said
from gongkai.report.schema import SEVERITIES, Finding, Severity


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
    result: dict[str, Rule] = {}
    for entry in load("gongkai.report", "rules.yaml"):
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
    return Finding(
        rule_id,
        severity or rule.severity,
        tuple(cells),
        _message(rule, "zh", details),
        rule.source,
        section,
        span,
        details,
    )


def localized(item: Finding, language: str) -> Finding:
    """The same finding with its message in ``language`` ("zh" or "en")."""
    return replace(item, message=_message(rules()[item.rule], language, item.details))


def reason(rule_id: str, language: str = "zh", **details: Any) -> str:
    """The message of a refusal rule."""
    return _message(rules()[rule_id], language, details)


def localized_reason(rule_id: str, text: str, language: str) -> str:
    """The Chinese message ``text`` of a refusal rule in ``language``; as it is where the rule does not say so."""
    rule = rules()[rule_id]
    pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(rule.zh))
    found = re.fullmatch(pattern, text, re.DOTALL)
    return _message(rule, language, found.groupdict()) if found else text


def _message(rule: Rule, language: str, details: Mapping[str, Any]) -> str:
    return (rule.en if language == "en" else rule.zh).format(**said(details, language))
