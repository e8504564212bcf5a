"""What may be uploaded, and how its content shows what it is; a name decides nothing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

import olefile
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.report.reading.blocks import UnreadableDocument
from gongkai.report.reading.media import decode
from gongkai.web.files.refusals import Refused

_HEAD = 8192
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


@dataclass(frozen=True)
class Kind:
    """One type of file: its media type, what its name may end in, what people call it."""

    media_type: str
    extensions: tuple[str, ...]
    label: str | Promise

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    kind.media_type: kind
    for kind in (
        Kind("application/pdf", (".pdf",), _("PDF 文档")),
        Kind("application/ofd", (".ofd",), _("OFD 版式文档")),
        Kind("application/msword", (".doc", ".wps", ".wpt", ".dot"), _("Word 97–2003 或 WPS 文字文档")),
        Kind("application/vnd.ms-excel", (".xls", ".et", ".xlt"), _("Excel 97–2003 或 WPS 表格")),
        Kind("application/vnd.ms-powerpoint", (".ppt", ".dps", ".pps"), _("PowerPoint 97–2003 或 WPS 演示")),
        Kind(_OFFICE + "wordprocessingml.document", (".docx", ".wps"), _("Word 文档")),
        Kind(_OFFICE + "spreadsheetml.sheet", (".xlsx", ".et"), _("Excel 表格")),
        Kind(_OFFICE + "presentationml.presentation", (".pptx", ".dps"), _("PowerPoint 演示文稿")),
        Kind("image/jpeg", (".jpg", ".jpeg"), _("JPEG 图片")),
        Kind("image/png", (".png",), _("PNG 图片")),
        Kind("image/gif", (".gif",), _("GIF 图片")),
        Kind("image/webp", (".webp",), _("WebP 图片")),
        Kind("text/html", (".html", ".htm"), _("网页")),
        Kind("text/csv", (".csv",), _("CSV 表格")),
        Kind("text/plain", (".txt", ".md"), _("纯文本")),
    )
}

_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"MSCF", b"\x28\xb5\x2f\xfd")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"dex\n",
             b"\x00asm", b"L\x00\x00\x00\x01\x14\x02\x00", b"ITSF")  # fmt: skip
_SCRIPT_NAMES = frozenset(
    ".bat .cmd .com .exe .dll .js .jse .vbs .vbe .wsf .wsh .ps1 .psm1 .sh .py .pl .rb .php .jsp .asp .aspx .hta .scr"
    " .msi .reg .lnk .url .jar .apk .cpl .svg .svgz .xhtml .mht .mhtml .swf".split()
)
_IMAGES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF87a": "image/gif",
           b"GIF89a": "image/gif"}  # fmt: skip
_OLE_STREAMS = {
    "worddocument": "application/msword",
    "wpsdocument": "application/msword",
    "workbook": "application/vnd.ms-excel",
    "book": "application/vnd.ms-excel",
    "powerpoint document": "application/vnd.ms-powerpoint",
}
_PACKAGES = {
    "word/document.xml": _OFFICE + "wordprocessingml.document",
    "xl/workbook.xml": _OFFICE + "spreadsheetml.sheet",
    "ppt/presentation.xml": _OFFICE + "presentationml.presentation",
    "ofd.xml": "application/ofd",
}


def kind_of(file: IO[bytes], extension: str) -> Kind:
    """The kind of a file by its content; the name's ending chooses only between kinds of text.

    :raises Refused: for archives, programs, documents with macros and whatever is not on the list.
    """
    file.seek(0)
    head = file.read(_HEAD)
    if not head.strip(b" \t\r\n\0"):
        raise Refused(_("文件是空的，请重新选择。"), code="empty")
    if head.startswith(_PROGRAMS) or extension in _SCRIPT_NAMES:
        raise Refused(_("不能上传程序、脚本和可执行的网页文件。请上传文档、表格或图片。"), code="program")
    if head.startswith(_ARCHIVES) or head[257:262] == b"ustar":
        raise Refused(_("不能上传压缩包。请解压后逐个上传其中的文件。"), code="archive")
    if head.startswith(_ZIP):
        return KINDS[_package(file)]
    if head.startswith(_OLE):
        return KINDS[_ole(file)]
    if b"%PDF-" in head[:1024]:
        return KINDS["application/pdf"]
    for magic, media_type in _IMAGES.items():
        if head.startswith(magic):
            return KINDS[media_type]
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return KINDS["image/webp"]
    return _text(head, extension)


def _package(file: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(file) as package:
            names = {info.filename.replace("\\", "/").lstrip("/").lower() for info in package.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refused(_("文件已损坏，打不开。请用办公软件打开并另存后再上传。"), code="broken") from error
    media_type = next((found for part, found in _PACKAGES.items() if part in names), None)
    if media_type is None:
        raise Refused(_("不能上传压缩包。请解压后逐个上传其中的文件。"), code="archive")
    if any(name.endswith(("vbaproject.bin", ".exe", ".dll")) for name in names):
        raise Refused(_("文档含有宏或程序。请另存为不含宏的格式（.docx、.xlsx、.pptx）后再上传。"), code="macros")
    return media_type


def _ole(file: IO[bytes]) -> str:
    file.seek(0)
    try:
        with olefile.OleFileIO(file) as container:
            entries = container.listdir(streams=True, storages=False)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as error:
        raise Refused(_("文件已损坏，打不开。请用办公软件打开并另存后再上传。"), code="broken") from error
    if any(part.lower() in {"vba", "_vba_project_cur", "macros"} for entry in entries for part in entry[:-1]):
        raise Refused(_("文档含有宏或程序。请另存为不含宏的格式（.docx、.xlsx、.pptx）后再上传。"), code="macros")
    streams = {entry[0].lower() for entry in entries if len(entry) == 1}
    if "encryptedpackage" in streams:
        raise Refused(_("文档设有打开密码。请取消密码后再上传。"), code="encrypted")
    for stream, media_type in _OLE_STREAMS.items():
        if stream in streams:
            return media_type
    raise _unknown()


def _text(head: bytes, extension: str) -> Kind:
    try:
        text = decode(head if len(head) < _HEAD else head[: head.rfind(b"\n") + 1] or head)
    except UnreadableDocument as error:
        raise _unknown() from error
    start = text.lstrip().lower()
    if start.startswith(("<svg", "<?xml", "{\\rtf")) or "<svg" in start[:1000]:
        raise _unknown()
    if extension in KINDS["text/html"].extensions or start.startswith(("<!doctype html", "<html")):
        return KINDS["text/html"]
    if extension in KINDS["text/csv"].extensions:
        return KINDS["text/csv"]
    return KINDS["text/plain"]


def _unknown() -> Refused:
    return Refused(
        _("不能上传这种文件。可以上传：%(kinds)s。"),
        code="unknown",
        params={"kinds": "、".join(endings(taken()))},
    )


def _wanted() -> set[str]:
    return {f".{ending.lower().lstrip('.')}" for ending in settings.FILES_ENDINGS}


def require_known() -> None:
    """That the setting names endings of files that can be taken.

    :raises ImproperlyConfigured: where it names another.
    """
    known = endings(KINDS.values())
    wrong = sorted(_wanted() - set(known))
    if wrong:
        raise ImproperlyConfigured(
            f"GONGKAI_FILE_KINDS: 没有“{'、'.join(wrong)}”这种文件，可以写 Write some of: {', '.join(known)}"
        )


def taken() -> list[Kind]:
    """The kinds that this instance takes."""
    wanted = _wanted()
    return [kind for kind in KINDS.values() if not wanted or wanted & set(kind.extensions)]


def endings(kinds: Iterable[Kind]) -> list[str]:
    """What their names may end in, each once."""
    return list(dict.fromkeys(ending for kind in kinds for ending in kind.extensions))


def packed(kind: Kind) -> bool:
    """Whether files of the kind are zip packages, which may unpack to more than they look."""
    return kind.media_type in _PACKAGES.values()


def unpacked_size(file: IO[bytes], limit: int) -> int:
    """Bytes that a package unpacks to, counted by unpacking, a little beyond the limit at most."""
    file.seek(0)
    total = 0
    with zipfile.ZipFile(file) as package:
        for info in package.infolist():
            total += info.file_size
        if total > limit:
            return total
        total = 0
        for info in package.infolist():  # the sizes that a package declares may lie
            with package.open(info) as part:
                while chunk := part.read(io.DEFAULT_BUFFER_SIZE * 16):
                    total += len(chunk)
                    if total > limit:
                        return total
    return total
