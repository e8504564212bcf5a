"""The columns of the list, the same in the template, in an import and in an export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.web.agencies.kinds import Kind, Tier


@dataclass(frozen=True)
class Column:
    """One column: the field that it fills, its head, and what to write in it."""

    field: str
    head: str
    hint: str | Promise
    example: str = ""


#: What begins so could be taken for a formula by a spreadsheet program.
FORMULA = ("=", "+", "-", "@")


def harmless(cell: str) -> str:
    """As it is written for such programs; `reading` takes the mark off again."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


#: A cell with this word empties the field; a blank cell leaves it as it is.
EMPTY = "清空"

#: The heads are part of the file's form and are not translated.
COLUMNS = (
    Column("slug", "代码", _("网址代码，唯一且不变：小写字母、数字、连字符。新机关可以空着"), "minzheng"),
    Column("name", "名称", _("法定全称。必填"), "示范区民政局（演示）"),
    Column("short_name", "简称", "", "区民政局"),
    Column(
        "kind",
        "性质",
        "、".join(str(label) for label in Kind.labels),
        "部门",
    ),
    Column("tier", "层级", "、".join(str(label) for label in Tier.labels), "县级"),
    Column("superior", "上级代码", _("上级机关的代码；上级可以在同一文件的后面"), "qu"),
    Column(
        "superior_name",
        "上级名称",
        _("没有代码时按名称找上级；都空着：不变，新机关则没有上级"),
        "示范区人民政府（演示）",
    ),
    Column("uscc", "统一社会信用代码", _("18位"), ""),
    Column("division", "行政区划代码", _("6、9或12位"), "330300"),
    Column("address", "办公地址", "", "示范路1号"),
    Column("postcode", "邮政编码", _("6位"), "325000"),
    Column("hours", "办公时间", "", "工作日 8:30-12:00，14:00-17:30"),
    Column("phone", "联系电话", _("区号-号码，多个用顿号分开"), "0577-81234567"),
    Column("fax", "传真", ""),
    Column("email", "电子邮箱", ""),
    Column("website", "网站", ""),
    Column("office_name", "公开工作机构", _("《条例》第四条指定的机构"), "办公室"),
    Column("office_address", "公开工作机构地址", ""),
    Column("office_phone", "公开工作机构电话", ""),
    Column("office_fax", "公开工作机构传真", ""),
    Column("office_email", "公开工作机构邮箱", ""),
    Column("opened", "设立日期", _("例如 2020-01-02；只用于新机关"), "2020-01-02"),
)
HEADS: Mapping[str, str] = {column.head: column.field for column in COLUMNS}
HEAD_OF: Mapping[str, str] = {column.field: column.head for column in COLUMNS}

#: What stands beside wrong lines that were taken away to be put right; read again, it says nothing.
REMARKS = ("原行号", "问题和办法")
