"""What is hung up on a notice board: the document on A4 or A3, with a code to read it by telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import qrcode
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.letters.model import LetterError
from gongkai.letters.poster import PAPERS, Block, Poster, write_poster
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.reading import html_of, read
from gongkai.web.disclosure.releases.public import notes, public
from gongkai.web.disclosure.searchable import address_of

HEADINGS = ("h1", "h2", "h3", "h4")
GROUPS = ("body", "section", "div", "article", "blockquote", "figure", "dl")
PARAGRAPHS = ("p", "figcaption", "dt", "dd")
LISTS = ("ul", "ol")
BLOCKS = frozenset({"table", *HEADINGS, *GROUPS, *PARAGRAPHS, *LISTS})


def matrix(text: str) -> list[str]:
    """A QR code as rows of 1 and 0, with its quiet zone."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    return ["".join("1" if dark else "0" for dark in row) for row in code.get_matrix()]


def blocks(html: str) -> list[Block]:
    """The text of a document, as a poster has it."""
    body = LexborHTMLParser(html).body
    return [block for block in _walk(body) if block.text.strip() or block.rows] if body is not None else []


def _walk(parent: LexborNode) -> Iterator[Block]:
    """In reading order; text that stands between blocks is a paragraph, too."""
    loose = ""
    for node in parent.iter(include_text=True):
        tag = node.tag or ""
        if tag not in BLOCKS:
            loose += node.text(deep=True)
            continue
        yield Block("paragraph", _plain(loose))
        loose = ""
        if tag in HEADINGS:
            yield Block("heading", _text(node))
        elif tag in PARAGRAPHS:
            yield Block("paragraph", _text(node))
        elif tag in LISTS:
            for number, item in enumerate(node.iter(), 1):
                yield Block("paragraph", (f"{number}. " if tag == "ol" else "· ") + _text(item))
        elif tag == "table":
            yield Block("table", rows=[[_text(cell) for cell in row.css("th, td")] for row in node.css("tr")])
        else:
            yield from _walk(node)
    yield Block("paragraph", _plain(loose))


def _text(node: LexborNode) -> str:
    return _plain(node.text(deep=True))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@require_safe
@desk(Permission.READ_INTERNAL)
def poster(request: HttpRequest, pk: int, paper: str) -> HttpResponse:
    """The public version as a poster."""
    document, version = public(request, pk)
    if paper not in PAPERS:
        raise Http404
    found = read(document, version, request.officer.today)  # type: ignore[attr-defined]
    address = request.build_absolute_uri(address_of(document))
    try:
        content = write_poster(
            Poster(
                paper=paper,
                agency=document.agency.name,
                title=found.version.title,
                number=document.number,
                day=timezone.localdate(document.published_at),
                blocks=[*(Block("heading", words) for words in notes(found)), *blocks(html_of(found))],
                files=[file.name for file in found.files],
                address=address,
                code=matrix(address),
            )
        )
    except LetterError as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{found.version.title}-{paper.upper()}.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return response
