"""The pictures of a document for what is printed of it."""

from __future__ import annotations

from gongkai.web.disclosure.models import DocumentVersion
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
