"""Whose numbers are asked for, and of which year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from gongkai.web.agencies.models import Agency, AgencyQuerySet
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission


class YearForm(forms.Form):
    """Whose numbers, and of which year."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("机关"), queryset=Agency.objects.none(), to_field_name="slug", empty_label=None
    )
    below = forms.BooleanField(label=gettext_lazy("含下级机关"), required=False)
    year = forms.IntegerField(label=gettext_lazy("年份"), min_value=1990, max_value=2100)

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Asked:
    """The agency, with those below it or without, and the year; the form to ask for others."""

    agency: Agency
    scope: AgencyQuerySet
    year: int
    form: YearForm


def asked(request: HttpRequest) -> Asked:
    """What the address asks for; without a word the officer's first agency, this year."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    agencies = officer.where(Permission.READ_INTERNAL).order_by("path")
    form = YearForm(request.GET or None, agencies=agencies)
    said = form.cleaned_data if form.is_valid() else {}
    year, agency = said.get("year") or officer.today.year, said.get("agency") or agencies[0]
    scope = agencies.filter(path__startswith=agency.path)
    initial = {"agency": agency, "year": year, "below": said.get("below")}
    return Asked(
        agency,
        scope if said.get("below") else scope.filter(pk=agency.pk),
        year,
        YearForm(initial=initial, agencies=agencies),
    )
