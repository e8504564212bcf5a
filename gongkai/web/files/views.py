"""The one door to a file's bytes: the gate first, then what HTTP allows."""

from __future__ import annotations

from uuid import UUID

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
)
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import content_disposition_header, http_date

from gongkai.web.files import ranges
from gongkai.web.files.models import File
from gongkai.web.files.parts import Part
from gongkai.web.files.refusals import Missing
from gongkai.web.files.stores import store
from gongkai.web.visibility import PUBLIC, Level

#: Shown in the browser, which may do nothing else with it (Chromium's PDF viewer works in the sandbox, too); a link to
#: save has `download`.
INLINE = frozenset({"application/pdf", "image/jpeg", "image/png", "image/gif", "image/webp"})
#: What a file could do if a browser took it for a page: nothing.
SANDBOX = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"


def serve(request: HttpRequest, uuid: UUID, name: str) -> HttpResponseBase:
    """A file for whoever may see it; for others it does not exist, by whatever method."""
    file = _seen(request, uuid)
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if name != file.name:
        return _private(redirect(file))
    etag, modified = f'"{file.sha256}"', int(file.created.timestamp())
    known = get_conditional_response(request, etag=etag, last_modified=modified, response=None)
    response = known or _whole_or_part(request, file, etag)
    return _with_headers(response, file, etag, modified)


def _seen(request: HttpRequest, uuid: UUID) -> File:
    """Public files first: for them nobody is asked who they are, so that no cookie decides."""
    files = File.objects.filter(uuid=uuid).defer("text")
    file = files.visible_to(PUBLIC).first() or files.visible_to(request.officer).first()  # type: ignore[attr-defined]
    if file is None:
        raise Http404
    return file


def _whole_or_part(request: HttpRequest, file: File, etag: str) -> HttpResponseBase:
    start, stop, status = 0, file.size, 200
    asked = request.headers.get("Range", "")
    # A date in If-Range is no strong witness where two contents could share a second; only the digest is.
    if asked and request.method == "GET" and request.headers.get("If-Range", etag) == etag:
        try:
            part = ranges.wanted(asked, file.size)
        except ranges.Unsatisfiable:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
        if part is not None:
            (start, stop), status = part, 206
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(status=status)
    else:
        try:
            pieces = store().chunks(file.sha256, start, stop)
            response = Part(pieces, place=store().place(file.sha256), start=start, stop=stop, status=status)
        except Missing as error:
            raise Http404 from error
    response["Content-Length"] = str(stop - start)
    if status == 206:
        response["Content-Range"] = f"bytes {start}-{stop - 1}/{file.size}"
    return response


def _with_headers(response: HttpResponseBase, file: File, etag: str, modified: int) -> HttpResponseBase:
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "Last-Modified": http_date(modified),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": SANDBOX,
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    for header, value in headers.items():
        response[header] = value
    if response.status_code in (200, 206):
        response["Content-Type"] = file.media_type
        response["Content-Disposition"] = content_disposition_header(file.media_type not in INLINE, file.name) or ""
    if file.level == Level.PUBLIC:
        response["Cache-Control"] = "public, no-cache"  # kept by anybody, and asked for again each time
        return response
    return _private(response)


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["Cookie"])  # type: ignore[arg-type]
    return response
