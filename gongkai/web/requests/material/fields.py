"""Files with a form of a request: counted and weighed with the form, opened only once all else is right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from gongkai.web.files.intake import Held, hold
from gongkai.web.files.kinds import endings, taken


def _limits() -> str:
    return _("最多%(most)d个文件，每个不超过%(size)s，合计不超过%(all)s；可以是：%(names)s。") % {
        "most": settings.APPLICANT_FILES,
        "size": filesizeformat(settings.APPLICANT_FILE_LARGEST),
        "all": filesizeformat(settings.APPLICANT_FILES_LARGEST),
        "names": "、".join(ending[1:] for ending in endings(taken())),
    }


class Chooser(forms.ClearableFileInput):
    """The browser's own field, for several."""

    allow_multiple_selected = True


class MaterialField(forms.FileField):
    """Files as they came: `cleaned_data` has what a browser sent, which nobody has looked at yet (`held`)."""

    widget = Chooser

    def __init__(self, **given: Any) -> None:
        given.setdefault("help_text", lazy(_limits, str)())
        super().__init__(**given)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"accept": ",".join(endings(taken())), "multiple": True}

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # type: ignore[override]
        given = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if not given and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(given) > settings.APPLICANT_FILES:
            raise ValidationError(_("最多%(most)d个文件，请合并后再提交。") % {"most": settings.APPLICANT_FILES})
        if sum(one.size or 0 for one in given) > settings.APPLICANT_FILES_LARGEST:
            limit = filesizeformat(settings.APPLICANT_FILES_LARGEST)
            raise ValidationError(_("文件合计超过%(limit)s，请压缩其中的图片后再提交。") % {"limit": limit})
        return given


def held(form: forms.BaseForm, name: str = "attached") -> list[Held] | None:
    """The files of a form that is valid otherwise, looked at; None: the form now says what is wrong with which."""
    found = []
    for one in form.cleaned_data.get(name, []):
        try:
            found.append(hold(one, name=one.name or "", largest=settings.APPLICANT_FILE_LARGEST))
        except ValidationError as error:
            form.add_error(name, f"“{one.name}”：{' '.join(error.messages)}")
    return None if name in form.errors else found


def said_wrong(form: forms.BaseForm) -> str:
    """All that is wrong with a form, where the page has no place beside its fields."""
    return " ".join(str(words) for wrong in form.errors.values() for words in wrong)
