"""Finding: exactly the entries that contain every word, among those that the reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gongkai.web.search.folding import marked, window
from gongkai.web.search.models import Entry
from gongkai.web.search.queries import Query, parse
from gongkai.web.search.searching import Narrowed, Search
from gongkai.web.visibility import Reader

#: Counting stops here: "more than a thousand" tells a person as much, and a common word costs no more than a rare one.
COUNTED = 1000
Order = Literal["newest", "relevance"]


@dataclass(frozen=True)
class Hit:
    """One thing found, with the words marked in its title and in a piece of its text."""

    entry: Entry
    words: Sequence[str]

    @cached_property
    def title(self) -> SafeString:
        return _with_marks(self.entry.title, list(self.words))

    @cached_property
    def excerpt(self) -> SafeString:
        text = self.entry.text
        begin, end = window(text, list(self.words))
        part = _with_marks(" ".join(text[begin:end].split()), list(self.words))
        return format_html("{}{}{}", "…" if begin else "", part, "…" if end < len(text) else "")


def _with_marks(text: str, words: list[str]) -> SafeString:
    pieces: list[tuple[str, str]] = []
    at = 0
    for begin, end in marked(text, words) if words else []:
        pieces.append((text[at:begin], text[begin:end]))
        at = end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[at:])


class Counted(Paginator):
    """Pages of hits; they are counted up to `COUNTED` only, and none beyond is offered."""

    @property
    def num_pages(self) -> int:  # type: ignore[override]
        return max(1, -(-min(self.count, COUNTED) // self.per_page))


class Results(Page):
    """One page of hits; Django's own page, so that the lists' pager shows it."""

    def __init__(self, hits: list[Hit], number: int, paginator: Counted, query: Query) -> None:
        super().__init__(hits, number, paginator)
        self.query = query

    @property
    def total(self) -> int:
        """How many there are, or `COUNTED` where there are more."""
        return min(self.paginator.count, COUNTED)

    @property
    def more(self) -> bool:
        """Whether there are more than were counted."""
        return self.paginator.count > COUNTED


def find(
    query: str,
    *,
    reader: Reader,
    kinds: Iterable[str] | None = None,
    agencies: QuerySet[Any] | Iterable[int] | None = None,
    since: date | None = None,
    until: date | None = None,
    narrowed: Narrowed | None = None,
    order: Order = "newest",
    page: int = 1,
    size: int = 20,
) -> Results:
    """One page of what contains every word of the query, newest first or with the words in the title first.

    A few queries, whatever is found: how many at most, the number of words says. `agencies` is a subquery of ids or
    ids. A query without words finds nothing, unless a 文号 is asked for; any text is a query, no sign in it raises.
    """
    parsed = parse(query)
    if not parsed and not (narrowed and narrowed.number):
        return Results([], 1, Counted([], size), parsed)
    conditions: dict[str, Any] = {
        "kind__in": None if kinds is None else list(kinds),
        "agency_id__in": agencies,
        "date__gte": since,
        "date__lte": until,
    }
    given = {name: value for name, value in conditions.items() if value is not None}
    search = Search(parsed, reader, given, narrowed)
    places = search.places(COUNTED + size)  # the last page may end beyond
    paginator = Counted(places, size)
    number = min(max(1, page), paginator.num_pages)
    first, many = (number - 1) * size, paginator.count > COUNTED
    entries = search.page(first, first + size, places=places, many=many, best=order == "relevance")
    return Results([Hit(entry, parsed.wanted) for entry in entries], number, paginator, parsed)
