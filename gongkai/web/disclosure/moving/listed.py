"""What a list beside the documents is: its columns, what there is of it, and how a line comes in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.sheets.cells import Column, Wrong, one_of, text
from gongkai.web.visibility import Level, Reader
from gongkai.web.workflow.refusals import Refused

Facts = Mapping[str, Any]
_WEB = URLValidator()


@dataclass(frozen=True)
class Operator:
    """Whoever runs the command on the machine, where everything lies; `contacts`: and asks how to reach people."""

    contacts: bool = False

    def agencies(self, level: Level) -> QuerySet[Any]:
        return Agency.objects.values("pk")


@dataclass(frozen=True)
class Stock:
    """One kind of lines of an agency: what there is, and how a line comes in."""

    id: str
    name: str | Promise
    columns: Sequence[Column]
    rows: Callable[[Agency, Reader], Iterable[Facts]]
    take: Callable[[Agency, Facts, Officer], object]
    #: What of it has still to be done here by officers.
    then: str | Promise = ""
    #: Fields by which no line is known again: they may be left out of what goes out.
    left_out: frozenset[str] = frozenset()

    def cells(self, facts: Facts) -> tuple[str, ...]:
        """One line as it is written."""
        return tuple(_shown(one, facts) for one in self.columns)

    def key(self, facts: Facts) -> tuple[str, ...]:
        """By which a line is known again."""
        return tuple(_shown(one, facts) for one in self.columns if one.field not in self.left_out)


def _shown(column: Column, facts: Facts) -> str:
    value = facts[column.field]
    return "" if value in (None, "") else column.show(value)


def maybe(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """Nothing where nothing stands."""
    return lambda cell: read(cell) if cell else None


def number(cell: str) -> int:
    """A number that a database holds, also below zero."""
    if not re.fullmatch(r"-?\d{1,9}", cell):
        raise Wrong(_("不是数字。"))
    return int(cell)


def web(cell: str) -> str:
    """Where something is read; anything else would be a link all the same."""
    try:
        _WEB(cell)
    except ValidationError:
        raise Wrong(_("不是网址。请写以 http:// 或者 https:// 开头的完整网址。")) from None
    return cell


def words(labels: Mapping[str, Any]) -> dict[str, Any]:
    """How a column reads and shows one of some words."""
    names = {value: str(label) for value, label in labels.items()}
    return {"read": one_of({name: value for value, name in names.items()}), "show": names.__getitem__}


def document(agency: Agency, index_number: str) -> Document:
    """By its 索引号; the agency's own, if it has one of that number."""
    rows = Document.objects.filter(index_number=index_number).select_related("agency")
    found: Document | None = rows.filter(agency=agency).first() or rows.order_by("pk").first()
    if found is None:
        raise Refused(_("没有索引号为“%(number)s”的文件，文件须先导入。") % {"number": index_number})
    return found


def optional(name: str, head: str, read: Callable[[str], Any]) -> Column:
    """A column that may stay empty."""
    return Column(name, head, maybe(read), required=False)


def plain(name: str, head: str, most: int) -> Column:
    """Words, or nothing."""
    return Column(name, head, text(most), required=False)


def address(name: str, head: str, most: int) -> Column:
    """Where something is read, or nothing."""
    short = text(most)
    return Column(name, head, lambda cell: web(short(cell)) if cell else "", required=False)
