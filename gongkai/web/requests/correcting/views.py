"""Applications to correct a record on the desk: the register, and each one with its acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gongkai.letters import LetterError, write
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.lists.handing import handed_on
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.once import once
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.typed import typed
from gongkai.web.files.views import SANDBOX
from gongkai.web.requests.correcting import actions
from gongkai.web.requests.correcting.forms import DraftForm, EntryForm, SendForm
from gongkai.web.requests.correcting.letter import MEDIA_TYPES, letter_of
from gongkai.web.requests.correcting.reading import STAGES, file_of, found, seen, stage_of
from gongkai.web.requests.forms import version_of
from gongkai.web.requests.material.fields import held
from gongkai.web.requests.models import ApplicantKind, Correction, CorrectionFile, CorrectionResult
from gongkai.web.requests.models.corrections import CorrectionQuerySet
from gongkai.web.requests.reading import entered_at
from gongkai.web.workflow.refusals import Refused

PER_PAGE = 25
LABELS = {
    "registered": gettext_lazy("待审核拟办"),
    "signing": gettext_lazy("待签发"),
    "issued": gettext_lazy("待送出"),
    "sent": gettext_lazy("已办结"),
}
HEADS = (
    "登记编号", "机关", "收到日期", "提交方式", "申请人类别", "阶段", "处理结果", "答复文号", "成文日期",
    "送出方式", "送出日期",
)  # fmt: skip


def _wanted(request: HttpRequest) -> tuple[CorrectionQuerySet, dict[str, str]]:
    """As the list is filtered."""
    said = {name: request.GET.get(name, "").strip()[:60].replace("\0", "") for name in ("stage", "result", "q")}
    rows = seen(request.officer).select_related("agency")  # type: ignore[attr-defined]
    if said["stage"] in STAGES:
        rows = rows.filter(STAGES[said["stage"]])
    if said["result"] in CorrectionResult.values:
        rows = rows.filter(result=said["result"], issued__isnull=False)
    return (rows.filter(number__icontains=said["q"]) if said["q"] else rows), said


@require_safe
@desk(Permission.READ_INTERNAL)
def listing(request: HttpRequest) -> HttpResponse:
    """The register, without who asks."""
    rows, said = _wanted(request)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, LABELS[stage_of(row)]) for row in page],
        "stages": LABELS.items(),
        "results": CorrectionResult.choices,
        "enters": request.officer.may_somewhere(Permission.DRAFT),  # type: ignore[attr-defined]
        **said,
    }
    return render(request, "requests/correcting/list.html", context)


@require_safe
@desk(Permission.READ_INTERNAL)
def export(request: HttpRequest, format: str) -> HttpResponseBase:
    """The register as it is filtered, whole."""
    rows, _said = _wanted(request)
    return handed_on(format, "corrections", "更正申请登记本", HEADS, lambda: map(_line, rows))


def _line(row: Correction) -> list[str]:
    arrived, issued, sent = ("" if day is None else day.isoformat() for day in (row.arrived, row.issued, row.sent))
    result = str(row.get_result_display()) if row.issued is not None else ""
    return [
        row.number, row.agency.name, arrived, str(row.get_channel_display()), str(row.get_applicant_kind_display()),
        str(LABELS[stage_of(row)]), result, row.letter_number, issued, str(row.get_way_display()), sent,
    ]  # fmt: skip


@desk(Permission.DRAFT)
@once
def enter(request: HttpRequest) -> HttpResponse:
    """Write one down that came over the counter, by letter or by mail."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    agencies, agency = entered_at(officer, request.GET.get("agency", ""))
    form = EntryForm(request.POST or None, request.FILES or None, today=officer.today)
    if request.method == "POST" and form.is_valid() and (files := held(form)) is not None:
        said = form.cleaned_data
        wanted = actions.Wanted(
            kind=ApplicantKind(said["applicant_kind"]), who=form.who, files=tuple(files),
            **{name: said[name] for name in ("wanted", "evidence", "channel", "arrived")},
        )  # fmt: skip
        try:
            made = actions.register(agency, wanted, by=officer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                _("已登记：%(number)s。申请人的查询码是 %(code)s，请告知申请人；以后不再显示。")
                % {"number": made.correction.number, "code": made.code},
            )
            return redirect("requests:correction", made.correction.pk)
    context = {"form": form, "agency": agency, "agencies": agencies}
    return render(request, "requests/correcting/enter.html", context, status=422 if form.errors else 200)


@require_safe
@desk(Permission.READ_INTERNAL)
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them; who asks and what for, only for who needs to know."""
    return _page(request, found(request.officer, pk))  # type: ignore[attr-defined]


def _page(request: HttpRequest, row: Correction, wrong: Form | None = None) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    stage, drafts = stage_of(row), officer.may(Permission.DRAFT, row.agency)
    knows = officer.may(Permission.READ_APPLICANTS, row.agency) and row.erased is None
    said = {"result": row.result, "finding": row.finding, "organ": row.organ}
    forms = {type(wrong): wrong} if wrong else {}
    files = list(CorrectionFile.objects.filter(correction=row).defer("content")) if knows else []
    context = {
        "correction": row,
        "stage": LABELS[stage],
        "knows": knows,
        "files": [file for file in files if not file.form],
        "letters": [file for file in files if file.form in ("pdf", "docx")],
        "draft": forms.get(DraftForm, DraftForm(initial=said)) if drafts and row.issued is None else None,
        "signs": stage == "signing"
        and officer.may(Permission.APPROVE, row.agency)
        and row.drafted_by_id != officer.user.pk,
        "send": forms.get(SendForm, SendForm(initial={"on": officer.today})) if drafts and stage == "issued" else None,
    }
    return render(request, "requests/correcting/correction.html", context, status=422 if wrong else 200)


Does = Callable[[Correction, int, Officer], object]


def _do(request: HttpRequest, pk: int, need: Permission, form: Form, does: Does, done: str) -> HttpResponse:
    """An act: asked of the officer, done, or the page again with what is wrong."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    officer.require(need, row.agency)
    if form.is_valid():
        try:
            does(row, version_of(request.POST) or 0, officer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect("requests:correction", pk)
    return _page(request, row, form)


@require_POST
@desk(Permission.DRAFT)
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what was found, and send it on to be signed."""
    form = DraftForm(request.POST)

    def does(row: Correction, version: int, by: Officer) -> object:
        said: dict[str, Any] = {**form.cleaned_data, "result": CorrectionResult(form.cleaned_data["result"])}
        return actions.draft(row, **said, version=version, by=by)

    return _do(request, pk, Permission.DRAFT, form, does, _("已拟好，等签发。"))


@require_POST
@desk(Permission.APPROVE)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the letter, or send the draft back."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    officer.require(Permission.APPROVE, row.agency)
    version = version_of(request.POST) or 0
    try:
        if "return" in request.POST:
            actions.send_back(row, reason=typed(request, "reason"), version=version, by=officer)
            messages.success(request, _("已退回。"))
        else:
            actions.sign(row, version=version, by=officer)
            messages.success(request, _("已签发，可以打印盖章、送出。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("requests:correction", pk)


@require_POST
@desk(Permission.DRAFT)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter went out."""
    form = SendForm(request.POST)
    return _do(
        request, pk, Permission.DRAFT, form,
        lambda row, version, by: actions.send(row, **form.cleaned_data, version=version, by=by), _("已登记送出。"),
    )  # fmt: skip


@require_safe
@desk(Permission.READ_APPLICANTS)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as it would be if it were signed today."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    officer.require(Permission.READ_APPLICANTS, row.agency)
    if not row.result or row.issued is not None:
        raise Http404
    try:
        content = write(letter_of(row, officer.today), "pdf")
    except (Refused, LetterError) as refused:
        return HttpResponse(str(refused), content_type="text/plain; charset=utf-8", status=422)
    answer = HttpResponse(content, content_type=MEDIA_TYPES["pdf"])
    answer["Content-Disposition"] = content_disposition_header(True, f"{row.number}.pdf") or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@desk(Permission.READ_APPLICANTS)
def file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """What came with it, or its letter, to be saved."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    return handed(file_of(officer, row, file), row)


def handed(file: CorrectionFile, row: Correction) -> HttpResponse:
    """A file to be saved: a browser opens nothing of it in our name."""
    name = file.name or f"{row.letter_number}.{file.form}"
    answer = HttpResponse(bytes(file.content), content_type=file.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SANDBOX
    return answer
