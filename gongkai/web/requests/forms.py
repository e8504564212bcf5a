"""Entering a request on the desk, and recording what happened: one field for each thing a fact states."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from gongkai.law.clock import KINDS, Fact
from gongkai.law.clock.lateness import Late
from gongkai.law.rules import law_rules
from gongkai.web.accounts.models import User
from gongkai.web.agencies.forms.fields import Day
from gongkai.web.agencies.models import Agency
from gongkai.web.requests.acts import OF_PARTIES, Offer
from gongkai.web.requests.material.fields import MaterialField
from gongkai.web.requests.models import Applicant, ApplicantKind, Case, Identity
from gongkai.web.requests.models.cases import Form, Way
from gongkai.web.requests.reading import units_of
from gongkai.web.requests.words import CHANNELS, CONTEXT, ROLES, WAYS, result

#: Of what is said of who asks.
LONGEST = 200


def outcomes(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """The rows of 表三 that are answers, in their groups."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for outcome in law_rules().outcomes.values():
        if outcome.letter != "record" and outcome.valid_on(today):
            groups.setdefault(pgettext(CONTEXT, outcome.group), []).append((outcome.id, result(outcome)))
    return list(groups.items())


FIELDS: dict[str, Callable[[Offer, date], forms.Field]] = {
    "days": lambda offer, today: forms.IntegerField(label=_("工作日数"), min_value=1, max_value=60),
    "party": lambda offer, today: (
        forms.ChoiceField(label=_("哪一方"), choices=[(party, party) for party in offer.parties])
        if offer.act.fact in OF_PARTIES
        else forms.CharField(label=_("征求谁的意见"), max_length=60)
    ),
    "role": lambda offer, today: forms.ChoiceField(label=_("与申请的关系"), choices=list(ROLES.items())),
    "objects": lambda offer, today: forms.BooleanField(label=_("不同意公开"), required=False),
    "until": lambda offer, today: Day(label=_("延迟至")),
    "amount": lambda offer, today: forms.IntegerField(label=_("金额（元）"), min_value=1),
    "by": lambda offer, today: forms.CharField(label=_("同意延期的负责人"), max_length=60),
    "to": lambda offer, today: forms.CharField(label=_("转给"), max_length=60),
    "inside": lambda offer, today: forms.BooleanField(label=_("是本机关的内设机构"), required=False),
    "outcome": lambda offer, today: forms.ChoiceField(label=_("办理结果"), choices=outcomes(today)),
    "way": lambda offer, today: forms.ChoiceField(label=_("送达方式"), choices=list(WAYS.items())),
    "reason": lambda offer, today: forms.CharField(label=_("认可的正当理由"), max_length=200),
}  # fmt: skip


def version_of(said: QueryDict) -> int | None:
    """The version that a form holds; None where it is no number."""
    version = said.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else None


class FactForm(forms.Form):
    """What happened, on which day."""

    on = Day(label=gettext_lazy("日期"))

    def __init__(self, data: Any = None, *, offer: Offer, today: date, late: Late | None = None) -> None:
        super().__init__(data, auto_id=f"{offer.act.fact}-%s")
        self.offer, known = offer, KINDS[offer.act.fact]
        self.fields["on"].initial = today
        for name in (*known.needed, *known.optional):
            if name != "on":
                self.fields[name] = FIELDS[name](offer, today)
                self.fields[name].required &= name in known.needed
        if late:
            self.fields["late_reason"] = forms.CharField(
                label=_("逾期的原因"), max_length=500, required=False,
                help_text=_("到今天已经超过期限%(days)d个工作日（%(article)s）；当日已经超过期限的，必须说明。")
                % {"days": late.days, "article": late.article},
            )  # fmt: skip

    @property
    def fact(self) -> Fact:
        """As the clock takes it."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "late_reason" and value}
        return Fact(self.offer.act.fact, **said)


class WhoForm(forms.ModelForm):
    """Who it is that comes to the agency: the fields of the model that say so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["identity"].choices = [("", _("请选择")), *Identity.choices]  # type: ignore[attr-defined]
        for name in self.Meta.fields:  # type: ignore[attr-defined]
            if name != "identity":
                self.fields[name].validators.append(MaxLengthValidator(LONGEST))
                self.fields[name].widget.attrs["maxlength"] = LONGEST

    @property
    def who(self) -> dict[str, str]:
        """What it says of who asks."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("identity") == Identity.USCC and said.get("applicant_kind") == ApplicantKind.NATURAL_PERSON:
            self.add_error("identity", _("自然人没有统一社会信用代码。"))
        return said


class AskedForm(WhoForm):
    """Who asks for what, and how it is to come (《条例》第二十九条)."""

    applicant_kind = forms.ChoiceField(label=gettext_lazy("申请人类别"), choices=ApplicantKind)
    content = forms.CharField(
        label=gettext_lazy("申请内容"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("名称、文号，或者便于查询的其他特征；一份申请写一件事，便于尽快答复。"),
    )  # fmt: skip
    form = forms.ChoiceField(label=gettext_lazy("所需形式"), choices=Form)
    way = forms.ChoiceField(label=gettext_lazy("获取方式"), choices=Way)
    help = forms.CharField(
        label=gettext_lazy("需要的帮助"), max_length=500, required=False,
        help_text=gettext_lazy("阅读、视听有障碍等，需要帮助的，请写明（《条例》第四十三条）。"),
    )  # fmt: skip

    attached = MaterialField(label=gettext_lazy("附件"), required=False)

    #: What of it is the request's own; the rest is of who asks.
    OF_CASE: ClassVar[tuple[str, ...]] = ("content", "form", "way", "help")

    class Meta:
        model = Applicant
        fields = (
            "name", "identity", "identity_number", "phone", "email", "address", "postcode", "representative",
            "contact", "agent", "agent_identity", "agent_phone",
        )  # fmt: skip
        widgets = dict.fromkeys(fields[:1] + fields[2:6] + fields[7:], forms.TextInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].initial = Form.ELECTRONIC

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("applicant_kind") not in ("", None, ApplicantKind.NATURAL_PERSON) and not said.get("contact"):
            self.add_error("contact", _("单位申请的，请填写联系人。"))
        if said.get("way") == Way.EMAIL and not said.get("email"):
            self.add_error("email", _("以电子邮件获取的，请填写电子邮箱。"))
        if said.get("way") == Way.POST and not said.get("address"):
            self.add_error("address", _("以邮寄获取的，请填写通信地址。"))
        return said


class EntryForm(AskedForm):
    """A request that came by another way than the form on the portal, as its reader writes it down."""

    channel = forms.ChoiceField(label=gettext_lazy("提交方式"), choices=list(CHANNELS.items()))
    arrived = Day(label=gettext_lazy("到达日期"), help_text=gettext_lazy("实际收到的日期，不是登记的日期。"))
    misdirected = forms.BooleanField(
        label=gettext_lazy("先到了本机关其他部门或者人员"), required=False,
        help_text=gettext_lazy("以公开工作机构确认之日为收到之日。"),
    )  # fmt: skip

    OF_CASE = (*AskedForm.OF_CASE, "channel", "arrived", "misdirected")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["arrived"].initial = today
        self.fields["content"].help_text = _("照原文登记：名称、文号，或者便于查询的其他特征。")
        first = ("channel", "arrived", "misdirected", "applicant_kind")
        self.fields["attached"].label = _("申请书、证明材料的扫描件")
        self.order_fields([*first, *self.Meta.fields, *AskedForm.OF_CASE])


class StrikeForm(forms.Form):
    """Why a record does not count."""

    reason = forms.CharField(label=gettext_lazy("理由"), max_length=500)


class AssignForm(forms.Form):
    """Who works on it."""

    unit = forms.ModelChoiceField(label=gettext_lazy("承办单位"), queryset=Agency.objects.none(), required=False)
    handler = forms.ModelChoiceField(label=gettext_lazy("承办人"), queryset=User.objects.none(), required=False)

    def __init__(
        self, data: Any = None, *, able: Sequence[User], case: Case | None = None, agency: Agency | None = None
    ) -> None:
        """Of one request; of several, the agency."""
        super().__init__(data, initial={"unit": case.unit_id, "handler": case.handler_id} if case else None)
        agency = case.agency if case is not None else agency
        units = units_of(agency) if agency else Agency.objects.none()
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["handler"].queryset = User.objects.filter(pk__in=[user.pk for user in able])  # type: ignore[attr-defined]
