"""The pages of a PDF as pictures, for readers who may not have the file itself: kept by its digest once drawn."""

from __future__ import annotations

import subprocess
import sys
from threading import BoundedSemaphore

import pypdfium2.raw as pdfium  # type: ignore[import-untyped, unused-ignore]
from django.core.cache import caches

from gongkai.report.reading.blocks import UnreadableDocument
from gongkai.report.reading.media.pdf import opened_pdf
from gongkai.web.files import drawing
from gongkai.web.files.models import File
from gongkai.web.files.refusals import Missing
from gongkai.web.files.stores import store

PDF, DRAWN = "application/pdf", "image/webp"
#: Across a page; enough to read the small print of a form on a large screen, and on paper.
WIDTH = 1400
#: Where bytes are kept that are dear to make (settings.CACHES).
MADE = "made"
#: So many pages are drawn at a time in a process of the server.
_places = BoundedSemaphore(2)


def count(file: File) -> int:
    """How many pages a file has that can be drawn; none of what is no PDF, or cannot be opened."""
    if file.media_type != PDF:
        return 0
    key = f"pages-{file.sha256}"
    known: int | None = caches[MADE].get(key)
    if known is None:
        known = _counted(file)
        caches[MADE].set(key, known)
    return known


def picture(file: File, page: int) -> bytes:
    """A page, counted from 1; empty where it cannot be drawn."""
    key = f"page-{file.sha256}-{page}-{WIDTH}"
    made: bytes | None = caches[MADE].get(key)
    if made is None:
        with _places:
            made = _drawn(_bytes(file), page)
        caches[MADE].set(key, made)
    return made


def _counted(file: File) -> int:
    try:
        with opened_pdf(_bytes(file)) as handle:
            return int(pdfium.FPDF_GetPageCount(handle))
    except (UnreadableDocument, Missing):
        return 0


def _bytes(file: File) -> bytes:
    return b"".join(store().chunks(file.sha256))


def _drawn(data: bytes, page: int) -> bytes:
    command = [sys.executable, "-m", drawing.__name__, str(page), str(WIDTH)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=drawing.SECONDS, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return b""
    return done.stdout
