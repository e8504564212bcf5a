"""Passing on, on the desk: one form each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.letters.facts import MAX_NAME, MAX_TEXT
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.once import once
from gongkai.web.agencies.permissions import Permission
from gongkai.web.requests.forms import version_of
from gongkai.web.requests.models import Case, Letter
from gongkai.web.requests.passing import actions
from gongkai.web.requests.reading import found, units_of
from gongkai.web.workflow.refusals import Refused


class PassOnForm(forms.Form):
    """To which unit, what for, by when."""

    unit = forms.ModelChoiceField(label=gettext_lazy("内设机构"), queryset=Agency.objects.none())
    task = forms.CharField(
        label=gettext_lazy("承办事项"), max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 3}),
        initial="检索并提供所申请的政府信息，提出是否公开的意见",
    )  # fmt: skip
    days = forms.IntegerField(
        label=gettext_lazy("办理期限的工作日数"), min_value=1, max_value=60, initial=5,
        help_text=gettext_lazy("转内设机构办理不停止答复期限（《条例》第三十三条）。"),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data)
        self.fields["unit"].queryset = units_of(case.agency)  # type: ignore[attr-defined]


class ReferForm(forms.Form):
    """Which organ is responsible, and why this one is not."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("负责公开的机关（本平台）"), queryset=Agency.objects.none(), required=False,
        help_text=gettext_lazy("选了的，名称和公开办电话由系统填写。"),
    )  # fmt: skip
    organ = forms.CharField(
        label=gettext_lazy("负责公开的机关（不在本平台）"), max_length=MAX_NAME, required=False,
        help_text=gettext_lazy("能够确定的，应当告知名称和联系方式；不能确定的可以空着（《条例》第三十六条第（五）项）。"),
    )  # fmt: skip
    phone = forms.CharField(label=gettext_lazy("它的联系电话"), max_length=40, required=False)
    reasons = forms.CharField(
        label=gettext_lazy("不属于本机关负责公开的理由"), max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data)
        others = Agency.objects.open().exclude(pk=case.agency_id).exclude(kind="internal")
        self.fields["agency"].queryset = others.order_by("path")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("agency") and said.get("organ"):
            self.add_error("organ", _("请只选本平台的机关，或者只填不在本平台的机关。"))
        return said

    @property
    def who(self) -> dict[str, str]:
        """The organ and how to reach it."""
        chosen: Agency | None = self.cleaned_data["agency"]
        if chosen is not None:
            return {"organ": chosen.name, "phone": chosen.office_phone or chosen.phone}
        return {"organ": self.cleaned_data["organ"], "phone": self.cleaned_data["phone"]}


def _page(
    request: HttpRequest, case: Case, form: forms.Form, texts: Mapping[str, str], act: Callable[[], Letter]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            letter = act()
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, texts["told"])
            return redirect("requests:letter", letter.pk)
    context = {"case": case, "form": form, **texts}
    return render(request, "requests/passing/form.html", context, status=422 if form.errors else 200)


@desk(Permission.DISCLOSE)
@once
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """To a unit of the agency."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    case = found(officer, pk)
    officer.require(Permission.DISCLOSE, case.agency)
    form = PassOnForm(request.POST or None, case=case)
    texts = {
        "title": _("转内设机构办理"),
        "about": _("生成转办单，登记转办并交这个机构承办，一次完成。转办不改变答复期限。"),
        "button": _("转办"),
        "told": _("已转办，转办单见下。"),
    }
    version = version_of(request.POST)
    return _page(
        request, case, form, texts, lambda: actions.pass_on(case, **form.cleaned_data, by=officer, version=version)
    )


@desk(Permission.DRAFT)
@once
def refer(request: HttpRequest, pk: int) -> HttpResponse:
    """To another organ."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    case = found(officer, pk)
    officer.require(Permission.DRAFT, case.agency)
    form = ReferForm(request.POST or None, case=case)
    texts = {
        "title": _("告知向其他机关提出"),
        "about": _(
            "《条例》没有移送申请的规定：不属于本机关负责公开的，答复申请人并说明理由，由申请人向负责的机关提出。"
            "拟好的答复书直接送审。"
        ),
        "button": _("拟好并送审"),
        "told": _("答复书已拟好并送审，送出之日登记答复。"),
    }  # fmt: skip
    version = version_of(request.POST)

    def act() -> Letter:
        return actions.refer(case, **form.who, reasons=form.cleaned_data["reasons"], by=officer, version=version)

    return _page(request, case, form, texts, act)
