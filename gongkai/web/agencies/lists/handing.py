"""A list handed on: what an officer saves from a page, as CSV or .xlsx."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from os import SEEK_END
from tempfile import SpooledTemporaryFile

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import override

from gongkai.web.agencies.lists.sheets import MEDIA_TYPES, put_csv, put_xlsx

Lines = Iterable[Sequence[str]]
#: Bytes that are sent as they are; more goes over the disk.
SMALL = 2**20


def saved(content: bytes, name: str, format: str) -> HttpResponse:
    """Bytes of that format as a file to save."""
    response = HttpResponse(content, content_type=MEDIA_TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    return response


def handed_on(
    format: str, name: str, title: str, heads: Sequence[str], lines: Callable[[], Lines]
) -> HttpResponse | FileResponse:
    """Lines under their heads, in Chinese whatever the page's language; `title` names the sheet. They go to the disk as
    they come, so that a register of a hundred thousand lines takes no memory.

    :raises Http404: for a format that there is not.
    """
    if format not in MEDIA_TYPES:
        raise Http404
    file = SpooledTemporaryFile(SMALL)  # noqa: SIM115 - what is large is closed by the response
    with override(settings.LANGUAGE_CODE):
        if format == "csv":
            put_csv(file, heads, lines())
        else:
            put_xlsx(file, title, heads, lines())
    large = file.seek(0, SEEK_END) > SMALL
    file.seek(0)
    if large:
        return FileResponse(file, as_attachment=True, filename=f"{name}.{format}", content_type=MEDIA_TYPES[format])
    with file:
        return saved(file.read(), name, format)
