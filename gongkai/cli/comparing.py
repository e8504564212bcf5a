"""``gongkai compare``: two years of one body, or two bodies, side by side."""

from __future__ import annotations

import json
import sys
from typing import Any, BinaryIO

from gongkai.cli.messages import OK, Failure, t
from gongkai.cli.output import Target, chosen_form, on_terminal, opened
from gongkai.cli.stdin import standard_input
from gongkai.corpus.runner import Job, run
from gongkai.corpus.sources import STDIN, Input, file_input
from gongkai.report.checks import Comparison, check_years, compare_reports
from gongkai.report.schema import Finding, Record, Report, finding_dict
from gongkai.report.writing.wording import in_language, refusal

FORMAT = "gongkai-comparison/1"
SUFFIXES = {".jsonl": "jsonl", ".json": "jsonl", ".txt": "table"}


def run_compare(a: str, b: str, *, form: str | None, output: str | None, language: str) -> int:
    """Compare the reports of two files; the exit code."""
    form = chosen_form(form, output, SUFFIXES, "table" if on_terminal(output) else "jsonl")
    Target(output).refuse_inputs((a, b))
    first, second = _reports(a, b, language)
    comparison = compare_reports(first, second)
    findings = tuple(in_language(finding, language) for finding in _between(first, second))
    with opened(output) as out:
        if form == "jsonl":
            data = _as_dict(first, second, comparison, findings)
            out.write(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        else:
            _print(first, second, comparison, findings, out)
    return OK


def _reports(a: str, b: str, language: str) -> tuple[Report, Report]:
    """The first report of each file.

    :raises Failure: when a file holds none, with the reason.
    """
    data = standard_input() if STDIN in (a, b) else None
    inputs = [Input("<stdin>", data=data) if path == STDIN else file_input(path) for path in (a, b)]
    found: list[Report] = []
    job: Job[Record] = Job()
    for result in run(inputs, job, 2):
        report = next((record for record in result.items if isinstance(record, Report)), None)
        if report is None:
            (record, *_) = result.items
            reason = refusal(record.rule, record.reason, language) if not isinstance(record, Report) else ""
            raise Failure(t("{path} 不能比较：{reason}").format(path=result.name, reason=reason))
        found.append(report)
    return found[0], found[1]


def _between(first: Report, second: Report) -> tuple[Finding, ...]:
    """What two years of one body show together."""
    if first.agency is None or first.agency != second.agency or first.year is None or second.year is None:
        return ()
    if first.year == second.year:
        return ()
    earlier, later = sorted((first, second), key=lambda report: report.year or 0)
    return check_years(earlier, later)


def _as_dict(a: Report, b: Report, comparison: Comparison, findings: tuple[Finding, ...]) -> dict[str, Any]:
    def side(report: Report) -> dict[str, Any]:
        return {
            "name": report.source.name,
            "agency": report.agency,
            "year": report.year,
            "edition": report.edition,
            "title": report.title,
        }

    return {
        "format": FORMAT,
        "a": side(a),
        "b": side(b),
        **comparison.as_dict(),
        "findings": [finding_dict(finding) for finding in findings],
    }


def _print(a: Report, b: Report, comparison: Comparison, findings: tuple[Finding, ...], out: BinaryIO) -> None:
    from gongkai.report.writing.comparison import print_comparison  # late, both: only a person's view needs rich
    from gongkai.report.writing.terminal import console_on

    with console_on(None if out is sys.stdout.buffer else out) as console:
        print_comparison(console, a, b, comparison, findings, t)
