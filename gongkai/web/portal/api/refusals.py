"""What the open interface refuses, said to the program's author: which parameter, and what it could be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import JsonResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.web.agencies.models import Agency

#: Of every answer. Pages of other sites may read; there is nothing here that not everybody may.
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Expose-Headers": "ETag, Retry-After, Content-Disposition",
    "Access-Control-Max-Age": "86400",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
#: What is said with a status, where nothing more is known.
REFUSED: dict[int, str | Promise] = {
    400: gettext_lazy("这个请求无法理解：地址写错了，或者含有不能使用的字符。怎样写，见 %(page)s。"),
    405: gettext_lazy("这里只能读取（GET、HEAD），不能提交。怎样写，见 %(page)s。"),
    408: gettext_lazy("请求没有收全，请再试一次。"),
    413: gettext_lazy("请求太大，或者参数太多。怎样写，见 %(page)s。"),
    500: gettext_lazy("系统出错，已经记录，请过几分钟再试。"),
}

#: What is wrong, by the names that pydantic has for it; the limits stand in its context.
WRONG: dict[str, str | Promise] = {
    "missing": gettext_lazy("必须填写"),
    "one_of": gettext_lazy("没有这个值；可用的值：%(known)s"),
    "no_agency": gettext_lazy("没有代码为“%(slug)s”的机关；机关的代码见 %(where)s"),
    "int_parsing": gettext_lazy("应为整数"),
    "int_parsing_size": gettext_lazy("数字过大"),
    "bool_parsing": gettext_lazy("应为 true 或者 false"),
    "date_parsing": gettext_lazy("应为日期，如 2025-06-03"),
    "date_from_datetime_parsing": gettext_lazy("应为日期，如 2025-06-03"),
    "date_from_datetime_inexact": gettext_lazy("应为日期，如 2025-06-03，不带时刻"),
    "greater_than_equal": gettext_lazy("不能小于 %(ge)s"),
    "less_than_equal": gettext_lazy("不能大于 %(le)s"),
    "string_too_long": gettext_lazy("不能超过%(max_length)s个字"),
    "string_pattern_mismatch": gettext_lazy("写法不对，应当符合 %(pattern)s"),
}


class Unknown(Exception):
    """A parameter that is well written and names nothing that there is."""

    def __init__(self, parameter: str, type_: str, **context: object) -> None:
        self.errors = [{"loc": (parameter,), "type": type_, "ctx": context}]
        super().__init__(parameter, type_)


def require_agency(agency: Agency | None, slug: str) -> Agency:
    """
    :raises Unknown: where there is none of that name.
    """
    if agency is None:
        raise Unknown("agency", "no_agency", slug=slug, where=reverse("api:agencies"))
    return agency


def require_known(parameter: str, value: str | None, known: Iterable[str]) -> None:
    """
    :raises Unknown: where a value is none of these.
    """
    known = tuple(known)
    if value is not None and value not in known:
        raise Unknown(parameter, "one_of", known=known)


def told(errors: Iterable[Any]) -> dict[str, Any]:
    """The answer: each parameter with what is wrong, and all of it as a sentence."""
    found = [{"parameter": str(error["loc"][-1]), "message": _said(error)} for error in errors]
    sentences = "".join(_("参数 %(parameter)s：%(message)s。") % one for one in found)
    return {"detail": sentences.strip(), "errors": found}


def _said(error: Any) -> str:
    known = WRONG.get(error["type"])
    if known is None:
        return _("写法不对，怎样写见 %(where)s") % {"where": reverse("portal:api")}
    context = error.get("ctx", {})
    if "known" in context:
        context = {"known": _("、").join(context["known"])}
    return str(known) % context


def for_programs(path: str) -> bool:
    """Whether a program asks: everything below the page for people."""
    start = reverse("portal:api")
    return path.startswith(start) and path != start


def refusal(status: int, words: str = "") -> JsonResponse:
    """What is refused outside the views of the interface, with the headers of its answers; `words`: in place of the
    usual ones."""
    told = {"detail": (words or str(REFUSED.get(status, REFUSED[400]))) % {"page": reverse("portal:api")}}
    return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False}, headers=HEADERS)


def nothing_here() -> dict[str, str]:
    """The answer where there is nothing of that address."""
    where = {"page": reverse("portal:api"), "description": reverse("api:openapi-json")}
    return {
        "detail": _("没有这个地址，或者该内容没有公开、已经撤下。有哪些地址，见 %(page)s 和 %(description)s。") % where
    }
