"""A page of what was searched for, on the portal and on the desk: what bears the name, and what contains the words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.law.disclosure import disclosure_items, further_items
from gongkai.web.agencies.directory import named
from gongkai.web.agencies.kinds import Tier
from gongkai.web.agencies.models import Agency
from gongkai.web.search.finding import Hit, Results, find
from gongkai.web.search.searching import Narrowed
from gongkai.web.visibility import Reader

#: What everybody can find, and what officers find besides.
PUBLIC_KINDS: tuple[tuple[str, str | Promise], ...] = (
    ("guide", _("公开指南")),
    ("rules", _("公开制度")),
    ("item", _("公开信息")),
    ("annual_report", _("年度报告")),
    ("file", _("附件")),
    ("agency", _("行政机关")),
)
DESK_KINDS = (*PUBLIC_KINDS, ("draft", _("未发布的文件")))
#: So many agencies that bear the name stand above the rest.
NAMED = 5
LONGEST = 100
#: Of so many agencies of a name it is asked what stands below them.
HEADS = 20


class Filters(forms.Form):
    """What to search for; a field that makes no sense asks for nothing."""

    q = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("种类"), required=False)
    agency = forms.CharField(label=_("机关"), required=False, max_length=200)
    since = forms.DateField(label=_("自"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("至"), required=False, widget=forms.DateInput({"type": "date"}))
    year = forms.IntegerField(label=_("年份"), required=False, min_value=1949, max_value=2999)
    below = forms.BooleanField(label=_("含下级机关"), required=False)
    item = forms.ChoiceField(label=_("法定公开事项"), required=False)
    sort = forms.ChoiceField(label=_("文件种类"), required=False)
    number = forms.CharField(label=_("文号"), required=False, max_length=100)
    force = forms.ChoiceField(
        label=_("有效性"),
        required=False,
        choices=[("", _("全部")), ("yes", _("现行有效")), ("no", _("已失效、已废止"))],
    )
    order = forms.ChoiceField(
        label=_("排序"), required=False, choices=[("newest", _("最新的在前")), ("relevance", _("标题相符的在前"))]
    )

    def __init__(
        self,
        data: QueryDict,
        kinds: Sequence[tuple[str, str | Promise]],
        sorts: Sequence[tuple[str, str | Promise]] = (),
    ) -> None:
        super().__init__(data, auto_id="by-%s")
        self.kinds, everything = dict(kinds), ("", _("全部"))
        items = {item.id: item.label for tier in ("", *Tier) for item in (*disclosure_items(), *further_items(tier))}
        for name, choices in (("kind", kinds), ("sort", sorts), ("item", items.items())):
            self.fields[name].choices = [everything, *choices]  # type: ignore[attr-defined]
        self.full_clean()

    @property
    def narrowed(self) -> bool:
        """Whether anything but the words is asked for."""
        return any(value for name, value in self.cleaned_data.items() if name not in ("q", "order", "below"))

    @property
    def asks(self) -> bool:
        """Whether there is anything to look for where there are no words."""
        return bool(self.cleaned_data.get("number"))

    def agencies(self) -> QuerySet[Agency] | None:
        """The agencies whose name was asked for, where wanted with all below them; None: any. One query."""
        asked = self.cleaned_data
        if not asked.get("agency"):
            return None
        called = Agency.objects.called(asked["agency"])
        if not asked.get("below"):
            return called
        paths = called.order_by("path").values_list("path", flat=True)[:HEADS]
        below = reduce(or_, (Q(path__startswith=path) for path in paths), Q(pk=None))
        return Agency.objects.filter(below)

    def days(self) -> tuple[date | None, date | None]:
        """From when until when: the days that were given, within the year."""
        since, until, year = (self.cleaned_data.get(name) for name in ("since", "until", "year"))
        if year:
            since = max(filter(None, (since, date(year, 1, 1))))
            until = min(filter(None, (until, date(year, 12, 31))))
        return since, until

    def rest(self, today: date) -> Narrowed:
        """What else is asked for, of documents."""
        asked = self.cleaned_data
        force = {"yes": True, "no": False}.get(asked.get("force", ""))
        said = {name: asked.get(name, "") for name in ("item", "sort", "number")}
        return Narrowed(**said, in_force=force, today=today)

    @property
    def set(self) -> bool:
        """Whether anything here is other than it is at first."""
        return self.narrowed or self.cleaned_data.get("order") == "relevance"


@dataclass(frozen=True)
class Line:
    """One hit with what a list says of it."""

    hit: Hit
    kind: str | Promise
    agency: Agency | None
    #: What is said of it in a word or two: whether it is in force.
    mark: str | Promise = ""
    #: It is so no more.
    over: bool = False

    @property
    def ended(self) -> bool:
        """Whether what it is about is no longer in force."""
        until = self.hit.entry.until
        return until is not None and until < timezone.localdate()

    @property
    def dated(self) -> bool:
        """An agency is found whenever it was founded; its day says nothing here."""
        return self.hit.entry.kind != "agency"


@dataclass(frozen=True)
class FoundPage:
    """Agencies by their names, and one page of lines; `page` counts them."""

    agencies: Sequence[Agency]
    more_agencies: bool
    page: Results
    lines: Sequence[Line]


def search(words: str, filters: Filters, *, reader: Reader, page: str) -> FoundPage:
    """What contains the words and passes the filters; agencies by name on the first page of a plain search, and then
    not once more below. A fixed number of queries."""
    asked = filters.cleaned_data
    number = int(page) if re.fullmatch("[0-9]{1,6}", page) else 1
    agencies = list(named(words)[: NAMED + 1]) if not filters.narrowed else []
    kinds = [asked["kind"]] if asked.get("kind") else [kind for kind in filters.kinds if kind != "agency"]
    if not asked.get("kind") and not agencies:
        kinds = list(filters.kinds)
    among, (since, until) = filters.agencies(), filters.days()
    found = find(
        words,
        reader=reader,
        kinds=kinds,
        agencies=among.values("pk") if among is not None else None,
        since=since,
        until=until,
        narrowed=filters.rest(timezone.localdate()),
        order="relevance" if asked.get("order") == "relevance" else "newest",
        page=number,
    )
    holders: dict[int, Any] = Agency.objects.in_bulk({hit.entry.agency_id for hit in found})
    lines = [Line(hit, filters.kinds[hit.entry.kind], holders.get(hit.entry.agency_id)) for hit in found]
    shown = agencies if found.number == 1 else []
    return FoundPage(shown[:NAMED], len(shown) > NAMED, found, lines)
