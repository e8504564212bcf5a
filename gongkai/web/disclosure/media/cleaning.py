"""Sessions of clean-up on the desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.once import once
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.typed import typed
from gongkai.web.disclosure.actions.keeping_media import begin_cleanup, decide, finish_cleanup
from gongkai.web.disclosure.media.forms import CleanUpForm
from gongkai.web.disclosure.media.register import RESULTS, Listed, known, lines, result, results, sessions
from gongkai.web.disclosure.media.views import GET_OR_POST
from gongkai.web.disclosure.models import MediaCleanUp
from gongkai.web.disclosure.models.media import Decision
from gongkai.web.workflow.refusals import Refused


@desk(Permission.READ_INTERNAL)
@GET_OR_POST
@once
def cleanups(request: HttpRequest) -> HttpResponse:
    """The sessions, and a new one."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    supervises = officer.may_somewhere(Permission.SUPERVISE)
    agencies = officer.where(Permission.SUPERVISE).open()
    form = CleanUpForm(request.POST or None, agencies=agencies, initial={"agency": agencies.first()})
    if request.method == "POST" and form.is_valid():
        try:
            session = begin_cleanup(form.cleaned_data["agency"], title=form.cleaned_data["title"], by=officer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("media:cleanup", session.pk)
    context = {"sessions": known(officer)[:100], "form": form if supervises else None}
    return render(request, "media/cleanups.html", context, status=422 if form.errors else 200)


@desk(Permission.READ_INTERNAL)
@GET_OR_POST
def cleanup(request: HttpRequest, pk: int) -> HttpResponse:
    """One session: a decision for each account, and what came of it. An agency whose session it is not sees what is
    decided of its own accounts."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    session: MediaCleanUp = get_object_or_404(known(officer), pk=pk)
    whole = sessions(officer).filter(pk=pk).exists()
    rows = session.lines.select_related("account__agency", "decided_by") if whole else lines(officer).filter(session=pk)
    if request.method == "POST":
        officer.require(Permission.SUPERVISE, session.agency)
        try:
            _decided(request, session, officer)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("media:cleanup", pk)
    shown = request.GET.get("result", "")
    wanted = [line for line in rows if shown not in RESULTS or result(line.decision, line.account.state) == shown]
    context = {
        "session": session,
        "whole": whole,
        "lines": [(line, Listed(line.account, officer.today)) for line in wanted],
        "results": [(name, RESULTS[name], count) for name, count in results(rows).items()],
        "shown": RESULTS.get(shown, ""),
        "decisions": Decision.choices,
        "decides": session.finished is None and officer.may(Permission.SUPERVISE, session.agency),
    }
    return render(request, "media/cleanup.html", context)


def _decided(request: HttpRequest, session: MediaCleanUp, officer: Officer) -> None:
    said = {
        pk: (request.POST.get(f"decision-{pk}", ""), typed(request, f"note-{pk}", 200))
        for pk in session.lines.values_list("pk", flat=True)
        if f"decision-{pk}" in request.POST
    }
    changed = decide(session, said, by=officer)
    if "finish" in request.POST:
        finish_cleanup(session, by=officer)
        messages.success(request, _("清理已结束；要整合、关停的账号已转为注销中。"))
    else:
        messages.success(request, _("已保存%(count)s项决定。") % {"count": changed})
