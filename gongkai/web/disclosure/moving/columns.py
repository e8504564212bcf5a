"""The columns of a table of documents, for moving in and out. JSON has the same values under the ids."""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """`id` is the name in JSON; `head` stands over the column of a table."""

    id: str
    head: str
    hint: str
    needed: bool = False


COLUMNS = (
    Column("source_id", "来源编号", "在原系统中的编号；再次导入时按它认出同一条。", needed=True),
    Column("agency", "机关", "网址代码、统一社会信用代码或者全称；整个文件属于一个机关的，可以在命令中写。"),
    Column("kind", "种类", "如：行政规范性文件、政策解读、通知公告。不填的按“其他应当公开的信息”。"),
    Column("title", "标题", "", needed=True),
    Column("summary", "内容概述", ""),
    Column("body", "正文", "网页代码（HTML）或者文字；长的写在文件里。"),
    Column("body_file", "正文文件", "文件夹中的 .html、.txt 或 .docx 文件。"),
    Column("attachments", "附件", "文件夹中的文件，几个的用分号分开。"),
    Column("index_number", "索引号", "已有的照填，保持不变；不填的另编。"),
    Column("number", "文号", ""),
    Column("issuer", "发文机关", "与发布机关相同的不填。"),
    Column("made", "成文日期", "如 2025-06-03。"),
    Column("published", "发布时间", "如 2025-06-05 或 2025-06-05 09:30；不填的作为草稿导入，须经审核才能发布。"),
    Column("out_since", "首次公开日期", "早于发布时间的填写，如更正后又发布的。"),
    Column("state", "状态", "如：拟稿、已发布、已存档，不主动公开、已撤下、已作废；不填的按有无发布时间。"),
    Column("subject", "主题分类", ""),
    Column("genre", "体裁", ""),
    Column("audience", "服务对象", ""),
    Column("attribute", "公开属性", "主动公开、依申请公开或者不予公开；不填的为主动公开。"),
    Column("ground", "不予公开的理由", "年度报告表三中的情形，如：属于国家秘密。"),
    Column("ground_note", "理由说明", ""),
    Column("item", "法定公开事项", "《条例》第二十条的项，如（一），或者第二十条、第二十一条中的文字；不填的按种类。"),
    Column("entry", "目录条目", "本机关公开事项标准目录中的条目，写作：一级事项 → 二级事项；目录须先导入。"),
    Column("issue", "期号", "政府工作信息等简报的期号。"),
    Column("explains", "解读的文件", "被解读文件的索引号。"),
    Column("valid_from", "施行日期", ""),
    Column("valid_until", "有效期至", "最后有效的一天。"),
    Column("publish_by", "另有规定的公开期限", ""),
    Column("publish_by_source", "期限依据", ""),
    Column("correction", "勘误说明", "更正已发布的内容时更正了什么，公众能看到。"),
    Column("source", "来源", "转载的写明原发布单位。"),
    Column("contact", "联系方式", ""),
    Column("address", "原网址", ""),
)
BY_HEAD = {column.head: column.id for column in COLUMNS}
#: What a file of wrong lines has besides; passed over when it is brought in again.
REMARKS = ("行号", "原因")
#: Between the two names of an entry of the catalogue.
BETWEEN = " → "
#: The table of the files beside the table of documents: who may see each, and what a picture shows.
FILES = "files.csv"
FILE_HEADS = ("文件", "可见范围", "替代文字")
#: The states in which a document is public: of most kinds, of what goes out before it is reviewed.
OUT = ("published", "confirmed")
EMERGENCY = "emergency"
IDS = frozenset(column.id for column in COLUMNS)
NEEDED = tuple(column for column in COLUMNS if column.needed)
