"""Until when an agency has to answer, for whoever asks: the days are counted one by one, with the article of each.

Nothing is kept and nobody is named: what happened stands in the address, so that a reckoning can be shown to others.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.law.clock import Clock, Fact, ImpossibleFacts, Line, clock
from gongkai.law.rules import law_rules
from gongkai.web.agencies.forms.fields import Day
from gongkai.web.clock import today as this_day
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.heads import Head
from gongkai.web.portal.views import trail
from gongkai.web.requests.words import CHANNELS, STAGES
from gongkai.workdays import CalendarError

#: Years of which the reckoning speaks: from the Regulation on, and as far as dates can be counted ahead.
FIRST, AHEAD = date(2019, 5, 15), 2
PARTY = "—"


class Month(NamedTuple):
    """A month of the drawing, week by week; None: a day of another month, or outside the reckoning."""

    first: date
    weeks: list[list[Line | None]]


class CalculateForm(forms.Form):
    """What happened, as far as it matters to the days."""

    channel = forms.ChoiceField(label=gettext_lazy("怎样提出的"), choices=list(CHANNELS.items()))
    received = Day(label=gettext_lazy("机关收到之日"), help_text=gettext_lazy("当面提交之日、签收之日、网上提交之日。"))
    confirmed = Day(
        label=gettext_lazy("双方确认之日"), required=False,
        help_text=gettext_lazy("通过互联网、传真、平常信函提出的填写（《条例》第三十一条）。"),
    )  # fmt: skip
    supplement_asked = Day(label=gettext_lazy("机关发出补正告知之日"), required=False)
    supplement_given = Day(label=gettext_lazy("机关收到补正之日"), required=False)
    consulted = Day(label=gettext_lazy("机关征求第三方意见之日"), required=False)
    replied = Day(label=gettext_lazy("机关收到第三方意见之日"), required=False)
    extension = forms.IntegerField(label=gettext_lazy("延长的工作日数"), required=False, min_value=1, max_value=60)
    extended = Day(label=gettext_lazy("告知延期之日"), required=False, help_text=gettext_lazy("有延期的，两项都填。"))

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data, initial={"received": today, "channel": "internet"})
        self.last = date(today.year + AHEAD, 12, 31)
        self.said: Clock | None = None

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for name, value in list(said.items()):
            if isinstance(value, date) and not FIRST <= value <= self.last:
                self.add_error(name, _("请填写%(first)s至%(last)s之间的日期。") % {"first": FIRST, "last": self.last})
        if bool(said.get("extension")) != bool(said.get("extended")):
            self.add_error("extended", _("有延期的，请同时填写延长的工作日数和告知之日。"))
        if not self.errors:
            self._reckon(said)
        return said

    def _reckon(self, said: dict[str, Any]) -> None:
        facts = list(_facts(said))
        try:
            self.said = clock(facts, max(fact.on for fact in facts))
        except (ImpossibleFacts, CalendarError) as impossible:
            self.add_error(None, str(impossible).replace(f"（{PARTY}）", ""))


def _facts(said: dict[str, Any]) -> Iterator[Fact]:
    yield Fact("received", said["received"], channel=said["channel"])
    for name in ("confirmed", "supplement_asked", "supplement_given"):
        if said.get(name):
            yield Fact(name, said[name])
    if said.get("consulted"):
        yield Fact("consulted", said["consulted"], party=PARTY, role="third_party")
    if said.get("replied"):
        yield Fact("replied", said["replied"], party=PARTY)
    if said.get("extended"):
        yield Fact("extension_approved", said["extended"], by=PARTY, days=said["extension"])
        yield Fact("extension_noticed", said["extended"])


def drawn(lines: tuple[Line, ...]) -> list[Month]:
    """The days of a reckoning as months, weeks from Monday on."""
    by_day = {line.day: line for line in lines}
    months: list[Month] = []
    first = lines[0].day.replace(day=1)
    while first <= lines[-1].day:
        after = (first + timedelta(days=32)).replace(day=1)
        monday, weeks = first - timedelta(days=first.weekday()), []
        while monday < after:
            days = [monday + timedelta(days=number) for number in range(7)]
            weeks.append([by_day.get(day) if day.month == first.month else None for day in days])
            monday += timedelta(days=7)
        months.append(Month(first, weeks))
        first = after
    return months


@for_everybody
def calculate(request: HttpRequest) -> HttpResponse:
    """The form, and below it what follows from what was filled in."""
    form = CalculateForm(request.GET if "received" in request.GET else None, today=this_day())
    said = form.said if form.is_bound and form.is_valid() else None
    context: dict[str, Any] = {
        "form": form,
        "trail": trail((_("依申请公开"), reverse("portal:request"))),
        "head": Head(_("答复期限计算"), _("逐日计算政府信息公开申请的答复期限，每一日写明依据。")),
        "clock": said,
        "stage": STAGES[said.stage] if said else "",
        "months": drawn(said.explanation) if said and said.due else [],
        "answer": law_rules().limits["answer_days"].on(this_day()),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "portal/calculate.html", context, status=status)
