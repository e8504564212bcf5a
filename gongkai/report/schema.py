"""A report as data: typed results of reading and checking, and their JSON form ``gongkai-report/1``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, get_args

FORMAT = "gongkai-report/1"

Severity = Literal["error", "warn", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)

What = Literal[
    "requests.received",
    "requests.concluded",
    "requests.carried_in",
    "requests.carried_out",
    "documents.issued",
    "documents.repealed",
    "documents.in_force",
    "published",
    "letters.answered",
    "media.accounts",
    "interpretations",
    "consultations",
    "review",
    "litigation",
    "fees.collected",
]
"""The closed list of what a statement can count."""

Number = int | float
"""Counts are int; money in 元 is int, or float where the printed amount has 角 or 分."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report comes from: ``bytes`` is the file's size; ``part`` counts from 1 where it holds several."""

    name: str
    sha256: str
    media_type: str
    bytes: int
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure in the prose: ``span`` counts characters in ``sections[section]``, ``text`` is that slice."""

    what: What
    value: Number
    unit: str
    text: str
    section: str
    span: tuple[int, int]
    channel: str | None = None
    kind: str | None = None
    parts: Mapping[str, Number] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a careful reader would remark.

    ``cells`` are the cells it names, ``source`` its legal or arithmetical ground, ``details`` the values its message
    was made from (see :func:`gongkai.report.rules.localized`).
    """

    rule: str
    severity: Severity
    cells: tuple[str, ...]
    message: str
    source: str
    section: str | None = None
    span: tuple[int, int] | None = None
    details: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Report:
    """One annual report as read.

    ``cells`` holds every cell id of the edition: a number only where the document supports it, else None. ``printed``
    keeps the text of a cell that is not simply the number ("" for a cell printed blank; a cell that is in neither is
    not printed at all). ``repaired`` tells how a number was found that does not stand in its place. ``sections`` holds
    the prose by section numeral, tables left out. ``period`` is the stated period of the figures.
    """

    source: Source
    agency: str | None = None
    year: int | None = None
    edition: str | None = None
    title: str | None = None
    issued: date | None = None
    period: tuple[date, date] | None = None
    sections: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, Number | None] = field(default_factory=dict)
    printed: Mapping[str, str] = field(default_factory=dict)
    repaired: Mapping[str, str] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def is_report(self) -> Literal[True]:
        return True

    def with_findings(self, findings: tuple[Finding, ...]) -> Report:
        """The same report with ``findings`` after those it has."""
        return replace(self, findings=self.findings + findings)

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "format": FORMAT,
            "source": _source_dict(self.source),
            "is_report": True,
            "agency": self.agency,
            "year": self.year,
            "edition": self.edition,
            "title": self.title,
            "issued": self.issued.isoformat() if self.issued else None,
            "period": [day.isoformat() for day in self.period] if self.period else None,
            "sections": dict(self.sections),
            "cells": dict(self.cells),
            "printed": dict(self.printed),
            "repaired": dict(self.repaired),
            "statements": [_statement_dict(statement) for statement in self.statements],
            "findings": [finding_dict(finding) for finding in self.findings],
        }


@dataclass(frozen=True, slots=True)
class NotAReport:
    """A document that is no annual report, or cannot be read.

    ``rule`` is the id of the reason, ``reason`` its message; ``unreadable`` tells a broken input from a look-alike.
    """

    source: Source
    rule: str
    reason: str
    unreadable: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def is_report(self) -> Literal[False]:
        return False

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "format": FORMAT,
            "source": _source_dict(self.source),
            "is_report": False,
            "rule": self.rule,
            "unreadable": self.unreadable,
            "reason": self.reason,
        }


Record = Report | NotAReport


def record_from_dict(data: Mapping[str, Any]) -> Record:
    """The record that ``as_dict`` made ``data`` from.

    :raises ValueError: when ``data`` is not in the format ``gongkai-report/1``; the message says what is wrong.
    """
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        found = data.get("format") if isinstance(data, Mapping) else type(data).__name__
        raise ValueError(f"not in the format {FORMAT}: {found!r}")
    try:
        source = Source(**data["source"])
        if not data["is_report"]:
            return NotAReport(source, data["rule"], data["reason"], data["unreadable"])
        return Report(
            source=source,
            agency=data["agency"],
            year=data["year"],
            edition=data["edition"],
            title=data["title"],
            issued=date.fromisoformat(data["issued"]) if data["issued"] else None,
            period=_period(data.get("period")),
            sections=dict(data["sections"]),
            cells=dict(data["cells"]),
            printed=dict(data["printed"]),
            repaired=dict(data["repaired"]),
            statements=tuple(_statement(statement) for statement in data["statements"]),
            findings=tuple(_finding(finding) for finding in data["findings"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"a record in the format {FORMAT} lacks or misspells {error}") from error


def _source_dict(source: Source) -> dict[str, Any]:
    result: dict[str, Any] = {
        "name": source.name,
        "sha256": source.sha256,
        "media_type": source.media_type,
        "bytes": source.bytes,
    }
    if source.part is not None:
        result["part"] = source.part
    return result


def _statement_dict(statement: Statement) -> dict[str, Any]:
    result: dict[str, Any] = {
        "what": statement.what,
        "value": statement.value,
        "unit": statement.unit,
        "text": statement.text,
        "section": statement.section,
        "span": list(statement.span),
    }
    for name in ("channel", "kind"):
        if (value := getattr(statement, name)) is not None:
            result[name] = value
    if statement.parts is not None:
        result["parts"] = dict(statement.parts)
    return result


def finding_dict(finding: Finding) -> dict[str, Any]:
    """The JSON form of one finding."""
    result: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity,
        "cells": list(finding.cells),
        "message": finding.message,
        "source": finding.source,
    }
    if finding.section is not None:
        result["section"] = finding.section
    if finding.span is not None:
        result["span"] = list(finding.span)
    if finding.details:
        result["details"] = dict(finding.details)
    return result


def _statement(data: Mapping[str, Any]) -> Statement:
    start, end = data["span"]
    return Statement(**{**data, "span": (start, end)})


def _finding(data: Mapping[str, Any]) -> Finding:
    span = data.get("span")
    return Finding(**{**data, "cells": tuple(data["cells"]), "span": (span[0], span[1]) if span else None})


def _period(data: Any) -> tuple[date, date] | None:
    return (date.fromisoformat(data[0]), date.fromisoformat(data[1])) if data else None
