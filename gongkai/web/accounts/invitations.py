"""A new officer is mailed a link instead of being told a password: it sets one, once, and is void after three days."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

from gongkai.web.accounts.models import User
from gongkai.web.accounts.passwords import Tokens


def possible(user: User) -> bool:
    """Whether mail goes out of this instance, and the officer has an address."""
    return settings.PASSWORD_RECOVERY and bool(user.email)


def send(user: User) -> None:
    """Within an act, in a request: the mail is a task of the same transaction, and forgets the link once it is sent."""
    key = f"{user_pk_to_url_str(user)}-{Tokens().make_token(user)}"
    said = {
        "person": user,
        "link": get_adapter().get_reset_password_from_key_url(key),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
    }
    with override(settings.LANGUAGE_CODE):
        subject = render_to_string("accounts/email/invitation_subject.txt", said).strip()
        body = render_to_string("accounts/email/invitation.txt", said).strip()
    EmailMessage(subject, body, to=[user.email]).send()
