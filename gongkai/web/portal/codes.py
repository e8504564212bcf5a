"""QR codes: what is read on a screen is taken home on a telephone."""

from __future__ import annotations

from typing import NamedTuple

from gongkai.web.disclosure.releases.posters import matrix


class Code(NamedTuple):
    """A code as a path in a square of `size`; `address` is what it says."""

    size: int
    path: str
    address: str


def code(address: str) -> Code:
    """The code of an address."""
    rows = matrix(address)
    dark = (
        f"M{column} {line}h1v1h-1z" for line, row in enumerate(rows) for column, cell in enumerate(row) if cell == "1"
    )
    return Code(len(rows), "".join(dark), address)
