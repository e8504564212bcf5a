"""What comes from the clipboard, as Word, WPS, Excel and browsers put it there, as the HTML that a document may have.

Its blocks are read one by one and written anew: headings as those of a document, paragraphs without indentation, lists
that Word writes as paragraphs as lists, cells that were merged as such, footnotes as text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.web.disclosure.texts.paragraphs import Run, hidden, look_of, rendered, run_of, size_of, split, style_of
from gongkai.web.disclosure.texts.pasted_blocks import Block, written
from gongkai.web.disclosure.texts.richtext import PICTURE, clean
from gongkai.web.disclosure.texts.tables import Cell, seen
from gongkai.web.disclosure.texts.unseen import take_out

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = ("ul", "ol")
GROUPS = frozenset(
    "div section article main header footer nav aside center body html form fieldset address details figure dl dt dd"
    " figcaption summary".split()
)
BLOCKS = frozenset({"p", "table", "blockquote", "pre", "hr", "li", "tr", "td", *LISTS, *HEADINGS, *GROUPS})
ANY_BLOCK = ", ".join(sorted(BLOCKS))
#: Beyond that only the words are taken.
DEEPEST = 60
NOTHING = frozenset(
    "script style meta link title xml head object iframe svg math button select input textarea template audio video"
    " noscript colgroup".split()
)
UNSEEN = re.compile(r"mso-element:\s*(?:comment-list|header|footer)|mso-special-character:\s*comment|mso-comment")
STRUCK = re.compile(r"text-decoration(?:-line)?:[^;]*line-through")
#: A number that a list gives; others, as 一、 and （一）, are words of the text and stay.
NUMBERED = re.compile(r"(\d{1,4})[.．)]")
#: A single sign that counts, as ①, Ⅱ and 一, is no dot; letters are, in the fonts that Word takes its dots from.
COUNTING = ("Nd", "Nl", "No", "Lo")
#: A heading in the middle of a line is short, and no sentence.
LONGEST_TITLE, LARGE = 60, 15
SENTENCE = re.compile("[。；：，,;:]$")


@dataclass
class Pasted:
    """What is left, and what was left out."""

    html: str = ""
    pictures: int = 0
    comments: int = 0
    deletions: int = 0
    #: Rows and columns of tables that were hidden.
    hidden: int = 0
    #: Texts that were hidden otherwise, or not to be seen: white on white, of no size.
    unseen: int = 0
    #: Pictures of ours found in a paragraph: they stand below it.
    shown: list[str] = field(default_factory=list)


def pasted(html: str, *, address: str = "", looks: bool = True) -> Pasted:
    """Clean what was pasted. `address`: of this site, whose pictures may be pasted; `looks`: all its styles are in it,
    so that what they hide, and what is white on white, can be told."""
    found = Pasted()
    parser = LexborHTMLParser(html.replace("\0", ""))
    found.unseen = take_out(parser) if looks else 0
    body = parser.body
    if body is not None:
        found.html = clean(written(list(_Reader(found, address.rstrip("/")).blocks(body))))
    return found


class _Reader:
    """Reads the blocks of a node in their order."""

    def __init__(self, found: Pasted, address: str) -> None:
        self.found, self.address = found, address
        self.depth, self.in_table = 0, False

    def blocks(self, parent: LexborNode, *, centred: bool = False) -> Iterator[Block]:
        if self.depth > DEEPEST:
            yield from self._paragraphs(parent, [Run(parent.text(separator=" "))], centred)
            return
        self.depth += 1
        yield from self._in_order(parent, centred)
        self.depth -= 1

    def _in_order(self, parent: LexborNode, centred: bool) -> Iterator[Block]:
        loose: list[Run] = []
        for node in parent.iter(include_text=True):
            if self._unseen(node):
                continue
            if node.tag not in BLOCKS and not self._holds_blocks(node):
                loose += self.runs(node)
                continue
            yield from self._paragraphs(parent, loose, centred)
            loose = []
            yield from self._block(node, centred)
        yield from self._paragraphs(parent, loose, centred)

    def _block(self, node: LexborNode, centred: bool) -> Iterator[Block]:
        said = style_of(node)
        centred = node.tag == "center" or (
            said.get("text-align", node.attributes.get("align") or ("center" if centred else "")) == "center"
        )
        if node.tag in ("p", "pre") or node.tag in HEADINGS:
            yield from self._paragraph(node, said, centred)
        elif node.tag in LISTS:
            yield Block("done", self._list(node))
        elif node.tag == "table":
            yield from self._table(node)
        elif node.tag == "blockquote":
            inner = written(list(self.blocks(node)))
            yield Block("done", f"<blockquote>{inner}</blockquote>" if inner else "")
        elif node.tag != "hr":
            yield from self.blocks(node, centred=centred)

    def _paragraph(self, node: LexborNode, said: dict[str, str], centred: bool) -> Iterator[Block]:
        if any(self._holds(child) for child in node.iter()):  # a table in a paragraph, as old pages have it
            yield from self.blocks(node, centred=centred)
            return
        level = HEADINGS.get(node.tag or "", 0)
        outline = re.search("[1-6]", said.get("mso-outline-level", "") if not level else "")
        titled = "MsoTitle" in (node.attributes.get("class") or "")
        runs = [run for child in node.iter(include_text=True) if not self._unseen(child) for run in self.runs(child)]
        if level or outline or titled:
            text = rendered([run._replace(bold=False) for run in runs])
            yield from [Block("h", text, level or (int(outline[0]) if outline else 0))] if text else []
            yield from self._pictures()
        elif "mso-list" in said and said["mso-list"] != "none":
            yield from self._item(node, said, runs)
        else:
            yield from self._paragraphs(node, runs, centred)

    def _item(self, node: LexborNode, said: dict[str, str], runs: list[Run]) -> Iterator[Block]:
        """An item that Word writes as a paragraph, its number or dot as a text that says to ignore it."""
        mark = next((span for span in node.css("span") if style_of(span).get("mso-list") == "ignore"), None)
        text = " ".join(mark.text().split()).strip("\u00a0 ") if mark is not None else ""
        level = re.search(r"level(\d)", said["mso-list"])
        number = NUMBERED.fullmatch(text)
        words = rendered(runs)
        if number or (len(text) <= 1 and unicodedata.category(text or "-") not in COUNTING):
            kind = "li" if mark is not None else "p"
            yield from (
                [Block(kind, words, int(level[1]) if level else 1, int(number[1]) if number else None)] if words else []
            )
        else:
            blank = " " if len(text) > 1 and text[-1].isalnum() else ""
            yield Block("p", escape(text) + blank + words)
        yield from self._pictures()

    def _paragraphs(self, node: LexborNode, runs: list[Run], centred: bool) -> Iterator[Block]:
        """Paragraphs; one in the middle of the line, short and bold or large, is a heading of the highest level."""
        for part in split(runs):
            text = "".join(run.text for run in part).strip()
            short = 0 < len(text) <= LONGEST_TITLE and not SENTENCE.search(text)
            loud = all(run.bold for run in part if run.text.strip()) or size_of(node) >= LARGE
            if centred and short and loud:
                yield Block("h", rendered([run._replace(bold=False) for run in part]), 0)
            elif html := rendered(part):
                yield Block("p", html)
        yield from self._pictures()

    def _pictures(self) -> Iterator[Block]:
        for picture in self.found.shown:
            yield Block("done", picture)
        self.found.shown = []

    def _list(self, node: LexborNode) -> str:
        lines: list[str] = []
        for item in node.iter():
            if item.tag in LISTS and lines:  # a list beside the item that it belongs to
                lines[-1] = lines[-1].removesuffix("</li>") + self._list(item) + "</li>"
            elif item.tag == "li":
                inner = written(list(self.blocks(item)))
                lines.append(f"<li>{inner}</li>" if inner else "")
        start = node.attributes.get("start") or ""
        first = f' start="{start}"' if node.tag == "ol" and start not in ("", "1") else ""
        return f"<{node.tag}{first}>{''.join(lines)}</{node.tag}>" if any(lines) else ""

    def _table(self, node: LexborNode) -> Iterator[Block]:
        """A table with its merged cells; what only lays out a page, or stands in a cell, is no table."""
        rows, unseen = seen(node)
        self.found.hidden += unseen
        caption = next((child for child in node.iter() if child.tag == "caption"), None)
        yield from self.blocks(caption) if caption is not None and not self._unseen(caption) else ()
        only_lays_out = sum(map(len, rows)) <= 1 and (not any(rows) or node.css_first("table table") is not None)
        if only_lays_out or self.in_table:
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell.node)
            return
        self.in_table = True
        lines: list[str] = []
        for row in rows:
            written = [self._cell(cell) for cell in row]
            lines.append(f"<tr>{''.join(written)}</tr>" if written else "")
        self.in_table = False
        yield Block("done", f"<table><tbody>{''.join(lines)}</tbody></table>")

    def _cell(self, cell: Cell) -> str:
        body = cell.node.parent.parent if cell.node.parent else None
        tag = "th" if cell.node.tag == "th" or (body and body.tag == "thead") else "td"
        spans = "".join(
            f' {name}="{span}"' for name, span in (("colspan", cell.columns), ("rowspan", cell.rows)) if span != 1
        )
        blocks = [
            Block("p", f"<strong>{block.html}</strong>") if block.kind == "h" else block
            for block in self.blocks(cell.node)
        ]
        inner = written(blocks)
        return f"<{tag}{spans}>{inner or '<p></p>'}</{tag}>"

    def runs(self, node: LexborNode, look: Run | None = None, depth: int = 0) -> Iterator[Run]:
        """The text of a node that stands in a line."""
        if self._unseen(node):
            return
        look = look_of(node, look)
        if node.tag == "img":
            self._picture(node)
        elif node.tag == "br":
            yield Run("\n")
        elif node.tag == "-text":
            yield run_of(node, look)
        elif depth > DEEPEST:
            yield look._replace(text=node.text())
        elif style_of(node).get("mso-list") != "ignore":
            for child in node.iter(include_text=True):
                yield from self.runs(child, look, depth + 1)

    def _picture(self, node: LexborNode) -> None:
        source = (node.attributes.get("src") or "").removeprefix(self.address or "\0")
        if PICTURE.fullmatch(source):
            alt = escape(node.attributes.get("alt") or "")
            self.found.shown.append(f'<figure><img src="{escape(source)}" alt="{alt}"></figure>')
        elif node.attributes.get("width") != "1" and node.attributes.get("height") != "1":
            self.found.pictures += 1

    def _unseen(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        said = (node.attributes.get("style") or "").lower() if not tag.startswith("-") else ""
        struck = tag in ("del", "s", "strike") or STRUCK.search(said) is not None
        self.found.deletions += struck
        unseen = UNSEEN.search(said)
        self.found.comments += unseen is not None and "comment" in unseen[0]
        away = hidden(node)
        self.found.unseen += away and "mso-hide:screen" not in said.replace(" ", "") and bool(node.text().strip())
        return struck or tag in NOTHING or tag in ("-comment", "!doctype") or unseen is not None or away

    def _holds_blocks(self, node: LexborNode) -> bool:
        return not (node.tag or "-").startswith("-") and node.css_first(ANY_BLOCK) is not None

    def _holds(self, node: LexborNode) -> bool:
        return node.tag in BLOCKS or self._holds_blocks(node)
