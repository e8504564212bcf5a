"""Files made for the tests: small, real enough, invented."""

from __future__ import annotations

import io
import zipfile

import docx
from PIL import Image

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
TEXT = "示范区低保办法（演示）\n第一条 为了示范。\n".encode()


def picture(
    width: int = 40, height: int = 30, form: str = "JPEG", *, place: bool = False, turned: bool = False
) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    if place:
        exif[0x8825] = {1: "N", 2: (31.0, 12.0, 0.0), 3: "E", 4: (121.0, 30.0, 0.0)}
        exif[0x010F] = "演示相机"
    if turned:
        exif[0x0112] = 6
    image = Image.new("RGB", (width, height), (180, 40, 30))
    image.paste((0, 80, 160), (0, 0, width // 2, height // 2))
    image.save(out, form, exif=exif)
    return out.getvalue()


def word(text: str = "示范区低保办法（演示）") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def package(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()
