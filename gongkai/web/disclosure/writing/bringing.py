"""What the page on which a document is written asks for meanwhile: to keep a file, to clean what was pasted, to tick
off a remark."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.actions import bring_in, settle
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.texts.pasting import Pasted, pasted
from gongkai.web.disclosure.views import found
from gongkai.web.disclosure.writing.page import FilesForm
from gongkai.web.files.intake import placeless
from gongkai.web.workflow.models import Step
from gongkai.web.workflow.refusals import Refused


def _drafting(request: HttpRequest, pk: int) -> tuple[Document, Officer]:
    document, officer = found(request, pk), request.officer  # type: ignore[attr-defined]
    officer.require(Permission.DRAFT, document.agency)
    return document, officer


@require_POST
@desk(Permission.DRAFT)
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring one file in: as an attachment, or, with `picture`, for the text. A photograph is kept without its place."""
    document, officer = _drafting(request, pk)
    picture = "picture" in request.POST
    form = FilesForm(request.POST, request.FILES, picture=picture)
    if not form.is_valid() or len(form.cleaned_data["uploads"]) != 1:
        words = [str(word) for errors in form.errors.values() for word in errors] or [_("请选择一个文件。")]
        return JsonResponse({"message": " ".join(words)}, status=422)
    [received] = form.cleaned_data["uploads"]
    if picture and received.located:
        received = placeless(received)
    file = bring_in(document, received, picture=picture, by=officer)
    part = "disclosure/choice.html" if picture else "disclosure/attached.html"
    return JsonResponse({"address": file.get_absolute_url(), "html": render_to_string(part, {"file": file}, request)})


@require_POST
@desk(Permission.DRAFT)
def paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Clean what was pasted, and say what was left out."""
    _drafting(request, pk)
    cleaned = pasted(request.POST.get("html", ""), address=request.build_absolute_uri("/"))
    return JsonResponse({"html": cleaned.html, "message": " ".join(_left_out(cleaned))})


def _left_out(cleaned: Pasted) -> list[str]:
    said = []
    if cleaned.pictures:
        said.append(
            _("有%(count)s幅图片来自别处，没有粘贴进来；请把图片存成文件，再用“图片”按钮插入。")
            % {"count": cleaned.pictures}
        )
    if cleaned.comments or cleaned.deletions:
        said.append(_("批注、修订中删除的文字和画了删除线的文字没有粘贴进来。"))
    if cleaned.hidden:
        said.append(_("表格中隐藏的行和列没有粘贴进来。"))
    if cleaned.unseen:
        said.append(_("隐藏的文字，以及白色等看不见的文字，没有粘贴进来。"))
    return said


@require_POST
@desk(Permission.DRAFT)
def remarks(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick a remark off, or take the tick back."""
    document, officer = _drafting(request, pk)
    step, place = (request.POST.get(name, "") for name in ("step", "place"))
    wanted = int(step) if step.isdecimal() and len(step) < 10 else 0
    row = Step.objects.select_related("process").filter(pk=wanted, process__object_id=document.pk).first()
    settled = "settled" in request.POST
    at = int(place) if place.isdecimal() and len(place) < 4 else -1
    try:
        settle(document, row, at, settled=settled, by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
        settled = False
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"settled": settled})
    return redirect("disclosure:edit", document.pk)
