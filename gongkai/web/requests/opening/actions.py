"""A request is bound to the document by which everybody gets what was given (《条例》第四十四条)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.law.rules import law_rules
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.requests.actions.ground import held, saved
from gongkai.web.requests.models import Case, Opening
from gongkai.web.workflow.refusals import Refused

#: The groups of 表三 by which an applicant was given something.
GIVEN = frozenset({"予以公开", "部分公开"})


def given(case: Case) -> bool:
    """Whether the request ended with information that could be open to all."""
    outcome = law_rules().outcomes.get(case.told.outcome) if case.told.ended is not None else None
    return outcome is not None and outcome.group in GIVEN


def bind(case: Case, document: int, *, title: str, suggested: bool, by: Officer, version: int) -> Opening:
    """Bind a document that was drafted of what was answered.

    :raises Refused: where nothing was given, or the title tells of the applicant.
    """
    by.require(Permission.DRAFT, case.agency)
    by.require(Permission.READ_APPLICANTS, case.agency)
    with act(by=by.actor) as done:
        case = held(case, version)
        if not given(case):
            raise Refused(_("只有答复为予以公开、部分公开的申请，才能转为主动公开（《条例》第四十四条）。"))
        if case.applicant.is_told_of(title):
            raise Refused(_("名称里有申请人的个人信息，请删去后再提交。"))
        row = Opening.objects.create(case=case, document_id=document, suggested=suggested, by=by.user, day=by.today)
        saved(case)
        done.note("case.opened", of=case.thing, agency=case.agency.holder, new={"title": title})
    return row
