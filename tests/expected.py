"""What a report is expected to say: ``samples/expected/`` and the gold hold the same keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.report.schema import Record, Report

FACTS = ("agency", "year", "edition", "title", "issued")


def said(record: Record) -> dict[str, Any]:
    """What was read, in the form of :func:`expected`; cells that are null are left out."""
    assert isinstance(record, Report), record.reason
    data = record.as_dict()
    cells = {cell: value for cell, value in record.cells.items() if value is not None}
    return {**{fact: data[fact] for fact in FACTS}, "cells": cells}


def expected(data: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a file of expectations; a cell that it does not name must be null."""
    return {**{fact: data[fact] for fact in FACTS}, "cells": dict(data["cells"])}
