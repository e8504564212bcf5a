"""What stands behind a number, as lines of a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.law.rules import law_rules
from gongkai.web.disclosure.models import Decision, Fee
from gongkai.web.disclosure.registers.figures import WITH as DISCLOSED_WITH
from gongkai.web.disclosure.registers.figures import Opened
from gongkai.web.disclosure.registers.figures import opened as disclosed
from gongkai.web.requests.fees.reckoning import paid_by
from gongkai.web.requests.models import Case, Remedy, Told

#: What rows bring with them.
WITH: Mapping[type, tuple[str, ...]] = {
    **DISCLOSED_WITH, Told: ("case__agency",), Remedy: ("case__agency",), Decision: ("agency",), Fee: ("agency",)
}  # fmt: skip


def opened_paid(row: Case) -> Opened:
    """A request for which a fee was paid, as a line of 表二（八）: 0 元 is what its notice did not tell."""
    amount = paid_by(row)
    said = _("信息处理费%(amount)d元") % {"amount": amount} if amount else _("信息处理费，金额未知")
    return Opened(row.number, reverse("requests:case", args=[row.pk]), row.agency, None, said)


def opened(row: Any) -> Opened:
    """A row as a line: of a request its number, days and result, and nothing of who asks."""
    match row:
        case Told():
            result = law_rules().outcomes.get(row.counted_as)
            said = f"{result.number} {result.name}" if result is not None else row.get_stage_display()
            return Opened(
                row.case.number, reverse("requests:case", args=[row.case_id]), row.case.agency, row.received, said
            )
        case Remedy():
            address = reverse("requests:remedy", args=[row.pk])
            return Opened(str(row), address, row.case.agency, row.notified, row.get_result_display())
        case _:
            return disclosed(row)
