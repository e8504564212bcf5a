"""What is done every day for requests: the clocks of the open ones are asked anew."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from gongkai.web import clock
from gongkai.web.requests.standing import tell_anew


@task(title=_("更新申请的期限"))
def tell() -> int:
    """Ask the clock of every open request again; how many."""
    return tell_anew(clock.today())
