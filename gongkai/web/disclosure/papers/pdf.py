"""A document as PDF: what the page says, laid out by typst on the paper of the letters (GB/T 9704), tagged (PDF/UA)."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unicodedata import category

import typst
from django.core.cache import caches
from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.letters.glyphs import FAMILY, fallback, folder, undrawn
from gongkai.letters.pdf import STANDARDS
from gongkai.web.disclosure.papers.blocks import (
    BLOCKS,
    GROUPS,
    HEADINGS,
    SIGNATURE,
    Pictures,
    Run,
    grid,
    heads,
    is_form,
    is_title,
    names_row,
    runs,
    trimmed,
    uuid_of,
    widths,
)

SOURCE = Path(__file__).with_name("document.typ")
#: What stands for a character that no font at hand draws, as printers have it.
UNDRAWN = "〓"
#: Where bytes are kept that are dear to make (settings.CACHES).
MADE = "made"

_one_at_a_time = threading.Lock()


def write_pdf(
    title: str, facts: Mapping[str, str], html: str, files: Iterable[str], *, agency: str, day: date,
    pictures: Pictures, bare: bool = False,
) -> bytes:  # fmt: skip
    """The document with what its catalogue says above its text and the names of its files below; `bare`: its title and
    its text alone.

    The same document gives the same bytes, which are kept: another version is another document.
    """
    body = LexborHTMLParser(html).body
    content = {
        "title": _printable(title).strip() or UNDRAWN,
        "agency": agency,
        "bare": bare,
        "day": [day.year, day.month, day.day],
        "facts": [[name, value] for name, value in facts.items()],
        "blocks": list(_blocks(body, pictures)) if body is not None else [],
        "files": list(files),
    }
    text = json.dumps(_printable(_levelled(content)), ensure_ascii=False)
    missing = undrawn(text)
    text = text.translate(dict.fromkeys(map(ord, missing), UNDRAWN))
    digest = sha256(SOURCE.read_bytes() + text.encode())
    for data, _ending in pictures.values():
        digest.update(sha256(data).digest())
    made: bytes | None = caches[MADE].get(digest.hexdigest())
    if made is None:
        made = _laid_out(text, day, pictures)
        caches[MADE].set(digest.hexdigest(), made)
    return made


def _laid_out(text: str, day: date, pictures: Pictures) -> bytes:
    others = fallback(text)
    inputs = {"document": text, "fonts": json.dumps([FAMILY, *others], ensure_ascii=False)}
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    with TemporaryDirectory() as root, _one_at_a_time:
        source = Path(root) / SOURCE.name
        source.write_bytes(SOURCE.read_bytes())
        for name, (data, ending) in pictures.items():
            (Path(root) / f"{name}.{ending}").write_bytes(data)
        made = typst.compile(
            str(source), root=root, font_paths=_fonts(bool(others)), format="pdf", sys_inputs=inputs,
            pdf_standards=STANDARDS, timestamp=midnight,
        )  # fmt: skip
    assert isinstance(made, bytes)
    return made


@cache
def _fonts(others: bool) -> Any:
    return typst.Fonts(include_system_fonts=others, include_embedded_fonts=others, font_paths=[str(folder())])


def _printable(value: Any) -> Any:
    """Without signs that draw nothing: of control, of direction, of joining."""
    if isinstance(value, str):
        return "".join(
            " " if sign in "\t\r\u2028\u2029" else sign
            for sign in value
            if sign in "\t\r\n" or category(sign) not in ("Cc", "Cf", "Cs")
        )
    if isinstance(value, dict):
        return {name: _printable(one) for name, one in value.items()}
    return [_printable(one) for one in value] if isinstance(value, list) else value


def _levelled(content: dict[str, Any]) -> dict[str, Any]:
    """No level of headings is left out, as PDF/UA wants it; the title is the first."""
    last = 1
    for block in content["blocks"]:
        if block["type"] == "heading":
            last = block["level"] = min(block["level"], last + 1)
    return content


def _blocks(parent: LexborNode, pictures: Pictures, style: str = "text") -> Iterator[dict[str, Any]]:
    """Everything in a node, in reading order; text that stands between blocks is a paragraph, too."""
    loose: list[Run] = []
    for node in parent.iter(include_text=True):
        if node.tag not in BLOCKS and node.tag not in ("figure", "figcaption", "img"):
            loose += runs(node)
            continue
        yield from _paragraph(loose, style)
        loose = []
        if node.tag in GROUPS or node.tag == "figure":
            yield from _blocks(node, pictures, "quote" if node.tag == "blockquote" else style)
        elif node.tag in ("ul", "ol"):
            yield from _list(node, 0)
        elif node.tag == "table":
            yield from _table(node)
        elif node.tag == "img":
            yield from _picture(node, pictures)
        elif node.tag == "dl":
            for name, value in zip(node.css("dt"), node.css("dd"), strict=False):
                yield from _paragraph([*trimmed(runs(name, bold=True)), Run("：", True), *trimmed(runs(value))], style)
        elif node.tag in HEADINGS:
            if said := _runs(runs(node)):
                yield {"type": "heading", "level": int((node.tag or "h4")[1]), "runs": said}
        else:
            signed = node.attributes.get("class") == SIGNATURE
            its = "caption" if node.tag == "figcaption" else SIGNATURE if signed else style
            yield from _paragraph(runs(node), its)
            yield from (found for image in node.css("img") for found in _picture(image, pictures, beside=True))
    yield from _paragraph(loose, style)


def _paragraph(given: Iterable[Run], style: str) -> Iterator[dict[str, Any]]:
    if found := _runs(given):
        yield {"type": "paragraph", "style": style, "runs": found}


def _picture(node: LexborNode, pictures: Pictures, *, beside: bool = False) -> Iterator[dict[str, Any]]:
    """A picture of ours; what cannot be shown is named, unless the text beside it has done so."""
    name, alt = uuid_of(node), node.attributes.get("alt") or ""
    if name in pictures:
        yield {"type": "picture", "path": f"{name}.{pictures[name][1]}", "alt": alt}
    elif not beside:
        yield from _paragraph([Run(f"［图：{alt}］")], "caption")


def _list(node: LexborNode, depth: int) -> Iterator[dict[str, Any]]:
    """Items with their number or mark as text; a list in an item stands below it."""
    first = node.attributes.get("start") or ""
    number = int(first) if re.fullmatch("[0-9]{1,6}", first) else 1
    for item in node.iter():
        parts = list(item.iter(include_text=True))
        said = trimmed(run for part in parts if part.tag not in ("ul", "ol") for run in runs(part))
        mark = f"{number}. " if node.tag == "ol" else "· "
        yield {"type": "item", "depth": min(depth, 6), "runs": _runs([Run(mark), *said])}
        for part in parts:
            if part.tag in ("ul", "ol"):
                yield from _list(part, depth + 1)
        number += 1


def _table(node: LexborNode) -> Iterator[dict[str, Any]]:
    cells, form = grid(node), is_form(node)
    if cells:
        yield {
            "type": "table",
            "heads": heads(cells),
            "form": form,
            "columns": widths(node, 1 + max(cell.last_column for cell in cells)),
            "cells": [
                {
                    "x": cell.column,
                    "y": cell.row,
                    "across": cell.last_column - cell.column + 1,
                    "down": cell.last_row - cell.row + 1,
                    "head": is_title(cell.node, form),
                    "middle": not names_row(cell.node) if form else cell.node.tag == "th",
                    "runs": _runs(runs(cell.node)),
                }
                for cell in cells
            ],
        }


def _runs(given: Iterable[Run]) -> list[dict[str, Any]]:
    """What is printed of some runs."""
    shown = trimmed(run._replace(text=_printable(run.text)) for run in given)
    return [{"text": run.text, "bold": run.bold, "italic": run.italic, "link": run.link} for run in shown]
