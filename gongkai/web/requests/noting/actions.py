"""Whoever works on a request notes something on it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.web import clock
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.requests.actions.ground import held
from gongkai.web.requests.models import Case, CaseNote
from gongkai.web.workflow.refusals import Refused

#: Characters of a note, and notes of a request.
LONGEST, MOST = 1000, 500


def note(case: Case, text: str, *, by: Officer) -> CaseNote:
    """Add a note; no letter, no term and no figure rests on it.

    :raises Refused: without words, or where there are too many notes.
    """
    by.require(Permission.READ_APPLICANTS, case.agency)
    if not text.strip():
        raise Refused(_("请写明备注的内容。"))
    with act(by=by.actor) as done:
        case = held(case)
        if case.notes.count() >= MOST:
            raise Refused(_("一件申请最多有%(most)d条备注。") % {"most": MOST})
        row: CaseNote = CaseNote.objects.create(case=case, text=text.strip()[:LONGEST], by=by.user, made=clock.now())
        done.note("case.annotated", of=case.thing, agency=case.agency.holder)
    return row
