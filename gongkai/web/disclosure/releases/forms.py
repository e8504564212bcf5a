"""The form of a release, for one document or for many."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.web.agencies.officers import Officer
from gongkai.web.disclosure.actions.releasing import Said
from gongkai.web.disclosure.channels import by_hand
from gongkai.web.disclosure.models import Account
from gongkai.web.disclosure.models.media import State
from gongkai.web.files.uploads import UploadField


class ReleaseForm(forms.Form):
    """What is said of a release."""

    channel = forms.ChoiceField(label=_("公开渠道"))
    day = forms.DateField(label=_("公开日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    account = forms.ModelChoiceField(
        label=_("新媒体账号"),
        queryset=Account.objects.none(),
        required=False,
        empty_label="—",
        help_text=_("在微信、微博等平台发布的，选择账号；账号的最近更新日期随之更新。"),
    )
    place = forms.CharField(
        label=_("位置"),
        max_length=200,
        required=False,
        help_text=_("哪一处公开栏、哪块屏、哪期公报、哪份报纸、哪次会议。"),
    )
    address = forms.URLField(label=_("网址"), max_length=500, required=False, assume_scheme="https")
    note = forms.CharField(label=_("备注"), max_length=500, required=False)
    proof = UploadField(label=_("佐证材料"), required=False, help_text=_("截图或照片，只供内部查看。"))

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [(one.id, one.label) for one in by_hand()]  # type: ignore[attr-defined]
        accounts = Account.objects.visible_to(officer).filter(state=State.RUNNING).select_related("agency")
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]
        self.fields["account"].label_from_instance = (  # type: ignore[attr-defined]
            lambda row: f"{row.get_platform_display()} · {row.name}"
        )
        self.fields["day"].widget.attrs["max"] = officer.today.isoformat()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("account") and not said.get("place", "").strip() and not self.errors:
            self.add_error("place", _("写明位置，或者选择账号。"))
        return said

    @property
    def said(self) -> Said:
        """Of a form that is valid."""
        fields = {name: value for name, value in self.cleaned_data.items() if name != "proof"}
        return Said(**fields)

    @property
    def received(self) -> Any:
        """The first file given, or nothing."""
        given = self.cleaned_data["proof"]
        return given[0] if given else None
