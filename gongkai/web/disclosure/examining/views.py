"""The room of the examination: a version beside what was found in it; and a look at anything, which keeps nothing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from gongkai.examine import examine_file, examine_text, masked
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.actions import writable
from gongkai.web.disclosure.examining.basis import official_names, public_contacts
from gongkai.web.disclosure.examining.examination import examine
from gongkai.web.disclosure.examining.forms import LookForm, MendingForm, RulingForm
from gongkai.web.disclosure.examining.marking import marked_parts
from gongkai.web.disclosure.examining.mending import clean_file, mask
from gongkai.web.disclosure.examining.reading import report, shown
from gongkai.web.disclosure.examining.rulings import WAYS, rule
from gongkai.web.disclosure.examining.standing import progress, standing_of
from gongkai.web.disclosure.listing import seen
from gongkai.web.disclosure.models import Document, Examination, Finding
from gongkai.web.files.models import File
from gongkai.web.workflow.refusals import Refused


def _found(request: HttpRequest, pk: int) -> tuple[Document, Officer]:
    """The document, through the gate, where the officer works."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    rows = seen(officer).select_related("agency", "published")
    row: Document = get_object_or_404(rows, pk=pk)
    return row, officer


@desk(Permission.READ_INTERNAL)
def examination(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest version with its findings; POST: have it examined by the rules of today."""
    document, officer = _found(request, pk)
    if request.method == "POST":
        _told(request, examine(document, by=officer))
        return redirect("disclosure:examination", pk)
    drafts = officer.may(Permission.DRAFT, document.agency) and writable(document)
    found = report(document, officer, drafts=drafts)
    version = document.versions.select_related("document").get(number=document.latest)
    context = {
        "document": document,
        "version": version,
        "report": found,
        "progress": progress(found.standing) if found and found.standing.waiting else "",
        "parts": marked_parts(version, [row for row in found.rows if row.part] if found else []),
        "files": [row.file for row in version.attachments.select_related("file").order_by("position")],
        "drafts": drafts,
    }
    return render(request, "disclosure/examining/examination.html", context)


@require_POST
@desk(Permission.DRAFT)
def mend(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry proposals out in a new version, and examine that."""
    document, officer = _found(request, pk)
    officer.require(Permission.DRAFT, document.agency)
    form = MendingForm(request.POST)
    if not form.is_valid():
        return _back(request, pk, _("表单不完整，请在页面上重新操作。"))
    said = form.cleaned_data
    try:
        if said["file"]:
            file = get_object_or_404(File.objects.visible_to(officer), uuid=said["file"])
            version = clean_file(document, file=file, based_on=said["based_on"], by=officer)
        else:
            wanted = [said["finding"]] if said["finding"] else None
            version = mask(document, wanted=wanted, based_on=said["based_on"], by=officer)
    except Refused as refused:
        return _back(request, pk, *refused.reasons)
    messages.success(request, _("已保存为第%(number)s版。") % {"number": version.number})
    _told(request, examine(document, by=officer))
    return redirect("disclosure:examination", pk)


@require_POST
@desk(Permission.READ_INTERNAL)
def ruling(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something on a finding of the document."""
    document, officer = _found(request, pk)
    permissions = {way.permission for way in WAYS.values()}
    if not any(officer.may(permission, document.agency) for permission in permissions):
        raise NotPermitted(_("处理检查发现须由经办、签发或者保密审查人员办理。"))
    form = RulingForm(request.POST)
    if not form.is_valid():
        return _back(request, pk, _("请写明理由（不超过1000字）。"))
    said = form.cleaned_data
    finding = get_object_or_404(Finding.objects.filter(examination__document=document), pk=said["finding"])
    try:
        rule(finding, WAYS[said["way"]], reason=said["reason"], by=officer)
    except Refused as refused:
        return _back(request, pk, *refused.reasons)
    messages.success(request, _("已记录。"))
    return redirect("disclosure:examination", pk)


@never_cache
@sensitive_post_parameters("text")
@desk(Permission.READ_INTERNAL)
def look(request: HttpRequest) -> HttpResponse:
    """Examine a text or a file that is not kept: what was found is the answer, and nothing is written."""
    form = LookForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        officer: Officer = request.officer  # type: ignore[attr-defined]
        facts = public_contacts(officer.where(Permission.READ_INTERNAL))
        file, text = form.cleaned_data["file"], form.cleaned_data["text"].replace("\r\n", "\n")
        if file is not None:
            found = examine_file(file.read(), file.name or "", facts=facts, names=official_names())
        else:
            found = examine_text(text, facts=facts, names=official_names())
            context["masked"] = masked(text, found)
        context |= {"found": [shown(one) for one in found[:300]], "count": len(found), "done": True}
    return render(request, "disclosure/examining/look.html", context)


def _told(request: HttpRequest, found: Examination) -> None:
    """What came of it, in a sentence."""
    standing = standing_of(found)
    if standing.waiting:
        messages.info(request, progress(standing))
    elif standing.to_mend:
        messages.warning(request, _("已检查：有%(count)s处须处理。") % {"count": standing.to_mend})
    else:
        messages.success(request, _("已检查：没有须处理的问题。"))


def _back(request: HttpRequest, pk: int, *reasons: str) -> HttpResponse:
    for reason in reasons:
        messages.error(request, reason)
    return redirect("disclosure:examination", pk)
