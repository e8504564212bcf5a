"""Forms of the acts on an agency: what each asks for, who may, and which action it calls."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.web.agencies import actions
from gongkai.web.agencies.checks import CONTACT, IDENTITY
from gongkai.web.agencies.choosing import AgencyField
from gongkai.web.agencies.forms.fields import Day, fact
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.refusals import ChangedMeanwhile, Refused
from gongkai.web.agencies.rights import amendable, may_at_top


class ActForm(forms.Form):
    """One act on one agency. `version` is that of the agency when the form was shown."""

    label: ClassVar[str | Promise]
    #: What it does, in a sentence above the form.
    about: ClassVar[str | Promise] = ""
    button: ClassVar[str | Promise] = _("确定")
    done: ClassVar[Any]
    permission: ClassVar[Permission | None] = Permission.MANAGE_AGENCIES
    danger: ClassVar[bool] = False
    #: It can be done to a closed agency, and to no other.
    for_closed: ClassVar[bool] = False

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, agency: Agency, officer: Officer, **kwargs: Any) -> None:
        self.agency, self.officer = agency, officer
        super().__init__(*args, **kwargs)
        self.initial = {"version": agency.version, **self.start()}

    @classmethod
    def admit(cls, agency: Agency, officer: Officer) -> None:
        """Pass, or raise NotPermitted."""
        assert cls.permission is not None
        officer.require(cls.permission, agency)

    def start(self) -> dict[str, Any]:
        """What stands in the form at first."""
        return {}

    def act(self) -> Agency:
        """Do it."""
        raise AssertionError(f"{type(self).__name__} does nothing")

    def acted(self) -> Agency | None:
        """Do it if the form is right; None, with the errors in the form, if it is not or the act is refused."""
        if not self.is_valid():
            return None
        try:
            return self.act()
        except Refused as refused:
            self.add_error(refused.field if refused.field in self.fields else None, refused.message)
            if isinstance(refused, ChangedMeanwhile):
                # the next try is about what is shown now
                version = Agency.objects.values_list("version", flat=True).get(pk=self.agency.pk)
                self.data = {**{key: self.data[key] for key in self.data}, "version": str(version)}
        except ValidationError as wrong:
            named = wrong.message_dict if hasattr(wrong, "error_dict") else {"": wrong.messages}
            for name, messages in named.items():
                self.add_error(name if name in self.fields else None, ValidationError(messages))
        return None

    @property
    def same(self) -> dict[str, Any]:
        """What every action is given."""
        return {"agency": self.agency, "version": self.cleaned_data["version"], "by": self.officer}


class Amend(ActForm):
    label = _("修改登记")
    about = _("更名、改变上级、合并和撤销有各自的办理页面，在这里修改的内容没有生效日期。")
    button = _("保存")
    done = _("已保存。")
    permission = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in amendable(self.agency, self.officer):
            self.fields[name] = fact(name)

    @classmethod
    def admit(cls, agency: Agency, officer: Officer) -> None:
        if not amendable(agency, officer):
            officer.require(Permission.MANAGE_AGENCIES, agency)

    def start(self) -> dict[str, Any]:
        return {name: getattr(self.agency, name) for name in (*IDENTITY, *CONTACT)}

    def act(self) -> Agency:
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return actions.amend(**self.same, values=values)


class Rename(ActForm):
    label = _("更名")
    about = _("原名称保留在历史中，按日期仍可查到；网址不变。名称只是录入有误的，请用“更正”。")
    done = _("已更名。")

    name = forms.CharField(label=_("新名称"), max_length=200, help_text=_("法定全称。"))
    day = Day(label=_("启用日期"), help_text=_("从这一天起使用新名称，不能晚于今天。"))

    def act(self) -> Agency:
        return actions.rename(**self.same, name=self.cleaned_data["name"], day=self.cleaned_data["day"])


class Move(ActForm):
    label = _("改变上级")
    about = _("本机关连同其下的全部机关一起移动。以前的隶属关系保留在历史中。")
    done = _("已改变上级。")

    day = Day(label=_("生效日期"), help_text=_("从这一天起隶属于新的上级，不能晚于今天。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["superior"] = AgencyField(
            label=_("新的上级机关"),
            agencies=self.officer.where(Permission.MANAGE_AGENCIES).open(),
            but=self.agency,
            allow_top=may_at_top(self.officer),
        )
        self.order_fields(["superior", "day"])

    def act(self) -> Agency:
        return actions.move(**self.same, superior=self.cleaned_data["superior"], day=self.cleaned_data["day"])


class Merge(ActForm):
    label = _("并入其他机关")
    about = _("本机关从这一天起撤销，其下的机关改为隶属于并入的机关；本机关的网址保留，并指向并入的机关。")
    button = _("并入")
    done = _("已并入。")
    danger = True

    day = Day(label=_("生效日期"), help_text=_("不能晚于今天。"))
    offices = forms.ChoiceField(
        label=_("本机关人员的任职"),
        choices=actions.Offices.choices,
        initial=actions.Offices.END,
        widget=forms.RadioSelect,
        help_text=_("转任需要在两个机关都有管理人员的权限。"),
    )
    also = forms.MultipleChoiceField(
        label=_("一并并入的机关"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("与本机关同一上级的机关。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = self.officer.where(Permission.MANAGE_AGENCIES).open()
        self.fields["into"] = AgencyField(label=_("并入的机关"), agencies=mine, but=self.agency)
        siblings = mine.filter(superior=self.agency.superior).exclude(pk=self.agency.pk).order_by("path")
        self.siblings = {f"{agency.pk}:{agency.version}": agency for agency in siblings}
        self.fields["also"].choices = [(key, agency.name) for key, agency in self.siblings.items()]  # type: ignore[attr-defined]
        if not self.siblings:
            del self.fields["also"]
        self.order_fields(["into", "day", "offices", "also"])

    def act(self) -> Agency:
        facts = self.cleaned_data
        agencies = {self.agency: facts["version"]}
        for key in facts.get("also", ()):
            agencies[self.siblings[key]] = self.siblings[key].version
        actions.merge(
            agencies, into=facts["into"], day=facts["day"], offices=actions.Offices(facts["offices"]), by=self.officer
        )
        return self.agency


class Close(ActForm):
    label = _("撤销")
    about = _(
        "本机关从这一天起不再存在，其中的任职到今天为止。已发布的内容和网址保留。职能由其他机关承接的，请用“并入其他机关”。"
    )
    button = _("撤销机关")
    done = _("已撤销。")
    danger = True

    day = Day(label=_("撤销日期"), help_text=_("不再存在的第一天，不能晚于今天。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heir"] = AgencyField(
            label=_("接着办理的机关"),
            agencies=self.officer.where(Permission.MANAGE_AGENCIES).open(),
            but=self.agency,
            required=False,
            help_text=_("有事项未办结的须填写；该机关的人员按各自的角色接着办理，并可查看本机关的材料。"),
        )

    def act(self) -> Agency:
        return actions.close(**self.same, day=self.cleaned_data["day"], heir=self.cleaned_data["heir"])


class Correct(ActForm):
    label = _("更正")
    about = _("只用于改正录入的错误，不改变机关本身。原来的内容和理由记入历史。")
    button = _("更正")
    done = _("已更正。")

    name = forms.CharField(label=_("现用名称"), max_length=200)
    opened = Day(label=_("设立日期"), required=False)
    reason = forms.CharField(label=_("理由"), max_length=200, help_text=_("例如：录入时漏了一个字。"))

    def start(self) -> dict[str, Any]:
        return {"name": self.agency.name, "opened": self.agency.opened}

    def act(self) -> Agency:
        facts = self.cleaned_data
        return actions.correct(**self.same, name=facts["name"], opened=facts["opened"], reason=facts["reason"])


class Reopen(ActForm):
    label = _("恢复")
    about = _("只用于改正误登记的撤销或者合并。已移走的下级机关和任职不会自动回来。")
    button = _("恢复机关")
    done = _("已恢复。")
    for_closed = True

    reason = forms.CharField(label=_("理由"), max_length=200, help_text=_("例如：撤销登记错了机关。"))

    def act(self) -> Agency:
        return actions.reopen(**self.same, reason=self.cleaned_data["reason"])


#: The acts on an agency, by the last part of their address.
ACTS: dict[str, type[ActForm]] = {
    "amend": Amend,
    "rename": Rename,
    "move": Move,
    "merge": Merge,
    "close": Close,
    "correct": Correct,
    "reopen": Reopen,
}
