"""Covering parts of a file: two clicks on a page make an area, by numbers as well; and the copy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.files.views import SANDBOX
from gongkai.web.requests.masking import actions
from gongkai.web.requests.masking.pages import WIDTH, count, coverable, height, proposed, seen
from gongkai.web.requests.material.reading import found
from gongkai.web.requests.models import CaseFile, CoveredArea, CoverGround
from gongkai.web.workflow.refusals import Refused


class AreaForm(forms.Form):
    """An area by numbers, in per cent of the page."""

    left = forms.DecimalField(label=gettext_lazy("左边（%）"), min_value=0, max_value=100, decimal_places=1)
    top = forms.DecimalField(label=gettext_lazy("上边（%）"), min_value=0, max_value=100, decimal_places=1)
    right = forms.DecimalField(label=gettext_lazy("右边（%）"), min_value=0, max_value=100, decimal_places=1)
    bottom = forms.DecimalField(label=gettext_lazy("下边（%）"), min_value=0, max_value=100, decimal_places=1)

    @property
    def area(self) -> tuple[int, int, int, int]:
        left, top, right, bottom = (int(10 * self.cleaned_data[name]) for name in ("left", "top", "right", "bottom"))
        return (left, top, right, bottom)


def _file(request: HttpRequest, pk: int) -> CaseFile:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    officer.require(Permission.DRAFT, row.case.agency)
    if row.content is None or row.struck is not None or not (coverable(row) or row.media_type == actions.TEXT):
        raise Http404
    return row


@desk(Permission.DRAFT)
def mask(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of the file, its areas, and what is done with them."""
    row = _file(request, pk)
    if row.media_type == actions.TEXT:
        return _text(request, row)
    pages = count(row)
    page = _number(request.POST.get("page") or request.GET.get("page"), 1, max(pages, 1))
    corner: tuple[int, int] | None = None
    form = AreaForm(request.POST if _by_numbers(request) else None, auto_id="area-%s")
    if request.method == "POST":
        try:
            corner = _acted(request, row, page, form)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            if "make" in request.POST:
                return redirect(f"{reverse('requests:case', args=[row.case_id])}#material")
    areas = list(CoveredArea.objects.filter(file=row).select_related("by"))
    context = {
        "file": row, "case": row.case, "pages": pages, "page": page, "numbers": range(1, pages + 1), "width": WIDTH,
        "areas": areas, "here": [area for area in areas if area.page == page], "corner": corner,
        "high": height(row, page), "grounds": CoverGround.choices, "ground": _ground(request),
        "form": form if form.errors else AreaForm(auto_id="area-%s"),
    }  # fmt: skip
    return render(request, "requests/masking/mask.html", context, status=422 if form.errors else 200)


def _by_numbers(request: HttpRequest) -> bool:
    """Whether an area is said by numbers, and nothing else is asked for."""
    others = ("make", "remove", "propose", "at.x")
    return request.method == "POST" and not any(name in request.POST for name in others)


def _acted(request: HttpRequest, row: CaseFile, page: int, form: AreaForm) -> tuple[int, int] | None:
    """What a form of the page asks for; the corner that waits for its other one, where one was clicked.

    :raises Refused: where it cannot be.
    """
    officer: Officer = request.officer  # type: ignore[attr-defined]
    said, ground = request.POST, CoverGround(_ground(request))
    if "make" in said:
        actions.make_copy(row, by=officer)
        messages.success(request, _("已生成遮盖后的副本；原件没有改动。"))
    elif "remove" in said:
        area = get_object_or_404(CoveredArea, pk=_number(said["remove"], 0, 10**15), file=row)
        actions.unmark(row, area, by=officer)
    elif "propose" in said:
        known = {(one.page, one.area) for one in CoveredArea.objects.filter(file=row)}
        new = [one for one in proposed(row) if one not in known]
        if not new:
            raise Refused(_("没有找到身份证号、电话、银行卡号等；图片和扫描件里的请自己标出。"))
        actions.mark(row, new, CoverGround.PRIVACY, by=officer)
    elif "at.x" in said:
        here = _clicked(said)
        before = _pair(said.get("corner", ""))
        if before is None:
            return here
        actions.mark(row, [(page, (*before, *here))], ground, by=officer)
    elif form.is_valid():
        actions.mark(row, [(page, form.area)], ground, by=officer)
    return None


def _clicked(said: Any) -> tuple[int, int]:
    """Where in the picture, in thousandths; its height is that of the page as it was shown."""
    high = _number(said.get("high"), 1, 100_000)
    x, y = _number(said["at.x"], 0, 100_000), _number(said.get("at.y"), 0, 100_000)
    return min(1000, x * 1000 // WIDTH), min(1000, y * 1000 // high)


def _pair(said: str) -> tuple[int, int] | None:
    x, _comma, y = said.partition(",")
    return (_number(x, 0, 1000), _number(y, 0, 1000)) if x.isdecimal() and y.isdecimal() else None


def _number(said: str | None, least: int, most: int) -> int:
    return min(max(int(said), least), most) if said and said.isdecimal() and len(said) < 19 else least


def _ground(request: HttpRequest) -> str:
    said = request.POST.get("ground", "")
    return said if said in CoverGround.values else CoverGround.PRIVACY.value


@require_safe
@desk(Permission.DRAFT)
def page(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """The picture of a page with its areas."""
    row = _file(request, pk)
    areas = [area.area for area in CoveredArea.objects.filter(file=row, page=page)]
    drawn = seen(row, page, areas, _pair(request.GET.get("corner", "")))
    if not drawn:
        raise Http404
    answer = HttpResponse(drawn, content_type="image/webp")
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = SANDBOX
    return answer


class WordsForm(forms.Form):
    """What else is hidden in a text."""

    words = forms.CharField(
        label=gettext_lazy("还要隐去的词句"), required=False, max_length=5000, strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("一行一个，如姓名、住址；文中每一处都隐去。身份证号、电话等已经遮盖。"),
    )  # fmt: skip


def _text(request: HttpRequest, row: CaseFile) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    form = WordsForm(request.POST or None)
    words = form.cleaned_data["words"].splitlines() if form.is_bound and form.is_valid() else []
    if "make" in request.POST and form.is_valid():
        try:
            actions.make_text(row, words, by=officer)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("已生成隐去后的副本；原件没有改动。"))
            return redirect(f"{reverse('requests:case', args=[row.case_id])}#material")
    shown = actions.hide(row.data.decode("utf-8", errors="replace"), words)
    return render(request, "requests/masking/text.html", {"file": row, "case": row.case, "form": form, "shown": shown})
