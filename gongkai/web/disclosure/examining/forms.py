from __future__ import annotations

from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.web.disclosure.examining.rulings import WAYS
from gongkai.web.files.uploads import TooLarge

#: What is examined while the officer waits.
LONGEST = 200_000
LARGEST = 10 * 1024 * 1024


class RulingForm(forms.Form):
    """What is said on a finding."""

    finding = forms.IntegerField(min_value=1)
    way = forms.ChoiceField(choices=[(name, name) for name in WAYS])
    reason = forms.CharField(max_length=1000)


class MendingForm(forms.Form):
    """Which proposals are carried out: of a finding, of a file, or of all."""

    based_on = forms.IntegerField(min_value=1)
    finding = forms.IntegerField(min_value=1, required=False)
    file = forms.UUIDField(required=False)


def _help() -> str:
    return _("Word、Excel、PPT、PDF、OFD、网页、文本、照片，不超过%(size)s；更大的请附在文件上，保存后自动检查。") % {
        "size": filesizeformat(LARGEST)
    }


class LookForm(forms.Form):
    """A text or a file that is looked at and not kept."""

    text = forms.CharField(
        label=gettext_lazy("文字"), required=False, max_length=LONGEST, strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )  # fmt: skip
    file = forms.FileField(label=gettext_lazy("或者一个文件"), required=False, help_text=lazy(_help, str)())

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is not None and (isinstance(file, TooLarge) or (file.size or 0) > LARGEST):
            raise forms.ValidationError(
                _("文件超过%(size)s，请附在文件上，保存后自动检查。") % {"size": filesizeformat(LARGEST)}
            )
        return file

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not said.get("file") and not said.get("text", "").strip():
            self.add_error(None, _("请粘贴文字，或者选择一个文件。"))
        return said
