"""The link by which an applicant confirms: signed, for one purpose, for a few days, once.

It says neither who asks nor for what. Opening it confirms nothing, since programs that look through mails open links;
what confirms is the button on its page.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from django.core import signing
from django.urls import reverse

from gongkai.web import clock
from gongkai.web.accounts.models import User
from gongkai.web.audit.notes import Act
from gongkai.web.personal import Kind, mask
from gongkai.web.requests.models import Case, ConfirmationLink
from gongkai.web.requests.telling.mails import address, tell

#: So that no other signed word of the instance is one of these.
SALT = "gongkai.request.confirmation"
#: For so long a link is good.
DAYS = 15


def send_link(case: Case, done: Act, *, by: User | None) -> bool:
    """Within an act: mail the applicant a link, and end the one before. Whether there is an address."""
    word = secrets.token_urlsafe(24)
    path = reverse("portal:request-confirm", args=[signing.TimestampSigner(salt=SALT).sign(word)])
    if not tell(case, "received", link=address(path), days=DAYS):
        return False
    end_links(case)
    now = clock.now()
    ConfirmationLink.objects.create(
        case=case, digest=_digest(word), sent=now, sent_by=by, expires=now + timedelta(days=DAYS)
    )
    masked = mask(case.applicant.email, Kind.EMAIL)
    done.note("case.confirmation_asked", of=case.thing, agency=case.agency.holder, new={"email": masked})
    return True


def end_links(case: Case) -> None:
    """Within an act: no link of a request is good any more."""
    ConfirmationLink.objects.filter(case=case, ended=None).update(ended=clock.now())


def case_of(token: str) -> Case | None:
    """The request that a link is about, while the link is good."""
    try:
        word = signing.TimestampSigner(salt=SALT).unsign(token, max_age=timedelta(days=DAYS))
    except signing.BadSignature:
        return None
    rows = ConfirmationLink.objects.select_related("case__agency")
    row = rows.filter(digest=_digest(word), ended=None, expires__gt=clock.now()).first()
    return row.case if row is not None else None


def _digest(word: str) -> str:
    return sha256(word.encode()).hexdigest()
