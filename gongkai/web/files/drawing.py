"""One page of a PDF as a picture: a process of its own, so that a file that brings PDFium down, or takes all there is
of time or memory, costs one picture and nothing else. Here PDFium has real fonts for texts whose own is not in the
file; in the server it has boxes (`report.reading.media.pdf_fonts`).

`python -m gongkai.web.files.drawing PAGE WIDTH < file.pdf > picture.webp`
"""

from __future__ import annotations

import ctypes
import io
import resource
import sys

import pypdfium2
import pypdfium2.raw as pdfium  # type: ignore[import-untyped, unused-ignore]

from gongkai.letters.glyphs import folder

SECONDS, BYTES = 20, 2 * 1024**3
#: A page that is long and narrow is drawn no higher than so many times its width.
TALLEST = 4
INSTALLED = ("/usr/share/fonts", "/usr/local/share/fonts")


def main(page: int, width: int) -> None:
    """Draw one page, counted from 1."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    with_fonts(str(folder()), *INSTALLED)
    sheet = pypdfium2.PdfDocument(sys.stdin.buffer.read())[page - 1]
    wide, high = sheet.get_size()
    scale = width / max(wide, high / TALLEST)
    picture = sheet.render(scale=scale).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=80, method=2)
    sys.stdout.buffer.write(out.getvalue())


def with_fonts(*folders: str) -> None:
    """Have PDFium look for fonts there, instead of where it was told when it was loaded."""
    pdfium.FPDF_DestroyLibrary()
    paths = (ctypes.POINTER(ctypes.c_char) * (len(folders) + 1))()
    for place, path in enumerate(folders):
        paths[place] = ctypes.cast(ctypes.create_string_buffer(path.encode()), ctypes.POINTER(ctypes.c_char))
    config = pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=paths)
    pdfium.FPDF_InitLibraryWithConfig(ctypes.byref(config))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
