"""What the open interface answers, field by field."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Schema

from gongkai.web.disclosure.kinds import FRAME, kinds
from gongkai.web.disclosure.validity import Validity
from gongkai.web.portal.sections import items_for

Slug = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{1,60}$")]
#: What can be asked for, by the name of the parameter.
KNOWN: dict[str, list[Any]] = {
    "item": [*(item.id for item in items_for(None)), FRAME],
    "kind": [*kinds()],
    "validity": [*Validity.values],
}
#: Before 1949 nothing was published; and what is long before cannot be told in another time zone.
Day = Annotated[date, Field(ge=date(1949, 1, 1))]


class AgencyOut(Schema):
    id: str = Field(description="机关的网址代码，不因更名改变")
    name: str = Field(description="名称")
    kind: str = Field(description="性质")
    tier: str = Field(description="层级")
    superior: str | None = Field(description="上级机关的代码")
    uscc: str = Field(description="统一社会信用代码")
    url: str = Field(description="机关页面")
    feeds: dict[str, str] = Field(description="订阅地址：atom、rss、json")


class AgenciesOut(Schema):
    items: list[AgencyOut] = Field(description="按登记的先后，更名、改隶不改变次序")
    next: str | None = Field(description="下一页的地址；没有了为空")


class SectionOut(Schema):
    id: str = Field(description="事项代码")
    name: str = Field(description="《条例》所列事项")
    source: str = Field(description="依据")
    count: int = Field(description="现公开多少条")
    url: str = Field(description="栏目页面")
    feeds: dict[str, str] = Field(description="订阅地址：atom、rss、json")
    exports: dict[str, str] = Field(description="整栏下载：csv、json")


class SectionsOut(Schema):
    items: list[SectionOut]


class KindOut(Schema):
    id: str = Field(description="种类代码")
    name: str = Field(description="种类名称")


class KindsOut(Schema):
    items: list[KindOut]


class DocumentOut(Schema):
    id: int = Field(description="编号，不变")
    index_number: str = Field(description="索引号")
    title: str = Field(description="名称")
    number: str = Field(description="文号")
    kind: str = Field(description="种类代码")
    item: str = Field(description="法定公开事项代码")
    agency: str = Field(description="公开机关的代码")
    agency_name: str = Field(description="公开机关的名称")
    made: date = Field(description="成文日期")
    published: datetime = Field(description="发布时间")
    summary: str = Field(description="内容概述")
    subject: str = Field(description="主题分类")
    genre: str = Field(description="体裁")
    audience: str = Field(description="服务对象")
    valid_from: date | None = Field(description="施行日期")
    valid_until: date | None = Field(description="有效期至")
    validity: Validity | None = Field(description="in_force 有效，not_yet 尚未施行，lapsed 已失效，repealed 已废止")
    url: str = Field(description="页面地址")
    api: str = Field(description="本接口中的地址")


class DocumentsOut(Schema):
    items: list[DocumentOut] = Field(description="从新到旧")
    next: str | None = Field(description="下一页的地址；没有了为空")


class AttachmentOut(Schema):
    name: str = Field(description="文件名")
    media_type: str = Field(description="类型")
    size: int = Field(description="字节数")
    sha256: str = Field(description="SHA-256 摘要")
    searchable: bool = Field(description="文字是否可检索")
    in_text: bool = Field(description="是否为正文中的图片")
    url: str = Field(description="下载地址")


class AttachmentsOut(Schema):
    items: list[AttachmentOut]


class StageOut(Schema):
    since: datetime = Field(description="发布时间")
    until: datetime | None = Field(description="停止发布时间；现行文本为空")
    correction: str = Field(description="更正了什么")


class WholeOut(DocumentOut):
    html: str = Field(description="正文（HTML）")
    text: str = Field(description="正文（文本）")
    issuer: str = Field(description="发文机关")
    source: str = Field(description="来源")
    contact: str = Field(description="联系方式")
    correction: str = Field(description="勘误说明")
    explains: int | None = Field(description="解读的文件的编号")
    explained: list[int] = Field(description="解读本文件的文件的编号")
    attachments: list[AttachmentOut] = Field(description="附件")
    history: list[StageOut] = Field(description="发布沿革；以前的文本不提供")
    downloads: dict[str, str] = Field(description="下载地址：docx、pdf、html、txt")


class FileName(Schema):
    name: str = Field("", max_length=200, description="文件名，如 report.docx；按内容认文件，名称只在认不出时参考")


class Refused(Schema):
    detail: str = Field(description="不能回答的原因")


class WrongOut(Schema):
    parameter: str = Field(description="参数")
    message: str = Field(description="有什么不对，可以是什么")


class Unprocessable(Refused):
    errors: list[WrongOut] = Field(description="逐个参数")


class Whose(Schema):
    """Whose documents."""

    agency: Slug | None = Field(None, description="公开机关的代码")
    below: bool = Field(False, description="连同下级机关")


class Wanted(Whose):
    """What documents are asked for."""

    item: str | None = Field(None, description="法定公开事项代码", json_schema_extra={"enum": KNOWN["item"]})
    kind: str | None = Field(None, description="种类代码", json_schema_extra={"enum": KNOWN["kind"]})
    year: int | None = Field(None, ge=1949, le=2999, description="成文年份")
    since: Day | None = Field(None, description="发布日期不早于")
    until: Day | None = Field(None, description="发布日期不晚于")
    number: str | None = Field(None, max_length=100, description="文号或者其中一段，括号形式不限，如〔2021〕60")
    validity: str | None = Field(None, description="有效性", json_schema_extra={"enum": KNOWN["validity"]})


class Limited(Schema):
    """How much of a list."""

    limit: int = Field(50, ge=1, le=200, description="每页条数")


class AgencyPaging(Limited):
    """Which page of the agencies."""

    cursor: str | None = Field(
        None, pattern=r"^[0-9]{1,18}$", description="上一页 next 中的游标；翻页期间新设、更名、改隶不影响已翻的页"
    )


class Paging(Limited):
    """Which page."""

    cursor: str | None = Field(
        None, pattern=r"^[0-9]{1,17}-[0-9]{1,18}$", description="上一页 next 中的游标；翻页期间新增、撤下不影响已翻的页"
    )
