"""A field that chooses an agency by a few words: quick with htmx, and complete without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from gongkai.web.agencies.checks import words
from gongkai.web.agencies.models import Agency, AgencyQuerySet

#: How many matches are offered at once.
MATCHES = 20
#: The value of "no superior at all".
TOP = "-"
#: Fields of forms that choose an agency.
FIELDS = ("superior", "into", "heir")


def matches(agencies: AgencyQuerySet, text: str) -> list[Agency]:
    """Agencies that the words may mean, and one more than is offered where there are more."""
    text = words(text)
    if not text:
        return []
    return list(agencies.called(text).select_related("superior").order_by("path")[: MATCHES + 1])


def outside(agencies: AgencyQuerySet, but: Agency | None) -> AgencyQuerySet:
    """Those that are neither the agency nor below it."""
    return agencies.exclude(path__startswith=but.path) if but else agencies


class Chooser(forms.Widget):
    """A search box, and what it found as radio buttons."""

    template_name = "agencies/widgets/chooser.html"
    use_fieldset = True

    def __init__(self) -> None:
        super().__init__()
        self.offered: list[Agency] = []
        self.allow_top = False
        #: The agency that is not offered, nor what stands below it.
        self.but = ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, str]:
        return words(str(data.get(name, ""))), words(str(data.get(f"{name}-words", "")))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and f"{name}-words" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        chosen, text = value if isinstance(value, tuple) else (value.slug if value else "", "")
        offered = self.offered or ([value] if isinstance(value, Agency) else [])
        return super().get_context(name, text, attrs) | {
            "field": name,
            "chosen": chosen,
            "words": text,
            "offered": offered[:MATCHES],
            "more": len(offered) > MATCHES,
            "allow_top": self.allow_top,
            "top": TOP,
            "but": self.but,
            "address": reverse_lazy("agencies:chooser"),
        }


class AgencyField(forms.Field):
    """One of the agencies that it is given; None for "no superior" where that may be chosen."""

    widget = Chooser
    default_error_messages = {
        "required": _("请输入名称的一部分或代码，然后从查到的机关中选择。"),
        "unknown": _("没有查到“%(words)s”，或者您无权选择。请换一个词，例如名称中的几个字。"),
        "inside": _("“%(words)s”就是本机关，或者隶属于本机关，不能选。请先把它移到别处，或者选择其他机关。"),
        "several": _("请从查到的机关中选择一个。"),
    }

    def __init__(
        self, *, agencies: AgencyQuerySet, but: Agency | None = None, allow_top: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.agencies = outside(agencies, but)
        self.inside = agencies.below(but) if but else agencies.none()
        self.widget.but = but.slug if but else ""  # type: ignore[attr-defined]
        self.allow_top = self.widget.allow_top = allow_top  # type: ignore[attr-defined]

    def clean(self, value: tuple[str, str]) -> Agency | None:
        slug, text = value
        if slug == TOP and self.allow_top:
            return None
        if slug:
            chosen: Agency | None = self.agencies.select_related("superior").filter(slug=slug).first()
            if chosen is None:
                raise self._not_found(slug)
            self.widget.offered = [chosen]  # type: ignore[attr-defined]
            return chosen
        if not text.strip() and not self.required:
            return None
        if not text.strip():
            raise forms.ValidationError(self.error_messages["required"])
        found = matches(self.agencies, text)
        if not found:
            raise self._not_found(text)
        exact = [agency for agency in found if words(text) in (agency.name, agency.slug)]
        if len(exact) == 1:
            return exact[0]
        self.widget.offered = found  # type: ignore[attr-defined]
        raise forms.ValidationError(self.error_messages["several"])

    def _not_found(self, text: str) -> forms.ValidationError:
        """Why not: it is the agency itself or below it, or nothing that may be chosen."""
        why = "inside" if matches(self.inside, text) else "unknown"
        return forms.ValidationError(self.error_messages[why] % {"words": text})
