"""From the YAML of an edition to its types, strictly: a missing or an unknown key is an error that names its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.report.editions.model import Block, Column, Edition, Row, Section, Table


class EditionError(ValueError):
    """An edition file does not say what it must; the message names the file and the place."""


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
