"""The digests as mail: one for each officer who has an address, written into the tasks in one transaction."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from gongkai.web.accounts.models import User
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
    with override(settings.LANGUAGE_CODE):
        mails = [_mail(user, found[user.pk], today) for user in users.iterator() if user.pk in found]
    with transaction.atomic():
        get_connection().send_messages(mails)
    return len(mails)


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
        "place": address(reverse("requests:cases") + "?clock=open"),
    }
    return EmailMessage(subject, render_to_string("requests/watching/digest.txt", context).strip(), to=[user.email])
