"""Files that hide something, one way each, and files that hide nothing; most are written by other libraries."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

SECRET = "hidden words 演示"


def rewritten(data: bytes, change: Callable[[str, bytes], bytes], added: dict[str, bytes] | None = None) -> bytes:
    """A package with some parts changed and others added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in (added or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def workbook(change: Callable[[Any], None] = lambda book: None) -> bytes:
    """A workbook of ten rows; openpyxl's own name in the properties is no person's."""
    book = openpyxl.Workbook()
    for number in range(1, 11):
        book.active.append([f"项目{number}", number, "演示"])
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def document(change: Callable[[Any], None] = lambda paper: None) -> bytes:
    """A document of one paragraph, without properties."""
    paper = Document()
    paper.core_properties.author = paper.core_properties.comments = ""
    paper.add_paragraph("关于演示工作的通知")
    change(paper)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def pdf(draw: Callable[[Canvas], None] = lambda canvas: None, **settings: Any) -> bytes:
    """A page with one line."""
    out = io.BytesIO()
    canvas = Canvas(out, **settings)
    canvas.setAuthor("")
    canvas.drawString(72, 720, "An ordinary line of an ordinary page")
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue().replace(b"(anonymous)", b"()         ")


def _sheet(state: str) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        sheet = book.create_sheet("名册")
        sheet["A1"] = SECRET
        sheet.sheet_state = state

    return change


def _rows(book: Any) -> None:
    book.active.row_dimensions[3].hidden = True


def _flat_row(name: str, part: bytes) -> bytes:
    return part.replace(b'<row r="3"', b'<row r="3" ht="0" customHeight="1"') if "sheet1" in name else part


def _columns(book: Any) -> None:
    book.active.column_dimensions["B"].hidden = True


def _narrow(book: Any) -> None:
    book.active.column_dimensions["B"].width = 0.1


def _hidden_chart(book: Any) -> None:
    book.create_chartsheet("图").sheet_state = "hidden"


def _filtered(book: Any) -> None:
    book.active.auto_filter.ref = "A1:C10"
    book.active.auto_filter.add_filter_column(0, ["项目2"])
    for row in range(3, 11):
        book.active.row_dimensions[row].hidden = True


def _note(book: Any) -> None:
    book.active["A1"].comment = Comment(SECRET, "演示")


def _black(book: Any) -> None:
    sheet = book.active
    sheet["A1"].fill = PatternFill("solid", fgColor="FF000000")


def _white(book: Any) -> None:
    book.active["A2"].font = Font(color="FFFFFFFF")


def _blank_format(book: Any) -> None:
    book.active["B2"].number_format = ";;;"


def _name(book: Any) -> None:
    _sheet("hidden")(book)
    book.defined_names["库"] = DefinedName("库", attr_text="名册!$A$1")


PIVOT = (
    b'<pivotCacheRecords xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1"><r><s v="x"/></r>'
    b"</pivotCacheRecords>"
)
EXTERNAL = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
SLIDES = {
    "[Content_Types].xml": b"<Types/>",
    "ppt/presentation.xml": b"<p/>",
    "ppt/slides/slide1.xml": (
        '<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" show="0" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>演示</a:t></a:r></a:p></p:sld>'
    ).encode(),
    "ppt/notesSlides/notesSlide1.xml": (
        '<p:notes xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>备注</a:t></a:r></a:p></p:notes>'
    ).encode(),
}


def package(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


def _run(properties: str) -> Callable[[Any], None]:
    def change(paper: Any) -> None:
        xml = f"<w:r {nsdecls('w')}><w:rPr>{properties}</w:rPr><w:t>{SECRET}</w:t></w:r>"
        paper.paragraphs[0]._p.append(parse_xml(xml))

    return change


def _deleted(paper: Any) -> None:
    xml = f'<w:del {nsdecls("w")} w:id="1" w:author="演示"><w:r><w:delText>{SECRET}</w:delText></w:r></w:del>'
    paper.paragraphs[0]._p.append(parse_xml(xml))


def _authored(paper: Any) -> None:
    paper.core_properties.author = "赵样本"


def _commented(paper: Any) -> None:
    paper.add_comment(paper.paragraphs[0].runs, text=SECRET, author="演示", initials="演")


def _photo(with_position: bool) -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Example", "Camera 1"
    if with_position:
        exif.get_ifd(0x8825).update({1: "N", 2: (33.0, 10.0, 5.0), 3: "E", 4: (118.0, 50.0, 1.0)})
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def _boxed(canvas: Canvas) -> None:
    canvas.drawString(72, 600, "110101 hidden under a box")
    canvas.setFillColorRGB(0, 0, 0)
    canvas.rect(70, 595, 200, 16, stroke=0, fill=1)


def _rounded(canvas: Canvas) -> None:
    canvas.drawString(72, 600, "110101 hidden under a box")
    canvas.roundRect(70, 595, 200, 16, 4, stroke=0, fill=1)


def _struck(canvas: Canvas) -> None:
    canvas.drawString(72, 600, "110101 hidden under a line")
    canvas.setLineWidth(16)
    canvas.line(70, 603, 270, 603)


def _pictured(canvas: Canvas) -> None:
    canvas.drawString(72, 600, "hidden under a picture")
    canvas.drawInlineImage(Image.new("RGB", (40, 8)), 70, 595, 200, 16)


def _white_text(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 500, "white on white")


def _commented_page(canvas: Canvas) -> None:
    canvas.textAnnotation("an opinion", Rect=[72, 500, 90, 520])


def _field(canvas: Canvas) -> None:
    canvas.acroForm.textfield(name="who", value="somebody", x=72, y=400, width=120, height=20)


def _marked(canvas: Canvas) -> None:
    canvas.drawString(72, 600, "marked for redaction")
    canvas.linkURL("https://www.example.gov.cn/", (70, 595, 270, 611))


def _with_script(data: bytes) -> bytes:
    return data.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert) >>", 1)


def _saved_again(data: bytes) -> bytes:
    start = data.rindex(b"startxref")
    return data + b"\n" + data[start:]


def unmarked(name: str, part: bytes) -> bytes:
    return part


HIDDEN: dict[str, tuple[str, bytes]] = {
    "hidden sheet": ("hidden-sheet", workbook(_sheet("hidden"))),
    "very hidden sheet": ("very-hidden-sheet", workbook(_sheet("veryHidden"))),
    "hidden row": ("hidden-rows", workbook(_rows)),
    "row of no height": ("hidden-rows", rewritten(workbook(), _flat_row)),
    "hidden column": ("hidden-columns", workbook(_columns)),
    "filtered rows": ("filtered-rows", workbook(_filtered)),
    "comment of a cell": ("document-comment", workbook(_note)),
    "white cell": ("unseen-text", workbook(_white)),
    "black cell": ("blacked-out", workbook(_black)),
    "format that shows nothing": ("unseen-text", workbook(_blank_format)),
    "name of a hidden sheet": ("hidden-name", workbook(_name)),
    "pivot cache": ("pivot-cache", rewritten(workbook(), unmarked, {"xl/pivotCache/pivotCacheRecords1.xml": PIVOT})),
    "column of hardly any width": ("hidden-columns", workbook(_narrow)),
    "hidden chart": ("hidden-sheet", workbook(_hidden_chart)),
    "external link": (
        "external-data",
        rewritten(workbook(), unmarked, {"xl/externalLinks/externalLink1.xml": EXTERNAL}),
    ),
    "macro": ("macro", rewritten(workbook(), unmarked, {"xl/vbaProject.bin": b"x"})),
    "embedded file": ("embedded-object", rewritten(document(), unmarked, {"word/embeddings/a.xlsx": b"x"})),
    "whole document inside": ("embedded-object", rewritten(document(), unmarked, {"word/afchunk1.docx": b"x"})),
    "custom XML": ("custom-data", rewritten(document(), unmarked, {"customXml/item9.xml": b"<a><b>x</b></a>"})),
    "photograph in a document": (
        "picture-position",
        rewritten(document(), unmarked, {"word/media/a.jpeg": _photo(True)}),
    ),
    "tracked change": ("tracked-changes", document(_deleted)),
    "comment": ("document-comment", document(_commented)),
    "hidden run": ("hidden-text", document(_run("<w:vanish/>"))),
    "run under a black highlighter": ("blacked-out", document(_run('<w:highlight w:val="black"/>'))),
    "black run on black": (
        "blacked-out",
        document(_run('<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>')),
    ),
    "white run": ("unseen-text", document(_run('<w:color w:val="FFFFFF"/>'))),
    "tiny run": ("unseen-text", document(_run('<w:sz w:val="2"/>'))),
    "author": ("document-properties", document(_authored)),
    "hidden slide": ("hidden-slide", package(SLIDES)),
    "speaker's notes": ("speaker-notes", package(SLIDES)),
    "photograph with a position": ("picture-position", _photo(True)),
    "photograph": ("picture-device", _photo(False)),
    "text under a box": ("covered-text", pdf(_boxed)),
    "text under a rounded box": ("covered-text", pdf(_rounded)),
    "text under a thick line": ("covered-text", pdf(_struck)),
    "text under a picture": ("covered-text", pdf(_pictured)),
    "white text": ("unseen-text", pdf(_white_text)),
    "comment on a page": ("document-comment", pdf(_commented_page)),
    "redaction that was not applied": (
        "redaction-not-applied",
        pdf(_marked).replace(b"/Subtype /Link", b"/Subtype /Redact"),
    ),
    "square over text": (
        "covered-text",
        pdf(_marked).replace(b"/Subtype /Link", b"/Subtype /Square /IC [0 0 0]"),
    ),
    "part that is broken": ("part-unreadable", rewritten(document(), unmarked, {"word/header9.xml": b"<broken"})),
    "filled field": ("form-field", pdf(_field)),
    "script": ("macro", _with_script(pdf())),
    "saved again": ("earlier-versions", _saved_again(pdf())),
    "page that hides": (
        "unseen-text",
        f"<html><body><p>a</p><p style='display:none'>{SECRET}</p></body></html>".encode(),
    ),
    "comment in a page": ("page-comment", "<html><body><p>公告</p><!-- 领导批示：暂缓 --></body></html>".encode()),
}


def _shown(canvas: Canvas) -> None:
    """A shaded cell before its text, a highlighter over it, a seal."""
    canvas.setFillColorRGB(0.8, 0.8, 0.9)
    canvas.rect(70, 595, 200, 16, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(72, 600, "in a shaded cell")
    canvas.setFillColorRGB(1, 1, 0, alpha=0.3)
    canvas.rect(70, 500, 200, 16, stroke=0, fill=1)
    seal = Image.new("RGBA", (60, 60), (255, 0, 0, 0))
    canvas.drawImage(_reader(seal), 70, 700, 60, 60, mask="auto")
    canvas.drawString(72, 400, "underlined, and in a frame")
    canvas.setLineWidth(5)
    canvas.line(70, 394, 270, 394)
    canvas.setLineWidth(1)
    canvas.roundRect(60, 385, 240, 40, 6, stroke=1, fill=0)


def _reader(image: Any) -> Any:
    from reportlab.lib.utils import ImageReader  # late: only this page draws one

    return ImageReader(image)


CLEAN: dict[str, bytes] = {
    "workbook": workbook(),
    "document": document(),
    "page": pdf(_shown),
    "picture": _photo(False)[:2] + b"\xff\xd9",
    "rich text": "<p>关于<b>演示</b>工作的通知</p>".encode(),
}
