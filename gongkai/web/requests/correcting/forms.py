"""What an application says, and what is said of it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.letters.facts import MAX_TEXT
from gongkai.web.agencies.forms.fields import Day
from gongkai.web.requests.correcting.actions import ELSEWHERE
from gongkai.web.requests.forms import WhoForm
from gongkai.web.requests.material.fields import MaterialField
from gongkai.web.requests.models import ApplicantKind, Correction, CorrectionResult
from gongkai.web.requests.words import CHANNELS, WAYS


class WantedForm(WhoForm):
    """Who asks for which correction, on what evidence (《条例》第四十一条)."""

    applicant_kind = forms.ChoiceField(label=gettext_lazy("申请人类别"), choices=ApplicantKind)
    wanted = forms.CharField(
        label=gettext_lazy("要求更正的内容"), max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("哪一份记录，什么地方与您的情况不符，应当是什么。"),
    )  # fmt: skip
    evidence = forms.CharField(
        label=gettext_lazy("证据"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("说明用什么证明记录不准确（《条例》第四十一条）；证明材料可以在下面附上。"),
    )  # fmt: skip
    attached = MaterialField(label=gettext_lazy("证明材料"), required=False)

    class Meta:
        model = Correction
        fields = ("name", "identity", "identity_number", "phone", "email", "address")
        widgets = dict.fromkeys(("name", "identity_number", "phone", "email", "address"), forms.TextInput)


class EntryForm(WantedForm):
    """One that came over the counter, by letter or by mail."""

    channel = forms.ChoiceField(label=gettext_lazy("提交方式"), choices=list(CHANNELS.items()))
    arrived = Day(label=gettext_lazy("收到日期"), help_text=gettext_lazy("实际收到的日期，不是登记的日期。"))

    ORDER: ClassVar[tuple[str, ...]] = ("channel", "arrived", "applicant_kind", *WantedForm.Meta.fields)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["arrived"].initial = today
        self.fields["wanted"].help_text = _("照原文登记：哪一份记录，什么地方不准确，应当是什么。")
        self.fields["attached"].label = _("申请书、证明材料的扫描件")
        self.order_fields([*self.ORDER, "wanted", "evidence", "attached"])


class DraftForm(forms.Form):
    """What was found, and how it is answered."""

    result = forms.ChoiceField(
        label=gettext_lazy("处理结果"), choices=[("", gettext_lazy("请选择")), *CorrectionResult.choices],
        help_text=gettext_lazy("有权更正并审核属实的，应当更正；不属于本机关职能范围的，可以转送有权更正的机关，或者告知申请人向它提出（《条例》第四十一条）。"),
    )  # fmt: skip
    finding = forms.CharField(
        label=gettext_lazy("审核的情况"), max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("答复书写作“经审核，……。”。不予更正的，写明理由。"),
    )  # fmt: skip
    organ = forms.CharField(
        label=gettext_lazy("有权更正的行政机关"), max_length=200, required=False,
        help_text=gettext_lazy("名称和联系方式；只在转送、告知时填写。"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        elsewhere = said.get("result") in ELSEWHERE
        if elsewhere and not said.get("organ"):
            self.add_error("organ", _("请写明有权更正的行政机关的名称和联系方式。"))
        if said.get("result") and not elsewhere and said.get("organ"):
            self.add_error("organ", _("只在转送、告知有权机关时填写，请删去。"))
        return said


class SendForm(forms.Form):
    """How and when the letter went out."""

    way = forms.ChoiceField(label=gettext_lazy("送出方式"), choices=list(WAYS.items()))
    on = Day(label=gettext_lazy("送出日期"))
