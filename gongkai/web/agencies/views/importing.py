"""A list of agencies comes in: upload, preview, yes or no."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.web.agencies import actions
from gongkai.web.agencies.actions.importing import preview
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.forms.entry import Upload
from gongkai.web.agencies.lists.columns import COLUMNS, EMPTY
from gongkai.web.agencies.lists.handing import saved
from gongkai.web.agencies.lists.previews import State
from gongkai.web.agencies.lists.reading import BYTES, UnreadableList
from gongkai.web.agencies.lists.sheets import MEDIA_TYPES
from gongkai.web.agencies.lists.writing import template, write_wrong
from gongkai.web.agencies.models import ImportDraft
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.refusals import Refused
from gongkai.web.agencies.tasks import KEPT
from gongkai.web.agencies.views.acts import GET_OR_POST

PER_PAGE = 50


@desk(Permission.MANAGE_AGENCIES)
@GET_OR_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file; nothing is written but the file itself, until its preview is confirmed."""
    officer = request.officer  # type: ignore[attr-defined]
    form = Upload(request.POST or None, request.FILES or None, initial={"day": officer.today})
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            content = file.read(BYTES + 1)
            actions.keep_draft(content, file_name=file.name, day=form.cleaned_data["day"], by=officer)
            return redirect("agencies:preview")
        except UnreadableList as error:
            form.add_error("file", str(error))
        except Refused as refused:
            form.add_error("day", refused.message)
    waiting = ImportDraft.objects.filter(user=request.user).only("file_name", "created").first()  # type: ignore[misc]
    context = {"form": form, "columns": COLUMNS, "empty": EMPTY, "waiting": waiting, "kept": KEPT}
    return render(request, "agencies/upload.html", context)


@desk(Permission.MANAGE_AGENCIES)
@require_safe
def import_template(request: HttpRequest, format: str) -> HttpResponse:
    """An empty list with its columns."""
    if format not in MEDIA_TYPES:
        raise Http404
    return saved(template(format), "agencies-template", format)


@desk(Permission.MANAGE_AGENCIES)
@GET_OR_POST
def show_preview(request: HttpRequest) -> HttpResponse:
    """What the officer's own upload would do, line by line; confirmed, exactly that is done."""
    officer = request.officer  # type: ignore[attr-defined]
    draft = ImportDraft.objects.filter(user=request.user).first()  # type: ignore[misc]
    if draft is None:
        messages.info(request, _("没有等待确认的文件，请先上传。"))
        return redirect("agencies:import")
    if request.method == "POST" and "drop" in request.POST:
        actions.drop_draft(draft, by=officer)
        messages.info(request, _("已放弃导入，没有改动任何机关。"))
        return redirect("agencies:import")
    if request.method == "POST":
        try:
            done = actions.apply_import(draft, planned=request.POST.get("planned", ""), by=officer)
            said = {"new": done.counts[State.NEW], "changed": done.counts[State.CHANGED]}
            messages.success(request, _("已导入：新增%(new)d个，变更%(changed)d个。") % said)
            return redirect("agencies:list")
        except Refused as refused:
            messages.error(request, refused.message)
    plan = preview(draft, by=officer)
    shown = next((state for state in State if plan.counts[state]), State.UNCHANGED)
    state = State(request.GET["state"]) if request.GET.get("state") in State.values else shown
    page = Paginator(plan.of(state), PER_PAGE).get_page(request.GET.get("page"))
    tabs = [(each, plan.counts[each]) for each in State if each != State.ENDED]  # a list of agencies ends none
    return render(
        request,
        "agencies/preview.html",
        {"draft": draft, "plan": plan, "state": state, "page": page, "tabs": tabs, "wrong": plan.counts[State.WRONG]},
    )


@desk(Permission.MANAGE_AGENCIES)
@require_safe
def wrong_lines(request: HttpRequest) -> HttpResponse:
    """The wrong lines of the officer's own upload, with the reasons, as a list to be put right and uploaded."""
    draft = ImportDraft.objects.filter(user=request.user).first()  # type: ignore[misc]
    if draft is None:
        messages.info(request, _("没有等待确认的文件，请先上传。"))
        return redirect("agencies:import")
    plan = preview(draft, by=request.officer)  # type: ignore[attr-defined]
    return saved(write_wrong(plan.of(State.WRONG)), "agencies-wrong", "csv")
