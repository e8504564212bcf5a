"""An opinion comes in: whether it agrees, and why not."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.law.clock import Fact
from gongkai.web.agencies.officers import Officer
from gongkai.web.audit.acts import act
from gongkai.web.requests.actions.ground import held
from gongkai.web.requests.actions.recording import put
from gongkai.web.requests.acts import act_of
from gongkai.web.requests.models import Case, Opinion, View
from gongkai.web.workflow.refusals import Refused

REPLIED = "replied"


def record_opinion(
    case: Case, *, party: str, view: View, reasons: str, on: date, by: Officer, version: int | None = None
) -> Opinion:
    """What a party that was consulted said, on the day on which it came in.

    :raises Refused: where nobody asked it, or it objects to a part and nobody says to which.
    """
    by.require(act_of(REPLIED).who, case.agency)
    if view == View.PARTLY and not reasons.strip():
        raise Refused(_("请写明不同意公开的是哪一部分。"))
    with act(by=by.actor):
        case = held(case, version)
        (row,) = put(case, [Fact(REPLIED, on, party=party, objects=view != View.AGREES)], by=by)
        return Opinion.objects.create(fact=row, view=view, reasons=reasons.strip())
