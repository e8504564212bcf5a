"""What a list of requests is narrowed by: who works on it, the clock, the stage, how it came, its result, its days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.law.rules import law_rules
from gongkai.web.agencies.forms.fields import Day
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.requests.models import ApplicantKind, Case, Told
from gongkai.web.requests.standing import tell_anew
from gongkai.web.requests.words import CHANNELS, STAGES, result
from gongkai.workdays import add_workdays

#: 快到期: within so many working days.
SOON = 5
WHOSE = {"mine": _("由我承办"), "unit": _("由我所在的单位承办")}
CLOCK: Mapping[str, str | Promise] = {
    "open": _("未办结"),
    "soon": _("5个工作日内到期"),
    "overdue": _("已超期"),
    "waiting": _("等申请人、第三方或者其他机关"),
    "provisional": _("期限暂定"),
    "ended": _("已办结"),
}
WAITING = ("unconfirmed", "supplement", "payment", "consulting")
#: These are read in the order in which they are due.
BY_TERM = ("open", "soon", "overdue")
ALL = ("", _("全部"))


class FilterForm(forms.Form):
    """As an address asks; what it asks wrongly is said, and left out."""

    q = forms.CharField(label=_("登记编号或者申请内容"), required=False, max_length=100)
    whose = forms.ChoiceField(label=_("谁承办"), required=False, choices=[ALL, *WHOSE.items()])
    clock = forms.ChoiceField(label=_("期限"), required=False, choices=[ALL, *CLOCK.items()])
    stage = forms.ChoiceField(label=_("阶段"), required=False, choices=[ALL, *STAGES.items()])
    channel = forms.ChoiceField(label=_("提交方式"), required=False, choices=[ALL, *CHANNELS.items()])
    kind = forms.ChoiceField(label=_("申请人类别"), required=False, choices=[ALL, *ApplicantKind.choices])
    outcome = forms.ChoiceField(label=_("办理结果"), required=False)
    year = forms.IntegerField(label=_("到达年份"), required=False, min_value=2000, max_value=2100)
    since = Day(label=_("到达日期从"), required=False)
    until = Day(label=_("到达日期到"), required=False)
    due_since = Day(label=_("答复期限从"), required=False)
    agency = forms.CharField(label=_("机关"), required=False, max_length=200)
    due_until = Day(label=_("答复期限到"), required=False)

    #: Those that are always in sight; the others are folded until one is used.
    FIRST = ("q", "whose", "clock", "stage", "year")

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="%s")
        outcomes = law_rules().outcomes.values()
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            ALL, *((one.id, result(one)) for one in outcomes)
        ]  # fmt: skip
        self.is_valid()

    @property
    def said(self) -> dict[str, Any]:
        """What is asked for and can be."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def first(self) -> list[Any]:
        return [self[name] for name in self.FIRST]

    @property
    def more(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in self.FIRST]

    @property
    def unfolded(self) -> bool:
        """Whether one of the folded ones is used."""
        return any(name not in self.FIRST for name in (*self.said, *self.errors))


def narrowed(rows: QuerySet[Told], said: Mapping[str, Any], officer: Officer) -> QuerySet[Told]:
    """The rows that are asked for, but for the clock's part."""
    if words := said.get("q"):
        rows = _with(rows, words)
    if said.get("whose") == "mine":
        rows = rows.filter(case__handler=officer.user)
    elif said.get("whose") == "unit":
        rows = rows.filter(case__unit__in=[office.agency_id for office in officer.appointments])
    if agency := said.get("agency"):
        rows = rows.filter(Q(case__agency__slug=agency) | Q(case__agency__name__contains=agency))
    fields = {
        "stage": "stage", "channel": "channel", "kind": "kind", "outcome": "outcome",
        "year": "arrived__year", "since": "arrived__gte", "until": "arrived__lte", "due_since": "due__gte",
        "due_until": "due__lte",
    }  # fmt: skip
    return rows.filter(**{field: said[name] for name, field in fields.items() if name in said})


def _with(rows: QuerySet[Told], words: str) -> QuerySet[Told]:
    """Those whose number or content has these words, whatever signs are among them."""

    def places(way: str) -> dict[str, StrIndex]:
        return {f"in_{name}": StrIndex(f"{way}{name}", Value(words)) for name in ("number", "content")}

    wanted = Q(in_number__gt=0) | Q(in_content__gt=0)
    if not Case.objects.alias(**places("")).filter(wanted).exists():
        return rows.none()  # so that a word that nobody wrote is looked for once, and not with every count
    return rows.alias(**places("case__")).filter(wanted)


def in_order(rows: QuerySet[Told], timed: str, today: date) -> QuerySet[Told]:
    """Those of the clock's part, the nearest term first where a term is asked for, else the newest."""
    if timed:
        rows = rows.filter(by_clock(timed, today))
    return rows.order_by("due", "pk") if timed in BY_TERM else rows.order_by("-arrived", "-pk")


def by_clock(timed: str, today: date) -> Q:
    """One part of :data:`CLOCK`."""
    running = Q(ended=None)
    return {
        "open": running,
        "soon": running & Q(due__gte=today, due__lte=add_workdays(today, SOON).day),
        "overdue": running & Q(due__lt=today),
        "waiting": running & Q(stage__in=WAITING),
        "provisional": running & Q(provisional=True),
        "ended": Q(ended__isnull=False),
    }[timed]


def counts(rows: QuerySet[Told], today: date) -> dict[str, int]:
    """How many there are of each part of the clock but those that ended, which grow without end; one query."""
    wanted = {name: Count("pk", filter=by_clock(name, today)) for name in CLOCK if name != "ended"}
    found: dict[str, int] = rows.filter(ended=None).order_by().aggregate(**wanted)
    return found


def own_counts(officer: Officer) -> dict[str, int]:
    """Of the requests of the officer's own agencies: open, due soon, late, and in the officer's hands."""
    today = officer.today
    tell_anew(today)
    wanted = {name: Count("pk", filter=by_clock(name, today)) for name in ("open", "soon", "overdue")}
    wanted["mine"] = Count("pk", filter=Q(case__handler=officer.user))
    rows = Told.objects.visible_to(officer).filter(ended=None, agency_id__in=officer.here(Permission.DRAFT))
    found: dict[str, int] = rows.order_by().aggregate(**wanted)
    return found
