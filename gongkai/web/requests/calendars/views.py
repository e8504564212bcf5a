"""The officer's own page of the calendar address, and the calendar behind it."""

from __future__ import annotations

from hashlib import sha256

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.web import clock
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.requests.calendars.links import end_calendar, owner, renew_calendar
from gongkai.web.requests.calendars.reading import due_days
from gongkai.web.requests.calendars.writing import written
from gongkai.web.requests.models import CalendarLink, MailChoice, Wanted
from gongkai.web.requests.telling.mails import address
from gongkai.web.requests.watching.choosing import choose_mail


class MailForm(forms.Form):
    """How often the daily mail comes."""

    wanted = forms.ChoiceField(label=gettext_lazy("什么时候发给我"), choices=Wanted.choices, widget=forms.RadioSelect)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Permission.READ_INTERNAL)
def settings_page(request: HttpRequest) -> HttpResponse:
    """Whether there is an address; a new one is shown once, on the page that answers."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    made = ""
    if request.method == "POST":
        made = address(reverse("portal:officer-calendar", args=[renew_calendar(by=officer)]))
    return _settings(request, officer, made=made)


def _settings(request: HttpRequest, officer: Officer, *, made: str = "", wrong: MailForm | None = None) -> HttpResponse:
    link = CalendarLink.objects.filter(user=officer.user).first()
    chosen = MailChoice.objects.filter(user=officer.user).values_list("wanted", flat=True).first() or Wanted.DAILY
    context = {"link": link, "made": made, "mail": wrong or MailForm(initial={"wanted": chosen})}
    answer = render(request, "requests/calendars/settings.html", context, status=422 if wrong else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@desk(Permission.READ_INTERNAL)
def end(request: HttpRequest) -> HttpResponse:
    """The address is good no more."""
    end_calendar(by=request.officer)  # type: ignore[attr-defined]
    messages.success(request, _("已停止订阅，原来的地址不再有效。"))
    return redirect("requests:calendar")


@require_POST
@desk(Permission.READ_INTERNAL)
def mail(request: HttpRequest) -> HttpResponse:
    """How often the officer wants the daily mail."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    said = MailForm(request.POST)
    if not said.is_valid():
        return _settings(request, officer, wrong=said)
    choose_mail(Wanted(said.cleaned_data["wanted"]), by=officer)
    messages.success(request, _("已保存。"))
    return redirect("requests:calendar")


@require_safe
def calendar(request: HttpRequest, word: str) -> HttpResponse:
    """For whoever has the address. Its owner showed the second factor when it was made; without an office it is empty.

    :raises Http404: for an address that is not good, or no more.
    """
    user = owner(word)
    if user is None or not user.admitted:
        raise Http404
    with override(settings.LANGUAGE_CODE):
        content = written(_("依申请公开期限"), due_days(Officer(user, today=clock.today())))
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="gongkai.ics"'
    answer["ETag"], answer["Cache-Control"], answer["Referrer-Policy"] = tag, "private, no-cache", "no-referrer"
    return get_conditional_response(request, etag=tag, response=answer) or answer
