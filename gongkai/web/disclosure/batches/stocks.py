"""What kinds of rows go out in batches: each says which wait, what the public will read of them, and lets them out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from django.utils.functional import Promise

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.audit.models import Audited
from gongkai.web.audit.notes import Act
from gongkai.web.disclosure.facts import canonical
from gongkai.web.disclosure.models import Batch, Topic


class Line(NamedTuple):
    """One line as the public will read it, and the row that it is of."""

    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Stock:
    """One kind of rows."""

    id: str
    name: str | Promise
    model: type[Audited]
    heads: Sequence[str]
    #: Of each column the field in which a proposed masking is written; empty: in none.
    fields: Sequence[str]
    #: What could be public and is not, of an agency or a topic.
    waiting: Callable[[Agency, Topic | None], Any]
    lines: Callable[[Iterable[Any]], list[Line]]
    #: Within the act: let the rows out.
    release: Callable[[Batch, Any, Act, Officer], None]
    #: The address of the desk's page of the rows.
    page: Callable[[Batch], str]
    #: Within the act: write maskings into a row, by field.
    write: Callable[[Any, Mapping[str, str], Officer], None] = lambda row, texts, by: _written(row, texts)
    #: Who wrote what stands in rows, and reviews none of it.
    authors: Callable[[Any], Iterable[int]] = lambda rows: rows.order_by().values_list("author", flat=True).distinct()

    def rows(self, batch: Batch) -> Any:
        """The rows of a batch that are not out."""
        return self.waiting(batch.agency, batch.topic).filter(batch=batch)

    def title(self, lines: Sequence[Line], topic: Topic | None) -> str:
        """What a batch is called, in Chinese: it is recorded. A topic by the name that is put to review."""
        if topic is None:
            return f"{self.name}（{len(lines)}条）"
        return f"{self.name}“{lines[0].cells[0] if lines else topic.title}”"

    def now(self, batch: Batch) -> list[Line]:
        return self.lines(self.rows(batch))


def _written(row: Any, texts: Mapping[str, str]) -> None:
    for field, text in texts.items():
        setattr(row, field, text)
    row.save(update_fields=list(texts))


STOCKS: dict[str, Stock] = {}


def open_stock(stock: Stock) -> None:
    """Make a kind of rows known."""
    STOCKS[stock.id] = stock


def digest_of(stock: Stock, lines: Sequence[Line]) -> str:
    """Over what the public will read: what was approved is what goes out."""
    return sha256(canonical([list(stock.heads), [[line.row, *line.cells] for line in lines]])).hexdigest()
