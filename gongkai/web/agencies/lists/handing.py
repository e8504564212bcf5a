"""A list handed on: what an officer saves from a page, as CSV or .xlsx."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import override

from gongkai.web.agencies.lists.sheets import MEDIA_TYPES, write_csv, write_xlsx

Lines = Iterable[Sequence[str]]


def saved(content: bytes, name: str, format: str) -> HttpResponse:
    """Bytes of that format as a file to save."""
    response = HttpResponse(content, content_type=MEDIA_TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    return response


def handed_on(format: str, name: str, title: str, heads: Sequence[str], lines: Callable[[], Lines]) -> HttpResponse:
    """Lines under their heads, in Chinese whatever the page's language; `title` names the sheet.

    :raises Http404: for a format that there is not.
    """
    if format not in MEDIA_TYPES:
        raise Http404
    with override(settings.LANGUAGE_CODE):
        rows = lines()
        content = write_csv(heads, rows) if format == "csv" else write_xlsx(title, heads, rows)
    return saved(content, name, format)
