"""The styles of a .docx: each cut out of a large part is the one that the whole part gives."""

from __future__ import annotations

import pytest

from gongkai.report.reading.blocks import UnreadableDocument
from gongkai.report.reading.media.archive import parse_xml
from gongkai.report.reading.media.stylesheet import Stylesheet, W

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FILLING = "".join(
    f'<w:style w:type="paragraph" w:styleId="Filling{n}"><w:name w:val="filling {n}"/></w:style>' for n in range(600)
)


def sheet(styles: str, root: str = f"<w:styles {NAMESPACE}>") -> Stylesheet:
    return Stylesheet(f'<?xml version="1.0" encoding="UTF-8"?>{root}{styles}{FILLING}</w:styles>'.encode(), "styles")


def name_of(styles: Stylesheet, style: str) -> str | None:
    element = styles.get(style)
    return None if element is None else element.find(W + "name").get(W + "val")


@pytest.mark.parametrize(
    ("styles", "style", "name"),
    [
        ('<w:style w:styleId="a1"><w:name w:val="标题 1"/></w:style>', "a1", "标题 1"),
        ("<w:style w:type='paragraph' w:styleId='a1'><w:name w:val='x'/></w:style>", "a1", "x"),
        ('<w:style w:styleId="正文"><w:name w:val="x"/></w:style>', "正文", "x"),
        ('<w:style w:styleId="a&amp;b"><w:name w:val="x"/></w:style>', "a&b", "x"),
        ('<w:style w:styleId="a"/><w:style w:styleId="b"><w:name w:val="x"/></w:style>', "b", "x"),
        ('<w:style w:styleId="a"><!-- </w:style> --><w:name w:val="x"/></w:style>', "a", "x"),
        ('<w:style w:styleId="a"><w:name w:val="x"/></w:style>', "none", None),
        ("", "Filling599", "filling 599"),
    ],
)
def test_a_style_is_found_in_a_large_part(styles: str, style: str, name: str | None) -> None:
    assert name_of(sheet(styles), style) == name


def test_other_prefixes_are_read_as_well() -> None:
    root = NAMESPACE.replace("xmlns:w", "xmlns:x")
    data = f"<x:styles {root}><x:style x:styleId='a'><x:name x:val='n'/></x:style>{'<!-- -->' * 9000}</x:styles>"
    assert name_of(Stylesheet(data.encode(), "styles"), "a") == "n"


def test_a_broken_part_says_so() -> None:
    with pytest.raises(UnreadableDocument):
        Stylesheet(b"<w:styles", "styles").get("a")


def test_every_style_cut_out_is_the_same_element() -> None:
    styles = sheet('<w:style w:styleId="a"><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>')
    whole = parse_xml(styles._data, "styles")
    for element in whole.findall(W + "style")[:20]:
        cut = styles.get(element.get(W + "styleId"))
        assert cut is not None
        assert [(node.tag, dict(node.attrib)) for node in cut.iter()] == [
            (node.tag, dict(node.attrib)) for node in element.iter()
        ]
