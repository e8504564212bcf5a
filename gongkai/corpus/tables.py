"""Records as one table: a row per record, a column per cell of every edition; for CSV, Parquet, pyarrow and pandas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from gongkai.report.editions import editions
from gongkai.report.schema import Record, Report
from gongkai.report.writing.marks import count

if TYPE_CHECKING:
    import pyarrow

FACTS = {
    "source": "string",
    "part": "int16",
    "sha256": "string",
    "media_type": "string",
    "is_report": "bool",
    "reason": "string",
    "agency": "string",
    "year": "int16",
    "edition": "string",
    "title": "string",
    "issued": "date",
}
COUNTS = {"n_read": "int32", "n_repaired": "int32", "n_errors": "int32", "n_warnings": "int32", "errors": "string"}


class MissingLibrary(ImportError):
    """A library of an extra is not installed; the message says how to get it."""


@cache
def columns() -> dict[str, str]:
    """Every column and its type: facts, the cells of all editions (newest first), counts."""
    cells: dict[str, str] = {}
    for edition in reversed(editions()):
        for cell in edition.cells.values():
            cells.setdefault(cell.id, "double" if cell.unit == "元" else "int64")
    return FACTS | cells | COUNTS


def to_row(record: Record) -> dict[str, Any]:
    """One record as a row; a cell that the record does not know is None."""
    row: dict[str, Any] = dict.fromkeys(columns())
    source = record.source
    row |= {
        "source": source.name,
        "part": source.part,
        "sha256": source.sha256,
        "media_type": source.media_type,
        "is_report": isinstance(record, Report),
    }
    if not isinstance(record, Report):
        row["reason"] = record.reason
        return row
    row |= {
        "agency": record.agency,
        "year": record.year,
        "edition": record.edition,
        "title": record.title,
        "issued": record.issued,
        "n_read": sum(value is not None for value in record.cells.values()),
        "n_repaired": len(record.repaired),
        "n_errors": count(record, "error"),
        "n_warnings": count(record, "warn"),
        "errors": "\n".join(finding.message for finding in record.findings if finding.severity == "error"),
    }
    row |= {cell: value for cell, value in record.cells.items() if cell in row}
    return row


def to_rows(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """The records as rows of :func:`columns`."""
    return map(to_row, records)


def to_arrow(records: Iterable[Record]) -> pyarrow.Table:
    """The records as a pyarrow table (``.to_pandas()`` makes a data frame of it).

    :raises MissingLibrary: when pyarrow is not installed.
    """
    return rows_to_arrow(list(to_rows(records)))


def rows_to_arrow(rows: list[dict[str, Any]]) -> pyarrow.Table:
    """Rows of :func:`columns` as a pyarrow table."""
    try:
        import pyarrow  # late: an extra, and slow to load
    except ImportError as error:
        raise MissingLibrary("pyarrow: pip install 'gongkai[corpus]'") from error
    types = {"date": pyarrow.date32()}
    schema = pyarrow.schema(
        [(name, types.get(kind) or pyarrow.type_for_alias(kind)) for name, kind in columns().items()]
    )
    return pyarrow.Table.from_pylist(rows, schema=schema)
