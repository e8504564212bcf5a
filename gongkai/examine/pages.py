"""Web pages and rich text: what is seen, what is hidden in them, where their links lead; and the masked page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.examine.body import Content, Link
from gongkai.examine.colours import css_colour, is_clear, is_pale
from gongkai.examine.masking import by_paragraph, replaced
from gongkai.examine.model import Finding, Place
from gongkai.examine.rules import finding
from gongkai.report.limits import MAX_TEXT_CHARACTERS
from gongkai.report.reading.media.html_unseen import cut_where_too_deep

_SKIPPED = frozenset("script style noscript template head title iframe object math".split())
_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd section article header footer main aside nav form fieldset caption tr "
    "td th tbody thead tfoot table center blockquote pre body html address figure figcaption legend"
    " details summary".split()
)
_CELLS = ("td", "th")
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:\.\d+)?(?:px|pt|em|%)?\s*(?:;|$)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;]+)", re.IGNORECASE)
_MOST_HIDDEN = 50
_OFFICE = re.compile(r"\[if|\[endif|StartFragment|EndFragment", re.IGNORECASE)
_LINKS = {"a": "href", "img": "src", "area": "href", "iframe": "src", "embed": "src", "video": "src", "source": "src"}

_NEAR = 6
"""Elements between a link and its text."""

Piece = tuple[LexborNode | None, str]


@dataclass
class Page:
    """A page taken apart: its content, and for each paragraph the text nodes it is made of."""

    content: Content = field(default_factory=Content)
    pieces: list[list[Piece]] = field(default_factory=list)
    hidden: list[Finding] = field(default_factory=list)
    links: dict[int, int] = field(default_factory=dict)
    """The paragraph in which a link stands, by its node."""


def read_page(parser: LexborHTMLParser, content: Content | None = None) -> Page:
    """Everything the page's tree holds, hidden parts too; put into ``content`` where there is one."""
    page = Page() if content is None else Page(content)
    root = parser.root
    if root is not None:
        _Walk(page).walk(root)
        _links(page, parser)
        _told_aside(page, parser)
        names = {value for node in parser.css("[id],a[name]") for value in _names(node) if value}
        page.content.anchors = names
    return page


def parsed(html: str) -> LexborHTMLParser:
    """The page's tree, within the limits of the report's reader."""
    return LexborHTMLParser(cut_where_too_deep(html[: 4 * MAX_TEXT_CHARACTERS]))


def _names(node: LexborNode) -> Iterator[str]:
    yield node.attributes.get("id") or ""
    yield node.attributes.get("name") or ""


class _Walk:
    """One pass over all text nodes; a paragraph is what shares its nearest block, a cell is one paragraph."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.line: list[Piece] = []
        self.block: int | None = None  # the block that the line belongs to
        self.inner: int | None = None  # of a cell: the block inside of it
        self.cell: LexborNode | None = None
        self.rows: dict[int, list[int]] = {}
        self.tables: dict[int, list[int]] = {}
        self.breaks = False
        self.told: set[int] = set()
        self.looked: set[int] = set()

    def walk(self, root: LexborNode) -> None:
        for node in root.traverse(include_text=True):
            text = node.text_content
            if text is None:
                self.breaks = self.breaks or node.tag == "br"
                if node.is_comment_node:
                    self.comment(node)
                continue
            if text.isspace() and not self.line:
                continue
            self.text(node, text)
        self.flush()
        self.heads()

    def text(self, node: LexborNode, text: str) -> None:
        inner, cell = self.around(node)
        if inner is None:
            return
        block = cell.mem_id if cell is not None else inner
        if block != self.block or (self.breaks and cell is None):
            if text.isspace():
                return
            self.flush()
        elif inner != self.inner or self.breaks:
            self.line.append((None, " "))
        self.block, self.inner, self.cell, self.breaks = block, inner, cell, False
        self.line.append((node, text))

    def around(self, node: LexborNode) -> tuple[int | None, LexborNode | None]:
        """The nearest block and cell of a text; no block where it is no text of the page."""
        block: int | None = None
        parent = node.parent
        while parent is not None:
            tag = parent.tag or ""
            if tag in _SKIPPED:
                return None, None
            if block is None and tag in _BLOCKS:
                block = parent.mem_id
            self.style(parent)
            if tag in _CELLS:
                self.styles_above(parent)
                return block, parent
            if tag == "table":
                self.styles_above(parent)
                break
            parent = parent.parent
        return block if block is not None else 0, None

    def styles_above(self, node: LexborNode) -> None:
        """What hides a cell may stand around its table; what was looked at once is not looked at again."""
        above = node.parent
        while above is not None and above.mem_id not in self.looked:
            self.looked.add(above.mem_id)
            self.style(above)
            above = above.parent

    def style(self, node: LexborNode) -> None:
        """A hidden element with text is told once."""
        attributes = node.attributes
        style = attributes.get("style") or ""
        gone = "hidden" in attributes or _UNSEEN.search(style) is not None
        said = _COLOUR.search(style)
        written = said[1].strip() if said else (attributes.get("color") or "") if node.tag == "font" else ""
        colour = css_colour(written) if written else None
        gone = gone or is_clear(written)
        if not (gone or (colour is not None and is_pale(colour))) or node.mem_id in self.told:
            return
        self.told.add(node.mem_id)
        if len(self.page.hidden) < _MOST_HIDDEN and (gone or not _has_ground(node)) and node.text(strip=True):
            place = Place(paragraph=len(self.page.pieces) + 1, part="html")
            self.page.hidden.append(finding("unseen-text", place))

    def comment(self, node: LexborNode) -> None:
        text = (node.comment_content or "").strip()
        if re.search("[\u4e00-\u9fff]|[0-9]{8}", text) and not _OFFICE.search(text):
            place = Place(paragraph=len(self.page.pieces) + 1, part="comment")
            self.page.content.add(text[:2_000], place)
            self.page.pieces.append([])
            self.page.hidden.append(finding("page-comment", place))

    def flush(self) -> None:
        if self.line:
            number = len(self.page.pieces) + 1
            place = Place(paragraph=number)
            cell = self.cell
            index = self.page.content.add("".join(text for _, text in self.line), place, cell=cell is not None)
            self.page.pieces.append(self.line)
            for node, _ in self.line:
                above = node.parent if node is not None else None
                for _ in range(_NEAR):
                    if above is None or above.tag == "a":
                        break
                    above = above.parent
                if above is not None and above.tag == "a":
                    self.page.links.setdefault(above.mem_id, number)
            if cell is not None and cell.parent is not None:
                self.rows.setdefault(cell.parent.mem_id, []).append(index)
                table = cell.parent.parent
                while table is not None and table.tag != "table":
                    table = table.parent
                rows = self.tables.setdefault(table.mem_id if table is not None else 0, [])
                if cell.parent.mem_id not in rows:
                    rows.append(cell.parent.mem_id)
        self.line, self.block, self.inner, self.cell, self.breaks = [], None, None, None, False

    def heads(self) -> None:
        """Rows of tables, each with what stands over its columns."""
        for number, rows in enumerate(self.tables.values()):
            self.page.content.add_table([self.rows[row] for row in rows], number)


def _has_ground(node: LexborNode) -> bool:
    """Whether the element or one around it has a colour of its own, on which white is seen."""
    above: LexborNode | None = node
    while above is not None:
        attributes = above.attributes
        if "bgcolor" in attributes or "background" in (attributes.get("style") or "").lower():
            return True
        above = above.parent
    return False


def _links(page: Page, parser: LexborHTMLParser) -> None:
    for node in parser.css(",".join(f"{tag}[{name}]" for tag, name in _LINKS.items())):
        tag = node.tag or ""
        target = node.attributes.get(_LINKS[tag]) or ""
        if tag == "a" and not target and "name" in node.attributes:
            continue
        text = node.text(strip=True) if tag == "a" else node.attributes.get("alt") or ""
        place = Place(paragraph=page.links.get(node.mem_id), part=_LINKS[tag])
        page.content.links.append(Link(target, text, place))


def _told_aside(page: Page, parser: LexborHTMLParser) -> None:
    """What is said of pictures and links beside the text, which programs read aloud, and whom a link calls."""
    for name in ("alt", "title", "href"):
        for node in parser.css(f"[{name}]"):
            said = (node.attributes.get(name) or "").strip()
            if name == "href" and not said.lower().startswith(("tel:", "sms:")):
                continue
            if said:
                page.content.add(unquote(said) if name == "href" else said, Place(part=name))
    for node in parser.css("head title, meta[name][content]"):
        said = (node.attributes.get("content") or "") if node.tag == "meta" else node.text()
        if said.strip():
            page.content.add(said, Place(part="head"))


def masked_page(html: str, findings: Sequence[Finding]) -> str:
    """The rich text with every proposal carried out, in the places in which it was examined."""
    parser = parsed(html)
    page = read_page(parser)
    for number, proposals in by_paragraph(findings).items():
        if number > len(page.pieces):
            continue
        position = 0
        for node, text in page.pieces[number - 1]:
            if node is not None:
                changed = replaced(text, position, proposals)
                if changed != text:
                    node.replace_with(changed)
            position += len(text)
    if re.search(r"<html\b|<!doctype", html[:2_000], re.IGNORECASE):
        return parser.html or ""
    return (parser.body.inner_html or "") if parser.body is not None else ""
