"""The tables of the form on a terminal, as printed, with the marks of their cells."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gongkai.report.editions import Block, Row, load_edition
from gongkai.report.schema import Number
from gongkai.report.writing.form import form_tables
from gongkai.report.writing.marks import Marks

STYLES: dict[str, str] = {"error": "bold red", "warn": "yellow", "info": "dim"}
SIGNS: dict[str, str] = {"error": "!", "warn": "?", "info": "·"}
REPAIRED, BLANK, UNDECIDED, UNPRINTED = "*", "( )", "…", "~"


def form_table(marked: Marks, table_id: str) -> RenderableType:
    """One table of the report as printed, each number with its marks."""
    assert marked.report.edition is not None
    table = load_edition(marked.report.edition).table(table_id)
    if table_id == "disclosure":
        return _disclosure(marked)
    if table_id == "remedies":
        return _remedies(marked, table.rows)
    return _requests(marked, table.blocks[0])


def _grid(first: int) -> Table:
    grid = Table(box=box.SQUARE, pad_edge=False, padding=0, show_lines=False, header_style="")
    grid.add_column("", width=first, overflow="fold")
    return grid


def _disclosure(marked: Marks) -> RenderableType:
    (form,) = (form for form in form_tables(marked.report, unprinted=True) if form.id == "disclosure")
    blocks: list[Table] = []
    for row in form.rows:
        kind = row[0].kind
        if kind == "caption":
            blocks.append(_grid(22))
            blocks[-1].columns[0].header = Text(row[0].text, style="bold")
        elif kind == "head":
            for cell in row[1:]:
                blocks[-1].add_column(cell.text, justify="right", width=16 if len(row) > 2 else 26, overflow="fold")
        else:
            blocks[-1].add_row(row[0].text, *(_value(marked, cell.cell or "", cell.text) for cell in row[1:]))
    return Group(*blocks)


def _requests(marked: Marks, block: Block) -> RenderableType:
    (form,) = (form for form in form_tables(marked.report, unprinted=True) if form.id == "requests")
    grid = _grid(28)
    for column in block.columns:
        grid.add_column(column.label, justify="right", width=6, overflow="fold")
    for row in form.rows:
        labels = [cell for cell in row if cell.kind == "label"]
        values = [cell for cell in row if cell.kind == "value"]
        if not labels:
            continue
        for label in labels[:-1]:
            grid.add_row(Text("  " * label.col + label.text, style="dim"))
        last = labels[-1]
        texts = (_value(marked, cell.cell or "", cell.text) for cell in values)
        grid.add_row(Padding(last.text, (0, 0, 0, 2 * last.col)), *texts)
    return grid


def _remedies(marked: Marks, rows: Sequence[Row]) -> RenderableType:
    grid = _grid(22)
    for column in rows[0].columns:
        grid.add_column(column.label, justify="right", width=8)
    for row in rows:
        texts = (_value(marked, cell, marked.report.printed.get(cell, "")) for cell in row.cells)
        grid.add_row("　".join(row.label), *texts)
    return grid


def _value(marked: Marks, cell: str, text: str) -> Text:
    state = marked.state(cell)
    value = marked.report.cells.get(cell)
    shown = {"blank": BLANK, "undecided": UNDECIDED, "unprinted": UNPRINTED}.get(state, text or plain(value))
    style = "dim" if state in {"blank", "undecided", "unprinted"} or value == 0 else ""
    if cell in marked.report.repaired and state == "number":
        shown, style = f"{plain(value)}{REPAIRED}", "cyan"
    if severity := marked.worst.get(cell):
        shown, style = f"{shown}{SIGNS[severity]}", STYLES[severity]
    return Text(shown, style=style)


def plain(value: Number | None) -> str:
    """A number as it is read; nothing where it is unknown."""
    return "" if value is None else str(value)
