"""Finding: exactly the entries that contain every word, among those that the reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from operator import add
from typing import Any, Literal

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import LessThan
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gongkai.web.search.folding import BOUNDARY, folded_number, marked, window
from gongkai.web.search.grams import match, pairs
from gongkai.web.search.models import Entry, Gram, Pairs
from gongkai.web.search.queries import Query, parse
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


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """What of documents is asked for besides words."""

    item: str = ""
    sort: str = ""
    #: A 文号 or a part of it; 〔2021〕60 is not 〔2021〕601
    number: str = ""
    #: On the day `today`; None: either way
    in_force: bool | None = None
    today: date | None = None

    def conditions(self, prefix: str) -> Q:
        """As conditions on entries, at the end of a lookup."""
        wanted = Q(**{prefix + name: value for name in ("item", "sort") if (value := getattr(self, name))})
        if number := folded_number(self.number):
            wanted &= Q(**{f"{prefix}number__contains": f"{number}号" if number[-1].isdecimal() else number})
        if self.in_force is not None:
            ended = Q(**{f"{prefix}until__lt": self.today})
            wanted &= (~ended | Q(**{f"{prefix}until": None})) if self.in_force else ended
        return wanted


class Counted(Paginator):
    """Pages of hits; they are counted up to `COUNTED` only, and none beyond is offered."""

    @cached_property
    def count(self) -> int:
        found: Any = self.object_list
        return found.order_by()[: COUNTED + 1].count() if isinstance(found, QuerySet) else len(found)

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

    Two queries, whatever is found. `agencies` is a subquery of ids or ids. A query without words finds nothing, unless
    a 文号 is asked for; any text is a query, no sign in it raises.
    """
    parsed = parse(query)
    if not parsed and not (narrowed and narrowed.number):
        return Results([], 1, Counted([], size), parsed)
    found = _matching(parsed, reader)
    prefix = "entry__" if found.model is Gram else ""
    conditions: dict[str, Any] = {
        "kind__in": None if kinds is None else list(kinds),
        "agency_id__in": agencies,
        "date__gte": since,
        "date__lte": until,
    }
    found = found.filter(**{prefix + name: value for name, value in conditions.items() if value is not None})
    if narrowed:
        found = found.filter(narrowed.conditions(prefix))
    found = _ordered(found, parsed, order, prefix)
    paginator = Counted(found, size)
    number = min(max(1, page), paginator.num_pages)
    first = (number - 1) * size
    rows = found[first : first + size]
    entries = [row.entry for row in rows] if prefix else list(rows)
    return Results([Hit(entry, parsed.wanted) for entry in entries], number, paginator, parsed)


def _matching(query: Query, reader: Reader) -> QuerySet[Any]:
    """The rows that contain what is wanted: of SQLite's index, or entries."""
    if connection.vendor == "sqlite" and query.wanted:
        found: QuerySet[Any] = Gram.objects.visible_to(reader).filter(tokens__match=match(query.wanted))
        prefix = "entry__"
    else:
        found = Entry.objects.visible_to(reader)
        prefix = ""
        if query.wanted:
            every: Any = sorted({pair for word in query.wanted for pair in pairs(word)})
            found = found.alias(pairs=Pairs("folded")).filter(pairs__contains=every)
            # The index knows which pairs are there, not that they stand side by side.
            for word in query.wanted:
                found = _standing(found, "folded", word, there=True) if len(word) > 2 else found
    for word in query.unwanted:
        found = _standing(found, f"{prefix}folded", word, there=False)
    return found


def _standing(found: QuerySet[Any], column: str, word: str, *, there: bool) -> QuerySet[Any]:
    """The rows in whose column a word stands, or does not."""
    number = len(found.query.annotations)
    found = found.alias(**{f"place{number}": StrIndex(column, Value(word))})
    return found.filter(**{f"place{number}__gt" if there else f"place{number}": 0})


def _ordered(found: QuerySet[Any], query: Query, order: Order, prefix: str) -> QuerySet[Any]:
    """Newest first; before that, where asked for, those with most of the words in the title."""
    found = found.select_related("entry").defer("tokens", "entry__folded") if prefix else found.defer("folded")
    # On PostgreSQL a sum, so that the words lead: walking back in time would look into every text on the way.
    newest = F("entry_id").desc() if prefix else (F("position") + 0).desc()
    if order == "newest" or not query.wanted:
        return found.order_by(newest)
    column = f"{prefix}folded"
    end = StrIndex(column, Value(BOUNDARY))
    found = found.alias(
        titled=reduce(
            add,
            [
                Case(When(LessThan(StrIndex(column, Value(word)), end), then=1), default=0, output_field=IntegerField())
                for word in query.wanted
            ],
        )
    )
    return found.order_by("-titled", newest)
