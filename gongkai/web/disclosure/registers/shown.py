"""Lines of registers as the public reads them."""

from __future__ import annotations

from typing import Any

from gongkai.web.disclosure.models import Decision, Listed
from gongkai.web.disclosure.registers.rooms import MODELS, REGISTERS
from gongkai.web.disclosure.sheets.cells import Column

#: What the public need not be told of a line that it sees.
_INWARD = frozenset({"person", "public", "ground"})


def columns(register: str) -> list[Column]:
    return [column for column in REGISTERS[register].columns if column.field not in _INWARD]


def cells(register: str, row: Listed) -> list[str]:
    """Of a decision the names of natural persons as the operator has them shown; the same in every language."""
    return _as_shown(row, [column.show(getattr(row, column.field)) for column in columns(register)])


def on_page(register: str, row: Listed) -> list[tuple[Column, str]]:
    """The same with each column, where days are written as everywhere on a page."""
    found = columns(register)
    return list(zip(found, _as_shown(row, [each.on_page(getattr(row, each.field)) for each in found]), strict=True))


def _as_shown(row: Listed, texts: list[str]) -> list[str]:
    return [row.as_shown(text) for text in texts] if isinstance(row, Decision) else texts


def writable(register: str) -> list[str]:
    """Of each column the field in which a masking can be written: of those that are texts."""
    return [column.field if _is_text(register, column.field) else "" for column in columns(register)]


def _is_text(register: str, field: str) -> bool:
    kinds: dict[str, Any] = {one.name: one for one in MODELS[register]._meta.get_fields()}
    return kinds[field].get_internal_type() in ("CharField", "TextField") and not kinds[field].choices
