"""Pages of a file of a request, to be looked at and covered; drawn by a process of its own (`files.covering`)."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from threading import BoundedSemaphore

import pypdfium2.raw as pdfium  # type: ignore[import-untyped, unused-ignore]
from django.utils.translation import gettext as _

from gongkai.examine import examine_file
from gongkai.report.reading.blocks import UnreadableDocument
from gongkai.report.reading.media.pdf import opened_pdf
from gongkai.web.files import covering
from gongkai.web.files.covering import Area
from gongkai.web.files.drawing import TALLEST
from gongkai.web.files.pictures import measure
from gongkai.web.requests.models import CaseFile
from gongkai.web.workflow.refusals import Refused

PDF = "application/pdf"
#: Across a page that is looked at, in the pixels of a style sheet: where somebody clicks is told in these.
WIDTH = 1000
#: So many at a time in a process of the server.
_places = BoundedSemaphore(1)


def coverable(file: CaseFile) -> bool:
    """Whether parts of it can be covered: pages and pictures; texts are edited (`texts`)."""
    return file.media_type == PDF or file.media_type.startswith("image/")


def count(file: CaseFile) -> int:
    """How many pages it has; 0: it cannot be opened."""
    if file.media_type != PDF:
        return 1
    try:
        with opened_pdf(file.data) as handle:
            return int(pdfium.FPDF_GetPageCount(handle))
    except UnreadableDocument:
        return 0


def seen(file: CaseFile, page: int, areas: Iterable[Area], corner: tuple[int, int] | None = None) -> bytes:
    """A page, counted from 1, with what is going to be covered marked; WebP, empty where it cannot be drawn."""
    said = {"page": page, "width": WIDTH, "areas": {page: list(areas)}, "corner": corner}
    return _made(said, file.data)


def height(file: CaseFile, page: int) -> int:
    """How high a page is as it is shown, in pixels of a style sheet."""
    if file.media_type == PDF:
        wide, high = _sizes(file, {page}).get(page, (1.0, 1.0))
        return max(1, round(WIDTH / max(wide, high / TALLEST) * high))
    found = measure(io.BytesIO(file.data), file.media_type)
    return max(1, round(WIDTH * found.height / found.width))


def covered(file: CaseFile, areas: Mapping[int, Sequence[Area]]) -> bytes:
    """The copy, as a PDF of pictures.

    :raises Refused: where it cannot be made.
    """
    made = _made({"areas": areas}, file.data)
    if not made:
        most = covering.MOST_PAGES
        raise Refused(_("副本没有生成：文件打不开，或者超过%(most)d页。请另存为较小的 PDF 后再试。") % {"most": most})
    return made


def proposed(file: CaseFile) -> list[tuple[int, Area]]:
    """Where the examination sees personal data in a PDF with text: a page and an area each."""
    if file.media_type != PDF:
        return []
    found = examine_file(file.data, "")
    boxes = [(one.place.page, one.place.box) for one in found if one.place.page and one.place.box and one.proposal]
    sizes = _sizes(file, {page for page, _box in boxes if page})
    return [(page, area) for page, box in boxes if page and box and (area := _area(box, sizes.get(page)))]


def _area(box: tuple[float, float, float, float], size: tuple[float, float] | None) -> Area | None:
    """Points from below as thousandths from above, a little larger than what they hold."""
    if size is None:
        return None
    (left, bottom, right, top), (wide, high) = box, size
    area = (
        max(0, int(1000 * left / wide) - 2), max(0, int(1000 * (high - top) / high) - 2),
        min(1000, int(1000 * right / wide) + 3), min(1000, int(1000 * (high - bottom) / high) + 3),
    )  # fmt: skip
    return area if area[0] < area[2] and area[1] < area[3] else None


def _sizes(file: CaseFile, pages: set[int]) -> dict[int, tuple[float, float]]:
    found = {}
    with opened_pdf(file.data) as handle:
        for page in pages:
            sheet = pdfium.FPDF_LoadPage(handle, page - 1)
            if sheet:
                found[page] = (float(pdfium.FPDF_GetPageWidthF(sheet)), float(pdfium.FPDF_GetPageHeightF(sheet)))
                pdfium.FPDF_ClosePage(sheet)
    return found


def _made(said: object, data: bytes) -> bytes:
    command = [sys.executable, "-m", covering.__name__]
    given = json.dumps(said).encode() + b"\n" + data
    try:
        with _places:
            done = subprocess.run(command, input=given, capture_output=True, timeout=covering.SECONDS, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return b""
    return done.stdout
