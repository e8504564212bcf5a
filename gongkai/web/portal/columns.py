"""The five columns of a 政府信息公开 section (国办公开办函〔2019〕61号), of the instance and of each agency."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Column(NamedTuple):
    """`id` is the end of the addresses' names: `portal:guide`, `portal:agency-guide`."""

    id: str
    label: str | Promise
    about: str | Promise


COLUMNS = (
    Column("guide", _("政府信息公开指南"), _("政府信息的分类、编排体系、获取方式和公开工作机构的联系方式。")),
    Column("rules", _("政府信息公开制度"), _("政府信息公开的法律、法规和本地区、本机关的制度。")),
    Column("content", _("法定主动公开内容"), _("法律规定应当主动公开的政府信息，按事项编排。")),
    Column("reports", _("政府信息公开年报"), _("各行政机关历年的政府信息公开工作年度报告。")),
    Column("request", _("依申请公开"), _("没有主动公开的信息，怎样申请、多久答复、怎样收费。")),
)


#: Addresses that belong to a column of another name.
WITHIN = {"item": "content", "calendar": "content", "calendar-month": "content", "calendar-day": "content"}


class Link(NamedTuple):
    label: str | Promise
    about: str | Promise
    address: str
    current: bool


def links(request: HttpRequest) -> list[Link]:
    """The instance's columns, for the frame."""
    match = request.resolver_match
    current = (match.url_name or "") if match else ""
    current = WITHIN.get(current, current)
    return [
        Link(column.label, column.about, reverse(f"portal:{column.id}"), column.id == current) for column in COLUMNS
    ]


def agency_links(slug: str, current: str = "") -> list[Link]:
    """The columns of one agency."""
    return [
        Link(column.label, column.about, reverse(f"portal:agency-{column.id}", args=[slug]), column.id == current)
        for column in COLUMNS
    ]


def context(request: HttpRequest) -> dict[str, Any]:
    """`columns` for every template."""
    return {"columns": lambda: links(request)}
