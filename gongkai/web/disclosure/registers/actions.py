"""Totals of a year are said with their source."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.web import clock
from gongkai.web.agencies.actions.ground import held
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import recorded
from gongkai.web.disclosure.models import TotalRow, YearTotal
from gongkai.web.workflow.refusals import Refused


def set_total(
    agency: Agency, *, year: int, row: TotalRow, items_before: int | None, items_change: int | None, unlisted: int,
    source: str, by: Officer,
) -> YearTotal:  # fmt: skip
    """Say of a year what is counted without a list, and where that is from."""
    by.require(Permission.DISCLOSE, agency)
    if not source.strip():
        raise Refused(_("请写明数据来源。"))
    if min(items_before or 0, unlisted) < 0:
        raise Refused(_("数量不能为负；减少的写在“本年增/减”。"))
    with act(by=by.actor) as done:
        agency = held(agency)
        before = YearTotal.objects.filter(agency=agency, year=year, row=row).first()
        said = {"items_before": items_before, "items_change": items_change, "unlisted": unlisted}
        total: YearTotal
        total, _new = YearTotal.objects.update_or_create(
            agency=agency, year=year, row=row,
            defaults=said | {"source": source.strip(), "entered_by": by.user, "entered": clock.now()},
        )  # fmt: skip
        done.note(
            "register.total_set",
            of=agency.thing,
            agency=agency.holder,
            old={name: getattr(before, name) for name in said} if before else {},
            new={"year": year, "row": recorded(row.label), "source": total.source, **said},
        )
    return total
