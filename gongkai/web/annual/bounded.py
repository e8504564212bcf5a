"""Reading a document that came from outside: a process of its own, so that a file that takes all there is of time or
memory costs one reading and nothing else.

`python -m gongkai.web.annual.bounded NAME SECONDS < document > records.json`
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gongkai.report import check_report, read_records
from gongkai.report.schema import Record, Report, record_from_dict

SECONDS, BYTES = 60, 2 * 1024**3


class ReadingFailed(Exception):
    """The document could not be read within the bounds."""


def records(data: bytes, name: str, seconds: int = SECONDS) -> list[Record]:
    """Every report in a document, with what the checks find, in so many seconds of a processor.

    :raises ReadingFailed: where it took more than the bounds allow.
    """
    # Three times as long by the clock of the wall: a busy machine gives a process its seconds later.
    command = [sys.executable, "-m", __name__, name, str(seconds)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=3 * seconds, check=True)
    except subprocess.SubprocessError as error:
        raise ReadingFailed(name) from error
    return [unpacked(one) for one in json.loads(done.stdout)]


def main(name: str, seconds: int) -> None:
    """Read the document on standard input."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    found = read(sys.stdin.buffer.read(), name)
    sys.stdout.write(json.dumps([packed(one) for one in found]))


def packed(record: Record) -> dict[str, Any]:
    """A record as JSON with what its format leaves out: the values that its findings were made from, so that nobody
    has to check again what a stranger sent."""
    findings = record.findings if isinstance(record, Report) else ()
    return {"record": record.as_dict(), "details": [dict(finding.details) for finding in findings]}


def unpacked(said: Mapping[str, Any]) -> Record:
    """What was packed."""
    record = record_from_dict(said["record"])
    if not isinstance(record, Report):
        return record
    pairs = zip(record.findings, said["details"], strict=True)
    return replace(record, findings=tuple(replace(finding, details=details) for finding, details in pairs))


def read(data: bytes, name: str) -> list[Record]:
    """The same without bounds."""
    return [
        one.with_findings(check_report(one)) if isinstance(one, Report) else one for one in read_records(data, name)
    ]


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
