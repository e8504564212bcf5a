"""How text on a slide looks: pale on a ground that is surely pale, in the colour of its own shape, tiny, or clear.

Only what is certain counts: a slide's ground may come from its layout, its master or whatever is drawn below a text,
and where any of these is not known, nothing is said.
"""

from __future__ import annotations

from lxml import etree

from gongkai.examine.colours import WHITE, colour_of, is_lost, is_pale
from gongkai.report.reading.media.archive import Archive

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_TINY = 150
"""Hundredths of a point."""
_CLEAR = 5_000
"""Thousandths of a per cent: text that covers its ground no more is not seen."""
_FILLS = ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill")
_LIGHT = ("bg1", "lt1")
_LAYERS = ("slideLayout", "slideMaster", "theme")
Box = tuple[int, int, int, int]


class SlideLooks:
    """What is known of the ground of one slide: its own, else its layout's, else its master's."""

    def __init__(self, archive: Archive, name: str, root: etree._Element) -> None:
        layers, part = [root], name
        for kind in _LAYERS:
            part = next((to for of, to in archive.relationships(part).values() if of == kind), "") if part else ""
            found = archive.xml(part) if part else None
            if found is not None:
                layers.append(found)
        self._light = all(_is_light(layer) for layer in layers)
        self._below = [layer for layer in layers[1:] if layer.tag != A + "theme"]
        self._busy = any(_paints(one) for layer in self._below for one in _drawn(layer) if _role(one) is None)
        self._painted_roles = any(
            _fill(one) not in ("", "noFill") for layer in self._below for one in _drawn(layer) if _role(one) is not None
        )
        self._ground = self._of_page([root, *self._below])

    def is_unseen(self, run: etree._Element) -> bool:
        """Whether nobody sees a run, for certain."""
        said = run.find(A + "rPr")
        if said is None:
            return False
        size = said.get("sz") or ""
        if size.isdecimal() and int(size) <= _TINY:
            return True
        line = said.find(A + "ln")
        if (line is not None and line.find(A + "noFill") is None) or len(said.findall(f"{A}effectLst/*")):
            return False  # an outline or a shadow is seen
        fill = said.find(A + "solidFill")
        if fill is None:
            return said.find(A + "noFill") is not None
        if _opacity(fill) <= _CLEAR:
            return True
        colour, marker = self._colour(fill), said.find(A + "highlight")
        ground = self._behind(run) if marker is None else self._colour(marker)
        return colour is not None and ground is not None and is_lost(colour, ground)

    def _colour(self, fill: etree._Element) -> str | None:
        """The colour of a fill, of the theme only where it is light as it stands; None where it is not known."""
        for said in fill:
            if len(said.findall("*")):
                return None  # lighter, darker or clearer than it says
            if said.tag == A + "srgbClr":
                return colour_of(said.get("val"))
            if said.tag == A + "schemeClr" and said.get("val") in _LIGHT and self._light:
                return WHITE
        return None

    def _of_page(self, layers: list[etree._Element]) -> str | None:
        for layer in layers:
            page = layer.find(f"{P}cSld/{P}bg")
            if page is None:
                continue
            fill, reference = page.find(f"{P}bgPr/{A}solidFill"), page.find(f"{P}bgRef")
            if reference is not None and reference.get("idx") == "1001":
                return self._colour(reference)
            return None if fill is None else self._colour(fill)
        return WHITE

    def _behind(self, run: etree._Element) -> str | None:
        """The ground of a run: its cell's, its shape's, else the page's where nothing is drawn between."""
        for above in run.iterancestors():
            if above.tag == A + "tc":
                fill = above.find(f"{A}tcPr/{A}solidFill")
                return None if fill is None else self._colour(fill)
            if above.tag == P + "sp":
                return self._of_shape(above)
        return None

    def _of_shape(self, shape: etree._Element) -> str | None:
        kind, painted, around = _fill(shape), shape.find(f"{P}spPr/{A}solidFill"), shape.getparent()
        if painted is not None:
            return self._colour(painted)
        inherits = kind == "" and (_styled(shape) or (_role(shape) is not None and self._painted_roles))
        if kind not in ("", "noFill") or inherits or self._busy or around is None or around.tag == P + "grpSp":
            return None
        place = _box(shape)
        for other in shape.itersiblings(preceding=True):
            if _paints(other) and _meets(place, _box(other)):
                return None
        return self._ground


def _is_light(layer: etree._Element) -> bool:
    """Whether this part of a design lets the light colour of the theme be one, and be the ground's."""
    mapped, own = layer.find(P + "clrMap"), layer.find(f"{P}clrMapOvr/{A}overrideClrMapping")
    if any(each is not None and each.get("bg1") != "lt1" for each in (mapped, own)):
        return False
    light = layer.find(f"{A}themeElements/{A}clrScheme/{A}lt1") if layer.tag == A + "theme" else None
    if light is None:
        return True
    colour = next((colour_of(said.get("lastClr") or said.get("val")) for said in light), None)
    return colour is not None and is_pale(colour)


def _drawn(layer: etree._Element) -> list[etree._Element]:
    tree = layer.find(f"{P}cSld/{P}spTree")
    return [] if tree is None else [one for one in tree if str(one.tag).startswith(P)]


def _role(shape: etree._Element) -> etree._Element | None:
    """What makes a shape a placeholder, whose text stands on slides and which itself does not."""
    return next(shape.iterfind(f"{P}nvSpPr/{P}nvPr/{P}ph"), None)


def _fill(shape: etree._Element) -> str:
    said = shape.find(P + "spPr")
    return next((name for name in _FILLS if said is not None and said.find(A + name) is not None), "")


def _styled(shape: etree._Element) -> bool:
    reference = shape.find(f"{P}style/{A}fillRef")
    return reference is not None and reference.get("idx") != "0"


def _paints(shape: etree._Element) -> bool:
    """Whether something is drawn there that text could stand on."""
    if shape.tag in (P + "nvGrpSpPr", P + "grpSpPr", P + "cxnSp", P + "extLst"):
        return False
    return shape.tag != P + "sp" or _fill(shape) not in ("", "noFill") or (not _fill(shape) and _styled(shape))


def _box(shape: etree._Element) -> Box | None:
    """Left, top, right, bottom; None where it is not said, or turned."""
    frame = next(shape.iter(A + "xfrm", P + "xfrm"), None)
    if frame is None or frame.get("rot"):
        return None
    at, size = frame.find(A + "off"), frame.find(A + "ext")
    numbers = [
        *(at.get(name) or "" for name in "xy" if at is not None),
        *(size.get(name) or "" for name in ("cx", "cy") if size is not None),
    ]
    if len(numbers) < 4 or not all(number.removeprefix("-").isdecimal() and len(number) < 16 for number in numbers):
        return None
    left, top, wide, high = map(int, numbers)
    return left, top, left + wide, top + high


def _meets(text: Box | None, other: Box | None) -> bool:
    """Whether they may lie over one another; text may stand out of its shape by as much again."""
    if text is None or other is None:
        return True
    wide, high = text[2] - text[0], text[3] - text[1]
    return (
        text[0] - wide < other[2] and other[0] < text[2] + wide
        and text[1] - high < other[3] and other[1] < text[3] + high
    )  # fmt: skip


def _opacity(fill: etree._Element) -> int:
    alpha = next(fill.iter(A + "alpha"), None)
    value = "" if alpha is None else (alpha.get("val") or "").removesuffix("%")
    return int(value) if value.isdecimal() else 100_000
