"""The mail of a morning: one for each officer who has an address, written into the tasks in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django_tasks import task

from gongkai.web import clock
from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.roster import Roster
from gongkai.web.desk.daily.waiting import waiting
from gongkai.web.requests.models import MailChoice
from gongkai.web.requests.standing import tell_anew
from gongkai.web.requests.telling.mails import address
from gongkai.web.requests.watching.choosing import wants
from gongkai.web.requests.watching.digest import Digest, digests
from gongkai.web.workflow.waiting import Waiting
from gongkai.workdays import is_workday

#: Of each heading so many are named; the page has them all.
MOST = 30


@dataclass
class Morning:
    """What one officer is told: of requests, and of whatever else is new, due or late."""

    requests: Digest
    late: list[Waiting] = field(default_factory=list)
    others: list[Waiting] = field(default_factory=list)

    @property
    def grave(self) -> bool:
        return bool(self.requests.grave or self.late)


def mornings(today: date) -> dict[int, Morning]:
    """By officer, those who are told something; nobody on a day off. As many queries for many offices as for few."""
    if not is_workday(today).working:
        return {}
    found = {digest.user: Morning(digest) for digest in digests(today)}
    offices, paths = Roster(today), dict(Agency.objects.values_list("pk", "path"))
    for one in waiting(None, today):
        if not one.mailed(today):
            continue
        own = offices.here(one.permission, one.agency)
        for user in offices.with_deputies(own, one.permission, one.agency, paths[one.agency]):
            told = found.setdefault(user, Morning(Digest(user)))
            (told.late if one.late(today) else told.others).append(one)
    return found


def mail_mornings(today: date) -> int:
    """Mail them; how many mails."""
    if not settings.PASSWORD_RECOVERY:  # no mail goes out of this instance
        return 0
    users = User.objects.exclude(email="").filter(is_active=True)  # all: a list of ids has its limits
    chosen = dict(MailChoice.objects.values_list("user", "wanted"))
    with override(settings.LANGUAGE_CODE):
        found = mornings(today)
        mails = [_mail(user, found[user.pk], today) for user in users.iterator() if _wants(user, found, chosen)]
    with transaction.atomic():
        get_connection().send_messages(mails)
    return len(mails)


def _wants(user: User, found: Mapping[int, Morning], chosen: Mapping[int, str]) -> bool:
    return user.pk in found and wants(chosen.get(user.pk), grave=found[user.pk].grave)


def _mail(user: User, told: Morning, today: date) -> EmailMessage:
    digest = told.requests
    context = {
        "name": user.name,
        "today": today,
        "late": digest.late[:MOST],
        "soon": [(step, items[:MOST]) for step, items in digest.soon.items() if items],
        "waiting": digest.waiting[:MOST],
        "escalated": digest.escalated[:MOST],
        "urged": digest.urged[:MOST],
        "news": digest.news[:MOST],
        "others": [(one.text, address(one.address)) for one in (*told.late, *told.others)[:MOST]],
        "place": address(reverse("requests:cases") + "?clock=open") if digest else "",
    }
    body = render_to_string("desk/daily.txt", context).strip()
    return EmailMessage(_subject(told), body, to=[user.email])


def _subject(told: Morning) -> str:
    digest, others = told.requests, len(told.late) + len(told.others)
    late, soon = len(digest.late), sum(len(items) for items in digest.soon.values())
    if not digest:
        return _("政府信息公开：%(total)d项待办，其中%(late)d项逾期") % {"total": others, "late": len(told.late)}
    if digest.escalated and not late and not soon:
        text = _("依申请公开：下级机关%(total)d件超期") % {"total": len(digest.escalated)}
    else:
        text = _("依申请公开：%(late)d件超期，%(soon)d件将到期") % {"late": late, "soon": soon}
    return _("%(requests)s；另有%(total)d项待办") % {"requests": text, "total": others} if others else text


@task(title=gettext_lazy("每日提醒期限"))
def remind() -> int:
    """Mail every officer what is due and what is late; how many mails. After the clocks of the day were asked."""
    today = clock.today()
    tell_anew(today)
    return mail_mornings(today)
