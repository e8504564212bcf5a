"""How the cells of a workbook look by their formats: shown, shown as nothing, in the colour of their ground."""

from __future__ import annotations

import re

from lxml import etree

from gongkai.examine.colours import BLACK, WHITE, colour_of, is_lost, is_pale

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_INDEXED = dict(enumerate("000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF".split() * 2))
_THEME = {"0": WHITE, "1": BLACK}
"""What nearly every theme has: light ground, dark text."""
_SLIGHT = 0.06
"""A tint by which white is still nearly white."""
_TINY = 1.5
_BLANK = re.compile(r'(?:;|\s|"\s*"|\\ )+')
"""A format without anything that shows; three semicolons leave out texts too."""
_UNKNOWN = "unknown"


class CellLooks:
    """The formats of cells that show nothing, and those that show black on black."""

    def __init__(self, root: etree._Element | None) -> None:
        self.unseen: set[int] = set()
        self.blacked: set[int] = set()
        #: Those with no ground of their own, on which white is not seen.
        self.plain: set[int] = {0}
        #: The looks by conditions that turn text white on no ground of theirs.
        self.veils: set[str] = set()
        if root is None:
            return
        formats = {node.get("numFmtId"): node.get("formatCode") or "" for node in root.iter(S + "numFmt")}
        blank = {number for number, code in formats.items() if code.count(";") >= 3 and _BLANK.fullmatch(code)}
        fonts = list(root.iterfind(f"{S}fonts/{S}font"))
        grounds = [_ground(fill) for fill in root.iterfind(f"{S}fills/{S}fill")]
        for number, look in enumerate(root.iterfind(f"{S}dxfs/{S}dxf")):
            if look.find(S + "fill") is None and _is_unseen(look.find(S + "font"), None):
                self.veils.add(str(number))
        for number, entry in enumerate(root.iterfind(f"{S}cellXfs/{S}xf")):
            font, fill = (_place(entry.get(name)) for name in ("fontId", "fillId"))
            said = fonts[font] if font < len(fonts) else None
            ground = grounds[fill] if fill < len(grounds) else None
            if ground is not None and (ground == _UNKNOWN or not is_pale(ground)):
                self.plain.discard(number)
            else:
                self.plain.add(number)
            if entry.get("numFmtId") in blank or _is_unseen(said, ground):
                self.unseen.add(number)
            elif said is not None and _is_black(said, ground):
                self.blacked.add(number)


def _is_black(font: etree._Element, ground: str | None) -> bool:
    """Black on black: Excel leaves automatic text black on every ground."""
    colour = colour_in(font.find(S + "color"), default=BLACK)
    return colour == ground == BLACK


def colour_in(said: etree._Element | None, *, default: str | None = None) -> str | None:
    """The colour that an element says, or None where it takes one that is not known here."""
    if said is None or said.get("auto") in ("1", "true"):
        return default
    tint = _tint(said.get("tint"))
    if said.get("rgb"):
        return colour_of(said.get("rgb")) if not tint else None
    if said.get("indexed"):
        return _INDEXED.get(_place(said.get("indexed")))
    return _THEME.get(said.get("theme") or "") if abs(tint) <= _SLIGHT else None


def _ground(fill: etree._Element) -> str | None:
    pattern = fill.find(S + "patternFill")
    if pattern is None:
        return _UNKNOWN
    if pattern.get("patternType", "none") == "none":
        return None
    return (colour_in(pattern.find(S + "fgColor")) or _UNKNOWN) if pattern.get("patternType") == "solid" else _UNKNOWN


def _is_unseen(font: etree._Element | None, ground: str | None) -> bool:
    if font is None:
        return False
    size = font.find(S + "sz")
    if size is not None and 0 < _tint(size.get("val")) <= _TINY:
        return True
    colour = colour_in(font.find(S + "color"))
    return colour is not None and ground != _UNKNOWN and is_lost(colour, ground)


def _tint(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _place(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else 0
