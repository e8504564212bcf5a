"""How often an officer wants the daily mail."""

from __future__ import annotations

from gongkai.web.agencies.officers import Officer
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import recorded
from gongkai.web.requests.models import MailChoice, Wanted


def wants(chosen: str | None, *, grave: bool) -> bool:
    """Whether a mail goes to whom something is told; `grave`: something of it is late, or was urged."""
    wanted = chosen or Wanted.DAILY
    return wanted == Wanted.DAILY or (wanted == Wanted.LATE and grave)


def choose_mail(wanted: Wanted, *, by: Officer) -> None:
    """How often an officer wants the mail from now on."""
    with act(by=by.actor) as done:
        MailChoice.objects.update_or_create(user=by.user, defaults={"wanted": wanted})
        done.note("user.mail_chosen", of=by.user.thing, new={"mail": recorded(wanted.label)})
