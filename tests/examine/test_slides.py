"""Text that nobody sees on a slide is told; what only might be unseen is not."""

from __future__ import annotations

import pytest

from gongkai.examine import examine_file
from tests.examine.hiding import package

NAMES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WHITE, NAVY = '<a:srgbClr val="FEFEFE"/>', '<a:srgbClr val="1F3864"/>'
THEME_LIGHT = '<a:schemeClr val="bg1"/>'
BOX = '<a:xfrm><a:off x="100" y="100"/><a:ext cx="200" cy="50"/></a:xfrm>'
FAR = '<a:xfrm><a:off x="5000" y="5000"/><a:ext cx="200" cy="50"/></a:xfrm>'


def solid(colour: str) -> str:
    return f"<a:solidFill>{colour}</a:solidFill>"


def shape(run: str = "", own: str = BOX, words: str = "藏着的话", more: str = "") -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="框"/>{more}</p:nvSpPr><p:spPr>{own}</p:spPr>'
        f"<p:txBody><a:p><a:r>{run}<a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def text(colour: str, size: str = "1800", more: str = "") -> str:
    return f'<a:rPr sz="{size}">{solid(colour)}{more}</a:rPr>'


def layer(name: str, shapes: str = "", page: str = "", after: str = "") -> bytes:
    return f"<p:{name} {NAMES}><p:cSld>{page}<p:spTree>{shapes}</p:spTree></p:cSld>{after}</p:{name}>".encode()


def related(kind: str, target: str) -> bytes:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}"/></Relationships>'
    ).encode()


def ground(colour: str) -> str:
    return f"<p:bg><p:bgPr>{solid(colour)}<a:effectLst/></p:bgPr></p:bg>"


def rules(shapes: str, page: str = "", *, layout: str = "", master_page: str = "", bg1: str = "lt1") -> list[str]:
    """What is found in a presentation of one slide, with a layout, a master and a theme."""
    light = '<a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1>'
    theme = f"<a:theme {NAMES}><a:themeElements><a:clrScheme>{light}</a:clrScheme></a:themeElements></a:theme>"
    mapped = f'<p:clrMap bg1="{bg1}" tx1="dk1"/>'
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "ppt/presentation.xml": b"<p/>",
        "ppt/slides/slide1.xml": layer("sld", shapes, page),
        "ppt/slides/_rels/slide1.xml.rels": related("slideLayout", "../slideLayouts/slideLayout1.xml"),
        "ppt/slideLayouts/slideLayout1.xml": layer("sldLayout", layout),
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": related("slideMaster", "../slideMasters/slideMaster1.xml"),
        "ppt/slideMasters/slideMaster1.xml": layer("sldMaster", page=master_page, after=mapped),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": related("theme", "../theme/theme1.xml"),
        "ppt/theme/theme1.xml": theme.encode(),
    }
    return [item.rule for item in examine_file(package(parts), "附件.pptx")]


def picture(place: str) -> str:
    return f"<p:pic><p:spPr>{place}</p:spPr></p:pic>"


def band(place: str, colour: str) -> str:
    return f"<p:sp><p:nvSpPr/><p:spPr>{place}{solid(colour)}</p:spPr></p:sp>"


PLACEHOLDER = '<p:nvPr><p:ph type="title"/></p:nvPr>'


@pytest.mark.parametrize(
    "given",
    [
        {"shapes": shape(text(WHITE))},
        {"shapes": shape(text(THEME_LIGHT))},
        {"shapes": shape(text(WHITE)), "page": ground(WHITE), "master_page": ground(NAVY)},
        {"shapes": shape(text(WHITE), BOX + solid('<a:srgbClr val="FFFFFF"/>')), "page": ground(NAVY)},
        {"shapes": shape(text(NAVY), BOX + solid(NAVY))},
        {"shapes": shape(text(NAVY)), "page": ground(NAVY)},
        {"shapes": picture(FAR) + shape(text(WHITE))},
        {"shapes": shape(text(WHITE)) + picture(BOX)},
        {"shapes": shape(text(WHITE), more=PLACEHOLDER), "layout": shape(more=PLACEHOLDER)},
        {"shapes": shape(text("<a:srgbClr val='000000'/>", "100"))},
        {"shapes": shape('<a:rPr sz="1800"><a:noFill/></a:rPr>')},
        {"shapes": shape(text('<a:srgbClr val="000000"><a:alpha val="0"/></a:srgbClr>'))},
        {"shapes": shape(text(WHITE), BOX + "<a:noFill/>"), "master_page": '<p:bg><p:bgRef idx="1001">'
         '<a:schemeClr val="bg1"/></p:bgRef></p:bg>'},
        {"shapes": shape(text(WHITE, more=f"<a:highlight>{WHITE}</a:highlight>")), "page": ground(NAVY)},
    ],
)  # fmt: skip
def test_what_nobody_sees_on_a_slide_is_told(given: dict[str, str]) -> None:
    assert rules(**given) == ["unseen-text"]


@pytest.mark.parametrize(
    "given",
    [
        {"shapes": shape(text(NAVY))},
        {"shapes": shape(text(WHITE)), "page": ground(NAVY)},
        {"shapes": shape(text(WHITE)), "master_page": ground(NAVY)},
        {"shapes": shape(text(WHITE), BOX + solid(NAVY))},
        {"shapes": shape(text(THEME_LIGHT)), "bg1": "dk1"},
        {"shapes": shape(text('<a:schemeClr val="bg1"><a:lumMod val="50000"/></a:schemeClr>'))},
        {"shapes": picture(BOX) + shape(text(WHITE))},
        {"shapes": picture("") + shape(text(WHITE))},
        {"shapes": band(BOX, NAVY) + shape(text(WHITE))},
        {"shapes": shape(text(WHITE)), "layout": picture(FAR)},
        {"shapes": shape(text(WHITE), "", more=PLACEHOLDER), "layout": shape(own=BOX + solid(NAVY), more=PLACEHOLDER)},
        {"shapes": shape(text(WHITE), BOX + '<a:gradFill><a:gsLst/></a:gradFill>')},
        {"shapes": shape(text(WHITE), BOX + "<a:blipFill/>")},
        {"shapes": shape(text(WHITE, more=f'<a:highlight>{NAVY}</a:highlight>'))},
        {"shapes": shape(f'<a:rPr><a:ln>{solid(NAVY)}</a:ln>{solid(WHITE)}</a:rPr>')},
        {"shapes": shape(f'<a:rPr>{solid(WHITE)}<a:effectLst><a:outerShdw/></a:effectLst></a:rPr>')},
        {"shapes": f"<p:grpSp><p:grpSpPr/>{shape(text(WHITE))}</p:grpSp>"},
        {"shapes": shape(text(WHITE), words=" ")},
    ],
)  # fmt: skip
def test_what_might_be_seen_is_not(given: dict[str, str]) -> None:
    assert rules(**given) == []
