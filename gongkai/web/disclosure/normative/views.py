"""规章 and 规范性文件 on the desk: what is in force by any day, the life of one, clean-ups, what wants explaining."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.law.rules import law_rules
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.models import Agency, AgencyQuerySet
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.typed import typed
from gongkai.web.disclosure.counts import of_life
from gongkai.web.disclosure.explaining import LIMIT, NORMATIVE, wanting, without
from gongkai.web.disclosure.kinds import living
from gongkai.web.disclosure.models import CleanUp, Document, Stage, Verdict, stage_label
from gongkai.web.disclosure.normative import cleaning
from gongkai.web.disclosure.normative.actions import CONFIRM, confirm, enter, strike
from gongkai.web.disclosure.normative.order import missing, order
from gongkai.web.disclosure.normative.order import wanting as wanted_first
from gongkai.web.disclosure.normative.timeline import seen_of
from gongkai.web.disclosure.views import found
from gongkai.web.workflow.refusals import Refused

PER_PAGE = 50
DAY = forms.DateInput(attrs={"type": "date"})


class StepForm(forms.Form):
    """One thing that happened."""

    stage = forms.ChoiceField(label=gettext_lazy("环节"))
    day = forms.DateField(
        label=gettext_lazy("日期"), widget=DAY,
        help_text=gettext_lazy("征求意见填开始日期；废止、宣布失效填不再有效的第一天。"),
    )  # fmt: skip
    until = forms.DateField(label=gettext_lazy("征求意见截止日期"), required=False, widget=DAY)
    who = forms.CharField(
        label=gettext_lazy("由谁"), required=False, max_length=200,
        help_text=gettext_lazy("审核的机构、作出决定的会议、备案的机关。"),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("意见或说明"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    link = forms.URLField(label=gettext_lazy("公众可查看的网址"), required=False, max_length=300, assume_scheme="https")
    other = forms.CharField(
        label=gettext_lazy("废止它的文件"), required=False, max_length=60, help_text=gettext_lazy("填写索引号。")
    )
    earlier = forms.CharField(
        label=gettext_lazy("系统启用前已办的，写明情况"), required=False, max_length=200,
        help_text=gettext_lazy("写明后不再要求先登记之前的环节；由公开办补登。"),
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officer = officer
        choices = [(stage.value, stage_label(kind, stage)) for stage in order(kind)]
        self.fields["stage"].choices = choices  # type: ignore[attr-defined]

    def clean_other(self) -> Document | None:
        wanted = self.cleaned_data["other"].strip()
        if not wanted:
            return None
        row: Document | None = Document.objects.visible_to(self.officer).filter(index_number=wanted).first()
        if row is None:
            raise forms.ValidationError(_("没有这个索引号的文件，请核对。"))
        return row

    def clean_stage(self) -> Stage:
        return Stage(self.cleaned_data["stage"])


class SpanForm(forms.Form):
    """Which agency, with or without those below it, and from when until when."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("机关"), queryset=Agency.objects.none(), to_field_name="slug", required=False,
        empty_label=gettext_lazy("全部"),
    )  # fmt: skip
    below = forms.BooleanField(label=gettext_lazy("含下级机关"), required=False)
    since = forms.DateField(label=gettext_lazy("自"), required=False, widget=DAY)
    until = forms.DateField(label=gettext_lazy("至"), required=False, widget=DAY)

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


@require_safe
@desk(Permission.READ_INTERNAL)
def documents(request: HttpRequest) -> HttpResponse:
    """制发, 废止, 现行有效 of any span, of 规章 or of 规范性文件, each number with its list."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    agencies = officer.where(Permission.READ_INTERNAL).order_by("path")
    form = SpanForm(request.GET or None, agencies=agencies)
    said = form.cleaned_data if form.is_valid() else {}
    since, until = said.get("since") or officer.today.replace(month=1, day=1), said.get("until") or officer.today
    scope = agencies
    if agency := said.get("agency"):
        below = agencies.filter(path__startswith=agency.path)
        scope = below if said.get("below") else below.filter(pk=agency.pk)
    known = dict(living())
    kind = request.GET.get("kind", "")
    kind = kind if kind in known else NORMATIVE
    figures = of_life(kind, scope, since, until)
    show = request.GET.get("show", "")
    show = show if show in figures else "in_force"
    rows = figures[show].rows.select_related("document__agency", "document__lifecycle", "ended_by").order_by("-issued")
    context = {
        "form": form if form.is_bound else SpanForm(agencies=agencies), "since": since, "until": until, "show": show,
        "kind": kind, "kinds": known.items(), "figures": figures.items(),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "disclosure/normative/documents.html", context)


@desk(Permission.READ_INTERNAL)
def life(request: HttpRequest, pk: int) -> HttpResponse:
    """The timeline of a document, and what happens next to it."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    document = get_object_or_404(Document, pk=found(request, pk).pk, kind__in=dict(living()))
    if {"confirm", "strike"} & request.POST.keys():
        return _judged(request, document, officer)
    if request.method == "POST":
        officer.require(Permission.DRAFT, document.agency)
    form = StepForm(request.POST or None, kind=document.kind, officer=officer, initial={"day": officer.today})
    if form.is_valid():
        try:
            enter(document, by=officer, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已登记，由他人核实后生效。"))
            return redirect("disclosure:life", pk)
    steps = list(document.steps.visible_to(officer).select_related("other__agency", "author", "confirmed_by"))
    filed = order(document.kind)[Stage.FILED]
    gone = missing(document, Stage.ISSUED, confirmed=True) if document.published_id is None else []
    context = {
        "document": document,
        "others": seen_of(steps, officer),
        "life": getattr(document, "lifecycle", None),
        "steps": steps,
        "form": form if officer.may(Permission.DRAFT, document.agency) else None,
        "confirms": any(officer.may(office, document.agency) for office in CONFIRM),
        "wanting": wanted_first(document.kind, Stage.ISSUED, gone, confirmed=True) if gone else "",
        "filing": filed,
        "filing_limit": law_rules().limits[filed.within].on(officer.today),
        "issued": stage_label(document.kind, Stage.ISSUED),
    }
    return render(request, "disclosure/normative/life.html", context)


def _judged(request: HttpRequest, document: Document, officer: Officer) -> HttpResponse:
    """Confirm a step that somebody else entered, or strike it out."""
    said = request.POST.get("confirm") or request.POST.get("strike", "")
    if not (said.isdecimal() and len(said) < 16):
        raise Http404
    step = get_object_or_404(document.steps.visible_to(officer), pk=int(said))
    try:
        if "confirm" in request.POST:
            confirm(step, by=officer)
        else:
            strike(step, reason=typed(request, "reason", 300), by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已核实。") if "confirm" in request.POST else _("已删去。"))
    return redirect("disclosure:life", document.pk)


@require_safe
@desk(Permission.READ_INTERNAL)
def interpretations(request: HttpRequest) -> HttpResponse:
    """What is published and not yet explained, the oldest first."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    rows = without(officer.where(Permission.READ_INTERNAL), officer.today)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    limit = law_rules().limits[LIMIT].on(officer.today)
    context = {"page": page, "rows": [wanting(row, officer.today) for row in page], "limit": limit}
    return render(request, "disclosure/normative/interpretations.html", context)


class BeginForm(forms.Form):
    """A new clean-up."""

    agency = forms.ModelChoiceField(label=gettext_lazy("机关"), queryset=Agency.objects.none())
    kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=living, initial=NORMATIVE)
    title = forms.CharField(
        label=gettext_lazy("名称"), max_length=200, help_text=gettext_lazy("公布的清理结果用这个标题。")
    )
    day = forms.DateField(
        label=gettext_lazy("基准日"), widget=DAY, help_text=gettext_lazy("这一天现行有效的文件逐件清理。")
    )

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


@desk(Permission.READ_INTERNAL)
def clean_ups(request: HttpRequest) -> HttpResponse:
    """All sessions, and a new one."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    agencies = officer.where(Permission.DISCLOSE).open().order_by("path")
    if request.method == "POST" and not officer.may_somewhere(Permission.DISCLOSE):
        officer.require(Permission.DISCLOSE, officer.where(Permission.READ_INTERNAL)[0])
    initial = {"agency": agencies.first(), "day": officer.today}
    form = BeginForm(request.POST or None, agencies=agencies, initial=initial)
    if form.is_valid():
        try:
            session = cleaning.begin(**_named(form), by=officer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("disclosure:clean-up", session.pk)
    rows = CleanUp.objects.visible_to(officer).filter(agency__in=officer.where(Permission.READ_INTERNAL))
    page = Paginator(rows.select_related("agency", "listed"), PER_PAGE).get_page(request.GET.get("page"))
    discloses = officer.may_somewhere(Permission.DISCLOSE)
    return render(request, "disclosure/normative/clean_ups.html", {"page": page, "form": form if discloses else None})


def _named(form: forms.Form) -> dict[str, Any]:
    return dict(form.cleaned_data)


@desk(Permission.READ_INTERNAL)
def clean_up(request: HttpRequest, pk: int) -> HttpResponse:
    """One session: a decision for each document."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    seen = CleanUp.objects.visible_to(officer).filter(agency__in=officer.where(Permission.READ_INTERNAL))
    session: CleanUp = get_object_or_404(seen.select_related("agency", "listed"), pk=pk)
    said: dict[int, tuple[str, str]] = {}
    if request.method == "POST":
        officer.require(Permission.DISCLOSE, session.agency)
        said = _said(request)
        try:
            if "close" in request.POST:
                return redirect("disclosure:document", cleaning.close(session, said, by=officer).pk)
            count = cleaning.decide(session, said, by=officer)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("已保存，变更%(count)s件。") % {"count": count})
            return redirect("disclosure:clean-up", pk)
    rows = list(session.decisions.visible_to(officer).select_related("document"))
    left = sum(not row.verdict for row in rows)
    for row in rows:  # what was refused is still there to be mended
        row.verdict, row.note = said.get(row.document_id, (row.verdict, row.note))
    context = {
        "session": session, "rows": rows, "verdicts": Verdict.choices,
        "left": left,
        "decides": officer.may(Permission.DISCLOSE, session.agency) and not session.closed,
    }  # fmt: skip
    return render(request, "disclosure/normative/clean_up.html", context)


def _said(request: HttpRequest) -> dict[int, tuple[str, str]]:
    """What was chosen, by document; anything else is no choice."""
    said = {}
    for name, verdict in request.POST.items():
        pk = name.removeprefix("verdict-")
        if name.startswith("verdict-") and pk.isdecimal() and (verdict == "" or verdict in Verdict):
            said[int(pk[:15])] = str(verdict), typed(request, f"note-{pk}", 300).strip()
    return said
