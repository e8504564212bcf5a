"""A PDF or a picture made anew, with areas of its pages covered: pictures of the pages and nothing else, so that
nothing lies beneath. A process of its own, as for `drawing`.

`python -m gongkai.web.files.covering < header and file > picture.webp or copy.pdf`; the header is a line of JSON.
"""

from __future__ import annotations

import io
import itertools
import json
import resource
import sys
import time
from collections.abc import Iterator
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw, ImageOps

from gongkai.letters.glyphs import folder
from gongkai.web.files.drawing import BYTES, INSTALLED, TALLEST, with_fonts

#: For the whole, and how much is made anew at most.
SECONDS, MOST_PAGES, MOST_PIXELS = 120, 300, 60_000_000
#: Dots to the inch; a page is never wider than so many.
DPI, WIDEST = 200, 4000
#: Thousandths of a page's width and height: left, top, right, bottom.
Area = tuple[int, int, int, int]
#: The copy tells nothing of when it was made: the same areas give the same bytes.
NO_TIME = time.gmtime(0)


def main() -> None:
    """What the header asks for: one page to be looked at, with its areas marked, or the whole, with them covered."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with_fonts(str(folder()), *INSTALLED)
    said = json.loads(sys.stdin.buffer.readline())
    data, areas = sys.stdin.buffer.read(), {int(page): found for page, found in said["areas"].items()}
    out = io.BytesIO()
    if page := said.get("page"):
        picture = _page(data, page, said["width"])
        _marked(picture, areas.get(page, []), said.get("corner")).save(out, "WEBP", quality=80, method=2)
    else:
        pages = (_covered(picture, areas.get(number, [])) for number, picture in enumerate(_pages(data), 1))
        first = next(pages)
        first.save(
            out, "PDF", resolution=DPI, save_all=True, append_images=pages, quality=85,
            creationDate=NO_TIME, modDate=NO_TIME, title=None, producer="",
        )  # fmt: skip
    sys.stdout.buffer.write(out.getvalue())


def _page(data: bytes, page: int, width: int) -> Image.Image:
    if not data.startswith(b"%PDF-"):
        picture = _picture(data)
        return picture.resize((width, max(1, round(picture.height * width / picture.width))))
    sheet = pypdfium2.PdfDocument(data)[page - 1]
    wide, high = sheet.get_size()
    made: Image.Image = sheet.render(scale=width / max(wide, high / TALLEST)).to_pil().convert("RGB")
    return made


def _pages(data: bytes) -> Iterator[Image.Image]:
    """Every page, as it is printed."""
    if not data.startswith(b"%PDF-"):
        yield _picture(data)
        return
    document = pypdfium2.PdfDocument(data)
    if len(document) > MOST_PAGES:
        raise ValueError(f"more than {MOST_PAGES} pages")
    for number in itertools.count():
        if number == len(document):
            return
        sheet = document[number]
        scale = min(DPI / 72, WIDEST / max(sheet.get_size()))
        yield sheet.render(scale=scale).to_pil().convert("RGB")
        sheet.close()


def _picture(data: bytes) -> Image.Image:
    """A picture as it is seen: turned as its camera said, without what else it said."""
    with Image.open(io.BytesIO(data)) as found:
        picture = ImageOps.exif_transpose(found).convert("RGB")
    picture.thumbnail((WIDEST, WIDEST))
    return picture


def _covered(picture: Image.Image, areas: list[Area]) -> Image.Image:
    draw = ImageDraw.Draw(picture)
    for area in areas:
        draw.rectangle(_box(picture, area), fill="black")
    return picture


def _marked(picture: Image.Image, areas: list[Area], corner: Any) -> Image.Image:
    """Seen through: what is going to be covered, and the corner that waits for its other one."""
    shade = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(shade)
    for area in areas:
        draw.rectangle(_box(picture, area), fill=(200, 22, 29, 110), outline=(200, 22, 29, 255), width=2)
    if corner:
        x, y = corner[0] * picture.width // 1000, corner[1] * picture.height // 1000
        draw.line((x - 12, y, x + 12, y), fill=(0, 80, 180, 255), width=3)
        draw.line((x, y - 12, x, y + 12), fill=(0, 80, 180, 255), width=3)
    return Image.alpha_composite(picture.convert("RGBA"), shade).convert("RGB")


def _box(picture: Image.Image, area: Area) -> tuple[float, float, float, float]:
    left, top, right, bottom = area
    return (
        left * picture.width / 1000, top * picture.height / 1000,
        right * picture.width / 1000, bottom * picture.height / 1000,
    )  # fmt: skip


if __name__ == "__main__":
    main()
