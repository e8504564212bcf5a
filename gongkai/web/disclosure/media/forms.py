from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.web.agencies.models import Agency, AgencyQuerySet
from gongkai.web.disclosure.actions.keeping_media import AccountSaid
from gongkai.web.disclosure.channels import platform_choices
from gongkai.web.disclosure.models.media import State


class Day(forms.DateField):
    """A date as browsers offer it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


class AccountForm(forms.Form):
    """What is said of an account."""

    platform = forms.ChoiceField(label=_("平台"), choices=platform_choices)
    name = forms.CharField(
        label=_("账号名称"), max_length=100, help_text=_("体现职责，各平台一致（国办发〔2018〕123号）。")
    )
    certified = forms.CharField(label=_("认证主体"), max_length=200, required=False)
    keeper = forms.CharField(
        label=_("管理员"), max_length=100, required=False, help_text=_("科室或岗位，不写私人电话。")
    )
    address = forms.URLField(label=_("网址"), max_length=500, required=False, assume_scheme="https")
    filed = Day(label=_("备案日期"), required=False)
    filing = forms.CharField(label=_("备案号"), max_length=60, required=False)
    updated = Day(label=_("最近更新日期"), required=False, help_text=_("登记公开渠道时自动更新，也可以手工填写。"))
    exception = forms.CharField(
        label=_("另设理由"), max_length=200, required=False, help_text=_("同一平台已有账号的才填写。")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, min_value=1)

    @property
    def said(self) -> AccountSaid:
        """Of a form that is valid."""
        names = AccountSaid.__dataclass_fields__
        return AccountSaid(**{name: value for name, value in self.cleaned_data.items() if name in names})


class OpeningForm(AccountForm):
    """A new account."""

    agency = forms.ModelChoiceField(label=_("主办单位"), queryset=Agency.objects.none())
    since = Day(label=_("开通日期"))
    field_order = ("agency", "platform", "name", "since")

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class StateForm(forms.Form):
    """Another state since a day."""

    state = forms.ChoiceField(label=_("状态"), choices=State)
    since = Day(label=_("起始日期"))
    reason = forms.CharField(label=_("理由"), max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class CleanUpForm(forms.Form):
    """A new session."""

    agency = forms.ModelChoiceField(label=_("机关（含下级）"), queryset=Agency.objects.none())
    title = forms.CharField(label=_("名称"), max_length=100, help_text=_("例如：2026年上半年政务新媒体清理"))

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class ListForm(forms.Form):
    """A list of accounts to be taken in."""

    file = forms.FileField(label=_("文件"), help_text=_("第一行是列名，与导出的表相同；.xlsx 或 CSV。"))
