"""One sink per output form: what the workers make of a record, and what is written when the results come in."""

from __future__ import annotations

import csv
import io
import json
import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, BinaryIO

from gongkai.cli.messages import USAGE, Failure, t
from gongkai.corpus.tables import MissingLibrary, columns, rows_to_arrow, to_row
from gongkai.report.schema import Record, Report
from gongkai.report.writing.csv import BOM, harmless
from gongkai.report.writing.wording import in_language, refusal

ROWS_AT_ONCE = 1_000
"""Rows of a Parquet file's groups."""


class Sink(ABC):
    """``encode`` runs in the workers and is pickled; ``add`` and ``close`` run here, in the order of the files.

    ``checked`` tells whether the records are, so that nothing is shown as found right that was not looked at.
    """

    encode: Any
    streams = False

    def __init__(self, out: BinaryIO, language: str, *, checked: bool) -> None:
        self.out = out
        self.language = language
        self.checked = checked

    @abstractmethod
    def add(self, items: Sequence[Any]) -> None:
        """Take one file's encoded records."""

    def close(self) -> None:
        """Write what is left; also called when the batch is interrupted."""
        self.out.flush()


def spoken(record: Record, language: str) -> Record:
    """The record with its messages in ``language``."""
    if language == "zh":
        return record
    if isinstance(record, Report):
        return replace(record, findings=tuple(in_language(finding, language) for finding in record.findings))
    return replace(record, reason=refusal(record.rule, record.reason, language))


def json_line(record: Record, _key: str, language: str) -> bytes:
    return json.dumps(spoken(record, language).as_dict(), ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def table_row(record: Record, _key: str, language: str) -> dict[str, Any]:
    return to_row(spoken(record, language))


def csv_line(record: Record, _key: str, language: str) -> bytes:
    values = table_row(record, _key, language).values()
    return _csv(["" if value is None else harmless(str(value)) for value in values])


def _csv(values: Sequence[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(values)
    return out.getvalue().encode("utf-8", "replace")


class JsonLines(Sink):
    """One JSON object a line."""

    streams = True

    def __init__(self, out: BinaryIO, language: str, *, checked: bool) -> None:
        super().__init__(out, language, checked=checked)
        self.encode = partial(json_line, language=language)

    def add(self, items: Sequence[bytes]) -> None:
        for item in items:
            self.out.write(item)
        # A reader behind a pipe sees each document when it is done.
        self.out.flush()


class Csv(Sink):
    streams = True

    def __init__(self, out: BinaryIO, language: str, *, checked: bool) -> None:
        super().__init__(out, language, checked=checked)
        self.encode = partial(csv_line, language=language)
        out.write(BOM.encode() + _csv(list(columns())))

    def add(self, items: Sequence[bytes]) -> None:
        for item in items:
            self.out.write(item)


class Parquet(Sink):
    def __init__(self, out: BinaryIO, language: str, *, checked: bool) -> None:
        super().__init__(out, language, checked=checked)
        self.encode = partial(table_row, language=language)
        self.rows: list[dict[str, Any]] = []
        try:
            from pyarrow.parquet import ParquetWriter  # late: an extra, and slow to load

            self.writer = ParquetWriter(out, rows_to_arrow([]).schema)
        except (ImportError, MissingLibrary):
            raise Failure(t("写 parquet 需要 pyarrow：pip install 'gongkai[corpus]'"), USAGE) from None

    def add(self, items: Sequence[dict[str, Any]]) -> None:
        self.rows += items
        if len(self.rows) >= ROWS_AT_ONCE:
            self._write()

    def close(self) -> None:
        self._write()
        self.writer.close()

    def _write(self) -> None:
        if self.rows:
            self.writer.write_table(rows_to_arrow(self.rows))
            self.rows = []


class Html(Sink):
    """The overview page."""

    def __init__(self, out: BinaryIO, language: str, *, checked: bool) -> None:
        from gongkai.report.writing.overview import render  # late: only for --format html

        super().__init__(out, language, checked=checked)
        self.encode = partial(render, language=language, checked=checked)
        self.entries: list[Any] = []

    def add(self, items: Sequence[Any]) -> None:
        self.entries += items

    def close(self) -> None:
        from gongkai.report.writing.overview import write_overview  # late: only for --format html

        text = io.TextIOWrapper(self.out, "utf-8", errors="replace", write_through=True)
        write_overview(self.entries, text, self.language, checked=self.checked)
        text.detach()


class Table(Sink):
    """``full`` shows each record's form; else a list of all, then the findings of those that have some."""

    def __init__(self, out: BinaryIO, language: str, *, checked: bool, full: bool) -> None:
        from gongkai.report.writing import terminal  # late: only a person's view needs rich

        super().__init__(out, language, checked=checked)
        self.full = full
        self.terminal = terminal
        self.encode = record_itself if full else partial(_listed, language=language)
        self.items: list[Any] = []

    def add(self, items: Sequence[Any]) -> None:
        self.items += items

    def close(self) -> None:
        with self.terminal.console_on(None if self.out is sys.stdout.buffer else self.out) as console:
            self._print(console)

    def _print(self, console: Any) -> None:
        if not self.full:
            self.terminal.print_list(console, self.items, self.language, checked=self.checked)
            return
        for record in self.items:
            self.terminal.print_record(console, record, self.language, checked=self.checked)


def record_itself(record: Record, _key: str) -> Record:
    return record


def _listed(record: Record, _key: str, language: str) -> Any:
    from gongkai.report.writing.terminal import listed  # late: only a person's view needs rich

    return listed(record, language)


SINKS: dict[str, type[Sink]] = {"jsonl": JsonLines, "csv": Csv, "parquet": Parquet, "html": Html}
