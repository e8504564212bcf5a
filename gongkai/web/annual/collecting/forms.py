"""Opening a collection, a document that was sent, an address, a remark."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.web.agencies.forms.fields import Day
from gongkai.web.files.uploads import UploadField

LONGEST = 500
ADDRESS = 2000


class OpenForm(forms.Form):
    """By when the units file."""

    due = Day(
        label=gettext_lazy("报送期限"),
        help_text=gettext_lazy("法定为次年1月31日（《条例》第四十九条）；本地要求更早的，填本地的日期。"),
    )


class DocumentForm(forms.Form):
    """A report as it was sent."""

    document = UploadField(label=gettext_lazy("年度报告文件"), multiple=False)


class AddressForm(forms.Form):
    """Where a report is on the web."""

    address = forms.CharField(
        label=gettext_lazy("网址"), max_length=ADDRESS,
        help_text=gettext_lazy("只抓取公网上的文件；抓取的原文会保存。"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )  # fmt: skip


class RemarkForm(forms.Form):
    """What is to be mended."""

    text = forms.CharField(
        label=gettext_lazy("意见"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip

    def __init__(self, data: Any = None, *, label: str = "") -> None:
        super().__init__(data)
        if label:
            self.fields["text"].label = label
