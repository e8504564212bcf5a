"""What the looks of pasted text hide: style sheets that come along with it, white on white, type of no size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from gongkai.examine.colours import CSS_PARTS, css_colour, is_clear, is_lost
from gongkai.web.disclosure.texts.paragraphs import style_of

_NOISE = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_AT = re.compile(r"@([\w-]+)([^{};@]*)(?:;|\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\})")
_SELECTOR = re.compile(r"[\w\s.#*>-]+")
#: What of a sheet decides whether text is seen.
_TELLING = ("display", "visibility", "mso-hide", "color", "background", "background-color", "font-size", "opacity")
_MOST_RULES, _MOST_FOUND = 500, 100_000
_CLEAR = re.compile(r"transparent|none|initial|inherit|unset|auto")
_SIZE = re.compile(r"(\d*\.?\d+)(pt|px)")
_SMALLEST = 1.5
#: Of a ground that is a picture, or a colour by another name.
_UNKNOWN = "808080"
_DEEPEST = 200


class _Look(NamedTuple):
    colour: str | None = None
    ground: str | None = None
    gone: bool = False


def take_out(parser: LexborHTMLParser) -> int:
    """Take the texts out whose look hides them, the styles of sheets set in their elements; how many there were."""
    for node, said in _by_sheets(parser):
        node.attrs["style"] = f"{said};{node.attributes.get('style') or ''}"
    body = parser.body
    if body is None:
        return 0
    lost = list(_lost(body, _Look(), 0))
    for text in lost:
        text.decompose()
    return len(lost)


def _by_sheets(parser: LexborHTMLParser) -> list[tuple[LexborNode, str]]:
    """What the sheets say of each element that has to do with being seen, the stronger rules last."""
    rules = sorted(_rules("\n".join(sheet.text() for sheet in parser.css("style"))), key=lambda rule: rule[0])
    said: dict[int, tuple[LexborNode, list[str]]] = {}
    count = 0
    for _rank, selector, styles in rules[:_MOST_RULES]:
        try:
            nodes = parser.css(selector)
        except SelectolaxError:
            continue
        count += len(nodes)
        if count > _MOST_FOUND:
            break
        for node in nodes:
            said.setdefault(node.mem_id, (node, []))[1].append(styles)
    return [(node, ";".join(styles)) for node, styles in said.values()]


def _rules(sheet: str) -> Iterator[tuple[tuple[int, int, int], str, str]]:
    """How strong, of what, and what of it is telling."""

    def shown(found: re.Match[str]) -> str:
        on_screen = found[1].lower() == "media" and found[2].strip().lower() in ("screen", "all", "only screen")
        return found[3] or "" if on_screen else " "

    for place, block in enumerate(_AT.sub(shown, _NOISE.sub(" ", sheet)).split("}")[:-1]):
        before, _, body = block.rpartition("{")
        heads = before.rpartition("{")[2]
        parts = (part.partition(":") for part in body.split(";"))
        telling = ";".join(f"{name}:{value}" for name, _, value in parts if name.strip().lower() in _TELLING)
        for head in heads.split(",") if telling else ():
            if _SELECTOR.fullmatch(selector := head.strip()):
                yield (selector.count("#"), selector.count("."), place), selector, telling


def _lost(node: LexborNode, look: _Look, depth: int) -> Iterator[LexborNode]:
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            if (child.text_content or "").strip() and (
                look.gone or (look.colour and is_lost(look.colour, look.ground))
            ):
                yield child
        elif not (child.tag or "-").startswith("-") and depth < _DEEPEST:
            yield from _lost(child, _look_of(child, look), depth + 1)


def _look_of(node: LexborNode, outer: _Look) -> _Look:
    said, named = style_of(node), node.attributes
    size = _SIZE.fullmatch(said.get("font-size", ""))
    gone = outer.gone if size is None else float(size[1]) <= _SMALLEST
    colour = said.get("color") or (named.get("color") if node.tag == "font" else None)
    if colour and colour not in ("inherit", "unset"):
        gone = gone or is_clear(colour)
        outer = outer._replace(colour=css_colour(colour))
    ground = said.get("background-color") or said.get("background") or named.get("bgcolor")
    if ground and not _CLEAR.match(ground):
        outer = outer._replace(ground=_ground(ground))
    return outer._replace(gone=gone or said.get("opacity") in ("0", "0.0", "0%"))


def _ground(written: str) -> str | None:
    """The colour of a ground; a picture or a name that is not known may be dark."""
    found = CSS_PARTS.search(written) or re.search(r"#[0-9a-fA-F]{3,6}\b", written)
    if found is not None and is_clear(found[0]):
        return None
    return css_colour(found[0] if found else written.split()[0]) or _UNKNOWN
