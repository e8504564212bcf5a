"""Pictures: measured before they are unpacked, made smaller, and freed of what a camera noted in them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from gongkai.web.files.refusals import Refused

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/webp": "WEBP"}
#: Pixels of all frames: a 50-megapixel picture takes 200 MB while it is made smaller.
PIXELS = 50_000_000
WIDTHS = (480, 960, 1600)
_GPS = 0x8825
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, ArithmeticError, LookupError, TypeError)


@dataclass(frozen=True)
class Measure:
    """A picture's size as it is seen, and whether it tells where it was taken."""

    width: int
    height: int
    located: bool


def measure(file: IO[bytes], media_type: str) -> Measure:
    """Look at a picture's heads only.

    :raises Refused: where it is damaged or would unpack to too many pixels.
    """
    file.seek(0)
    try:
        with Image.open(file, formats=[FORMATS[media_type]]) as picture:
            width, height = picture.size
            if width * height * getattr(picture, "n_frames", 1) > PIXELS:
                raise Refused(
                    _("图片太大（%(width)d×%(height)d 像素）。请缩小到 %(limit)d 万像素以内再上传。"),
                    code="pixels",
                    params={"width": width, "height": height, "limit": PIXELS // 10_000},
                )
            picture.verify()
        file.seek(0)
        with Image.open(file, formats=[FORMATS[media_type]]) as picture:  # again: what was verified cannot be read
            exif = picture.getexif()
            located = bool(exif.get_ifd(_GPS))
            if exif.get(0x0112, 1) in (5, 6, 7, 8):
                width, height = height, width
    except (*_BROKEN, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(_("图片已损坏，打不开。请重新导出后再上传。"), code="broken") from error
    return Measure(width, height, located)


def smaller(file: IO[bytes], media_type: str) -> Iterator[tuple[int, str, bytes]]:
    """`(width, extension, bytes)` of each rendition below the picture's own width, as WebP and as JPEG or PNG."""
    picture = _upright(file, media_type)
    widths = [width for width in WIDTHS if width < picture.width] or [picture.width]
    for width in reversed(widths):
        height = max(1, round(picture.height * width / picture.width))
        part = picture.resize((width, height), Image.Resampling.LANCZOS)
        yield width, ".webp", _saved(part, "WEBP", quality=80, method=4)
        if part.mode == "RGBA":
            yield width, ".png", _saved(part, "PNG", optimize=True)
        else:
            yield width, ".jpg", _saved(part, "JPEG", quality=82, progressive=True, optimize=True)


def without_place(file: IO[bytes], media_type: str) -> tuple[str, bytes]:
    """The whole picture, upright, without anything that the camera noted in it."""
    picture = _upright(file, media_type)
    if picture.mode == "RGBA":
        return ".png", _saved(picture, "PNG", optimize=True)
    return ".jpg", _saved(picture, "JPEG", quality=92, progressive=True, optimize=True)


def _upright(file: IO[bytes], media_type: str) -> Image.Image:
    file.seek(0)
    with Image.open(file, formats=[FORMATS[media_type]]) as picture:
        clear = "transparency" in picture.info or picture.mode in ("RGBA", "LA", "PA")
        upright = ImageOps.exif_transpose(picture).convert("RGBA" if clear else "RGB")
    upright.info = {}
    return upright


def _saved(picture: Image.Image, form: str, **options: int | bool) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()
