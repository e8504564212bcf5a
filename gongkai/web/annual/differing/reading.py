"""What differs, as the pages of the filing and of the making show it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Q

from gongkai.report.editions import EDITION_IDS, load_edition
from gongkai.report.schema import Number
from gongkai.report.writing.form import number_text
from gongkai.web.annual.figures import form
from gongkai.web.annual.models import Divergence, Filing

#: Of a filing that is awaited: what is public is not what was filed.
APART = Q(divergence__isnull=False, excused="")


class Line(NamedTuple):
    """A number on the form; empty: that document says none, and of `cell`: it is on no page of the filing."""

    place: str
    cell: str
    filed: str
    published: str


class Shown(NamedTuple):
    """What differs between a filing and what was published."""

    divergence: Divergence
    lines: Sequence[Line]


def shown(filing: Filing) -> Shown | None:
    """With the numbers of both, in the order of the form; None: nothing differs that is known."""
    row: Divergence | None = Divergence.objects.select_related("report__agency").filter(filing=filing).first()
    if row is None:
        return None
    known = {id_: cell for edition in EDITION_IDS for id_, cell in load_edition(edition).cells.items()}
    found = [(cell.place, id_) for id_, cell in known.items() if id_ in row.cells]
    opens = form().cells
    lines = [Line(place, id_ if id_ in opens else "", *map(_text, row.cells[id_])) for place, id_ in found]
    return Shown(row, lines)


def _text(value: Number | None) -> str:
    return "" if value is None else number_text(value)
