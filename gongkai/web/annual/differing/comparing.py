"""Two readings of what should be one report: which numbers and which prose differ."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.report.schema import Number, Report


@dataclass(frozen=True)
class Difference:
    """By cell what the one says and what the other; None: it says no number, which is no 0."""

    cells: Mapping[str, tuple[Number | None, Number | None]]
    sections: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.cells or self.sections)


def difference(filed: Report, published: Report) -> Difference:
    """Of numbers by their value; of prose by its characters, since line breaks and widths follow the file's format."""
    pairs = {id_: (filed.cells.get(id_), published.cells.get(id_)) for id_ in {**filed.cells, **published.cells}}
    parts = sorted({**filed.sections, **published.sections})
    return Difference(
        {id_: pair for id_, pair in pairs.items() if pair[0] != pair[1]},
        tuple(id_ for id_ in parts if _plain(filed.sections.get(id_)) != _plain(published.sections.get(id_))),
    )


def _plain(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split())
