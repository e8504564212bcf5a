"""Topics on the desk."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.models import Agency, AgencyQuerySet
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.typed import typed
from gongkai.web.disclosure.batches.actions import under_way
from gongkai.web.disclosure.models import Document, Topic, TopicPublication, TopicVersion
from gongkai.web.disclosure.topics import actions
from gongkai.web.disclosure.topics.versions import documents_of
from gongkai.web.visibility import PUBLIC
from gongkai.web.workflow.refusals import Refused

PER_PAGE = 50
#: Of what the words find so many are offered, the newest.
OFFERED = 20
#: So many versions of a topic are listed, the newest.
KEPT = 50


class BeginForm(forms.Form):
    """A new topic."""

    agency = forms.ModelChoiceField(label=gettext_lazy("机关"), queryset=Agency.objects.none())
    title = forms.CharField(label=gettext_lazy("名称"), max_length=100)

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class TopicForm(forms.Form):
    """What a topic shows."""

    title = forms.CharField(label=gettext_lazy("名称"), max_length=100)
    intro = forms.CharField(
        label=gettext_lazy("导语"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    numbers = forms.CharField(
        label=gettext_lazy("文件"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("每行一个索引号，按显示的次序；任何机关已发布的文件都可以。不知道索引号的，在下面查找。"),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("查找文件"), required=False, max_length=100, help_text=gettext_lazy("名称、文号中的字。"),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


@desk(Permission.READ_INTERNAL)
def topics(request: HttpRequest) -> HttpResponse:
    """The topics of the officer's agencies, and a new one."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    drafts = officer.may_somewhere(Permission.DRAFT)
    if request.method == "POST" and not drafts:
        officer.require(Permission.DRAFT, officer.where(Permission.READ_INTERNAL)[0])
    agencies = officer.where(Permission.DRAFT).open().order_by("path")
    form = BeginForm(request.POST or None, agencies=agencies, initial={"agency": agencies.first()})
    if form.is_valid():
        try:
            topic = actions.begin(form.cleaned_data["agency"], title=form.cleaned_data["title"], by=officer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("disclosure:topic", topic.pk)
    rows = Topic.objects.visible_to(officer).filter(agency__in=officer.where(Permission.READ_INTERNAL))
    page = Paginator(rows.select_related("agency", "shown"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "disclosure/topics/topics.html", {"page": page, "form": form if drafts else None})


@desk(Permission.READ_INTERNAL)
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """One topic: its latest version, or the one asked for, and what the public reads; put it to review, withdraw."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    seen = Topic.objects.visible_to(officer).filter(agency__in=officer.where(Permission.READ_INTERNAL))
    row: Topic = get_object_or_404(seen.select_related("agency", "shown"), pk=pk)
    said = _asked_for(request, row, officer)
    initial = {
        "title": said.title, "intro": said.intro, "version": row.version,
        "numbers": "\n".join(document.index_number for document in documents_of(said)),
    }  # fmt: skip
    form = TopicForm(initial=initial)
    if request.method == "POST":
        form = TopicForm(request.POST)
        if "find" not in request.POST and (to := _acted(request, row, form, officer)):
            return redirect(to)
    writes = officer.may(Permission.DRAFT, row.agency) and said.number == row.latest
    context = {
        "offered": _offered(form) if "find" in request.POST else None,
        "process": under_way("topic", row.agency, row),
        "topic": row, "said": said, "form": form if writes else None,
        "entries": list(said.entries.visible_to(officer).select_related("document__agency")),
        "versions": row.versions.visible_to(officer).select_related("author").prefetch_related("publications")[:KEPT],
        "approves": officer.may(Permission.APPROVE, row.agency),
        "since": TopicPublication.objects.filter(version=row.shown, until=None).first() if row.shown else None,
        "pending": row.shown is None or row.shown.number != row.latest,
    }  # fmt: skip
    return render(request, "disclosure/topics/topic.html", context)


def _asked_for(request: HttpRequest, row: Topic, officer: Officer) -> TopicVersion:
    given = request.GET.get("version", "")
    number = int(given) if re.fullmatch("[0-9]{1,9}", given) else row.latest
    found: TopicVersion = get_object_or_404(row.versions.visible_to(officer), number=number)
    return found


def _offered(form: TopicForm) -> list[Document]:
    """What is published and has the words in its name or number, and is not in the topic yet."""
    form.is_valid()  # what is wrong in the rest is said when it is saved
    form.errors.clear()
    words, known = form.data.get("words", "").strip()[:100], form.data.get("numbers", "").split()
    named = Q(title__contains=words) | Q(number__contains=words)
    rows = Document.objects.visible_to(PUBLIC).filter(named).exclude(index_number__in=["", *known])
    return list(rows.select_related("agency").order_by("-published_at", "-pk")[:OFFERED]) if words else []


def _acted(request: HttpRequest, row: Topic, form: TopicForm, officer: Officer) -> str:
    """Do what the pressed button says, and where to go then; nowhere, with the errors in the form, where that is
    refused.
    """
    here, given = reverse("disclosure:topic", args=[row.pk]), request.POST.get("version", "")
    version = int(given) if given.isdecimal() and len(given) < 10 else 0
    try:
        if "send" in request.POST:
            batch = actions.send(row, by=officer)
            messages.info(request, _("请核对公众将看到的内容和检查结果，然后送审。"))
            return reverse("disclosure:batch", args=[batch.pk])
        if "withdraw" in request.POST:
            actions.withdraw(row, reason=typed(request, "reason"), version=version, by=officer)
        else:
            officer.require(Permission.DRAFT, row.agency)
            if not form.is_valid():
                return ""
            said = {name: form.cleaned_data[name] for name in ("title", "intro", "version")}
            numbers = [*form.cleaned_data["numbers"].splitlines(), *request.POST.getlist("add")]
            actions.change(row, numbers=numbers, **said, by=officer)
    except Refused as refused:
        if form.is_valid():
            form.add_error(None, str(refused))
            return ""
        messages.error(request, str(refused))
        return here
    messages.success(request, _("已保存。"))
    return here
