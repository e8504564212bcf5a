"""Uploading with a form: what comes is bounded while it comes, and every form says what may come."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.web.files.intake import Received, receive, too_large
from gongkai.web.files.kinds import KINDS, endings, taken


class TooLarge(UploadedFile):
    """In place of a file that went beyond the limit: its bytes were not kept."""


class Bounded(FileUploadHandler):
    """Stops keeping a file's bytes at the limit, whatever the request says of its length."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.seen += len(raw_data)
        return raw_data if self.seen <= settings.FILES_LARGEST else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.seen <= settings.FILES_LARGEST:
            return None
        return TooLarge(ContentFile(b""), self.file_name, size=self.seen)


class UploadInput(forms.ClearableFileInput):
    """Choose or drop files; without a script it is the browser's own field."""

    allow_multiple_selected = True
    template_name = "files/upload.html"

    class Media:
        js = [forms.Script("files/upload.js", defer=True)]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["largest"] = settings.FILES_LARGEST
        return context


def _limits() -> str:
    return _("每个文件不超过 %(size)s；可以上传：%(names)s。") % {
        "size": filesizeformat(settings.FILES_LARGEST),
        "names": "、".join(ending[1:] for ending in endings(taken())),
    }


class UploadField(forms.FileField):
    """Files of a form, received: `cleaned_data` holds a list of `Received`, to be given to `files.actions.store`.

    Each is looked at and kept before the action begins; what is refused is named with what to do.
    """

    widget = UploadInput
    default_error_messages = {"many": gettext_lazy("一次最多上传 %(most)d 个文件，请分几次上传。")}

    def __init__(self, *, multiple: bool = True, most: int = 20, images: bool = False, **given: Any) -> None:
        self.multiple, self.most, self.images = multiple, most, images
        given.setdefault("help_text", lazy(_limits, str)())
        super().__init__(**given)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        kinds = [kind for kind in taken() if kind.is_image or not self.images]
        attrs: dict[str, Any] = {"accept": ",".join(endings(kinds))}
        return attrs | ({"multiple": True} if self.multiple else {})

    def clean(self, data: Any, initial: Any = None) -> list[Received]:  # type: ignore[override]
        given = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if not given:
            if self.required and not initial:
                raise ValidationError(self.error_messages["required"], code="required")
            return []
        most = self.most if self.multiple else 1
        if len(given) > most:
            raise ValidationError(self.error_messages["many"], code="many", params={"most": most})
        received, errors = [], []
        for one in given:
            try:
                received.append(self._received(one))
            except ValidationError as error:
                errors.append(ValidationError(f"“{one.name}”：{' '.join(error.messages)}", code=error.code))
        if errors:
            raise ValidationError(errors)
        return received

    def _received(self, one: UploadedFile) -> Received:
        if isinstance(one, TooLarge):
            raise too_large(settings.FILES_LARGEST)
        received = receive(one, name=one.name or "")
        if self.images and not KINDS[received.media_type].is_image:
            raise ValidationError(_("请选择图片：JPEG、PNG、GIF 或 WebP。"), code="image")
        return received
