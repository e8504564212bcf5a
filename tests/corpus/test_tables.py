"""Records as one table, for pyarrow and pandas."""

from __future__ import annotations

import builtins
from datetime import date
from typing import Any

import pyarrow
import pytest

from gongkai.corpus import columns, read_many, to_arrow, to_rows
from gongkai.corpus.tables import MissingLibrary
from gongkai.report.editions import editions
from tests.conftest import ROOT
from tests.report.writing.examples import look_alike, marked, report


def test_there_is_a_column_for_every_cell_of_every_edition() -> None:
    assert {cell for edition in editions() for cell in edition.cells} <= set(columns())


def test_a_row_has_the_cells_and_the_counts() -> None:
    row, refused = to_rows([marked(), look_alike()])
    assert row["requests.received.total"] == 0
    assert row["requests.granted.total"] is None
    assert (row["n_errors"], row["n_warnings"], row["n_repaired"]) == (1, 1, 1)
    assert (refused["is_report"], refused["reason"]) == (False, "从标题看是解读，不是政府信息公开工作年度报告本身。")
    assert list(row) == list(refused) == list(columns())


def test_types_are_proper() -> None:
    table = to_arrow([report("2019", 4), look_alike()])
    assert table.schema.field("issued").type == pyarrow.date32()
    assert table.schema.field("requests.received.total").type == pyarrow.int64()
    assert table.schema.field("disclosure.procurement.amount").type == pyarrow.float64()
    assert table.column("issued").to_pylist() == [date(2021, 1, 22), None]


def test_a_folder_is_a_table_in_one_line() -> None:
    table = to_arrow(read_many([str(ROOT / "samples")]))
    assert table.num_rows >= 10
    assert sum(table.column("is_report").to_pylist()) >= 8


def test_without_pyarrow_the_message_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **settings: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *rest, **settings)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingLibrary, match=r"gongkai\[corpus\]"):
        to_arrow([])
