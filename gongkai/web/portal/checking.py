"""核对一份年报: whoever has an annual report sees it read, laid out as the form, with what does not add up.

Nothing is kept unless that is asked for. Reading runs in a process of its own, bounded in time and memory, one at a
time for a server process, after stamp and limit were looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Semaphore
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.report.editions import load_edition
from gongkai.report.schema import Number, Report
from gongkai.web.annual.bounded import ReadingFailed, records
from gongkai.web.annual.pages import laid_out
from gongkai.web.annual.sharing import DAYS, drop, share, shared
from gongkai.web.portal.errors import kept_by_nobody
from gongkai.web.portal.heads import Head
from gongkai.web.portal.limits import wait
from gongkai.web.portal.stamps import StampedForm, stamp
from gongkai.web.portal.views import trail
from gongkai.web.workflow.refusals import Refused

SALT = "gongkai.check"
#: Reports of one address in an hour, and tries of a word or a code.
MOST, TRIES = 30, 60
HOUR = 3600
#: Characters of a text that is pasted.
LONGEST = 300_000
#: Seconds of a processor that a report of anybody may take.
SECONDS = 20
#: One reading at a time for a process; who has waited so many seconds is asked to come again, since the thread that
#: waits is one of the few that others read the portal by.
TURN = 3
_turn = Semaphore(1)


class CheckForm(StampedForm):
    """A file, or its text."""

    salt = SALT
    file = forms.FileField(
        label=gettext_lazy("文件"), required=False,
        help_text=gettext_lazy("网页（.html）、Word（.docx、.doc）、PDF、Excel（.xlsx）、文本（.txt），不超过10 MB。"),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("或者粘贴报告的文字"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("从网页上整页复制、粘贴即可，要包括表格。"),
    )  # fmt: skip
    keep = forms.BooleanField(
        label=gettext_lazy("保存结果，得到可以转发的链接"), required=False,
        help_text=gettext_lazy("不勾选的，什么都不保存。保存的不列出、不供检索，到期自动清除，也可以提前删去。"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        file, text = said.get("file"), said.get("text", "").strip()
        if not file and not text and "file" not in self.errors:
            self.add_error("file", _("请选择文件，或者粘贴报告的文字。"))
        if file and file.size > settings.APPLICANT_FILE_LARGEST:
            limit = filesizeformat(settings.APPLICANT_FILE_LARGEST)
            self.add_error("file", _("文件超过%(limit)s，请只提交报告本身。") % {"limit": limit})
        return said


class Unread(Exception):
    """Why there is no report to show, in words, and the status that says it to a program."""

    def __init__(self, words: str, status: int = 422, after: int = 0) -> None:
        super().__init__(words)
        self.status, self.after = status, after


def read(request: HttpRequest, data: bytes, name: str) -> Report:
    """The first report of a document of anybody.

    :raises Unread: where there is none, it takes too long, or somebody asks too often.
    """
    if seconds := wait(request, "check", most=MOST, seconds=HOUR):
        raise Unread(_("您核对得太频繁，请过%(minutes)d分钟再试。") % {"minutes": -(-seconds // 60)}, 429, seconds)
    if not _turn.acquire(timeout=TURN):
        raise Unread(_("正在核对别的报告，请过一会儿再试。"), 503, SECONDS)
    try:
        found = records(data, name, seconds=SECONDS)
    except ReadingFailed:
        raise Unread(_("读这个文件用的时间或者内存太多。请只提交报告本身，或者另存为网页、Word再试。")) from None
    finally:
        _turn.release()
    report = next((one for one in found if isinstance(one, Report)), None)
    if report is None:
        raise Unread(_("没有读到年度报告：%(reason)s") % {"reason": getattr(found[0], "reason", "") if found else name})
    return report


@dataclass(frozen=True)
class Mend:
    """A number that, changed alone, makes sums hold: a proposal, not what is right."""

    place: str
    now: Number | None
    then: Any


def mends(report: Report) -> list[list[Mend]]:
    """For each group of broken sums the numbers of which changing any one would mend it."""
    cells = load_edition(report.edition).cells if report.edition else {}
    groups = []
    for finding in report.findings:
        values = finding.details.get("values", {}) if finding.rule == "sum-broken" else {}
        group = [Mend(cells[id_].place, report.cells.get(id_), then) for id_, then in values.items() if id_ in cells]
        if group:
            groups.append(group)
    return groups


def _shown(report: Report) -> dict[str, Any]:
    wrong = [one.severity for one in report.findings]
    cells = load_edition(report.edition).cells if report.edition else {}
    return {
        "report": report,
        "parts": laid_out(report, get_language()),
        "mends": mends(report),
        "errors": wrong.count("error"),
        "warnings": wrong.count("warn"),
        "unknown": sum(report.cells.get(id_) is None for id_, cell in cells.items() if cell.required),
    }


@csrf_exempt  # nothing is done in anybody's name; the stamp stands in its place
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The form, and below it what was read."""
    posted = request.method == "POST"
    form = CheckForm(request.POST, request.FILES) if posted else CheckForm(initial={"stamp": stamp(SALT)})
    context, status = _frame() | {"form": form, "days": DAYS}, 200
    if posted:
        status = 422
        if form.is_valid():
            try:
                context |= _read(request, form)
                status = 200
            except Unread as unread:
                form.add_error(None, str(unread))
                status = unread.status
        form.stamp_anew()
    return kept_by_nobody(render(request, "portal/check/form.html", context, status=status))


def _read(request: HttpRequest, form: CheckForm) -> dict[str, Any]:
    file, text = form.cleaned_data["file"], form.cleaned_data["text"]
    data, name = (file.read(), file.name or "") if file else (text.encode(), "粘贴的文字.txt")
    report = read(request, data, name)
    found = _shown(report)
    if form.cleaned_data["keep"]:
        try:
            row, word, code = share(report)
        except Refused as refused:
            raise Unread(str(refused)) from refused
        address = request.build_absolute_uri(reverse("portal:shared-check", args=[word]))
        found |= {"kept": row, "address": address, "code": code}
    return found


@require_http_methods(["GET", "HEAD"])
def opened(request: HttpRequest, word: str) -> HttpResponse:
    """What somebody shared, for whoever has the address."""
    if wait(request, "check-word", most=TRIES, seconds=HOUR):
        return kept_by_nobody(render(request, "429.html", status=429))
    found = shared(word)
    if found is None:
        raise Http404
    row, report = found
    return kept_by_nobody(
        render(request, "portal/check/shared.html", _frame() | _shown(report) | {"row": row, "word": word})
    )


@csrf_exempt  # word and code are asked for; there is no session to ride on
@require_POST
def dropped(request: HttpRequest, word: str) -> HttpResponse:
    """Whoever has the code drops it."""
    if wait(request, "check-word", most=TRIES, seconds=HOUR):
        return kept_by_nobody(render(request, "429.html", status=429))
    if drop(word, request.POST.get("code", "")):
        return kept_by_nobody(render(request, "portal/check/dropped.html", _frame()))
    return redirect(reverse("portal:shared-check", args=[word]) + "?wrong=1")


def _frame() -> dict[str, Any]:
    about = _("上传或者粘贴一份政府信息公开工作年度报告，看读出的表格和校核发现的问题。")
    return {"trail": trail((_("政府信息公开年报"), reverse("portal:reports"))), "head": Head(_("核对一份年报"), about)}


def answered(request: HttpRequest, name: str) -> HttpResponse:
    """The same for programs: the record of the report as JSON, findings in it; the body is the document, or a form with
    one file."""
    try:
        report = read(request, *_sent(request, name))
    except Unread as unread:
        answer = JsonResponse({"detail": str(unread)}, status=unread.status, json_dumps_params={"ensure_ascii": False})
        if unread.after:
            answer["Retry-After"] = str(unread.after)
        return answer
    return JsonResponse(report.as_dict(), json_dumps_params={"ensure_ascii": False})


def _sent(request: HttpRequest, name: str) -> tuple[bytes, str]:
    """The document that a program sent, and its name.

    :raises Unread: where there is none, there are several, or it is too large.
    """
    if request.content_type == "multipart/form-data":
        files = [file for field in request.FILES for file in request.FILES.getlist(field)]
        fits = len(files) == 1 and (files[0].size or 0) <= settings.APPLICANT_FILE_LARGEST
        data, name = (files[0].read(), name or files[0].name or "") if fits else (b"", name)
    else:
        data = request.body
    if not data or len(data) > settings.APPLICANT_FILE_LARGEST:
        raise Unread(_("请把不超过10 MB的文件放在请求的正文里，或者作为表单里唯一的文件。"))
    return data, name
