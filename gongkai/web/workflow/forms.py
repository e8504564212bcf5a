from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.web.workflow.tables import Needed, Table


class ActForm(forms.Form):
    """What a form of `workflow/acts.html` sends."""

    act = forms.SlugField(max_length=40)
    version = forms.IntegerField(min_value=1)
    comment = forms.CharField(max_length=5000, required=False)
    to = forms.SlugField(max_length=40, required=False)
    assignee = forms.IntegerField(required=False)
    at = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])


class ChainForm(forms.Form):
    """The steps of a chain; those that the law wants cannot be taken out."""

    steps = forms.MultipleChoiceField(
        label=_("可选环节"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("保密审查和签发是必经环节（先审查、后公开，《条例》第十七条），不在此列。"),
    )
    since = forms.DateField(
        label=_("启用日期"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("已经开始的事项仍按原环节办理。"),
    )

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["steps"].choices = [  # type: ignore[attr-defined]
            (step, table.states[step].label) for step, needed in table.steps.items() if needed is not Needed.ALWAYS
        ]
