"""Whose numbers are asked for, and of which year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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
    #: Counts end here, whatever is entered ahead of its day.
    today: date
    form: YearForm

    @property
    def days(self) -> tuple[date, date]:
        """The year, as far as it has come."""
        return date(self.year, 1, 1), min(date(self.year, 12, 31), self.today)

    @property
    def query(self) -> dict[str, str]:
        """As an address asks for the same."""
        below = {"below": "on"} if self.form.initial["below"] else {}
        return {"agency": self.agency.slug, "year": str(self.year), **below}


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
        officer.today,
        YearForm(initial=initial, agencies=agencies),
    )
