"""What was chosen or dropped, as documents: a packed folder is unpacked within bounds, and what is not taken is named
with its reason instead of refusing the rest."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.corpus.sources import SKIPPED_FOLDERS
from gongkai.report.reading.media.archive import BROKEN
from gongkai.web.agencies.typed import storable
from gongkai.web.files.intake import Received, receive, too_large
from gongkai.web.files.names import LONGEST
from gongkai.web.files.uploads import TooLarge, UploadField, UploadInput

#: Documents of a delivery, bytes of one.
MOST, LARGEST = 5000, 20 * 1024 * 1024
_ENCRYPTED, _UTF8 = 0x1, 0x800


@dataclass(frozen=True)
class Sent:
    """A document that came, or why it was not taken."""

    name: str
    received: Received | None
    reason: str = ""


def _limits() -> str:
    return _("可以一次选多个文件，也可以把文件夹压缩成 ZIP 上传；一次最多%(most)d份，每份不超过%(size)s。") % {
        "most": MOST,
        "size": filesizeformat(LARGEST),
    }


class DocumentsField(UploadField):
    """Documents, packed or not; `cleaned_data` holds what became of each."""

    def __init__(self, **given: Any) -> None:
        super().__init__(most=settings.DATA_UPLOAD_MAX_NUMBER_FILES, help_text=lazy(_limits, str)(), **given)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        return attrs | {"accept": f"{attrs['accept']},.zip"}

    def _received(self, one: UploadedFile) -> Any:
        if isinstance(one, TooLarge):
            raise too_large(settings.FILES_LARGEST)
        return list(taken(one, one.name or ""))

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        packages: list[Any] = super().clean(data, initial)
        sent = [one for package in packages for one in package]
        if not sent:
            raise ValidationError(_("压缩包里没有文件。"), code="empty")
        if len(sent) > MOST:
            raise ValidationError(self.error_messages["many"], code="many", params={"most": MOST})
        return sent


class DeliveryForm(forms.Form):
    """Documents of many units."""

    documents = DocumentsField(label=gettext_lazy("年度报告文件"), widget=UploadInput)


def taken(file: File[bytes], name: str) -> Iterator[Sent]:
    """What a file is: a document, or those that are packed in it."""
    try:
        received = receive(file, name=name)
    except ValidationError as error:
        file.seek(0)
        if getattr(error, "code", "") == "archive" and zipfile.is_zipfile(file):
            yield from _unpacked(file)
        else:
            yield _refused(name, " ".join(error.messages))
    else:
        yield Sent(received.name, received)


def _unpacked(file: File[bytes]) -> Iterator[Sent]:
    with zipfile.ZipFile(file) as package:
        left = settings.FILES_LARGEST_UNPACKED
        for info in package.infolist():
            name = _name(info)
            if not info.is_dir() and not _passed_over(name):
                left -= info.file_size
                yield _part(package, info, name, left)


def _name(info: zipfile.ZipInfo) -> str:
    """The name inside; what Windows packs in Chinese is no UTF-8 and says nothing of it."""
    if info.flag_bits & _UTF8:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _passed_over(name: str) -> bool:
    """What a system or an office program left in the folder."""
    path = PurePosixPath(name.replace("\\", "/"))
    system = path.name.startswith((".", "~$")) or path.name.lower() in {"thumbs.db", "desktop.ini"}
    return system or bool(SKIPPED_FOLDERS & set(path.parts))


def _part(package: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, left: int) -> Sent:
    if info.flag_bits & _ENCRYPTED:
        return _refused(name, _("压缩包设有密码，请取消密码后重新压缩。"))
    if left < 0:
        return _refused(name, _("压缩包展开后太大，请分几次上传。"))
    if info.file_size > LARGEST:
        return _refused(name, " ".join(too_large(LARGEST).messages))
    try:
        with package.open(info) as part:
            data = part.read(info.file_size)  # no more than it says of itself
    except BROKEN:
        return _refused(name, _("压缩包里的这个文件已损坏，请重新压缩。"))
    try:
        received = receive([data], name=name)
    except ValidationError as error:
        return _refused(name, " ".join(error.messages))
    return Sent(received.name, received)


def _refused(name: str, reason: str) -> Sent:
    return Sent(storable(PurePosixPath(name.replace("\\", "/")).name[-LONGEST:]), None, reason)
