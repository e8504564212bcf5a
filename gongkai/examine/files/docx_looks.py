"""How text of a Word document looks, by itself, its styles and what is around it: hidden, pale, tiny, off the page."""

from __future__ import annotations

from lxml import etree

from gongkai.examine.colours import BLACK, WHITE, colour_of, is_lost, is_pale

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _TC, _TR, _TBL = W + "p", W + "tc", W + "tr", W + "tbl"
_BOX = W + "txbxContent"
_OFF = ("0", "false", "off", "none")
_MOST_GENERATIONS = 20
"""Styles between one and that which it is based on in the end."""
_TINY = 3
"""Half points: text of this size or less is not seen."""
_NARROW = 5
"""Per cent of its width: letters pressed together so far are a line."""
_FLAT = 40
"""Twentieths of a point: a line or row of exactly this height shows nothing of its text."""
_WIDE = 24_000
"""Twentieths of a point: beyond it no page goes on."""
_FAR = 15_120_000
"""The same for drawings, in their units: 42 cm."""
_POINT = 12_700
_UNKNOWN = "unknown"


class Looks:
    """What the styles of a document say. ``ground``: whether the page itself has a colour."""

    def __init__(self, root: etree._Element | None, *, ground: bool = False) -> None:
        self.ground = ground
        self._styles: dict[str, etree._Element] = {}
        self._usual = ""
        self._defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        for style in () if root is None else root.iter(W + "style"):
            name = style.get(W + "styleId") or ""
            self._styles[name] = style
            if style.get(W + "type") == "paragraph" and is_on(style.get(W + "default"), absent=False):
                self._usual = name
        self._found: dict[tuple[str, str], etree._Element | None] = {}
        self._tables: dict[str, bool] = {}

    def of(self, run: etree._Element, name: str) -> etree._Element | None:
        """What a run says of a property itself, or else its style, its paragraph's, or the document."""
        own = run.find(f"{W}rPr/{W}{name}")
        if own is not None:
            return own
        paragraph = next(run.iterancestors(_P), None)
        named = run.find(f"{W}rPr/{W}rStyle")
        around = None if paragraph is None else paragraph.find(f"{W}pPr/{W}pStyle")
        for style in (_value(named), _value(around) or self._usual):
            found = self.inherited(style, f"{W}rPr/{W}{name}") if style else None
            if found is not None:
                return found
        return None if self._defaults is None else self._defaults.find(W + name)

    def inherited(self, style: str, path: str) -> etree._Element | None:
        """The same of a style, or of what it is based on."""
        key = style, path
        if key not in self._found:
            self._found[key] = next((at for each in self._line(style) if (at := each.find(path)) is not None), None)
        return self._found[key]

    def colours_tables(self, style: str) -> bool:
        """Whether a table of that style has grounds of its own anywhere."""
        if style not in self._tables:
            shades = (shade for each in self._line(style) for shade in each.iter(W + "shd"))
            self._tables[style] = style not in self._styles or any(_ground(shade) != WHITE for shade in shades)
        return self._tables[style]

    def _line(self, style: str) -> list[etree._Element]:
        line: list[etree._Element] = []
        while style in self._styles and len(line) < _MOST_GENERATIONS:
            line.append(self._styles[style])
            style = _value(line[-1].find(W + "basedOn"))
        return line


def is_hidden(run: etree._Element, looks: Looks) -> bool:
    """Whether a run says so itself, or else its style, or its paragraph's."""
    said = looks.of(run, "vanish")
    return said is not None and is_on(said.get(W + "val"))


def is_on(value: str | None, *, absent: bool = True) -> bool:
    """Whether a switch is on; without a value it is, where it stands at all."""
    return absent if value is None else value not in _OFF


def is_black(run: etree._Element) -> bool:
    """Black on black. Word turns automatic text white on a shading, not on a highlighter."""
    said = {name: run.find(f"{W}rPr/{W}{name}") for name in ("color", "highlight", "shd")}
    colour = _value(said["color"])
    marked = _value(said["highlight"]) == "black"
    shaded = said["shd"] is not None and said["shd"].get(W + "fill") == BLACK
    return colour == BLACK if shaded and not marked else marked and colour in ("", "auto", BLACK)


def is_unseen(run: etree._Element, looks: Looks) -> bool:
    """Whether a run is too small to be seen, stands where nothing is, or has the colour of its ground."""
    if _number(looks.of(run, "sz"), 99) <= _TINY or _number(looks.of(run, "w"), 100) <= _NARROW:
        return True
    if _is_away(run):
        return True
    fill = run.find(f"{W}rPr/{{*}}textFill")
    if fill is not None and run.find(f"{W}rPr/{{*}}textOutline") is None and _is_clear(fill):
        return True
    painted = fill.find("{*}solidFill/{*}srgbClr") if fill is not None else None
    colour = _colour(painted if painted is not None else looks.of(run, "color"))
    if colour is None:
        return False
    ground = _behind(run, looks)
    return ground != _UNKNOWN and is_lost(colour, ground)


def _is_clear(fill: etree._Element) -> bool:
    through = next(fill.iter("{*}alpha"), None)
    return fill.find("{*}noFill") is not None or (
        through is not None and any(str(value).isdigit() and int(value) >= 95_000 for value in through.attrib.values())
    )


def _colour(said: etree._Element | None) -> str | None:
    if said is None:
        return None
    value = next((each for name, each in said.attrib.items() if etree.QName(name).localname == "val"), None)
    if colour_of(str(value)):
        return colour_of(str(value))
    plain = said.get(W + "themeColor") in ("background1", "light1") and said.get(W + "themeShade") is None
    return WHITE if plain else None


def _ground(shade: etree._Element) -> str:
    """The colour of a shading; white where it has none, unknown where it is a pattern."""
    if shade.get(W + "val") not in ("clear", "nil", None):
        return colour_of(shade.get(W + "color")) or BLACK if shade.get(W + "val") == "solid" else _UNKNOWN
    fill = shade.get(W + "fill")
    return colour_of(fill) or (WHITE if fill in ("auto", None) and shade.get(W + "themeFill") is None else _UNKNOWN)


def _behind(run: etree._Element, looks: Looks) -> str | None:
    """The nearest ground of a run: its own, its paragraph's, its cell's, its table's, its shape's, the page's."""
    marker, shade = looks.of(run, "highlight"), looks.of(run, "shd")
    if _value(marker) not in ("", "none", "white"):
        return _UNKNOWN
    if shade is not None and _ground(shade) != WHITE:
        return _ground(shade)
    for above in run.iterancestors():
        if above.tag == _BOX:
            return _shape_ground(above)
        if above.tag in (_P, _TC, _TBL):
            found = _shading(above, looks)
            if found is not None:
                return found
    return _UNKNOWN if looks.ground else None


def _shading(above: etree._Element, looks: Looks) -> str | None:
    shade = above.find(f"{above.tag}Pr/{W}shd")
    if shade is None and above.tag == _P:
        style = _value(above.find(f"{W}pPr/{W}pStyle"))
        shade = looks.inherited(style, f"{W}pPr/{W}shd") if style else None
    if shade is not None and (_ground(shade) != WHITE or (above.tag == _TC and colour_of(shade.get(W + "fill")))):
        return _ground(shade)
    style = _value(above.find(f"{W}tblPr/{W}tblStyle")) if above.tag == _TBL else ""
    return _UNKNOWN if style and looks.colours_tables(style) else None


def _shape_ground(box: etree._Element) -> str:
    shape = next((above for above in box.iterancestors() if etree.QName(above).localname == "wsp"), None)
    painted = None if shape is None else shape.find("{*}spPr/{*}solidFill/{*}srgbClr")
    return (None if painted is None else colour_of(painted.get("val"))) or _UNKNOWN


def _is_away(run: etree._Element) -> bool:
    """Whether a run stands in a line or row without height, or beside the page."""
    for above in run.iterancestors():
        name = etree.QName(above).localname
        if above.tag == _P:
            spacing, indent = above.find(f"{W}pPr/{W}spacing"), above.find(f"{W}pPr/{W}ind")
            if (
                spacing is not None
                and spacing.get(W + "lineRule") == "exact"
                and _whole(spacing, "line", _FLAT + 1) <= _FLAT
            ):
                return True
            sides = ("left", "start", "firstLine", "right", "end")
            if indent is not None and any(not -_WIDE / 2 < _whole(indent, side, 0) < _WIDE for side in sides):
                return True
        elif above.tag == _TR:
            height = above.find(f"{W}trPr/{W}trHeight")
            if height is not None and height.get(W + "hRule") == "exact" and _whole(height, "val", _FLAT + 1) <= _FLAT:
                return True
        elif name in ("anchor", "inline") and _is_drawn_away(above):
            return True
    return False


def _is_drawn_away(drawing: etree._Element) -> bool:
    said, size = drawing.find("{*}docPr"), drawing.find("{*}extent")
    if said is not None and is_on(said.get("hidden"), absent=False):
        return True
    if size is not None and any(_amount(size.get(side), _POINT) < _POINT for side in ("cx", "cy")):
        return True
    offsets = (_amount(place.text, 0) for place in drawing.iterfind("{*}positionH/{*}posOffset"))
    return any(not -_FAR / 2 < offset < _FAR for offset in offsets) or any(
        not -_FAR / 2 < _amount(place.text, 0) < 2 * _FAR for place in drawing.iterfind("{*}positionV/{*}posOffset")
    )


def page_has_ground(root: etree._Element, settings: etree._Element | None) -> bool:
    """Whether the page is shown in a colour that white text could stand on."""
    said = root.find(W + "background")
    colour = None if said is None else colour_of(said.get(W + "color"))
    shown = settings is not None and settings.find(W + "displayBackgroundShape") is not None
    return said is not None and shown and not (colour and is_pale(colour))


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(W + "val") or ""


def _number(element: etree._Element | None, default: int) -> int:
    return _amount(None if element is None else element.get(W + "val"), default)


def _whole(element: etree._Element, name: str, default: int) -> int:
    return _amount(element.get(W + name), default)


def _amount(text: str | None, default: int) -> int:
    digits = (text or "").strip()
    return int(digits) if digits.removeprefix("-").isdecimal() and digits.isascii() and len(digits) < 12 else default
