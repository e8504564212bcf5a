"""The statutory form as data: one YAML file per edition, loaded strictly into typed objects.

A cell id is ``<row>.<column>``, for instance ``requests.received.total``, ``disclosure.licences.decisions`` or
``review.upheld``. Reader, checks and writer take everything they know about the form from here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import yaml

EDITION_IDS = ("2019", "2021")
"""Editions that ship with gongkai, oldest first."""


class EditionError(ValueError):
    """An edition file does not say what it must; the message names the file and the place."""


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


@cache
def load_edition(edition_id: str) -> Edition:
    """The edition ``"2019"`` or ``"2021"``.

    :raises EditionError: when the file lacks a part or has one nobody knows.
    """
    name = f"{edition_id}.yaml"
    text = (files(__package__) / name).read_text("utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return parse_edition(yaml.load(text, Loader=loader), name)


def editions() -> tuple[Edition, ...]:
    """All editions, oldest first."""
    return tuple(load_edition(edition_id) for edition_id in EDITION_IDS)


def parse_edition(data: Any, name: str) -> Edition:
    """An edition from its YAML content; ``name`` stands in messages.

    :raises EditionError: when a part is missing or unknown.
    """
    try:
        _only(data, {"edition", "name", "source", "reports_on", "sections", "tables", "sums"}, name)
        sections = tuple(Section(s["id"], s["label"], tuple(s.get("known", ()))) for s in data["sections"])
        return Edition(
            id=data["edition"],
            name=data["name"],
            document=data["source"]["document"],
            number=data["source"]["number"],
            first_year=data["reports_on"]["from"],
            last_year=data["reports_on"].get("to"),
            sections=sections,
            tables=tuple(_table(table, name) for table in data["tables"]),
            sum_rules=tuple(data["sums"]),
        )
    except KeyError as error:
        raise EditionError(f"{name}: the key {error} is missing") from error


def _table(data: dict[str, Any], name: str) -> Table:
    _only(data, {"id", "section", "blocks", "note", "unit", "columns", "rows", "groups"}, f"{name}: table {data['id']}")
    table = data["id"]
    if "blocks" in data:
        blocks = []
        for block in data["blocks"]:
            _only(block, {"caption", "columns", "rows"}, f"{name}: {block.get('caption')}")
            columns = _columns(block["columns"], "件", name)
            rows = tuple(_row(row, table, columns, f"{table}.{row['id']}", name) for row in block["rows"])
            blocks.append(Block(block["caption"], columns, rows))
        return Table(table, data["section"], tuple(blocks))
    columns = _columns(data["columns"], data["unit"], name)
    if "groups" in data:
        rows = tuple(_row(group, table, columns, group["id"], name) for group in data["groups"])
    else:
        rows = tuple(_row(row, table, columns, f"{table}.{row['id']}", name) for row in data["rows"])
    return Table(table, data["section"], (Block("", columns, rows),), data.get("note", ""))


def _columns(data: list[dict[str, Any]], unit: str, name: str) -> tuple[Column, ...]:
    known_keys = {"id", "label", "unit", "key", "known", "group", "printed_unit", "signed"}
    columns = []
    for column in data:
        _only(column, known_keys, f"{name}: column {column.get('id')}")
        columns.append(
            Column(
                id=column["id"],
                label=column["label"],
                unit=column.get("unit", unit),
                key=column.get("key", column["label"]),
                known=tuple(column.get("known", ())),
                group=tuple(column.get("group", ())),
                printed_unit=column.get("printed_unit"),
                signed=column.get("signed", False),
            )
        )
    return tuple(columns)


def _row(data: dict[str, Any], table: str, columns: tuple[Column, ...], row_id: str, name: str) -> Row:
    _only(data, {"id", "label", "known", "required"}, f"{name}: row {data.get('id')}")
    label = data["label"]
    return Row(
        id=row_id,
        table=table,
        label=(label,) if isinstance(label, str) else tuple(label),
        columns=columns,
        known=tuple(data.get("known", ())),
        required=data.get("required", True),
    )


def _only(data: Mapping[str, Any], allowed: set[str], where: str) -> None:
    if unknown := set(data) - allowed:
        raise EditionError(f"{where}: unknown {', '.join(sorted(unknown))}; known are {', '.join(sorted(allowed))}")
