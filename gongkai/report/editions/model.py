"""What an edition of the form consists of: sections, tables, rows, columns, cells, and the sums that bind them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``unit`` is what the cell's number is in (money always 元), ``printed_unit`` what the form prints."""

    id: str
    label: str
    unit: str
    key: str
    known: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    printed_unit: str | None = None
    signed: bool = False


@dataclass(frozen=True)
class Row:
    """A row: ``label`` is the path of group labels down to the row's own, as printed."""

    id: str
    table: str
    label: tuple[str, ...]
    columns: tuple[Column, ...]
    known: tuple[str, ...] = ()
    required: bool = True

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Ids of the row's cells in printed order."""
        return tuple(f"{self.id}.{column.id}" for column in self.columns)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a table with column heads of its own: 表三 and 表四 are one block, 表二 one per item of 第二十条."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    """``id`` is disclosure (表二), requests (表三) or remedies (表四); ``section`` the numeral of its section."""

    id: str
    section: str
    blocks: tuple[Block, ...]
    note: str = ""

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for block in self.blocks for row in block.rows)

    @cached_property
    def required(self) -> tuple[Row, ...]:
        """The rows that every report prints."""
        return tuple(row for row in self.rows if row.required)


@dataclass(frozen=True, slots=True)
class Section:
    """A section: ``id`` is its numeral (一 to 六), ``known`` are headings met in the wild."""

    id: str
    label: str
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the form, as in the canonical list of cells."""

    id: str
    table: str
    row: Row
    column: Column

    @property
    def required(self) -> bool:
        return self.row.required

    @property
    def unit(self) -> str:
        return self.column.unit

    @property
    def place(self) -> str:
        """Where a person finds it, for instance ``表三“1.属于国家秘密”“自然人”``."""
        section = {"disclosure": "表二", "requests": "表三", "remedies": "表四"}[self.table]
        return f"{section}“{self.row.label[-1]}”“{self.column.label}”"


@dataclass(frozen=True, slots=True)
class Sum:
    """A 勾稽 relation: the numbers in ``parts`` add up to the numbers in ``totals`` (cell ids)."""

    rule: str
    scope: str
    totals: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        return self.totals + self.parts


@dataclass(frozen=True, eq=False)
class Edition:
    """One edition of the form. ``number`` is the 文号 of the document that prescribes it."""

    id: str
    name: str
    document: str
    number: str
    first_year: int
    last_year: int | None
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    sum_rules: tuple[dict[str, Any], ...]

    def table(self, table_id: str) -> Table:
        return next(table for table in self.tables if table.id == table_id)

    @cached_property
    def rows(self) -> Mapping[str, Row]:
        """Every row by id: ``disclosure.regulations``, ``requests.received``, ``review`` …"""
        return {row.id: row for table in self.tables for row in table.rows}

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """Every cell by id, in printed order."""
        return {
            f"{row.id}.{column.id}": Cell(f"{row.id}.{column.id}", table.id, row, column)
            for table in self.tables
            for row in table.rows
            for column in row.columns
        }

    def sums(self, printed: Collection[str]) -> tuple[Sum, ...]:
        """The sums that hold for a report that prints the rows ``printed`` (row ids).

        Where the form leaves a choice ((六)其他处理 as one row or three), the first alternative with a printed row
        counts; with none printed, the first.
        """
        return _sums(self, frozenset(printed) & self._optional_rows)

    @cached_property
    def _optional_rows(self) -> frozenset[str]:
        choices = [c for rule in self.sum_rules for c in rule["of"] if isinstance(c, list)]
        return frozenset(f"requests.{row}" for choice in choices for alternative in choice for row in alternative)


def printed_rows(cells: Mapping[str, object], printed: Collection[str]) -> set[str]:
    """Row ids of which a report prints at least one cell: a number, or a text kept in ``printed`` ("" for a blank)."""
    return {cell.rsplit(".", 1)[0] for cell, value in cells.items() if value is not None} | {
        cell.rsplit(".", 1)[0] for cell in printed
    }


@cache
def _sums(edition: Edition, optional: frozenset[str]) -> tuple[Sum, ...]:
    result: list[Sum] = []
    for rule in edition.sum_rules:
        table = edition.table(rule["table"])
        if rule["each"] == "row":
            for row in table.rows:
                totals, parts = (tuple(f"{row.id}.{column}" for column in rule[side]) for side in ("total", "of"))
                result.append(Sum(rule["rule"], row.id, totals, parts))
        else:
            totals = tuple(f"{table.id}.{row}" for row in rule["total"])
            parts = tuple(f"{table.id}.{row}" for row in _chosen(rule["of"], table.id, optional))
            result.extend(
                Sum(
                    rule["rule"],
                    column.id,
                    tuple(f"{row}.{column.id}" for row in totals),
                    tuple(f"{row}.{column.id}" for row in parts),
                )
                for column in table.rows[0].columns
            )
    return tuple(result)


def _chosen(terms: Iterable[str | list[list[str]]], table: str, optional: frozenset[str]) -> Iterable[str]:
    for term in terms:
        if isinstance(term, str):
            yield term
            continue
        printed = [alternative for alternative in term if any(f"{table}.{row}" in optional for row in alternative)]
        yield from (printed or term)[0]
