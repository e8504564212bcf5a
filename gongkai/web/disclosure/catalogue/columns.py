"""The columns of the 基层政务公开标准目录 (国办发〔2019〕54号), with their merged heads and boxes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from gongkai.web.disclosure.models import EntryVersion
from gongkai.web.disclosure.sheets.cells import NO, YES, Column, Wrong, text, whole, yes

#: 公开渠道和载体, in the order in which they are printed.
CHANNELS = (
    "政府网站", "政府公报", "两微一端", "发布会/听证会", "广播电视", "纸质媒体", "公开查阅点", "政务服务中心",
    "便民服务站", "入户/现场", "社区/企事业单位/村公示栏（电子屏）", "精准推送", "其他",
)  # fmt: skip
_BOX = re.compile(r"([■☑√●□☐○])([^■☑√●□☐○]*)")
_ASIDE = re.compile(r"[（(].{0,200}?[）)]|[\s_＿、]")
_PLAIN = {_ASIDE.sub("", name): name for name in CHANNELS}
GROUP = "特定群体"


def read_channels(cell: str) -> list[str]:
    """Those whose box is filled; where there are no boxes, all that are named. Of 其他 what is written behind it."""
    boxes = _BOX.findall(cell)
    named = [name for box, name in boxes if box in "■☑√●"] if boxes else re.split(r"[、，,；;\n]", cell)
    found = [_channel(name) for name in named]
    if not [name for name in found if name]:
        raise Wrong(_("没有选中任何渠道。请在选中的渠道前写■。"))
    return list(dict.fromkeys(name for name in found if name))


def _channel(name: str) -> str:
    plain = _ASIDE.sub("", name)
    if plain not in _PLAIN and plain.startswith("其他"):
        return f"其他：{plain.removeprefix('其他').lstrip('：:')}"
    return _PLAIN.get(plain, plain)


def show_channels(chosen: list[str]) -> str:
    """All of them, those chosen with a filled box."""
    more = [name for name in chosen if name not in CHANNELS]
    usual = [name for name in CHANNELS if name != "其他" or not any(one.startswith("其他") for one in more)]
    return " ".join(f"{'■' if name in chosen else '□'}{name}" for name in (*usual, *more))


def read_group(cell: str) -> str:
    """A box, or whom it means."""
    if cell in NO:
        return ""
    return GROUP if cell in YES else text(200)(cell)


def _box(value: bool) -> str:
    return "■" if value else "□"


def _group(value: str) -> str:
    return "□" if not value else "■" if value == GROUP else value


COLUMNS = (
    Column("position", "序号", whole, width=6),
    Column("first", "一级事项", text(100), over="公开事项", width=14),
    Column("second", "二级事项", text(100), over="公开事项", width=18),
    Column("content", "公开内容（要素）", text(5000), width=40),
    Column("basis", "公开依据", text(5000), required=False, width=30),
    Column("term", "公开时限", text(300), width=18),
    Column("body", "公开主体", text(200), width=18),
    Column("channels", "公开渠道和载体", read_channels, show_channels, width=34),
    Column("to_all", "全社会", yes, _box, required=False, over="公开对象", width=8),
    Column("group", "特定群体（群众）", read_group, _group, required=False, over="公开对象", known=("特定群众",)),
    Column("active", "主动", yes, _box, required=False, over="公开方式", width=6, known=("主动公开",)),
    Column("on_request", "依申请", yes, _box, required=False, over="公开方式", width=8, known=("依申请公开",)),
    Column("county", "县级", yes, _box, required=False, over="公开层级", width=6),
    Column("township", "乡级", yes, _box, required=False, over="公开层级", width=6, known=("镇级", "乡镇级")),
    Column("village", "村级", yes, _box, required=False, over="公开层级", width=6, known=("村社区级",)),
)  # fmt: skip
FIELDS = tuple(column.field for column in COLUMNS)


def check(facts: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """What no entry may leave open."""
    if not (facts["to_all"] or facts["group"]):
        yield "to_all", _("公开对象没有选：全社会或特定群体。")
    if not (facts["active"] or facts["on_request"]):
        yield "active", _("公开方式没有选：主动或依申请。")
    if not (facts["county"] or facts["township"] or facts["village"]):
        yield "county", _("公开层级没有选：县级、乡级或村级。")


def facts_of(version: EntryVersion) -> dict[str, Any]:
    """What a version says, by column."""
    return {name: getattr(version, name) for name in FIELDS}
