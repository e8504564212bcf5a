"""The page and the styles of a letter in .docx, after GB/T 9704: 仿宋 of size 3, titles in 小标宋 of size 2."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

BODY = 16
"""Points of 三号."""
LINE = 28.99
"""Points from line to line: 22 lines in 225 mm."""
AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang")
"""What follows the spacing of characters (28 to a line: 0.2 pt closer than the font's own) in a style."""
AFTER_BORDER = "w:shd w:tabs w:suppressAutoHyphens w:spacing w:ind w:contextualSpacing w:jc w:outlineLvl".split()
"""What follows the borders of a paragraph."""
FOOT = 14
"""Points of 四号, for page numbers and tables."""

SONG, FANG, TITLE, LATIN = "宋体", "仿宋", "方正小标宋简体", "Times New Roman"
RED = RGBColor(0xC8, 0x16, 0x1D)
LEFT, CENTER, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


class Look(NamedTuple):
    """A paragraph style: ``left`` and ``indent`` (of the first line) in characters, ``before``, ``after`` in lines."""

    name: str
    font: str = FANG
    size: float = BODY
    align: WD_ALIGN_PARAGRAPH = JUSTIFY
    indent: int = 0
    left: int = 0
    line: float = LINE
    before: float = 0
    after: float = 0
    red: bool = False
    base: str = "Normal"


LOOKS = (
    Look("正文", indent=2),
    Look("主送机关"),
    Look("附注", indent=2),
    Look("附件说明", indent=-3, left=5, align=LEFT),
    Look("公文标题", TITLE, 22, CENTER, line=31, after=0.6, base="Title"),
    Look("附件标题", TITLE, 22, CENTER, line=31, before=0.6, after=0.8, base="Heading 1"),
    Look("发文机关标志", TITLE, 38, CENTER, line=50, before=3, red=True),
    Look("发文字号", align=CENTER, after=0.8),
    Look("发文字号（红线）", align=CENTER, before=2, after=1.5),
    Look("署名和日期", align=RIGHT),
    Look("表格标题", size=FOOT, align=CENTER, line=20, before=0.1, after=0.1),
    Look("表格文字", size=FOOT, align=LEFT, line=20, before=0.1, after=0.1),
    Look("信封地址", before=0.6),
    Look("信封收件人", TITLE, 22, CENTER, line=31, before=0.4, after=0.4),
    Look("信封寄件人", size=FOOT, align=RIGHT, line=20),
    Look("信封说明", size=12, align=LEFT, line=18),
    Look("页码", SONG, FOOT, RIGHT, line=20),
)


def add_styles(file: Any, more: Sequence[Look] = ()) -> None:
    """Normal, then every look of LOOKS and ``more``, and the character style of what may be reworded."""
    for language in file.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    _font(file.styles["Normal"], FANG, BODY)
    squeeze = OxmlElement("w:spacing")
    squeeze.set(qn("w:val"), "-4")
    file.styles["Normal"].element.rPr.insert_element_before(squeeze, *AFTER_SPACING)
    for look in (*LOOKS, *more):
        style = file.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = file.styles[look.base]
        style.quick_style = True
        _font(style, look.font, look.size, red=look.red)
        form = style.paragraph_format
        form.alignment = look.align
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line)
        form.space_before, form.space_after = Pt(look.before * LINE), Pt(look.after * LINE)
        form.left_indent, form.first_line_indent = Pt(look.left * BODY), Pt(look.indent * BODY)
        form.widow_control = True
        properties = style.element.get_or_add_pPr()
        if look.indent > 0:
            properties.find(qn("w:ind")).set(qn("w:firstLineChars"), str(100 * look.indent))
        for border in properties.findall(qn("w:pBdr")):
            properties.remove(border)
        if look.base != "Normal" or look.name.endswith("（红线）"):
            _border(properties, red=look.name.endswith("（红线）"))
    open_ = file.styles.add_style("可改写文字", WD_STYLE_TYPE.CHARACTER)
    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", "F2F2F2")):
        shade.set(qn(f"w:{key}"), value)
    open_.element.get_or_add_rPr().append(shade)


def _font(style: Any, name: str, size: float, *, red: bool = False) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = LATIN, Pt(size), False, False
    font.color.rgb = RED if red else RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        if key.endswith("Theme"):
            del fonts.attrib[key]
    fonts.set(qn("w:eastAsia"), name)
    fonts.set(qn("w:hAnsi"), LATIN)
    for spacing in style.element.get_or_add_rPr().findall(qn("w:spacing")):
        style.element.rPr.remove(spacing)


def _border(properties: Any, *, red: bool) -> None:
    """The red rule under the number, or none where the base style has one."""
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    values = {"val": "single", "sz": "12", "space": "11", "color": "C8161D"} if red else {"val": "nil"}
    for key, value in values.items():
        bottom.set(qn(f"w:{key}"), value)
    border.append(bottom)
    properties.insert_element_before(border, *AFTER_BORDER)


def set_page(file: Any, *, envelope: bool) -> None:
    """A4 with 版心 156 × 225 mm, page numbers on the outside; or an envelope."""
    section = file.sections[0]
    if envelope:
        section.page_width, section.page_height = Mm(230), Mm(120)
        section.left_margin = section.right_margin = Mm(20)
        section.top_margin = section.bottom_margin = Mm(10)
        return
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(24)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is not None:  # lines of an exact height need none, and titles would snap to it
        section._sectPr.remove(grid)
    for footer, align in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        paragraph = footer.paragraphs[0]
        paragraph.style, paragraph.alignment = "页码", align
        paragraph.add_run("　— " if align == LEFT else "— ")
        _page_number(paragraph)
        paragraph.add_run(" —　" if align == RIGHT else " —")


def _page_number(paragraph: Any) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
