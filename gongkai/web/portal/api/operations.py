"""The open interface: each operation reads, through the gate, and nothing else."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localtime
from ninja import NinjaAPI, Path, Query
from ninja.errors import ValidationError
from ninja.renderers import BaseRenderer

from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.kinds import kinds
from gongkai.web.disclosure.models import Attachment, Document
from gongkai.web.disclosure.reading import html_of, lines
from gongkai.web.files.models import TextState
from gongkai.web.portal import feeds
from gongkai.web.portal.api import queries, schemas
from gongkai.web.portal.api.exporting import MEDIA_TYPES as FORMS
from gongkai.web.portal.api.exporting import export as exported
from gongkai.web.portal.api.refusals import Unknown, nothing_here, told
from gongkai.web.portal.checking import answered
from gongkai.web.portal.documents import MEDIA_TYPES, history, reading
from gongkai.web.portal.sections import items_for
from gongkai.web.visibility import PUBLIC, Level

#: What else may be answered.
WRONG, ABSENT = {422: schemas.Unprocessable}, {404: schemas.Refused}


class Renderer(BaseRenderer):
    """JSON in which Chinese stays Chinese."""

    media_type = "application/json"
    charset = "utf-8"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> Any:
        return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)


api = NinjaAPI(
    title="政府信息公开开放数据接口",
    version="1",
    description="已主动公开的政府信息的目录、正文和附件，供程序读取。只读，不需要注册；请求太频繁时返回 429。",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    renderer=Renderer(),
)


@api.exception_handler(ValidationError)
@api.exception_handler(Unknown)
def wrong(request: HttpRequest, error: ValidationError | Unknown) -> HttpResponse:
    """A parameter that makes no sense, or names nothing."""
    return api.create_response(request, told(error.errors), status=422)


@api.exception_handler(Http404)
def nothing(request: HttpRequest, _error: Http404) -> HttpResponse:
    """What is not there, or not public: nobody learns which."""
    return api.create_response(request, nothing_here(), status=404)


def absolute(request: HttpRequest, links: dict[str, str]) -> dict[str, str]:
    """Addresses with the name of the site."""
    return {name: request.build_absolute_uri(link) for name, link in links.items()}


def after(request: HttpRequest, cursor: str | None) -> str | None:
    """The address of the next page of what was asked for."""
    if cursor is None:
        return None
    asked = request.GET.copy()
    asked["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{asked.urlencode()}")


@api.get(
    "agencies", response={200: schemas.AgenciesOut, **WRONG}, url_name="agencies", summary="行政机关", tags=["目录"]
)
def agencies(request: HttpRequest, paging: Query[schemas.AgencyPaging]) -> Any:
    """现有的行政机关，按登记的先后；隶属关系见 superior。"""
    rows, cursor = queries.agencies(paging)
    return {
        "next": after(request, cursor),
        "items": [
            {
                "id": row.slug, "name": row.name, "kind": row.kind, "tier": row.tier, "uscc": row.uscc,
                "superior": row.superior.slug if row.superior else None,
                "url": request.build_absolute_uri(reverse("portal:agency", args=[row.slug])),
                "feeds": absolute(request, feeds.links("agency-feed", row.slug)),
            }
            for row in rows
        ]
    }  # fmt: skip


@api.get(
    "sections", response={200: schemas.SectionsOut, **WRONG}, url_name="sections", summary="法定公开事项", tags=["目录"]
)
def sections(request: HttpRequest, whose: Query[schemas.Whose]) -> Any:
    """《条例》第二十条、第二十一条所列事项，各有多少条，以及订阅和整栏下载的地址。"""
    agency, below = whose.agency, whose.below
    rows = queries.among(queries.seen(), agency, below)
    counts = dict(rows.order_by().values_list("item").annotate(Count("pk")))
    here = Agency.objects.filter(slug=agency).first() if agency else None
    query = (f"?agency={agency}" + ("&below=true" if below else "")) if agency else ""
    return {
        "items": [
            {
                "id": item.id, "name": item.label, "source": item.source, "count": counts.get(item.id, 0),
                "url": request.build_absolute_uri(
                    reverse("portal:section", args=[agency, item.id])
                    if agency and not below
                    else reverse("portal:item", args=[item.id]) + (f"?under={agency}" if agency else "")
                ),
                "feeds": absolute(
                    request,
                    feeds.links("section-feed", agency, item.id)
                    if agency and not below
                    else feeds.links("item-feed", item.id, query=f"?under={agency}" if agency else ""),
                ),
                "exports": absolute(
                    request, {form: reverse("api:export", args=[item.id, form]) + query for form in FORMS}
                ),
            }
            for item in items_for(None if below else here)
        ]
    }  # fmt: skip


@api.post(
    "check", response={200: dict[str, Any], **WRONG, 429: schemas.Refused, 503: schemas.Refused}, url_name="check",
    summary="核对一份年报", tags=["年报"],
)  # fmt: skip
def check(request: HttpRequest, name: Query[schemas.FileName]) -> HttpResponse:
    """请求的正文是报告的文件（不超过10 MB）。答复是读出的报告（gongkai-report/1），含校核发现的问题。不保存。"""
    return answered(request, name.name)


@api.get("kinds", response=schemas.KindsOut, url_name="kinds", summary="文件种类", tags=["目录"])
def document_kinds(request: HttpRequest) -> Any:
    """文件种类的代码和名称。"""
    return {"items": [{"id": kind.id, "name": kind.name} for kind in kinds().values()]}


@api.get(
    "documents", response={200: schemas.DocumentsOut, **WRONG}, url_name="documents", summary="文件列表", tags=["文件"]
)
def documents(request: HttpRequest, wanted: Query[schemas.Wanted], paging: Query[schemas.Paging]) -> Any:
    """已公开的文件，按发布时间从新到旧。条件都要符合。"""
    rows, cursor = queries.page(queries.asked(wanted), paging)
    return {"items": [queries.values(row, request) for row in rows], "next": after(request, cursor)}


@api.get(
    "documents/{int:pk}",
    response={200: schemas.WholeOut, **ABSENT},
    url_name="document",
    summary="一份文件",
    tags=["文件"],
)
def document(request: HttpRequest, pk: int = Path(..., ge=1, le=2**62, description="文件的编号")) -> Any:
    """元数据、正文、附件、解读关系和发布沿革。"""
    row = get_object_or_404(queries.seen(), pk=pk)
    shown = reading(row.agency.slug, row.pk)
    said, html = shown.version.said, html_of(shown)
    base = [row.agency.slug, row.pk]
    public = Document.objects.visible_to(PUBLIC)
    return queries.values(row, request) | {
        "html": html,
        "text": "\n".join(lines(html)),
        "issuer": said.issuer or (row.agency.name if said.number else ""),
        "source": said.source,
        "contact": said.contact,
        "correction": said.correction,
        "explains": public.filter(pk=row.explains_id or 0).values_list("pk", flat=True).first(),
        "explained": list(public.filter(explains=row).order_by("pk").values_list("pk", flat=True)),
        "attachments": _attachments(row, request),
        "history": [
            {
                "since": localtime(stage.since),
                "until": stage.until and localtime(stage.until),
                "correction": stage.correction,
            }
            for stage in history(row)
        ],
        "downloads": absolute(
            request, {form: reverse("portal:document-file", args=[*base, form]) for form in MEDIA_TYPES}
        ),
    }


def _attachments(row: Document, request: HttpRequest) -> list[dict[str, Any]]:
    rows = Attachment.objects.filter(version=row.published_id, file__level=Level.PUBLIC).select_related("file")
    return [
        {
            "name": one.file.name, "media_type": one.file.media_type, "size": one.file.size, "in_text": one.in_text,
            "sha256": one.file.sha256, "searchable": one.file.text_state in (TextState.READ, TextState.PARTLY),
            "url": request.build_absolute_uri(one.file.get_absolute_url()),
        }
        for one in rows.order_by("position")
    ]  # fmt: skip


@api.get(
    "documents/{int:pk}/attachments", response={200: schemas.AttachmentsOut, **ABSENT}, url_name="attachments",
    summary="附件", tags=["文件"],
)  # fmt: skip
def attachments(request: HttpRequest, pk: int = Path(..., ge=1, le=2**62, description="文件的编号")) -> Any:
    """一份文件的附件和正文中的图片。"""
    return {"items": _attachments(get_object_or_404(queries.seen(), pk=pk), request)}


@api.get("sections/{slug:item}.{slug:form}", url_name="export", summary="整栏下载", tags=["文件"])
def export(
    request: HttpRequest,
    whose: Query[schemas.Whose],
    item: str = Path(..., description="法定公开事项代码"),
    form: str = Path(..., description="csv 或 json"),
) -> Any:
    """一个事项下全部文件的元数据，边读边发。CSV 供表格软件打开，以 UTF-8 编码。"""
    if form not in FORMS or item not in {known.id for known in items_for(None)}:
        raise Http404
    rows = queries.among(queries.seen(), whose.agency, whose.below).filter(item=item)
    return exported(queries.whole(rows), form, f"{whose.agency}-{item}" if whose.agency else item, request)
