"""An agency chooses how it takes the fee, from a day on."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.web import clock
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import recorded
from gongkai.web.requests.fees.reckoning import choice_on
from gongkai.web.requests.models import FeeChoice, Method
from gongkai.web.workflow.refusals import Refused


def choose_fee(agency: Agency, *, since: date, method: Method, payment: str, by: Officer) -> FeeChoice:
    """From that day on fees are taken so; what was asked for before stays.

    :raises Refused: for a day that has passed, or on which another choice begins, or without a way to pay.
    """
    by.require(Permission.DISCLOSE, agency)
    if since < by.today:
        raise Refused(_("生效日期不能早于今天：已经发出的通知不变。"))
    if method != Method.NONE and not payment.strip():
        raise Refused(_("请写明缴纳方式，收费通知书要写（《信息处理费管理办法》第六条）。"))
    with act(by=by.actor) as done:
        agency = Agency.objects.select_for_update().get(pk=agency.pk)
        if FeeChoice.objects.filter(agency=agency, since=since).exists():
            raise Refused(_("这一天已经登记了计收方式，请换一个生效日期。"))
        before = choice_on(agency, since)
        row: FeeChoice = FeeChoice.objects.create(
            agency=agency, since=since, method=method, payment=payment.strip(), made=clock.now(), made_by=by.user
        )
        old = recorded(Method(before.method if before is not None else Method.EITHER).label)
        new = {"method": recorded(method.label), "since": since.isoformat()}
        done.note("fee.chosen", of=agency.thing, agency=agency.holder, old={"method": old}, new=new)
    return row
