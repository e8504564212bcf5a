"""The list as a file: the template, and agencies in the same columns, to be imported again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.translation import override

from gongkai.web.agencies.lists.columns import COLUMNS, HEADS, REMARKS
from gongkai.web.agencies.lists.plans import Planned, shown
from gongkai.web.agencies.lists.sheets import write_csv, write_xlsx
from gongkai.web.agencies.models import Agency

SHEET = "机关"


def template(format: str) -> bytes:
    """The heads with one invented line; in .xlsx a second sheet says what to write where."""
    rows = [[column.example for column in COLUMNS]]
    return (
        write_csv(list(HEADS), rows)
        if format == "csv"
        else write_xlsx(SHEET, list(HEADS), rows, hints=[str(column.hint) for column in COLUMNS])
    )


def write_list(agencies: Iterable[Agency], format: str) -> bytes:
    """Agencies (with their superiors at hand), one a line."""
    with override(settings.LANGUAGE_CODE):  # the form of the file is Chinese, as an import wants it
        rows = [list(_cells(agency)) for agency in agencies]
    return write_csv(list(HEADS), rows) if format == "csv" else write_xlsx(SHEET, list(HEADS), rows)


def write_wrong(lines: Iterable[Planned]) -> bytes:
    """Lines as they were read, and after the usual columns what is wrong with each."""
    heads = [*HEADS, *REMARKS]
    rows = (
        [
            *(line.line.cells.get(column.field, "") for column in COLUMNS),
            str(line.number),
            "；".join(f"{fault.head}：{fault.message}" if fault.head else fault.message for fault in line.faults),
        ]
        for line in lines
    )
    return write_csv(heads, rows)


def _cells(agency: Agency) -> Iterator[str]:
    superior = agency.superior
    for column in COLUMNS:
        if column.field == "superior":
            yield superior.slug if superior else ""
        elif column.field == "superior_name":
            yield superior.name if superior else ""
        else:
            yield shown(column.field, getattr(agency, column.field))
