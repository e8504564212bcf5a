"""The flat list of agencies: what it can be narrowed by, and its columns."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from gongkai.web.agencies.checks import words
from gongkai.web.agencies.kinds import Kind, Tier
from gongkai.web.agencies.models import Agency, AgencyQuerySet


class Existing(models.TextChoices):
    OPEN = "open", _("现有")
    CLOSED = "closed", _("已撤销")
    ALL = "all", _("全部")


class AgencyFilter(filters.FilterSet):
    """Words in the name, a former name or a code; kind, tier; below whom; open ones unless others are asked for."""

    q = filters.CharFilter(label=_("名称、曾用名、代码"), method="by_words")
    kind = filters.ChoiceFilter(label=_("性质"), choices=Kind.choices, empty_label=_("全部"))
    tier = filters.ChoiceFilter(label=_("层级"), choices=Tier.choices, empty_label=_("全部"))
    state = filters.ChoiceFilter(label=_("状态"), choices=Existing.choices, empty_label=None, method="by_state")
    under = filters.CharFilter(method="by_superior", widget=forms.HiddenInput)

    class Meta:
        model = Agency
        fields: list[str] = []

    def __init__(self, data: Any, *args: Any, **kwargs: Any) -> None:
        data = data.copy()
        data.setdefault("state", Existing.OPEN)
        super().__init__(data, *args, **kwargs)

    def by_words(self, agencies: AgencyQuerySet, _name: str, value: str) -> AgencyQuerySet:
        return agencies.called(words(value))

    def by_state(self, agencies: AgencyQuerySet, _name: str, value: str) -> AgencyQuerySet:
        return agencies if value == Existing.ALL else agencies.filter(closed__isnull=value == Existing.OPEN)

    def by_superior(self, agencies: AgencyQuerySet, _name: str, value: str) -> AgencyQuerySet:
        superior = Agency.objects.filter(slug=value).first()
        return agencies.below(superior) if superior else agencies.none()


class AgencyTable(tables.Table):
    """One agency a line."""

    label = _("机关")

    name = tables.Column(linkify=("agencies:detail", [tables.A("slug")]), order_by="name")
    superior = tables.Column(accessor="superior__name", verbose_name=_("上级机关"))
    kind = tables.Column()
    tier = tables.Column()
    uscc = tables.Column()
    phone = tables.Column(orderable=False)
    closed = tables.Column(verbose_name=_("状态"), empty_values=())

    class Meta:
        model = Agency
        fields = ("name", "superior", "kind", "tier", "uscc", "phone", "closed")
        empty_text = _("没有符合条件的机关。请减少筛选条件，或者换一个词。")

    def render_closed(self, record: Agency) -> str:
        return format_html('<span class="tag">{}</span>', _("已撤销")) if record.closed else str(_("现有"))
