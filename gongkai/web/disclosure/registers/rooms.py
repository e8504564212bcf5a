"""The registers: their columns, and what becomes of an imported list."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.web.agencies.lists.previews import Plan, State
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.audit.notes import Act
from gongkai.web.disclosure.models import Decision, Fee, Listed, Procurement
from gongkai.web.disclosure.sheets.cells import Column, cents, day, one_of, text, year, yes, yuan
from gongkai.web.disclosure.sheets.plans import Planned
from gongkai.web.disclosure.sheets.rooms import Room
from gongkai.web.visibility import Level, Reader

PAGE = "disclosure:register"
_KINDS = {"行政许可": "licences", "行政处罚": "penalties", "行政强制": "coercive_measures"}
_NAMES = {value: name for name, value in _KINDS.items()}

DECISIONS = (
    Column("kind", "类别", one_of(_KINDS), lambda value: _NAMES[value], hint="行政许可、行政处罚、行政强制"),
    Column("number", "决定文书号", text(100)),
    Column("day", "决定日期", day, hint="2026-03-02"),
    Column("party", "当事人", text(200), hint="自然人的，“自然人”一列写“是”，姓名对外只显示姓氏"),
    Column("person", "自然人", yes, required=False, hint="是、否"),
    Column("matter", "事项", text(300), width=30),
    Column("content", "决定内容", text(5000), width=40),
    Column("authority", "决定机关", text(200)),
    Column("public", "是否公开", yes, hint="是、否"),
    Column("ground", "不公开的理由", text(300), required=False, hint="不公开的必填"),
)
FEES = (
    Column("year", "年份", year),
    Column("item", "收费项目", text(200), width=30),
    Column("basis", "依据", text(300), required=False, width=30),
    Column("standard", "标准", text(300), required=False, width=30),
    Column("cents", "收费金额（元）", cents, yuan, hint="以元为单位，最多两位小数"),
)
PROCUREMENTS = (
    Column("number", "项目编号", text(100)),
    Column("day", "成交日期", day, hint="2026-03-02"),
    Column("item", "采购项目", text(200), width=30),
    Column("supplier", "供应商", text(200), required=False, width=24),
    Column("cents", "成交金额（元）", cents, yuan, hint="以元为单位，最多两位小数；写“2358万”亦可"),
)
MODELS: dict[str, type[Listed]] = {"decisions": Decision, "fees": Fee, "procurement": Procurement}
KEYS = {"decisions": ("kind", "number"), "fees": ("year", "item"), "procurement": ("number",)}
#: How the year of a line is asked for.
YEARS = {"decisions": "day__year", "fees": "year", "procurement": "day__year"}


def of_year(rows: Any, register: str, asked: str) -> Any:
    """The lines of a year as an address asks for it; what is none asks for nothing."""
    return rows.filter(**{YEARS[register]: int(asked)}) if re.fullmatch("[12][0-9]{3}", asked) else rows


def _check_decision(facts: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    if not facts["public"] and not facts["ground"]:
        yield "ground", _("不公开的，写明理由。")
    if facts["public"] and facts["ground"]:
        yield "ground", _("公开的不写不公开的理由，请核对。")


def _nothing(facts: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    return ()


def _there(id_: str, agency: Agency, day: date, by: Reader) -> Mapping[Hashable, Any]:
    rows = MODELS[id_].objects.visible_to(by).filter(agency=agency)
    return {tuple(getattr(row, name) for name in KEYS[id_]): row for row in rows}


def _apply(id_: str, agency: Agency, plan: Plan[Planned], day: date, by: Officer, done: Act) -> None:
    """Within an act: new lines; a changed one is internal until it was reviewed again."""
    model = MODELS[id_]
    model.objects.bulk_create(model(agency=agency, author=by.user, **line.facts) for line in plan.of(State.NEW))
    for line in plan.of(State.CHANGED):
        for name, value in line.facts.items():
            setattr(line.row, name, value)
        line.row.level, line.row.author = Level.INTERNAL, by.user
        line.row.save()


def _room(id_: str, name: Any, columns: tuple[Column, ...], check: Callable[..., Any] = _nothing) -> Room:
    return Room(
        id=id_,
        name=name,
        columns=columns,
        key=lambda facts: tuple(facts[name] for name in KEYS[id_]),
        check=check,
        there=partial(_there, id_),
        facts_of=lambda row: {column.field: getattr(row, column.field) for column in columns},
        apply=partial(_apply, id_),
        page=PAGE,
    )


REGISTERS = {
    "decisions": _room("decisions", gettext_lazy("许可、处罚、强制决定"), DECISIONS, _check_decision),
    "fees": _room("fees", gettext_lazy("行政事业性收费"), FEES),
    "procurement": _room("procurement", gettext_lazy("政府集中采购"), PROCUREMENTS),
}
