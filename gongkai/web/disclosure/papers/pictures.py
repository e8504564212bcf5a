"""The pictures of a document for what is printed of it."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from gongkai.web.disclosure.models import DocumentVersion
from gongkai.web.disclosure.reading import Read, html_of
from gongkai.web.files.models import File
from gongkai.web.files.stores import store
from gongkai.web.visibility import PUBLIC


def pictures(version: DocumentVersion) -> dict[str, tuple[bytes, str]]:
    """The pictures in the text that are public, by uuid, each with the ending of its kind."""
    seen = File.objects.visible_to(PUBLIC).filter(attached__version=version, attached__in_text=True)
    kept = store()
    return {
        str(file.uuid): (b"".join(kept.chunks(file.sha256)), file.media_type.removeprefix("image/"))
        for file in seen
        if file.is_image
    }


def printed(found: Read) -> str:
    """What the page shows, as HTML whose pictures are the originals: it shows one of their sizes."""
    tree = LexborHTMLParser(f"<main>{html_of(found)}</main>")
    tree.strip_tags(["source"])
    tree.unwrap_tags(["picture"])
    body = tree.css_first("main")
    html = (body.inner_html if body is not None else "") or ""
    if "<img" not in html:
        return html
    sizes = File.objects.filter(derived_from__attached__version=found.version, purpose="rendition")
    for size, original in sizes.values_list("uuid", "derived_from__uuid"):
        html = html.replace(f"/files/{size}/", f"/files/{original}/")
    return html
