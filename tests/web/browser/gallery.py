"""Every part of the look on one page of the desk: forms with errors, tables, notices, pagers."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import django_tables2 as tables
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.web.agencies.doors import desk
from gongkai.web.files.uploads import UploadField


class Everything(forms.Form):
    name = forms.CharField(label="名称", help_text="与印章一致的全称。", max_length=10)
    short = forms.CharField(label="简称", required=False)
    kind = forms.ChoiceField(label="性质", choices=[("", "请选择"), ("a", "部门"), ("b", "街道办事处")])
    tier = forms.ChoiceField(label="层级", choices=[("a", "市级"), ("b", "县级")], widget=forms.RadioSelect)
    roles = forms.MultipleChoiceField(
        label="角色",
        choices=[("a", "经办"), ("b", "审核")],
        widget=forms.CheckboxSelectMultiple,
        help_text="可以多选。",
    )
    since = forms.DateField(label="启用日期", initial=date(2026, 1, 5))
    count = forms.IntegerField(label="数量", required=False)
    text = forms.CharField(label="说明", widget=forms.Textarea, required=False)
    files = UploadField(label="附件", required=False)
    agreed = forms.BooleanField(label="已经核对", help_text="核对无误后才能提交。")
    token = forms.CharField(widget=forms.HiddenInput, initial="x")

    def clean(self) -> None:
        self.add_error(None, "“停用日期”不能早于“启用日期”。")


class Lines(tables.Table):
    name = tables.Column(verbose_name="机关")
    count = tables.Column(verbose_name="件数", attrs={"td": {"class": "number"}, "th": {"class": "number"}})
    state = tables.TemplateColumn('<span class="tag late">已超期</span> <a href="#x">打开</a>', verbose_name="状态")

    class Meta:
        attrs: ClassVar = {"class": "list"}


@desk()
def gallery(request: HttpRequest) -> HttpResponse:
    form = Everything(request.GET) if "bad" in request.GET else Everything(request.POST or None, request.FILES or None)
    page = Paginator(range(200_000), 20).get_page(request.GET.get("page", 7))
    return render(
        request, "gallery.html", {"form": form, "page": page, "trail": [("首页", "/"), ("机关", "/agencies/")]}
    )


@desk()
def large_table(request: HttpRequest) -> HttpResponse:
    data = [{"name": f"示范区某某某某某某某某某某某某某某管理局第{n}分局（演示）", "count": n * 137} for n in range(60)]
    table = Lines(data, order_by=request.GET.get("sort"))
    table.paginate(page=request.GET.get("page", 1), per_page=20)
    return render(request, "table.html", {"table": table})


def error(request: HttpRequest, name: str) -> HttpResponse:
    """A page of an error, without the error."""
    template = "403_csrf.html" if name == "csrf" else f"{name}.html"
    return render(request, template, {"exception": "您在“示范区民政局（演示）”没有“签发”的权限。"})
