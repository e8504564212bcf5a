"""What a WeChat account is given: an article to paste, its look within each tag, and a package of its pictures."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import escape
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.models import DocumentVersion
from gongkai.web.disclosure.papers.pictures import printed
from gongkai.web.disclosure.reading import Read, html_of, lines, read
from gongkai.web.disclosure.releases.public import notes, public
from gongkai.web.disclosure.searchable import address_of
from gongkai.web.files.models import File
from gongkai.web.files.stores import store

#: WeChat keeps styles within tags and nothing else: no classes, no style sheet.
STYLES = {
    "p": "margin:0 0 1em;line-height:1.75;text-align:justify;",
    "h2": "margin:1.6em 0 .8em;font-size:18px;font-weight:bold;line-height:1.5;color:#b5382a;",
    "h3": "margin:1.4em 0 .7em;font-size:17px;font-weight:bold;line-height:1.5;",
    "h4": "margin:1.2em 0 .6em;font-size:16px;font-weight:bold;line-height:1.5;",
    "ul": "margin:0 0 1em;padding-left:1.4em;",
    "ol": "margin:0 0 1em;padding-left:1.6em;",
    "li": "margin:0 0 .4em;line-height:1.75;",
    "blockquote": "margin:0 0 1em;padding:0 0 0 12px;border-left:3px solid #c9ced4;color:#565e68;",
    "table": "width:100%;margin:0 0 1em;border-collapse:collapse;font-size:14px;",
    "th": "padding:6px;border:1px solid #999999;background:#f3f5f7;font-weight:bold;text-align:left;",
    "td": "padding:6px;border:1px solid #999999;text-align:left;vertical-align:top;",
    "img": "display:block;max-width:100%;height:auto;margin:0 auto;",
    "figure": "margin:0 0 1em;",
    "figcaption": "margin:.4em 0 0;font-size:14px;color:#565e68;text-align:center;",
    "strong": "font-weight:bold;",
    "em": "font-style:italic;",
}
WHOLE = "font-size:16px;color:#1b1f24;line-height:1.75;"
HEADING = "margin:0 0 .6em;font-size:20px;font-weight:bold;line-height:1.5;text-align:center;"
SMALL = "margin:0 0 1.4em;font-size:14px;color:#565e68;text-align:center;"
NOTE = "margin:0 0 1em;padding:8px 12px;border:1px solid #b5382a;color:#b5382a;font-weight:bold;line-height:1.75;"
KEPT = frozenset({"src", "alt", "colspan", "rowspan", "start"})


class Shown(NamedTuple):
    """A picture of an article, and its name in the package."""

    name: str
    file: File


def inlined(html: str, root: str, names: Mapping[str, str] | None = None) -> str:
    """Some HTML of ours with its look within each tag; links as text, since WeChat follows none.

    Pictures have their addresses at `root`, or, where they lie beside it, their `names` there by their uuid.
    """
    body = LexborHTMLParser(f"<section>{html}</section>").body
    section = body.css_first("section") if body is not None else None
    if section is None:
        return ""
    for link in section.css("a"):
        _as_text(link)
    for node in section.css("*"):
        for name in [name for name in node.attributes if name not in KEPT]:
            del node.attrs[name]
        if node.tag in STYLES:
            node.attrs["style"] = STYLES[node.tag]
        if node.tag == "img" and (node.attributes.get("src") or "").startswith("/"):
            source = node.attributes["src"] or ""
            node.attrs["src"] = (names or {}).get(_uuid(source)) or root + source
    section.attrs["style"] = WHOLE
    return section.html or ""


def _as_text(link: LexborNode) -> None:
    """What a link holds, as it stands in it, and its address where its words do not say it."""
    address, words = link.attributes.get("href") or "", link.text(deep=True).strip()
    bare = address.partition(":")[2] if address.startswith(("mailto:", "tel:")) else address
    if bare not in words and bare.startswith("http"):
        link.insert_after(f"（{bare}）")
    if link.first_child is None:
        link.decompose()
    else:
        link.unwrap()


def _uuid(source: str) -> str:
    """Of the file to which the address of a picture leads, whichever of its sizes."""
    place = re.match("/files/([0-9a-f-]{36})/", source)
    return place[1] if place else ""


def article(found: Read, root: str, names: Mapping[str, str] | None = None) -> SafeString:
    """The whole article: its title, what stands above it, its text, where to read it."""
    document = found.document
    above = " · ".join(part for part in (document.agency.name, document.mark) if part)
    address = root + address_of(document)
    before = "".join(f'<p style="{NOTE}">{escape(words)}</p>' for words in notes(found))
    # the text was cleaned when it was saved, and the rest is escaped here
    return mark_safe(
        f'<h1 style="{HEADING}">{escape(found.version.title)}</h1><p style="{SMALL}">{escape(above)}</p>'
        f'{before}{inlined(printed(found), root, names)}<p style="{SMALL}">{escape(address)}</p>'
    )


def pictures(found: Read, version: DocumentVersion) -> list[Shown]:
    """The pictures of a version in the order in which the article shows them, each once."""
    attached = {str(row.file.uuid): row.file for row in version.attachments.select_related("file")}
    body = LexborHTMLParser(printed(found)).body
    order = [_uuid(node.attributes.get("src") or "") for node in body.css("img")] if body is not None else []
    known = [attached[uuid] for uuid in dict.fromkeys(order) if uuid in attached]
    return [Shown(f"图{number:02}-{file.name}", file) for number, file in enumerate(known, 1)]


@require_safe
@csp_update({"style-src-attr": ["'unsafe-inline'"]})
@desk(Permission.READ_INTERNAL)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The article, to be copied as it is shown; on this page alone a tag may carry its look."""
    document, version = public(request, pk)
    found = read(document, version, request.officer.today)  # type: ignore[attr-defined]
    root = request.build_absolute_uri("/").rstrip("/")
    context = {
        "document": document,
        "article": article(found, root),
        "summary": found.version.summary or " ".join(lines(html_of(found)))[:120],
        "pictures": pictures(found, version),
        "address": root + address_of(document),
    }
    return render(request, "channels/article.html", context)


@require_safe
@desk(Permission.READ_INTERNAL)
def package(request: HttpRequest, pk: int) -> HttpResponse:
    """The pictures in their order, with the article as HTML and as text."""
    document, version = public(request, pk)
    found = read(document, version, request.officer.today)  # type: ignore[attr-defined]
    root = request.build_absolute_uri("/").rstrip("/")
    file = io.BytesIO()
    stamp = timezone.localtime(document.published_at)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        shown = pictures(found, version)
        for name, picture in shown:
            _put(packed, name, b"".join(store().chunks(picture.sha256)), stamp)
        names = {str(picture.uuid): quote(name) for name, picture in shown}
        head = f'<!doctype html><meta charset="utf-8"><title>{escape(found.version.title)}</title>'
        _put(packed, "正文.html", (head + article(found, root, names)).encode(), stamp)
        text = "\n\n".join((found.version.title, *notes(found), *lines(html_of(found)), root + address_of(document)))
        _put(packed, "正文.txt", text.encode(), stamp)
    response = HttpResponse(file.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, f"{found.version.title}.zip") or "attachment"
    return response


def _put(packed: zipfile.ZipFile, name: str, content: bytes, stamp: datetime) -> None:
    """The same document gives the same bytes."""
    info = zipfile.ZipInfo(name, stamp.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    packed.writestr(info, content)
