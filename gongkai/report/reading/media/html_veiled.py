"""What the styles of an HTML page hide: rules of its style sheets, and styles of its elements that leave no mark.

Only the plain rules of a page's own sheets are known; a sheet elsewhere is never fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

STYLED_PARTS = "[style]:not(p,td,th,tr,table)"
"""What may hide a part of a cell."""
_MOST_RULES = 2_000
_MOST_SELECTORS = 300
"""Selectors of rules that hide, or show again, that are looked for in one page."""
_FAR = -500
"""A place so far to the left of the page, or above it, that nothing of it is seen."""

_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*[0.]|-\d{3,}|clip|scale\(\s*0|font-size\s*:\s*0"
    r"|(?:height|width)\s*:\s*0",
    re.IGNORECASE,
)
_NOISE = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_PIECE = re.compile(r"([^{};]*)([{};]|\Z)")
_SELECTOR = re.compile(
    r"(?:[\w\s.#*>+~-]|\[[\w-]+(?:[~|^$*]?=[\"']?[\w-]+[\"']?)?\]|:(?:nth|first|last)-[\w-]+(?:\([\w+\s-]*\))?)+"
)
_SCREEN = re.compile(r"(?:only\s+)?(?:screen|all)\s*", re.IGNORECASE)
_ZERO = re.compile(r"-?0*\.?0*(?:px|pt|em|rem|%|cm|mm|in)?")
_LENGTH = re.compile(r"(-\d+(?:\.\d+)?)(px|pt|em|rem|cm|mm|in|%|vw|vh)?")
_NO_CLIP = re.compile(r"rect\(\s*(?:[01](?:px)?[\s,]+){3}[01](?:px)?\s*\)")
_NO_SCALE = re.compile(r"scale[xy]?\(\s*0*\.?0*\s*[,)]")
_WHITE = re.compile(r"#fff|#ffffff|white|rgb\(255,255,255\)|transparent")
_FIGURES = re.compile(r"[\s\d.,，．０-９]+")
_IN_SHEETS = (
    "display",
    "visibility",
    "opacity",
    "-999",
    "clip",
    "overflow",
    "scale(",
    "font-size:0",
    "DISPLAY",
    "VISIBI",
)
_STYLES = "opacity indent position clip color display visibility overflow transform".split()
_STYLED = ",".join(f'[style*="{word}" i]' for word in _STYLES)
_GROWING = ("table", "tr", "td", "th")
"""They grow with what they hold, however small they are said to be."""
_NOT_IN_PAGE = frozenset(("html", "body", "head", "style", "script", "link", "meta", "title"))


class _Rule(NamedTuple):
    """What a style sheet says of one property of what its selector finds."""

    rank: tuple[bool, int, int, int, int]
    """Whether it is important, ids, classes, tags, place in the page: the highest counts."""
    selector: str
    group: str
    hides: bool


def may_veil(text: str) -> bool:
    """Whether what is written in ``text`` may have styles that leave no mark, beside those that are always known."""
    return (  # one by one: it is asked of many cells
        "olor:#f" in text
        or "olor:#F" in text
        or "olor:w" in text
        or "olor: #f" in text
        or "olor: w" in text
        or "overflow" in text
        or "opacity" in text
        or "-999" in text
        or "osition" in text
        or "scale(" in text
        or "DISPLAY" in text
        or "VISIB" in text
    )


def sheet_hides(sheet: str) -> bool:
    """Whether a style sheet hides anything."""
    return any(word in sheet for word in _IN_SHEETS) and _HIDES.search(sheet) is not None


def drop_by_sheets(parser: LexborHTMLParser) -> None:
    """Take out what the rules of the page's style sheets hide.

    An element that holds most of the page's text is one that a script shows, and stays.
    """
    rules: list[_Rule] = []
    for sheet in parser.css("style"):
        media = (sheet.attributes.get("media") or "screen").strip()
        if _SCREEN.fullmatch(media) and len(rules) < _MOST_RULES:
            rules += _rules(sheet.text(), len(rules))
    hidden: dict[tuple[int, str], tuple[_Rule, LexborNode]] = {}
    hiding = [rule for rule in rules if rule.hides][:_MOST_SELECTORS]
    for rule in hiding:
        for node in _found(parser, rule.selector):
            key = node.mem_id, rule.group
            if key not in hidden or hidden[key][0].rank < rule.rank:
                hidden[key] = rule, node
    if not hidden:
        return
    groups = {group for _, group in hidden}
    for rule in [rule for rule in rules if not rule.hides and rule.group in groups][:_MOST_SELECTORS]:
        for node in _found(parser, rule.selector):
            key = node.mem_id, rule.group
            if key in hidden and hidden[key][0].rank < rule.rank:
                del hidden[key]
    for (_, group), (rule, node) in [*hidden.items()]:
        own = declarations(node.attributes.get("style") or "")
        if not rule.rank[0] and group in own and group not in veils(own):
            del hidden[node.mem_id, group]
    _drop(parser, [node for _, node in hidden.values()])


def drop_veiled(parser: LexborHTMLParser) -> None:
    """Take out the elements whose own style leaves no mark of them."""
    found: list[LexborNode] = []
    for node in parser.css(_STYLED):
        style = declarations(node.attributes.get("style") or "")
        reasons = veils(style)
        if node.tag in _GROWING:
            reasons.discard("overflow")
        if (reasons and (style.get("display") != "none" or node.tag != "div")) or _is_white(node, style):
            found.append(node)
    _drop(parser, found)


def declarations(style: str) -> dict[str, str]:
    """The properties of a style and their values, in small letters and without marks of importance."""
    found: dict[str, str] = {}
    for part in style.lower().split(";"):
        name, _, value = part.partition(":")
        if value:
            found[name.strip()] = value.replace("!important", "").strip()
    return found


def veils(style: dict[str, str]) -> set[str]:
    """The properties because of which a thing of this style is not seen; each stands for a group of them."""
    found: set[str] = set()
    get = style.get
    if get("display") == "none":
        found.add("display")
    if get("visibility") in ("hidden", "collapse"):
        found.add("visibility")
    for name in ("opacity", "font-size"):
        if (value := get(name)) and _ZERO.fullmatch(value):
            found.add(name)
    if _NO_SCALE.search(get("transform", "")):
        found.add("transform")
    if _is_far(get("text-indent")):
        found.add("text-indent")
    if get("position") in ("absolute", "fixed") and (
        any(_is_far(get(side)) for side in ("left", "top", "right", "bottom")) or _NO_CLIP.search(get("clip", ""))
    ):
        found.add("position")
    sizes = (get(name) for name in ("width", "height", "max-width", "max-height"))
    if get("overflow") == "hidden" and any(size and _ZERO.fullmatch(size) for size in sizes):
        found.add("overflow")
    return found


def _is_far(place: str | None) -> bool:
    length = _LENGTH.fullmatch(place or "")
    if length is None:
        return False
    return float(length[1]) * {"em": 16, "rem": 16, "cm": 38, "in": 96, "%": 5}.get(length[2] or "px", 1) <= _FAR


def _is_white(node: LexborNode, style: dict[str, str]) -> bool:
    """Figures in white, or in no colour, in a cell that no style and no class gives a ground of its own."""
    if not _WHITE.fullmatch(style.get("color", "").replace(" ", "")) or not _FIGURES.fullmatch(node.text()):
        return False
    at: LexborNode | None = node
    while at is not None and at.tag not in ("body", "html"):
        said = at.attributes
        own = declarations(said.get("style") or "")
        grounds = [value.replace(" ", "") for name, value in own.items() if name.startswith("background")]
        if "bgcolor" in said or "class" in said or "id" in said or any(not _WHITE.fullmatch(it) for it in grounds):
            return False
        if at.tag == "table":
            break
        at = at.parent
    return True


def _drop(parser: LexborHTMLParser, nodes: list[LexborNode]) -> None:
    """Take ``nodes`` out, each once and not together with one around it; not what is most of the page."""
    root = parser.body
    most = len(root.text()) / 2 if root is not None and nodes else 0.0
    chosen = {node.mem_id: node for node in nodes if node.tag not in _NOT_IN_PAGE}
    for key in [key for key, node in chosen.items() if len(node.text()) > max(most, _FEW)]:
        del chosen[key]
    for node in [node for node in chosen.values() if not _is_inside(node, chosen)]:
        node.decompose()


_FEW = 200
"""Characters of a page too short to tell what most of it is."""


def _is_inside(node: LexborNode, others: dict[int, LexborNode]) -> bool:
    above = node.parent
    while above is not None:
        if above.mem_id in others:
            return True
        above = above.parent
    return False


def _found(parser: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return parser.css(selector)
    except SelectolaxError:
        return []


def _rules(sheet: str, before: int) -> Iterator[_Rule]:
    """The rules of a sheet for the screen that have to do with being seen, one for each selector and property."""
    heads: list[str] = []
    body: list[str] = []
    place = before
    for text, end in _PIECE.findall(_NOISE.sub(" ", sheet)):
        if end == "{":
            heads.append(text.strip())
            body = []
        elif end == ";":
            body.append(text)
        elif heads:
            head = heads.pop()
            body.append(text)
            if not head.startswith("@") and all(_applies(outer) for outer in heads):
                for rule in _of_one(head, body, place):
                    yield rule
                    place += 1
                    if place > _MOST_RULES:
                        return
            body = []


def _applies(head: str) -> bool:
    name, _, condition = head.partition(" ")
    return name.lower() == "@media" and _SCREEN.fullmatch(condition.strip()) is not None


_GROUPS = ("display", "visibility", "opacity", "font-size", "transform", "text-indent", "position", "overflow")


def _of_one(head: str, body: list[str], place: int) -> Iterator[_Rule]:
    style = ";".join(body)
    own = declarations(style)
    if not own.keys() & set(_GROUPS):
        return
    hidden = veils(own)
    important = "!important" in style.replace("! ", "!").lower()
    for selector in head.split(","):
        if (plain := selector.strip()) and _SELECTOR.fullmatch(plain):
            marks = plain.count("#"), len(re.findall(r"[.:\[]", plain)), len(re.findall(r"(?:^|[\s>+~])\w", plain))
            for group in _GROUPS:
                if group in own:
                    yield _Rule((important, *marks, place), plain, group, group in hidden)
