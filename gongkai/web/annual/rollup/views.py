"""The sums of a collection on the desk: the form with its sums, and each sum with the units that it is made of."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.report.schema import Report, Source
from gongkai.report.writing.form import FormCell, form_tables, number_text
from gongkai.report.writing.html import table_html
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.annual.collecting.views import led
from gongkai.web.annual.figures import form
from gongkai.web.annual.models import Collection, Compilation, Filing
from gongkai.web.annual.rollup.own import against_parts, own, parent_of
from gongkai.web.annual.rollup.sums import Sums, sums

PER_PAGE = 100


@require_safe
@desk(Permission.SUPERVISE)
def rollup(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The sums as the form prints them, the government's own figures apart, and who is missing."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = led(officer, slug, year)
    found, apart = sums(row), own(row, officer.today)
    cells = form().cells
    parent = parent_of(row)
    context = {
        "row": row, "found": found, "tables": _tables(row, found),
        "own": [(cells[id_], number_text(value), number_text(found.cells.get(id_, 0) + value))
                for id_, value in apart.items() if value],
        "open": [(cells[id_], names) for id_, names in found.open.items()],
        "parent": parent, "wrong": against_parts(row, parent, found, apart) if parent is not None else (),
        "making": Compilation.objects.visible_to(officer).filter(agency=row.agency, year=year).exists(),
    }  # fmt: skip
    return render(request, "annual/rollup/rollup.html", context)


def _tables(row: Collection, found: Sums) -> list[tuple[str, SafeString]]:
    """The three tables by their headings, every sum a link to its units; what no unit states is blank."""
    edition = form()
    sections = {one.id: f"{one.id}、{one.label}" for one in edition.sections}
    report = Report(
        Source("", "", "", 0), agency=row.agency.name, year=row.year, edition=edition.id,
        cells={id_: found.cells.get(id_) for id_, cell in edition.cells.items() if cell.required},
        printed={id_: "" for id_, cell in edition.cells.items() if cell.required and id_ not in found.cells},
    )  # fmt: skip

    def value(cell: FormCell, spans: str) -> str:
        if cell.cell is None:
            return f"<td{spans}>"
        address = reverse("annual:rollup-cell", args=[row.agency.slug, row.year, cell.cell])
        text = escape(cell.text) or f'<span class="vh">{_("空白")}</span>—'
        return f'<td{spans}><a href="{escape(address)}">{text}</a>'

    return [(sections[table.section], mark_safe(table_html(table, value))) for table in form_tables(report)]


@require_safe
@desk(Permission.SUPERVISE)
def cell(request: HttpRequest, slug: str, year: int, cell: str) -> HttpResponse:
    """One sum: what each unit reports, the greatest first, and who leaves it open."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = led(officer, slug, year)
    known = form().cells.get(cell)
    if known is None or not known.required:
        raise Http404
    found = sums(row)
    seen = set(Filing.objects.visible_to(officer).filter(collection=row).values_list("pk", flat=True))
    parts = [(one, value) for one in found.parts if one.filing in seen and (value := one.cells.get(cell)) is not None]
    parts.sort(key=lambda pair: -pair[1])
    page = Paginator([(one, number_text(value)) for one, value in parts], PER_PAGE).get_page(request.GET.get("page"))
    total = found.cells.get(cell)
    context = {
        "row": row, "cell": known, "page": page, "total": None if total is None else number_text(total),
        "own": number_text(own(row, officer.today)[cell]), "open": found.open.get(cell, ()), "found": found,
    }  # fmt: skip
    return render(request, "annual/rollup/cell.html", context)
