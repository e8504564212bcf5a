"""Values of the law with the day from which they hold, oldest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from gongkai.law.citations import LegalDocument, check_citation
from gongkai.law.loading import Kind, LawError, fields


class Dated(Protocol):
    """``from_`` is the first day, ``source`` the article."""

    @property
    def from_(self) -> date: ...
    @property
    def source(self) -> str: ...


D = TypeVar("D", bound=Dated)


def in_force(values: Sequence[D], day: date, what: str) -> D:
    """The last value whose first day is not after ``day``.

    :raises LawError: for a day before the first; ``what`` names the value.
    """
    found = next((value for value in reversed(values) if value.from_ <= day), None)
    if found is None:
        first = values[0]
        raise LawError(f"{what}：{day} 早于最早的规定（{first.source}，{first.from_} 起）")
    return found


def dated(
    entries: Any,
    needed: Mapping[str, Kind],
    known: Mapping[str, LegalDocument],
    where: str,
    make: Callable[[dict[str, Any]], D],
) -> tuple[D, ...]:
    """The values of an entry, each with ``from``, ``source``, ``verified`` and the ``needed`` keys.

    :raises LawError: where a key or value is wrong, a citation unknown or the order not that of the days.
    """
    values: list[D] = []
    for item in entries:
        fields(item, {"from": date, "source": str, "verified": str, **needed}, where)
        try:
            check_citation(item["source"], known)
        except LawError as error:
            raise LawError(f"{where}：{error}") from None
        if values and item["from"] <= values[-1].from_:
            raise LawError(f"{where}：from 应依次递增：{item['from']}")
        values.append(make(item))
    if not values:
        raise LawError(f"{where}：应至少有一个值")
    return tuple(values)
