"""The digests as mail: one for each officer who has an address, written into the tasks in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from gongkai.web.accounts.models import User
from gongkai.web.agencies.officers import Officer
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import recorded
from gongkai.web.requests.models import MailChoice, Wanted
from gongkai.web.requests.telling.mails import address
from gongkai.web.requests.watching.digest import Digest, digests

#: Of each heading so many are named; the page has them all.
MOST = 30


def mail_digests(today: date) -> int:
    """Mail every digest of a day; how many."""
    if not settings.PASSWORD_RECOVERY:  # no mail goes out of this instance
        return 0
    found = {digest.user: digest for digest in digests(today)}
    users = User.objects.exclude(email="").filter(is_active=True)  # all: a list of ids has its limits
    chosen = dict(MailChoice.objects.values_list("user", "wanted"))
    with override(settings.LANGUAGE_CODE):
        mails = [_mail(user, found[user.pk], today) for user in users.iterator() if wants(found.get(user.pk), chosen)]
    with transaction.atomic():
        get_connection().send_messages(mails)
    return len(mails)


def wants(digest: Digest | None, chosen: Mapping[int, str]) -> bool:
    """Whether a mail goes to whom the digest is for."""
    if digest is None:
        return False
    wanted = chosen.get(digest.user, Wanted.DAILY)
    return wanted == Wanted.DAILY or (wanted == Wanted.LATE and digest.grave)


def choose_mail(wanted: Wanted, *, by: Officer) -> None:
    """How often an officer wants the mail from now on."""
    with act(by=by.actor) as done:
        MailChoice.objects.update_or_create(user=by.user, defaults={"wanted": wanted})
        done.note("user.mail_chosen", of=by.user.thing, new={"mail": recorded(wanted.label)})


def _mail(user: User, digest: Digest, today: date) -> EmailMessage:
    late = len(digest.late)
    soon = sum(len(items) for items in digest.soon.values())
    subject = _("依申请公开：%(late)d件超期，%(soon)d件将到期") % {"late": late, "soon": soon}
    if digest.escalated and not late and not soon:
        subject = _("依申请公开：下级机关%(total)d件超期") % {"total": len(digest.escalated)}
    context = {
        "name": user.name,
        "today": today,
        "late": digest.late[:MOST],
        "soon": [(step, items[:MOST]) for step, items in digest.soon.items() if items],
        "waiting": digest.waiting[:MOST],
        "escalated": digest.escalated[:MOST],
        "urged": digest.urged[:MOST],
        "news": digest.news[:MOST],
        "place": address(reverse("requests:cases") + "?clock=open"),
    }
    return EmailMessage(subject, render_to_string("requests/watching/digest.txt", context).strip(), to=[user.email])
