"""Help for officers, made of what acts: the roles, the workflow's tables, the menu's keys, the law's data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gongkai.law.rules import law_rules
from gongkai.law.unverified import Unverified, unverified
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.permissions import GRANTS, SECOND_FACTOR, Permission, Role, roles_with
from gongkai.web.workflow.kinds import KINDS
from gongkai.web.workflow.tables import Needed, Table

DOES = {
    Role.HANDLER: _("拟稿、修改、送审；收到退回的，改好再送；可以撤回、催办。"),
    Role.REVIEWER: _("审核别人起草的文件：同意或者写明理由退回。"),
    Role.SECRECY: _("公开前的保密审查（《条例》第十七条）：同意或者写明理由退回。哪个机关都不能省去这一步。"),
    Role.APPROVER: _("决定公开。签发之后内容不能再改，要改须重新送审。"),
    Role.DISCLOSURE: _("发布和撤下、编制指南和年度报告、设定本机关的审核环节；也可以拟稿。"),
    Role.SUPERVISOR: _("查看本级和下级机关的办理情况和审计记录，催办；不办理、不修改。"),
    Role.ADMINISTRATOR: _("管理机关、人员和系统；看不到内部材料，也不参与审核。"),
}
NEEDED = {Needed.ALWAYS: _("必经"), Needed.USUAL: _("通常有，机关可以省去"), Needed.EXTRA: _("机关可以增加")}


class RoleHelp(NamedTuple):
    label: str
    does: str | Promise
    permissions: list[str]
    second_factor: bool


class Step(NamedTuple):
    label: str
    roles: str
    acts: str
    days: int | None
    needed: str | Promise


class Way(NamedTuple):
    """The steps of one table and the kinds of things that go through them."""

    name: str
    source: str
    steps: list[Step]


def roles() -> list[RoleHelp]:
    """Every role: what it is for and what it permits."""
    return [
        RoleHelp(
            str(role.label),
            DOES[role],
            [str(permission.label) for permission in Permission if permission in GRANTS[role]],
            role in SECOND_FACTOR,
        )
        for role in Role
    ]


def ways() -> list[Way]:
    """The way of a thing from the draft to its end, for each table in use."""
    tables = {kind.table.file: kind.table for kind in KINDS.values()}
    return [
        Way(pgettext("table", table.name), pgettext("law", table.source), list(_steps(table)))
        for table in tables.values()
    ]


def _steps(table: Table) -> Iterator[Step]:
    for id_ in (table.begins, *table.steps, table.then):
        state = table.states[id_]
        if state.waits is None:
            continue
        acts = dict.fromkeys(table.acts[row.act].label for row in table.rows_in(id_) if row.who == state.waits)
        roles = gettext("、").join(str(role.label) for role in roles_with(state.waits))
        needed = NEEDED[table.steps[id_]] if id_ in table.steps else ""
        yield Step(state.label, roles, gettext("、").join(acts), state.days, needed)


def law_to_check() -> list[tuple[str, Sequence[Unverified]]]:
    """The values of the law that were not seen in a stored copy of their source, by kind."""
    found = sorted(unverified(law_rules()), key=lambda entry: entry.kind)
    return [(kind, list(entries)) for kind, entries in groupby(found, key=lambda entry: entry.kind)]


@require_safe
@desk()
def page(request: HttpRequest) -> HttpResponse:
    law = law_to_check()
    context = {"roles": roles(), "ways": ways(), "law": law, "unverified": sum(len(entries) for _kind, entries in law)}
    return render(request, "desk/help.html", context)
