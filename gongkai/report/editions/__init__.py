"""The statutory form as data: one YAML file per edition, loaded strictly into typed objects.

A cell id is ``<row>.<column>``, for instance ``requests.received.total``, ``disclosure.licences.decisions`` or
``review.upheld``. Reader, checks and writer take everything they know about the form from here.
"""

from __future__ import annotations

from functools import cache

from gongkai.report.data import load
from gongkai.report.editions.model import Block, Cell, Column, Edition, Row, Section, Sum, Table, printed_rows
from gongkai.report.editions.parsing import EditionError, parse_edition

EDITION_IDS = ("2019", "2021")
"""Editions that ship with gongkai, oldest first."""


@cache
def load_edition(edition_id: str) -> Edition:
    """The edition ``"2019"`` or ``"2021"``.

    :raises EditionError: when the file lacks a part or has one nobody knows.
    """
    name = f"{edition_id}.yaml"
    return parse_edition(load(__name__, name), name)


def editions() -> tuple[Edition, ...]:
    """All editions, oldest first."""
    return tuple(load_edition(edition_id) for edition_id in EDITION_IDS)


__all__ = [
    "EDITION_IDS",
    "Block",
    "Cell",
    "Column",
    "Edition",
    "EditionError",
    "Row",
    "Section",
    "Sum",
    "Table",
    "editions",
    "load_edition",
    "printed_rows",
]
