"""A list comes in: upload, preview, yes or no; and goes out as a sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_safe

from gongkai.web.agencies.doors import agency_of, desk
from gongkai.web.agencies.lists.handing import saved
from gongkai.web.agencies.lists.previews import State
from gongkai.web.agencies.lists.reading import BYTES, UnreadableList
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.batches.actions import under_way
from gongkai.web.disclosure.models import SheetDraft
from gongkai.web.disclosure.sheets import actions
from gongkai.web.disclosure.sheets.rooms import ROOMS, Room
from gongkai.web.disclosure.sheets.writing import write
from gongkai.web.workflow.refusals import Refused

PER_PAGE = 50


class Upload(forms.Form):
    """A list to be looked at before it is imported."""

    file = forms.FileField(
        label=gettext_lazy("文件"), help_text=gettext_lazy(".xlsx 或 CSV，列与导出的表相同，最多5000行、4 MB。")
    )
    day = forms.DateField(
        label=gettext_lazy("生效日期"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("新增和变更自这一天起生效，不能晚于今天。"),
    )  # fmt: skip
    whole = forms.BooleanField(label=gettext_lazy("这是完整的目录：文件中没有的条目自生效日期起停用"), required=False)

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not room.ends:
            del self.fields["whole"], self.fields["day"]


def room_of(id_: str) -> Room:
    """The kind of list of an address."""
    if id_ not in ROOMS:
        raise Http404
    return ROOMS[id_]


@desk(Permission.DRAFT)
def upload(request: HttpRequest, room: str, slug: str) -> HttpResponse:
    """Take a file; nothing is written but the file itself, until its preview is confirmed."""
    officer, found = request.officer, room_of(room)  # type: ignore[attr-defined]
    agency = agency_of(officer, slug, Permission.DRAFT)
    form = Upload(request.POST or None, request.FILES or None, room=found, initial={"day": officer.today})
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.keep(
                found, agency, said["file"].read(BYTES + 1), file_name=said["file"].name,
                day=said.get("day") or officer.today, whole=said.get("whole", False), by=officer,
            )  # fmt: skip
        except (UnreadableList, Refused) as error:
            form.add_error("file" if isinstance(error, UnreadableList) else None, str(error))
        else:
            return redirect("disclosure:sheet-preview")
    return render(request, "disclosure/sheets/upload.html", {"form": form, "room": found, "agency": agency})


@desk(Permission.DRAFT)
def show_preview(request: HttpRequest) -> HttpResponse:
    """What the officer's own upload would do, line by line; confirmed, exactly that is done."""
    officer = request.officer  # type: ignore[attr-defined]
    draft = SheetDraft.objects.filter(user=request.user).select_related("agency").first()  # type: ignore[misc]
    if draft is None or not officer.may(Permission.DRAFT, draft.agency):
        messages.info(request, _("没有等待确认的文件，请先上传。"))
        return redirect("disclosure:documents")
    room = ROOMS[draft.room]
    if request.method == "POST" and "drop" in request.POST:
        actions.drop(draft, by=officer)
        messages.info(request, _("已放弃导入，没有改动任何内容。"))
        return redirect(room.page, *_args(room, draft.agency))
    if request.method == "POST":
        try:
            made = actions.take(draft, planned=request.POST.get("planned", ""), by=officer)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            said = {"new": made.counts[State.NEW], "changed": made.counts[State.CHANGED]}
            messages.success(request, _("已导入：新增%(new)d条，变更%(changed)d条。") % said)
            if process := under_way(room.id, draft.agency):
                return redirect("disclosure:batch", process.object_id)
            return redirect(room.page, *_args(room, draft.agency))
    plan = actions.preview(draft, by=officer)
    first = next((state for state in State if plan.counts[state]), State.UNCHANGED)
    state = State(request.GET["state"]) if request.GET.get("state") in State.values else first
    page = Paginator(plan.of(state), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "draft": draft, "room": room, "plan": plan, "state": state, "page": page,
        "lines": [(line, [column.show(line.facts[column.field]) for column in room.columns]
                   if state in (State.NEW, State.ENDED, State.UNCHANGED) else []) for line in page],
        "tabs": [(each, plan.counts[each]) for each in State if each != State.ENDED or room.ends],
        "wrong": plan.counts[State.WRONG],
    }  # fmt: skip
    return render(request, "disclosure/sheets/preview.html", context)


def _args(room: Room, agency: Agency) -> list[str]:
    return [agency.slug] if room.ends else [room.id, agency.slug]


@require_safe
@desk(Permission.READ_INTERNAL)
def export(request: HttpRequest, room: str, slug: str) -> HttpResponse:
    """The list as its officers have it, in the columns in which it is imported."""
    officer, found = request.officer, room_of(room)  # type: ignore[attr-defined]
    agency = agency_of(officer, slug, Permission.READ_INTERNAL)
    with override("zh-hans"):  # the form of the file is Chinese, as an import wants it
        there = found.there(agency, officer.today, officer).values()
        content = write(f"{agency.name}{found.name}", found.columns, found.rows(there), merge=found.merge)
    return saved(content, f"{found.id}-{agency.slug}", "xlsx")
