"""Entering a remedy, and what becomes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.web.agencies.forms.fields import Day
from gongkai.web.requests.models import Case, Remedy, RemedyKind, Result


class EntryForm(forms.Form):
    """That an applicant has gone to an organ of reconsideration or a court."""

    kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=RemedyKind)
    after = forms.ModelChoiceField(
        label=gettext_lazy("经过的复议"), queryset=Remedy.objects.none(), required=False,
        help_text=gettext_lazy("复议后起诉的选择。"),
    )  # fmt: skip
    organ = forms.CharField(label=gettext_lazy("复议机关或者人民法院"), max_length=60)
    number = forms.CharField(label=gettext_lazy("案号或者文号"), max_length=60, required=False)
    notified = Day(
        label=gettext_lazy("收到通知之日"), help_text=gettext_lazy("收到行政复议申请书副本、起诉状副本的日期。")
    )
    reply_by = Day(
        label=gettext_lazy("另行指定的答复期限"), required=False,
        help_text=gettext_lazy("通知书指定了日期的填写，如适用简易程序的。不填的按法定期限。"),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, case: Case, today: date) -> None:
        super().__init__(data, initial={"notified": today})
        reviews = Remedy.objects.standing().filter(case=case, kind=RemedyKind.REVIEW)
        self.fields["after"].queryset = reviews  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("kind") == RemedyKind.AFTER_REVIEW and said.get("after") is None:
            self.add_error("after", _("请选择起诉之前经过的复议；没有登记的，先登记复议。"))
        return said


class ReplyForm(forms.Form):
    """The agency has answered."""

    replied = Day(label=gettext_lazy("提出书面答复、答辩之日"))


class ConclusionForm(forms.Form):
    """How it ended, and what the agency is to do."""

    result = forms.ChoiceField(
        label=gettext_lazy("结果"), choices=[("", gettext_lazy("请选择")), *Result.choices],
        help_text=gettext_lazy("撤销、变更、确认违法、责令履行的是“结果纠正”；撤回、终止、不予受理、驳回起诉等归入“其他结果”。"),
    )  # fmt: skip
    concluded = Day(label=gettext_lazy("收到决定、判决之日"))
    decision = forms.CharField(label=gettext_lazy("决定书、判决书文号"), max_length=60, required=False)
    anew = forms.BooleanField(label=gettext_lazy("要求本机关重新办理这件申请"), required=False)
    until = Day(
        label=gettext_lazy("重新答复的期限"), required=False,
        help_text=gettext_lazy("决定书、判决书写明的最后一日。没有写明的不填，按答复期限计算（推定）。"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("anew") and said.get("result") not in (None, "", Result.CORRECTED):
            self.add_error("anew", _("要求重新办理的，结果是“结果纠正”。"))
        if said.get("until") and not said.get("anew"):
            self.add_error("until", _("没有要求重新办理的，不填期限。"))
        return said


class StrikeForm(forms.Form):
    """Why an entry does not count."""

    reason = forms.CharField(label=gettext_lazy("理由"), max_length=500)
