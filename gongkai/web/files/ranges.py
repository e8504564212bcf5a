"""The `Range` header (RFC 9110, 14): one range is answered, several are answered with the whole."""

from __future__ import annotations

import re

_ONE = re.compile(r"bytes=[ \t]*(\d*)-(\d*)[ \t]*")


class Unsatisfiable(ValueError):
    """A range that begins beyond the end."""


def wanted(header: str, size: int) -> tuple[int, int] | None:
    """First byte and the one after the last; None: the whole, as where the header makes no sense.

    :raises Unsatisfiable: where no byte of the range is there.
    """
    found = _ONE.fullmatch(header.strip())
    if found is None or len(header) > 60:
        return None
    first, last = found.groups()
    if not first:
        if not last:
            return None
        if int(last) == 0 or size == 0:
            raise Unsatisfiable(header)
        return max(0, size - int(last)), size
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size:
        raise Unsatisfiable(header)
    return start, min(size, int(last) + 1) if last else size
