"""Files of a request on the desk: added, saved, enclosed in a letter, struck out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.typed import typed
from gongkai.web.requests.material import actions
from gongkai.web.requests.material.fields import MaterialField, held, said_wrong
from gongkai.web.requests.material.reading import found, of_case, sent
from gongkai.web.requests.models import Case, CaseFile, Letter, Origin
from gongkai.web.requests.reading import found as found_case
from gongkai.web.requests.reading import personal
from gongkai.web.workflow.refusals import Refused

#: What an officer adds.
ADDED = [(origin.value, origin.label) for origin in (Origin.PAPER, Origin.SUPPLEMENT, Origin.AGENCY)]


class AddForm(forms.Form):
    """Files, and where they are from."""

    origin = forms.ChoiceField(label=gettext_lazy("来源"), choices=ADDED)
    attached = MaterialField(label=gettext_lazy("文件"))


@dataclass(frozen=True)
class Panel:
    """The files of a request as its page shows them."""

    files: list[CaseFile]
    add: AddForm | None
    #: Letters that are not sent: with one of them a file may go out.
    letters: list[Letter]
    #: Whether there may be more that this officer does not see.
    hidden: bool


def panel(case: Case, officer: Officer) -> Panel:
    """What the page of a request shows of its files."""
    discloses, knows = officer.may(Permission.DISCLOSE, case.agency), personal(officer, case)
    open_ = case.archived is None
    return Panel(
        of_case(officer, case),
        AddForm() if open_ and knows and officer.may(Permission.DRAFT, case.agency) else None,
        list(Letter.objects.filter(case=case, sent=None)) if open_ and discloses else [],
        not knows,
    )


@require_POST
@desk(Permission.DRAFT)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add files to a request."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    case = found_case(officer, pk)
    officer.require(Permission.DRAFT, case.agency)
    form = AddForm(request.POST, request.FILES)
    files = held(form) if form.is_valid() else None
    if files is None:
        messages.error(request, said_wrong(form))
        return redirect("requests:case", pk)
    origin = Origin(form.cleaned_data["origin"])
    return _done(request, case, lambda: actions.add(case, files, origin, by=officer), _("已添加。"))


@require_safe
@desk(Permission.READ_INTERNAL)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Save a file."""
    row = found(request.officer, pk)  # type: ignore[attr-defined]
    if row.content is None:
        raise Http404
    return sent(row)


@require_POST
@desk(Permission.DISCLOSE)
def enclose(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a file go out with a letter; none: let it stay inside."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    officer.require(Permission.DISCLOSE, row.case.agency)
    said = request.POST.get("letter", "")
    if not said:
        return _done(request, row.case, lambda: actions.withhold(row, by=officer), _("不再附送。"))
    known = said.isdecimal() and len(said) < 19
    letter = get_object_or_404(Letter, pk=int(said) if known else 0, case=row.case)
    return _done(request, row.case, lambda: actions.enclose(row, letter, by=officer), _("将随文书送出。"))


@require_POST
@desk(Permission.DISCLOSE)
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """A file was added wrongly."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    officer.require(Permission.DISCLOSE, row.case.agency)
    reason = typed(request, "reason")
    return _done(request, row.case, lambda: actions.strike(row, reason=reason, by=officer), _("已作废。"))


def _done(request: HttpRequest, case: Case, act: Callable[[], Any], said: str) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("requests:case", case.pk)
