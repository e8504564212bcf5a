"""Each in one act: to a unit of the agency with its paper; to another organ with the answer that says so."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.requests.actions import assign
from gongkai.web.requests.actions.ground import held
from gongkai.web.requests.letters.actions import begin_letter
from gongkai.web.requests.letters.filling import known
from gongkai.web.requests.models import LETTER, Case, Letter
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.models import Process
from gongkai.web.workflow.refusals import Refused

#: The letters.
INSIDE, ANSWER = "internal_transfer", "answer_not_responsible"


def pass_on(case: Case, *, unit: Agency, task: str, days: int, by: Officer, version: int | None = None) -> Letter:
    """Give a request to a unit of the agency, with the paper that says what is to be done by when.

    The paper stays in the agency and carries no seal: the disclosure office issues it at once. It changes no term.

    :raises Refused: where the unit is not the agency's, or the law has no place for it any more.
    """
    by.require(Permission.DISCLOSE, case.agency)
    with act(by=by.actor):
        case = held(case, version)
        said = {"unit": unit.name, "unit_task": task, "unit_days": days}
        letter = begin_letter(case, INSIDE, known(case, INSIDE, by.today) | said, by=by)
        letter.way, letter.issued, letter.sent = "direct", by.today, by.today
        letter.save(update_fields=["way", "issued", "sent"])
        perform(_process(letter), "issue", by=by)
        assign(case, unit=unit, handler=None, by=by)
    return letter


def refer(case: Case, *, organ: str, phone: str, reasons: str, by: Officer, version: int | None = None) -> Letter:
    """Tell who asks that another organ is responsible: an answer, drafted and sent on to its review.

    The Regulation knows no moving of a request to another organ. It is answered here that this organ does not have to
    publish what is asked for, with the reasons and the organ that has (《条例》第三十六条第（五）项).

    :raises Refused: where it cannot be answered now, or the letter does not read.
    """
    by.require(Permission.DRAFT, case.agency)
    with act(by=by.actor):
        case = held(case, version)
        if organ == case.agency.name:
            raise Refused(_("这是本机关。请写负责公开的其他机关。"))
        whole = f"{organ}，电话{phone}" if phone else organ  # a letter's words: Chinese in every desk
        said = {"reasons": reasons} | ({"right_organ": whole} if organ else {})
        letter = begin_letter(case, ANSWER, known(case, ANSWER, by.today) | said, by=by)
        perform(_process(letter), "submit", by=by)
    return letter


def _process(letter: Letter) -> Process:
    return Process.objects.get(kind=LETTER, object_id=letter.pk)
