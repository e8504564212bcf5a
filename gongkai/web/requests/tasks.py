"""What is done every day for requests: the clocks of the open ones are asked anew, and officers told what is due."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from gongkai.web import clock
from gongkai.web.requests.standing import tell_anew
from gongkai.web.requests.watching.mailing import mail_digests


@task(title=_("更新申请的期限"))
def tell() -> int:
    """Ask the clock of every open request again; how many."""
    return tell_anew(clock.today())


@task(title=_("每日提醒申请的期限"))
def remind() -> int:
    """Mail every officer what is due and what is late; how many mails. After the clocks of the day were asked."""
    today = clock.today()
    tell_anew(today)
    return mail_digests(today)
