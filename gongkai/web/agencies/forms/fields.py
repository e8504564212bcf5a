"""What forms of agencies have in common: dates, and fields as the model names them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.web.agencies.lists.columns import COLUMNS
from gongkai.web.agencies.models import Agency

HINTS: dict[str, Any] = {column.field: column.hint for column in COLUMNS}


class Day(forms.DateField):
    """A date as browsers offer it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


def fact(name: str) -> forms.Field:
    """The form's field for a field of an agency; what is in it is checked by the action."""
    field = Agency._meta.get_field(name)
    if name == "opened":
        return Day(label=field.verbose_name, required=False, help_text=_("不清楚可以空着。"))  # type: ignore[union-attr]
    if field.choices:  # type: ignore[union-attr]
        choices = [("", _("请选择")), *field.choices]  # type: ignore[union-attr, misc]
        return forms.ChoiceField(label=field.verbose_name, choices=choices)  # type: ignore[union-attr, arg-type]
    return forms.CharField(
        label=field.verbose_name,  # type: ignore[union-attr]
        max_length=field.max_length,  # type: ignore[union-attr]
        required=name == "name",
        help_text=HINTS.get(name, "") if name not in ("kind", "tier") else "",
    )
