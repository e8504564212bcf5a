"""Writing a document on the desk: nothing written is lost, whoever else writes meanwhile."""

from __future__ import annotations

import re

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.once import once
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.actions import Conflict, bring_in, discard, draft, keep, keep_meanwhile, save
from gongkai.web.disclosure.examining.examination import examine
from gongkai.web.disclosure.models import Document, WorkingCopy
from gongkai.web.disclosure.remarks import returned
from gongkai.web.disclosure.texts.comparison import compare
from gongkai.web.disclosure.unsaved import unsaved, whose
from gongkai.web.disclosure.views import found
from gongkai.web.disclosure.writing.forms import DraftForm
from gongkai.web.disclosure.writing.page import Writing
from gongkai.web.files.actions import describe
from gongkai.web.visibility import Level
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.kinds import kind_of
from gongkai.web.workflow.models import Process
from gongkai.web.workflow.panels import latest as latest_process
from gongkai.web.workflow.refusals import Refused

SUBMIT = "submit"
#: The one style that the editor puts into the page, by its digest; on no other page.
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"


@desk(Permission.DRAFT)
@once
def new(request: HttpRequest) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    agencies = officer.where(Permission.DRAFT).open()
    form = DraftForm(request.POST or None, agencies=agencies, initial={"agency": agencies.first()})
    if form.is_valid():
        said = form.cleaned_data
        try:
            document = draft(said["agency"], kind=said["kind"], title=said["title"], facts=form.facts, by=officer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("disclosure:edit", document.pk)
    return render(request, "disclosure/new.html", {"form": form})


@csp_update({"style-src": [EDITOR_STYLE]})
@desk(Permission.DRAFT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write; what was kept and not saved is there again."""
    document, officer = found(request, pk), request.officer  # type: ignore[attr-defined]
    officer.require(Permission.DRAFT, document.agency)
    if request.method == "POST" and "discard" in request.POST:
        discard(document, by=officer)
        return redirect("disclosure:document" if request.POST["discard"] == "leave" else "disclosure:edit", pk)
    if request.method == "POST":
        return _sent(request, document, officer)
    kept = whose(unsaved(document), [officer.user.pk])
    latest = document.versions.get(number=document.latest)
    begun, based_on = (kept, kept.based_on) if kept else (latest, latest.number)
    writing = Writing(document, officer, begun=begun, based_on=based_on)
    return render(request, "disclosure/edit.html", _context(document, writing, kept=kept))


def _sent(request: HttpRequest, document: Document, officer: Officer) -> HttpResponse:
    writing = Writing(document, officer, sent=request)
    valid = writing.is_valid()
    based_on = writing.text_form.cleaned_data.get("based_on")
    for name, by in (("up", -1), ("down", 1)):
        if based_on and name in request.POST:  # without a script: the order is kept with the rest
            writing.move(request.POST[name], by)
            keep(document, writing.text, said=writing.typed, based_on=based_on, by=officer)
            return redirect("disclosure:edit", document.pk)
    if not valid:
        if based_on:
            keep(document, writing.text, said=writing.typed, based_on=based_on, by=officer)
        return render(request, "disclosure/edit.html", _context(document, writing), status=422)
    return _saved(request, document, writing, officer)


def _saved(request: HttpRequest, document: Document, writing: Writing, officer: Officer) -> HttpResponse:
    based_on = writing.text_form.cleaned_data["based_on"]
    try:
        for received in writing.files_form.cleaned_data["uploads"]:
            writing.add(bring_in(document, received, by=officer))
        with act(by=officer.actor):  # else what was refused would be said of what others review
            _describe(document, writing, request.POST, officer)
            version = save(document, writing.text, based_on=based_on, by=officer)
    except Conflict as conflict:
        keep(document, writing.text, said=writing.typed, based_on=based_on, by=officer)
        _describe(document, writing, request.POST, officer, brought_in=True)
        return _conflict(request, document, officer, conflict)
    except Refused as refused:
        keep(document, writing.text, said=writing.typed, based_on=based_on, by=officer)
        writing.text_form.add_error(None, str(refused))
        return render(request, "disclosure/edit.html", _context(document, writing), status=422)
    examine(document, by=officer)
    messages.success(request, _("已保存为第%(number)s版。") % {"number": version.number})
    if "submit" in request.POST:
        _submit(request, document, officer)
    return redirect("disclosure:document", document.pk)


def _submit(request: HttpRequest, document: Document, officer: Officer) -> None:
    """Send on what was just saved; why not is said on the document's page."""
    process = latest_process(document.kind, document.pk)
    try:
        if process is not None:
            perform(process, SUBMIT, by=officer, version=process.version)
            messages.success(request, _("已送审。"))
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)


def _describe(
    document: Document, writing: Writing, said: QueryDict, officer: Officer, *, brought_in: bool = False
) -> None:
    """What was typed beside a picture: what it shows, for those who do not see it. It is reviewed with the version.
    `brought_in`: of those alone that no version has.

    :raises Refused: where the picture is public, so that it would be said before anybody has reviewed it.
    """
    for file in writing.attached():
        alt = said.get(f"alt-{file.uuid}", file.alt).strip()
        if file.is_image and alt != file.alt and not (brought_in and file.attached.exists()):
            if file.level == Level.PUBLIC:
                raise Refused(
                    _("图片“%(name)s”已公开，替代文字不能直接改；要改，请重新上传这幅图片。") % {"name": file.name}
                )
            describe(file, alt=alt, agency=document.agency.holder, by=officer.actor)


def _conflict(request: HttpRequest, document: Document, officer: Officer, conflict: Conflict) -> HttpResponse:
    """Theirs beside one's own, which is still in the form; saving again is then a choice that was made knowingly."""
    own = WorkingCopy.objects.get(document=document, user=officer.user)
    again = Writing(document, officer, begun=own, based_on=conflict.theirs.number)
    context = _context(document, again)
    context |= {
        "conflict": conflict,
        "theirs": conflict.theirs,
        "sections": compare(document.kind, conflict.theirs, own),
    }
    return render(request, "disclosure/edit.html", context, status=409)


@require_POST
@desk(Permission.DRAFT)
def keep_text(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is being written; called by the page every few seconds."""
    document, officer = found(request, pk), request.officer  # type: ignore[attr-defined]
    officer.require(Permission.DRAFT, document.agency)
    writing = Writing(document, officer, sent=request)
    based_on = request.POST.get("based_on", "")
    if not re.fullmatch("[1-9][0-9]{0,8}", based_on):
        return JsonResponse({"message": _("无法暂存，请保存。")}, status=422)
    try:
        copy = keep_meanwhile(document, writing.text, said=writing.typed, based_on=int(based_on), by=officer)
    except Refused as refused:
        return JsonResponse({"message": str(refused)}, status=409)
    time = timezone.localtime(copy.kept).strftime("%H:%M:%S")
    message = _("已于%(time)s暂存，尚未保存为新版本。") % {"time": time}
    latest = Document.objects.values_list("latest", flat=True).get(pk=document.pk)
    if latest != int(based_on):
        message = _("他人已保存了第%(number)s版；您保存时可以对照。") % {"number": latest}
    return JsonResponse({"message": message})


def _context(document: Document, writing: Writing, *, kept: WorkingCopy | None = None) -> dict[str, object]:
    running = Process.objects.running().filter(kind=document.kind, object_id=document.pk).first()
    table = kind_of(document.kind).table
    return {
        "document": document,
        "form": writing.text_form,
        "writing": writing,
        "kept": kept,
        # sent on already: saving brings it back to the draft
        "sent": running is not None and running.waits_for != Permission.DRAFT,
        "submits": any(row.act == SUBMIT for row in table.rows_in(table.begins)),
        "returned": returned(document),
    }
