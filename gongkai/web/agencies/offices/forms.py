"""What is asked about officers. Whatever names an agency or a person is looked up among those that are managed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.deputies import candidates
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import NOT_DEPUTISED, Permission, Role
from gongkai.web.agencies.terms import held_on


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AgencyField(forms.CharField):
    """An agency among those managed, by its slug or full name: a chooser of 3,000 would be no chooser."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("机关"), help_text=_("机关的全称或者网址代码，可从提示中选取。"), **kwargs)
        self.widget.attrs.update({"list": "agencies", "autocomplete": "off"})
        self.managed = Agency.objects.none()

    def clean(self, value: Any) -> Agency | None:
        text = super().clean(value)
        if not text:
            return None
        found = self.managed.filter(slug=text).first() or self.managed.filter(name=text).first()
        if found is None:
            raise forms.ValidationError(_("您管理的机关中没有这一个。"))
        return found


class Filter(forms.Form):
    """What to list."""

    q = forms.CharField(label=_("姓名或登录名"), required=False)
    agency = AgencyField(required=False)
    role = forms.ChoiceField(label=_("角色"), required=False, choices=[("", _("全部")), *Role.choices])
    former = forms.BooleanField(label=_("含离任和停用"), required=False)

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].managed = officer.where(Permission.MANAGE_OFFICERS)  # type: ignore[attr-defined]
        self.fields["agency"].help_text = _("含下级机关。")


class Office(forms.Form):
    """An office to be given."""

    agency = AgencyField()
    role = forms.ChoiceField(
        label=_("角色"),
        choices=Role.choices,
        help_text=_("各角色能做什么，见“帮助”。一人可以有几个任职；同一文件，起草和审核不能是同一人。"),
    )
    subtree = forms.BooleanField(
        label=_("含下级机关"), required=False, help_text=_("在本机关现在和将来的所有下级机关同样有效。")
    )
    since = forms.DateField(label=_("任职日期"), widget=Day(), help_text=_("从这一天起可以办理；可以早于今天。"))

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managed = officer.where(Permission.MANAGE_OFFICERS).open()
        self.fields["agency"].managed = managed  # type: ignore[attr-defined]
        self.fields["since"].initial = officer.today

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class Person(forms.ModelForm):
    """Who somebody is."""

    class Meta:
        model = User
        fields = ["name", "email"]


class NewOfficer(Office):
    """Somebody new, with a first office."""

    username = forms.CharField(
        label=_("登录名"), max_length=60, help_text=_("小写字母、数字和 . _ @ -，以后不能改。"), widget=forms.TextInput
    )
    name = forms.CharField(label=_("姓名"), max_length=100)
    email = forms.EmailField(label=_("电子邮箱"), required=False, help_text=_("只用于找回密码和通知本人，不对外显示。"))
    field_order = ["username", "name", "email", "agency", "role", "subtree", "since"]

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).strip().lower()


class Ending(forms.Form):
    """The first day on which an office is not held any more."""

    until = forms.DateField(label=_("免职日期"), widget=Day(), help_text=_("从这一天起不再任职；填今天即刻生效。"))


class Going(forms.Form):
    """An absence, and who stands in."""

    deputy = forms.ModelChoiceField(
        label=_("代理人"), queryset=User.objects.none(), help_text=_("同一机关的在任人员。")
    )
    since = forms.DateField(label=_("起"), widget=Day())
    until = forms.DateField(label=_("止"), widget=Day(), help_text=_("最后一天。"))
    roles = forms.MultipleChoiceField(
        label=_("代理的角色"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选即全部；系统管理不能代理。"),
    )

    def __init__(self, *args: Any, user: User, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        deputies = candidates(user, today=officer.today)
        if user.pk != officer.user.pk:
            deputies = deputies.exclude(pk=officer.user.pk)
        self.fields["deputy"].queryset = deputies  # type: ignore[attr-defined]
        offices = user.appointments.filter(held_on(officer.today)).exclude(role__in=NOT_DEPUTISED).order_by("pk")
        held = dict.fromkeys(offices.values_list("role", flat=True))
        self.fields["roles"].choices = [(role, Role(role).label) for role in held]  # type: ignore[attr-defined]
        self.fields["since"].initial = officer.today

    def clean_roles(self) -> list[Role]:
        return [Role(role) for role in self.cleaned_data["roles"]]
