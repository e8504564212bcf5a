"""A whole section as CSV or JSON, sent as it is read."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, StreamingHttpResponse

from gongkai.web.agencies.lists.columns import harmless
from gongkai.web.disclosure.kinds import kinds
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.validity import Validity
from gongkai.web.portal.api.queries import values

MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
#: The columns, in the catalogue's words (《条例》第十二条): each with the name of its value.
HEADS = {
    "索引号": "index_number", "名称": "title", "种类": "kind_name", "机关": "agency_name", "文号": "number",
    "内容概述": "summary", "成文日期": "made", "发布日期": "day", "主题分类": "subject", "体裁": "genre",
    "服务对象": "audience", "施行日期": "valid_from", "有效期至": "valid_until", "有效性": "validity_name",
    "网址": "url",
}  # fmt: skip
VALIDITIES = {"in_force": "有效", "not_yet": "尚未施行", "lapsed": "已失效", "repealed": "已废止"}


class _Line:
    """What a csv writer writes into: it gives the line back."""

    def write(self, text: str) -> str:
        return text


def export(rows: Iterable[Document], form: str, name: str, request: HttpRequest) -> StreamingHttpResponse:
    """The rows in one of the forms."""
    lines = _csv(rows, request) if form == "csv" else _json(rows, request)
    answer = StreamingHttpResponse(lines, content_type=MEDIA_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def _csv(rows: Iterable[Document], request: HttpRequest) -> Iterator[str]:
    writer: Any = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(HEADS)
    for row in rows:
        said = values(row, request)
        said |= {"kind_name": kinds()[row.kind].name, "day": said["published"].date()}
        said["validity_name"] = VALIDITIES[Validity(said["validity"]).value] if said["validity"] else ""
        cells = ["" if said[name] is None else str(said[name]) for name in HEADS.values()]
        yield writer.writerow(map(harmless, cells))


def _json(rows: Iterable[Document], request: HttpRequest) -> Iterator[str]:
    yield '{"items":['
    for number, row in enumerate(rows):
        yield (",\n" if number else "\n") + json.dumps(values(row, request), cls=DjangoJSONEncoder, ensure_ascii=False)
    yield "\n]}\n"
