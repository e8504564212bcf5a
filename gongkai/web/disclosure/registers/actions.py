"""Lines are let out by another officer than the one who brought them in; totals are said with their source."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongkai.web.agencies.actions.ground import held
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import recorded
from gongkai.web.disclosure.models import TotalRow, YearTotal
from gongkai.web.disclosure.registers.rooms import MODELS, REGISTERS
from gongkai.web.visibility import Level
from gongkai.web.workflow.refusals import Refused


def waiting(register: str, agency: Agency) -> int:
    """How many lines could be public and are not approved yet."""
    return int(_rows(register, agency).count())


def _rows(register: str, agency: Agency) -> Any:
    rows = MODELS[register].objects.filter(agency=agency, level=Level.INTERNAL)
    return rows.filter(public=True) if register == "decisions" else rows


def release(register: str, agency: Agency, *, by: Officer) -> int:
    """Let the public see what waits; how many lines."""
    by.require(Permission.APPROVE, agency)
    with act(by=by.actor) as done:
        agency = held(agency)
        rows = _rows(register, agency)
        if rows.filter(author=by.user).exists():
            raise Refused(_("其中有您自己导入的内容，须由他人核准。"))
        count = int(rows.update(level=Level.PUBLIC))
        if not count:
            raise Refused(_("没有等待核准的内容。"))
        done.public = True
        new = {"list": recorded(REGISTERS[register].name), "count": count}
        done.note("register.released", of=agency.thing, agency=agency.holder, new=new)
    return count


def set_total(
    agency: Agency, *, year: int, row: TotalRow, items_before: int | None, items_change: int | None, unlisted: int,
    source: str, by: Officer,
) -> YearTotal:  # fmt: skip
    """Say of a year what is counted without a list, and where that is from."""
    by.require(Permission.DISCLOSE, agency)
    if not source.strip():
        raise Refused(_("请写明数据来源。"))
    with act(by=by.actor) as done:
        agency = held(agency)
        before = YearTotal.objects.filter(agency=agency, year=year, row=row).first()
        said = {"items_before": items_before, "items_change": items_change, "unlisted": unlisted}
        total: YearTotal
        total, _new = YearTotal.objects.update_or_create(
            agency=agency, year=year, row=row, defaults=said | {"source": source.strip()}
        )
        done.note(
            "register.total_set",
            of=agency.thing,
            agency=agency.holder,
            old={name: getattr(before, name) for name in said} if before else {},
            new={"year": year, "row": recorded(row.label), "source": total.source, **said},
        )
    return total
