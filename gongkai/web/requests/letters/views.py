"""Letters on the desk: drafted from the case, read as they will be printed, reviewed, signed, sent."""

from __future__ import annotations

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.letters import LetterError, write
from gongkai.web.agencies.doors import agency_of, desk
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.once import once
from gongkai.web.agencies.permissions import Permission
from gongkai.web.requests.actions.recording import overdue
from gongkai.web.requests.forms import version_of
from gongkai.web.requests.letters import actions
from gongkai.web.requests.letters.filling import known, settings_of
from gongkai.web.requests.letters.forms import LetterForm, ScanForm, SendForm, SettingsForm
from gongkai.web.requests.letters.reading import found, reads
from gongkai.web.requests.letters.scans import PDF, SCAN, add_scan, scan_of
from gongkai.web.requests.letters.sending import OFFERED, recorded, why_not
from gongkai.web.requests.material.fields import held, said_wrong
from gongkai.web.requests.models import LETTER, Case, Letter
from gongkai.web.requests.numbering import patterns_of
from gongkai.web.requests.reading import found as found_case
from gongkai.web.requests.standing import clock_of, facts_of
from gongkai.web.requests.telling.letters import ELECTRONIC, goes_along
from gongkai.web.workflow.kinds import kind_of
from gongkai.web.workflow.panels import latest, panel
from gongkai.web.workflow.refusals import Refused

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
}
#: A letter as a page of its own, shown within the desk's: its own style, and nothing else.
ALONE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


@desk(Permission.DRAFT)
@once
def new(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Draft a letter of a case."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    case = found_case(officer, pk)
    officer.require(Permission.DRAFT, case.agency)
    if kind not in OFFERED:
        raise Http404
    if reason := why_not(kind, facts_of(case), clock_of(case, officer.today), officer.today):
        messages.error(request, reason)
        return redirect("requests:case", pk)
    filled = known(case, kind, officer.today, party=_party(request, case, officer))
    form = LetterForm(request.POST or None, kind=kind, known=filled, facts={})
    if _complete(request, form):
        try:
            letter = actions.begin_letter(case, kind, form.said, by=officer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已拟好，请看一遍再送审。"))
            return redirect("requests:letter", letter.pk)
    return _form(request, form, case=case)


def _party(request: HttpRequest, case: Case, officer: Officer) -> str:
    """Of those who were consulted the one that the page led here from, by its place: a name is in no address."""
    place, rows = request.GET.get("consulted", ""), clock_of(case, officer.today).consulted
    return rows[int(place) - 1].party if place in {str(number + 1) for number in range(len(rows))} else ""


@desk(Permission.DRAFT)
@once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something else in a letter."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    letter = found(officer, pk)
    officer.require(Permission.DRAFT, letter.case.agency)
    if letter.issued is not None:
        raise Http404
    facts = letter.said
    filled = known(letter.case, letter.kind, officer.today)
    form = LetterForm(request.POST or None, kind=letter.kind, known=filled, facts=facts)
    if _complete(request, form):
        try:
            actions.redraft(letter, form.said, by=officer, version=version_of(request.POST) or 0)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已保存为新的一版。"))
            return redirect("requests:letter", letter.pk)
    return _form(request, form, case=letter.case, letter=letter)


def _complete(request: HttpRequest, form: LetterForm) -> bool:
    """Sent to be kept, and whole; not only for another part of it."""
    return request.method == "POST" and "keep" in request.POST and form.is_valid()


def _form(request: HttpRequest, form: LetterForm, **context: Any) -> HttpResponse:
    if request.method == "POST" and "keep" not in request.POST:  # one part more, or what its ground asks for
        form.errors.clear()
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "requests/letters/edit.html", {"form": form, **context}, status=status)


@require_safe
@csp_update({"frame-src": [SELF]})
@desk(Permission.READ_INTERNAL)
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter, its way through the review, and how it goes out."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    return _page(request, found(officer, pk))


def _page(request: HttpRequest, row: Letter, wrong: SendForm | None = None) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    process = latest(LETTER, row.pk)
    drafts = officer.may(Permission.DRAFT, row.case.agency)
    waits = process is not None and process.ended is None
    context = {
        "letter": row,
        "case": row.case,
        "panel": panel(process, officer) if process else None,
        "state": kind_of(LETTER).table.states[process.state].label if process else "",
        "reads": row.case.erased is None and reads(officer, row, process),
        "edits": drafts and waits and row.issued is None,
        "send": (wrong or _send_form(row, officer)) if drafts and waits and row.issued is not None else None,
        "files": row.files.order_by("form") if row.issued else [],
        "scan": scan_of(row) if row.issued else None,
        "scans": ScanForm()
        if drafts and row.issued and row.case.archived is None and (row.sent is None or row.way != ELECTRONIC)
        else None,
        "notes": _notes(row, officer),
    }
    return render(request, "requests/letters/letter.html", context, status=422 if wrong else 200)


def _notes(row: Letter, officer: Officer) -> list[str]:
    """What an officer should know of a letter before it is signed."""
    if row.issued is not None or row.case.erased is not None:
        return []
    try:
        document = actions.previewed(row, row.said, officer.today)
    except Refused as refused:
        return [str(refused)]
    return list(document.notes)


def _send_form(row: Letter, officer: Officer, data: Any = None) -> SendForm:
    said = row.said
    new = recorded(row.kind, said, issued=row.issued or officer.today, sent=officer.today, way="electronic")
    late = overdue(facts_of(row.case), new).values()
    return SendForm(
        data,
        today=officer.today,
        mailed=goes_along(row, ELECTRONIC),
        late=max(late, key=lambda one: one.days, default=None),
    )


@require_POST
@csp_update({"frame-src": [SELF]})
@desk(Permission.DRAFT)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a signed letter."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    officer.require(Permission.DRAFT, row.case.agency)
    form = _send_form(row, officer, request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    said = form.cleaned_data
    try:
        actions.send(
            row, way=said["way"], on=said["on"], reason=said.get("reason", ""), by=officer,
            version=version_of(request.POST),
        )  # fmt: skip
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, row, form)
    messages.success(request, _("已送出，并登记在申请的经过里。"))
    return redirect("requests:letter", pk)


@require_safe
@desk(Permission.READ_INTERNAL)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as it reads, as a page of its own."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    _require(officer, row)
    return _alone(_bytes(row, "html", officer))


@require_safe
@desk(Permission.READ_INTERNAL)
def file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The bytes that were signed; before that, a draft of them."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    _require(officer, row)
    if form == SCAN and (copy := scan_of(row)) is not None:
        form, response = "pdf", HttpResponse(copy.content, content_type=PDF)
    elif form in ("pdf", "docx"):
        response = _bytes(row, form, officer)
    else:
        raise Http404
    name = f"{row}.{form}" if row.issued else _("草稿：%(name)s") % {"name": f"{row}.{form}"}
    if response.status_code == 200:
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return _alone(response)


def _bytes(row: Letter, form: str, officer: Officer) -> HttpResponse:
    """What is kept of a signed letter, never made again; of a draft, as it would be if it were signed today."""
    if row.issued is not None:
        return HttpResponse(get_object_or_404(row.files, form=form).content, content_type=MEDIA_TYPES[form])
    try:
        content = write(actions.previewed(row, row.said, officer.today), form)
    except (Refused, LetterError) as refused:
        return HttpResponse(str(refused), content_type="text/plain; charset=utf-8", status=422)
    return HttpResponse(content, content_type=MEDIA_TYPES[form])


def _require(officer: Officer, row: Letter) -> None:
    if row.case.erased is not None:
        raise Http404
    if not reads(officer, row, latest(LETTER, row.pk)):
        raise NotPermitted(_("这件文书只有办理人看得到。"))


def _alone(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = ALONE
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@require_POST
@desk(Permission.DRAFT)
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the signed and stamped copy of a letter."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    officer.require(Permission.DRAFT, row.case.agency)
    _require(officer, row)
    form = ScanForm(request.POST, request.FILES)
    files = held(form) if form.is_valid() else None
    if files is None or len(files) != 1:
        messages.error(request, said_wrong(form) or _("请选择一个文件。"))
        return redirect("requests:letter", pk)
    try:
        add_scan(row, files[0], by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已保存盖章的文书；申请人下载到的是这一份。"))
    return redirect("requests:letter", pk)


@desk(Permission.DISCLOSE)
@once
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """What the letters of an agency say of it."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    agency = agency_of(officer, slug, Permission.DISCLOSE)
    form = SettingsForm(request.POST or None, instance=settings_of(agency), patterns=patterns_of(agency))
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_settings(form.save(commit=False), patterns=form.patterns, by=officer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已保存。以后拟的文书照此写。"))
            return redirect("requests:settings", slug)
    status = 422 if form.errors else 200
    return render(request, "requests/letters/settings.html", {"form": form, "agency": agency}, status=status)
