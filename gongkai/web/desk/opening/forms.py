"""Opening an answer to all."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.web.disclosure.kinds import OPENED, kinds


class OpeningForm(forms.Form):
    """As what it is drafted. The words of the request are not taken over: they may tell of who asked."""

    kind = forms.ChoiceField(
        label=_("种类"), initial=OPENED, help_text=_("另有种类的（例如规范性文件、统计信息），请选那一种。")
    )
    title = forms.CharField(
        label=_("名称"), max_length=200, help_text=_("公众看到的标题，写信息本身的名称，不写申请人和申请经过。")
    )
    suggested = forms.BooleanField(label=_("申请人建议纳入主动公开"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        several = [(kind.id, kind.label) for kind in kinds().values() if not kind.once and not kind.in_frame]
        self.fields["kind"].choices = several  # type: ignore[attr-defined]
