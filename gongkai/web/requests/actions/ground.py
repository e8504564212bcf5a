"""What every act on a request stands on: the row held, its facts, the clock that agrees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gongkai.law.clock import Fact, ImpossibleFacts
from gongkai.web.audit.notes import Act, Actor
from gongkai.web.requests.models import Case, Told
from gongkai.web.requests.standing import told
from gongkai.web.workflow.refusals import Refused, Stale

#: Whoever asks acts under no name: no event says who it was.
APPLICANT = Actor(gettext_noop("申请人"))


def held(case: Case, version: int | None = None, *, archived: bool = False) -> Case:
    """The case as it is now, held until the act ends; one in the archive only for acts on what is `archived`.

    :raises Stale: where it is not what the officer looked at.
    :raises Refused: where it is in the archive, or what told of people in it is erased.
    """
    row: Case = Case.objects.select_for_update(of=("self",)).select_related("agency", "unit", "handler").get(pk=case.pk)
    if version is not None and version != row.version:
        raise Stale
    if row.erased is not None:
        raise Refused(_("这件申请保管期满，其中的个人信息已经清除，不能再办理。"))
    if row.archived is not None and not archived:
        raise Refused(_("这件申请已经归档，只供查阅。确需办理的，由公开办在申请的页面写明理由、调出档案。"))
    return row


def agreed(case: Case, facts: Sequence[Fact], today: date) -> Told:
    """What the clock says of a case by these facts.

    :raises Refused: where they cannot be, in the words of the law.
    """
    try:
        return told(case, facts, today)
    except ImpossibleFacts as impossible:
        raise Refused(str(impossible)) from None


def saved(case: Case, *fields: str, told: Told | None = None) -> None:
    """Save what was changed, and what the clock says now, as a newer version."""
    case.version += 1
    case.save(update_fields=[*fields, "version"])
    if told is not None:
        told.save()


def taken_out(case: Case, done: Act, *, reason: str) -> None:
    """Within an act that holds it: it is in the archive no longer, and may be worked on."""
    old, case.archived = {"day": case.archived.isoformat() if case.archived else ""}, None
    saved(case, "archived")
    done.note("case.taken_out", of=case.thing, agency=case.agency.holder, old=old, new={"reason": reason})
