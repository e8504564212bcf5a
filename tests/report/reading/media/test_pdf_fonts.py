"""PDF whose fonts are not in the file: what it says is the same whatever fonts the machine has."""

from __future__ import annotations

import pypdfium2.raw as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from gongkai.report.reading.media.pdf import read_pdf
from tests.report.reading.media import pdfs
from tests.report.reading.media.pdfs import FONT, by_hand, draw_requests, expected, only_table, paragraphs, pdf


@pytest.fixture(autouse=True, params=["the system's fonts", "no fonts"])
def fonts(request: pytest.FixtureRequest) -> None:
    """What PDFium would take, as whoever uses it in the same process has left it."""
    pdfium.FPDF_SetSystemFontInfo(None)
    if request.param != "no fonts":
        pdfium.FPDF_SetSystemFontInfo(pdfium.FPDF_GetDefaultSystemFontInfo())


def test_the_form_with_every_character_drawn_by_itself() -> None:
    def page(canvas: Canvas) -> None:
        def centred(x: float, y: float, text: str) -> None:
            x -= canvas.stringWidth(text, FONT, 8) / 2
            for character in text:
                canvas.drawString(x, y, character)
                x += canvas.stringWidth(character, FONT, 8)

        canvas.drawCentredString = centred
        draw_requests(canvas)

    assert only_table(read_pdf(pdf(page))) == expected(pdfs.requests())


@pytest.mark.parametrize("name", [b"SimSun", b"ABCDEF+FZXBSJW--GB1-0"])
def test_a_font_whose_characters_only_the_file_tells(name: bytes) -> None:
    text = "一、总体情况12件"
    codes = [f"{number:04X}" for number, _ in enumerate(text, 3)]
    meanings = " ".join(f"<{code}> <{ord(character):04X}>" for code, character in zip(codes, text, strict=True))
    to_unicode = (
        f"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange {len(text)} beginbfchar {meanings} "
        "endbfchar endcmap"
    ).encode()
    drawn = " ".join(f"1 0 0 1 {60 + 12 * number} 700 Tm <{code}> Tj" for number, code in enumerate(codes))
    file = by_hand(
        f"BT /F1 12 Tf {drawn} ET".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(to_unicode), to_unicode),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/FontDescriptor 7 0 R/DW 1000" % name
        + b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        b"<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0" % name
        + b"/Ascent 859/Descent -141/StemV 80>>",
        font=b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/ToUnicode 5 0 R" % name
        + b"/DescendantFonts[6 0 R]>>",
    )
    assert paragraphs(read_pdf(file)) == [text]
