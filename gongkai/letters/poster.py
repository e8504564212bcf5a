"""A document for a notice board, as PDF: large type on A4 or A3, with a code that leads to it on the web.

It is set as large as it fits on one page; what is too long for the smallest size goes over several.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from gongkai.letters.glyphs import FAMILY, fallback, folder
from gongkai.letters.model import LetterError, printed_date
from gongkai.letters.pdf import STANDARDS, compiler, fonts, one_at_a_time

SOURCE = folder().parent / "poster.typ"
#: Papers, and how much larger type is set on them than on A4.
PAPERS = {"a4": 1.0, "a3": 1.414}
#: In points on A4, tried from the largest.
SIZES = (26, 24, 22, 20, 18, 16, 15)


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its place, counted from 0, and over how many columns and rows it reaches."""

    text: str
    x: int
    y: int
    across: int = 1
    down: int = 1


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, a table, or a picture by its name; a newline in its text ends a line. Of a table, each
    page begins with the first ``heads`` rows."""

    type: str
    text: str = ""
    cells: Sequence[Cell] = ()
    heads: int = 0
    picture: str = ""


@dataclass(frozen=True, kw_only=True)
class Poster:
    """What is hung up. ``code`` are the rows of a QR code, 1 for dark."""

    paper: str
    agency: str
    title: str
    number: str
    day: date
    blocks: Sequence[Block]
    address: str
    code: Sequence[str]
    files: Sequence[str] = field(default=())
    #: By the names by which blocks ask for them, which end as their kind does.
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def write_poster(poster: Poster) -> bytes:
    """The poster as a PDF file; the same poster gives the same bytes.

    :raises LetterError: naming a character that no font at hand draws.
    """
    data = {**asdict(replace(poster, pictures={})), "day": [poster.day.year, poster.day.month, poster.day.day]}
    data["printed"], data["code"] = printed_date(poster.day), _drawn(poster.code)
    text = json.dumps(data, ensure_ascii=False)
    others = fallback("".join(text.split()))
    families = json.dumps([FAMILY, *others], ensure_ascii=False)
    stamp = datetime(poster.day.year, poster.day.month, poster.day.day, tzinfo=UTC)
    scale = PAPERS[poster.paper]
    try:
        with one_at_a_time, TemporaryDirectory() as beside:
            made = compiler(bool(others), SOURCE.name)
            if poster.pictures:
                made = _beside(poster.pictures, Path(beside), fonts(bool(others)))
            for size in SIZES:
                inputs = {"poster": text, "fonts": families, "size": f"{size * scale:.2f}"}
                content = made.compile(format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=stamp)
                if json.loads(made.query("<pages>", field="value")) == [1]:
                    break
    except typst.TypstError as error:
        raise LetterError(f"排版出错：{error.message}") from error
    assert isinstance(content, bytes)
    return content


def _beside(pictures: Mapping[str, bytes], place: Path, known: typst.Fonts) -> typst.Compiler:
    """A compiler that finds the pictures beside its source."""
    for name, content in pictures.items():
        (place / name).write_bytes(content)
    (place / SOURCE.name).write_bytes(SOURCE.read_bytes())
    return typst.Compiler(str(place / SOURCE.name), root=str(place), font_paths=known)


def _drawn(code: Sequence[str]) -> str:
    """The code as a picture (SVG), one path for all that is dark."""
    dark = "".join(
        f"M{column} {line}h1v1h-1z" for line, row in enumerate(code) for column, cell in enumerate(row) if cell == "1"
    )
    size = len(code)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{dark}" fill="#000"/></svg>'
    )
