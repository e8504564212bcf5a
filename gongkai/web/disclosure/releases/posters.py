"""What is hung up on a notice board: the document on A4 or A3, with a code to read it by telephone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import qrcode
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.letters.model import LetterError
from gongkai.letters.poster import PAPERS, Block, Cell, Poster, write_poster
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.papers.blocks import Cell as Place
from gongkai.web.disclosure.papers.blocks import grid, heads, runs, trimmed, uuid_of
from gongkai.web.disclosure.papers.pictures import pictures, printed
from gongkai.web.disclosure.reading import read
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


def blocks(html: str, known: Collection[str] = ()) -> list[Block]:
    """The text of a document, as a poster has it, with the pictures that are `known` by their names."""
    body = LexborHTMLParser(html).body
    walked = _walk(body, known) if body is not None else ()
    return [block for block in walked if block.text.strip() or block.cells or block.picture]


def _walk(parent: LexborNode, known: Collection[str]) -> Iterator[Block]:
    """In reading order; text that stands between blocks is a paragraph, too."""
    loose: list[LexborNode] = []
    for node in parent.iter(include_text=True):
        tag = node.tag or ""
        if tag == "img" and (picture := _picture(node, known)):
            yield Block("paragraph", _text(*loose))
            loose = []
            yield picture
            continue
        if tag not in BLOCKS:
            loose.append(node)
            continue
        yield Block("paragraph", _text(*loose))
        loose = []
        if tag in HEADINGS:
            yield Block("heading", _text(node))
        elif tag in PARAGRAPHS:
            yield Block("paragraph", _text(node))
        elif tag in LISTS:
            yield from _list(node)
        elif tag == "table":
            cells = grid(node)
            yield Block("table", cells=[_cell(cell) for cell in cells], heads=heads(cells))
        else:
            yield from _walk(node, known)
    yield Block("paragraph", _text(*loose))


def _picture(node: LexborNode, known: Collection[str]) -> Block | None:
    """A picture that is known, by the uuid in its address."""
    uuid = uuid_of(node)
    name = next((name for name in known if uuid and name.startswith(uuid)), "")
    return Block("picture", node.attributes.get("alt") or "", picture=name) if name else None


def _list(node: LexborNode) -> Iterator[Block]:
    """Items with the numbers that the approved text gives them; a list in an item stands below it."""
    first = node.attributes.get("start") or ""
    for number, item in enumerate(node.iter(), int(first) if re.fullmatch("[0-9]{1,6}", first) else 1):
        parts = list(item.iter(include_text=True))
        mark = f"{number}. " if node.tag == "ol" else "· "
        yield Block("paragraph", mark + _text(*(part for part in parts if part.tag not in LISTS)))
        for part in parts:
            if part.tag in LISTS:
                yield from _list(part)


def _cell(cell: Place) -> Cell:
    across, down = cell.last_column - cell.column + 1, cell.last_row - cell.row + 1
    return Cell(_text(cell.node), cell.column, cell.row, across, down)


def _text(*nodes: LexborNode) -> str:
    """The words of some nodes with their line breaks; a picture is named."""
    said = "".join(run.text for run in trimmed(run for node in nodes for run in runs(node)))
    return re.sub(r"\s*\n\s*", "\n", said)


@require_safe
@desk(Permission.READ_INTERNAL)
def poster(request: HttpRequest, pk: int, paper: str) -> HttpResponse:
    """The public version as a poster."""
    document, version = public(request, pk)
    if paper not in PAPERS:
        raise Http404
    found = read(document, version, request.officer.today)  # type: ignore[attr-defined]
    shown = {f"{name}.{ending}": data for name, (data, ending) in pictures(version).items()}
    address = request.build_absolute_uri(address_of(document))
    try:
        content = write_poster(
            Poster(
                paper=paper,
                agency=document.agency.name,
                title=found.version.title,
                number=document.mark,
                day=timezone.localdate(document.published_at),
                blocks=[*(Block("heading", words) for words in notes(found)), *blocks(printed(found), shown)],
                pictures=shown,
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
