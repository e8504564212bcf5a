"""Beginning a report, its prose, and a figure put right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.report.editions import Cell
from gongkai.web.annual.figures import form
from gongkai.web.annual.making.prose import SECTIONS

#: Of a section's prose.
LONGEST = 30_000
REASON = 500


class ProseForm(forms.Form):
    """The sections of the form that are prose."""

    def __init__(self, data: Any = None, *, sections: dict[str, str]) -> None:
        super().__init__(data, initial=sections)
        names = {section.id: section.label for section in form().sections}
        for id_ in SECTIONS:
            self.fields[id_] = forms.CharField(
                label=f"{id_}、{names[id_]}", required=False, max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 14 if id_ == "一" else 8}),
            )  # fmt: skip


class AdjustForm(forms.Form):
    """Another number for a cell, and why."""

    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=REASON, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("写明为什么与系统统计的不同、依据是什么；审核时可以看到。"),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, cell: Cell) -> None:
        super().__init__(data)
        value: forms.Field
        if cell.unit == "元":
            label = gettext_lazy("改为（元）")
            value = forms.DecimalField(label=label, min_value=0, max_digits=17, decimal_places=2)
        else:
            value = forms.IntegerField(label=gettext_lazy("改为（件）"), min_value=0, max_value=10**12)
        self.fields = {"value": value, **self.fields}


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("说明"), max_length=REASON)
