"""The accounts of the demo beside its log-in, so that one can be each officer in turn."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.http import urlencode

from gongkai.web.accounts.models import User
from gongkai.web.agencies.demo import allowed
from gongkai.web.config.demo import officers

register = template.Library()


@register.inclusion_tag("parts/demo_accounts.html", takes_context=True)
def demo_accounts(context: template.Context) -> dict[str, Any]:
    """Whom one can be here, and with which password; nobody on an instance that is no demo or has real data."""
    if not allowed():
        return {}
    entries = {entry["username"]: entry for entry in officers.entries()}
    accounts = User.objects.filter(demo=True, is_active=True, username__in=entries)
    here = set(accounts.values_list("username", flat=True))
    onward = context["request"].GET.get("next")
    rows = [
        {
            "username": name,
            "name": entry["name"],
            "office": entry["for"],
            "query": urlencode({"account": name} | ({"next": onward} if onward else {})),
        }
        for name, entry in entries.items()
        if name in here
    ]
    return {"rows": rows, "password": officers.PASSWORD}
