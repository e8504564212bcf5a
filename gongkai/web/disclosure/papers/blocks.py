"""The HTML of a document, taken apart for Word and PDF: blocks, runs of text in one look, the grid of a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborNode

HEADINGS = ("h2", "h3", "h4")
#: The class of a paragraph that says who signs, or when.
SIGNATURE = "signature"
GROUPS = ("section", "article", "div", "blockquote")
BLOCKS = {"p", "dl", "dt", "dd", "ul", "ol", "table", *GROUPS, *HEADINGS}
#: What XML cannot hold; a browser shows nothing of it either.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: The bytes of a picture and the ending that says its kind, by uuid.
Pictures = Mapping[str, tuple[bytes, str]]


class Run(NamedTuple):
    """Text in one look; a line break is a newline. A picture of ours is named, with its uuid."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    picture: str = ""


def span(cell: LexborNode, name: str, most: int) -> int:
    """Over how many rows or columns a cell reaches."""
    said = cell.attributes.get(name) or ""
    return max(1, min(int(said), most)) if re.fullmatch("[0-9]{1,4}", said) else 1


def runs(node: LexborNode, *, bold: bool = False, italic: bool = False, link: str = "") -> Iterator[Run]:
    """The text in a node; blocks in it end their line."""
    if node.tag == "-text":
        yield Run(re.sub(r"\s+", " ", node.text(deep=False)), bold, italic, link)
        return
    if node.tag == "br":
        yield Run("\n")
        return
    if node.tag == "img":
        yield Run(f"［图：{node.attributes.get('alt') or ''}］", picture=uuid_of(node))
        return
    bold, italic = bold or node.tag == "strong", italic or node.tag == "em"
    link = (node.attributes.get("href") or "") if node.tag == "a" else link
    for part in node.iter(include_text=True):
        yield from runs(part, bold=bold, italic=italic, link=link)
    if node.tag in BLOCKS or node.tag in ("li", "tr"):
        yield Run("\n")


def uuid_of(image: LexborNode) -> str:
    """By which a picture of ours is known: it stands in its address; empty: it is none of ours."""
    place = re.match("/files/([0-9a-f-]{36})/", image.attributes.get("src") or "")
    return place[1] if place else ""


def trimmed(given: Iterable[Run]) -> list[Run]:
    """Without blanks and line breaks at either end."""
    kept = [run for run in given if run.text]
    while kept and not kept[0].text.strip():
        del kept[0]
    while kept and not kept[-1].text.strip():
        del kept[-1]
    if kept:
        kept[0] = kept[0]._replace(text=kept[0].text.lstrip())
        kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip())
    return kept


class Cell(NamedTuple):
    """A cell of a table: where it stands and how far it reaches, both counted from 0 and inclusive."""

    row: int
    column: int
    last_row: int
    last_column: int
    node: LexborNode


def grid(node: LexborNode) -> list[Cell]:
    """The cells of a table; none stands where another reaches."""
    rows = node.css("tr")
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for row, line in enumerate(rows):
        column = 0
        for cell in line.iter():
            while (row, column) in taken:
                column += 1
            across, down = span(cell, "colspan", 60), span(cell, "rowspan", len(rows) - row)
            across = next((x for x in range(1, across) if (row, column + x) in taken), across)
            taken |= {(row + y, column + x) for y in range(down) for x in range(across)}
            cells.append(Cell(row, column, row + down - 1, column + across - 1, cell))
    return cells


def is_form(node: LexborNode) -> bool:
    """Whether a table is a form that the state prescribes: its numbers stand in the middle, its rows' names plainly."""
    return "form" in (node.attributes.get("class") or "").split()


def names_row(node: LexborNode) -> bool:
    """Whether a cell of a form names one row, and not a column or several rows."""
    return node.tag == "th" and node.attributes.get("scope") == "row"


def is_title(node: LexborNode, form: bool) -> bool:
    """Whether a cell is printed as the head that it is: in a form the names of rows are not."""
    return node.tag == "th" and not (form and (node.attributes.get("scope") or "").startswith("row"))


def widths(node: LexborNode, columns: int) -> list[int]:
    """How wide each column of a table is against the others, as it says itself (`data-widths="1 3 1"`); else alike."""
    said = [int(one) for one in (node.attributes.get("data-widths") or "").split() if re.fullmatch("[1-9][0-9]?", one)]
    return said if len(said) == columns else [1] * columns


def heads(cells: list[Cell]) -> int:
    """How many rows at the top of a table are its head, for each page to begin with: all `th`, none reaching below;
    none where another head stands further down, which those below it would be read under."""
    found = min((cell.row for cell in cells if cell.node.tag != "th"), default=0)
    filled = {row for cell in cells if cell.node.tag != "th" for row in range(cell.row, cell.last_row + 1)}
    below = Counter(cell.row for cell in cells if cell.row > found and cell.row not in filled)
    if any(many > 1 for many in below.values()):  # one alone across all columns names a group
        return 0
    while reaching := [cell.row for cell in cells if cell.row < found <= cell.last_row]:
        found = min(reaching)
    return found
