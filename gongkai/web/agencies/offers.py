"""What an officer is offered on an agency's page, and why the rest is not."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gongkai.web.agencies.forms.acts import ACTS
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import NotPermitted, Officer


class Offer(NamedTuple):
    """An act: with its address where it may be done, with the reason where it may not."""

    label: str | Promise
    address: str
    reason: str
    danger: bool


def offers(agency: Agency, officer: Officer, *, below: int) -> list[Offer]:
    """All acts on the agency, `below` being how many open agencies stand directly below it, as far as counted."""
    found = []
    for name, act in ACTS.items():
        reason = ""
        try:
            act.admit(agency, officer)
        except NotPermitted as refused:
            reason = str(refused)
        if not reason and act.for_closed and not agency.closed:
            continue
        if not reason and agency.closed and not act.for_closed:
            reason = _("机关已撤销。")
        if not reason and name == "close" and below:
            reason = _("其下还有%d个机关，请先移走、并入或者撤销。") % below
        address = "" if reason else reverse(f"agencies:{name}", args=[agency.slug])
        found.append(Offer(act.label, address, reason, act.danger))
    return found
