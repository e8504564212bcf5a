"""The styles of a .docx that its paragraphs use, cut out of a part that describes hundreds."""

from __future__ import annotations

import re
from html import unescape

from lxml import etree

from gongkai.report.reading.blocks import UnreadableDocument
from gongkai.report.reading.media.archive import parse_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_LARGE = 32_768  # bytes; a smaller part is parsed as a whole
_ROOT = re.compile(rb"<w:styles\s[^>]*[^/>]>")
_STYLE = re.compile(rb"<w:style\s[^>]*?w:styleId=(?:\"([^\"<]*)\"|'([^'<]*)')")
_END, _ROOT_END = b"</w:style>", b"</w:styles>"


class Stylesheet:
    """The styles of one part by their ids; each is parsed when it is asked for."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data, self._name = data, name
        self._elements: dict[str, etree._Element | None] | None = None
        self._root = b""
        self._places: dict[str, int] = {}
        root = _ROOT.search(data, 0, 8192) if len(data) > _LARGE else None
        if root is not None:
            self._root = root[0]
            for found in _STYLE.finditer(data, root.end()):
                name_of_style = unescape((found[1] or found[2] or b"").decode("utf-8", "replace"))
                self._places.setdefault(name_of_style, found.start())

    def get(self, style: str) -> etree._Element | None:
        """The style of that id.

        :raises UnreadableDocument: where the part is broken.
        """
        if self._places and self._elements is None:
            try:
                return self._cut(style)
            except UnreadableDocument:  # what was cut out does not stand alone: comments, an unusual encoding
                pass
        if self._elements is None:
            root = parse_xml(self._data or b"<none/>", self._name)
            self._elements = {element.get(W + "styleId") or "": element for element in root.findall(W + "style")}
        return self._elements.get(style)

    def _cut(self, style: str) -> etree._Element | None:
        start = self._places.get(style)
        if start is None:
            return None
        tag_end = self._data.find(b">", start) + 1
        end = tag_end if self._data[tag_end - 2 : tag_end] == b"/>" else self._data.find(_END, start) + len(_END)
        return parse_xml(self._root + self._data[start:end] + _ROOT_END, self._name).find(W + "style")
