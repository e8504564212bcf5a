"""A request for several things becomes several requests (一事一申请), each with its own number, term and answer.

The first part stays under the number at hand; what was submitted is kept whole. Each part has the applicant and the
days of the whole, and counts for itself, in 表三 and for the fee: each has an answer and an outcome of its own (ours;
the official form does not say how parts are counted).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.forms import model_to_dict
from django.utils.translation import gettext as _

from gongkai.web import clock
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.personal import blind_index
from gongkai.web.requests.actions.ground import agreed, held, saved
from gongkai.web.requests.bonds import answered_with, lead_of
from gongkai.web.requests.models import (
    LETTER,
    Applicant,
    Bond,
    Case,
    Confirmation,
    Letter,
    RecordedFact,
    Relation,
)  # fmt: skip
from gongkai.web.requests.numbering import next_number
from gongkai.web.requests.standing import facts_of
from gongkai.web.requests.telling.mails import tell
from gongkai.web.workflow.models import Process
from gongkai.web.workflow.refusals import Refused

#: What happened to the whole and holds for each part; anything else concerns one of them.
COMMON = frozenset({
    "received", "confirmed", "supplement_asked", "supplement_notice_received", "supplement_given",
    "extension_approved", "extension_noticed", "reasons_asked",
})  # fmt: skip
MOST = 20


def split(case: Case, parts: Sequence[str], *, reason: str, by: Officer, version: int | None = None) -> list[Case]:
    """Make each of these texts a request; the new ones.

    :raises Refused: where it is too late for that, or there are not several.
    """
    by.require(Permission.DISCLOSE, case.agency)
    texts = [text.strip() for text in parts if text.strip()]
    if not 2 <= len(texts) <= MOST:
        raise Refused(_("请把申请内容写成2至%(most)d件，一件一段。") % {"most": MOST})
    if not reason.strip():
        raise Refused(_("请写明拆分的理由。"))
    with act(by=by.actor) as done:
        case = held(case, version)
        if obstacle := _obstacle(case):
            raise Refused(obstacle)
        made = [_part(case, text, reason.strip(), by) for text in texts[1:]]
        case.submitted = case.submitted or case.content
        case.content = texts[0]
        saved(case, "submitted", "content")
        new = {"numbers": [one.number for one in made], "reason": reason.strip()}
        done.note("case.split", of=case.thing, agency=case.agency.holder, new=new)
        tell(case, "news")
    return made


def _obstacle(case: Case) -> str:
    if case.told.stage != "running":
        return _("只有正在办理、不等申请人或者其他方的申请可以拆分。")
    if lead_of(case) is not None or answered_with(case):
        return _("这件申请与别的申请一并答复，请先解除。")
    if any(fact.kind not in COMMON and not fact.inside for fact in facts_of(case)):
        return _("已经征求意见、收费或者延迟答复的，不能再拆分：这些事项只涉及其中一部分。")
    letters = Letter.objects.filter(case=case).values("pk")
    if Process.objects.running().filter(kind=LETTER, object_id__in=letters).exists():
        return _("还有没有送出的文书，请先送出或者作废。")
    return ""


def _part(whole: Case, text: str, reason: str, by: Officer) -> Case:
    """One more request: applicant, channel, days and confirmations of the whole."""
    now = clock.now()
    case = Case(
        agency=whole.agency, number=next_number(whole.agency, whole.told.arrived.year),
        # asked for with the code of the whole (`reading.by_code`)
        code=blind_index(secrets.token_hex()), submission=blind_index(secrets.token_hex()),
        channel=whole.channel, entered=whole.entered, entered_by=by.user, applicant_kind=whole.applicant_kind,
        content=text, form=whole.form, way=whole.way, help=whole.help, unit=whole.unit, handler=whole.handler,
    )  # fmt: skip
    rows = [row for row in whole.facts.all() if row.struck is None and row.kind in COMMON]
    told = agreed(case, [row.fact for row in rows], by.today)
    case.save()
    told.case = case
    told.save()
    who = model_to_dict(whole.applicant, exclude=["id", "case"])
    Applicant.objects.create(case=case, **who)
    for row in rows:
        RecordedFact.objects.create(
            case=case, kind=row.kind, on=row.on, said=row.said, reason=row.reason, recorded=now, recorded_by=by.user
        )
    for one in whole.confirmations.filter(void=None):
        Confirmation.objects.create(
            case=case, side=one.side, on=one.on, way=one.way, reason=one.reason, recorded=one.recorded,
            recorded_by=one.recorded_by,
        )  # fmt: skip
    Relation.objects.create(case=case, to=whole, bond=Bond.PART, reason=reason, made=now, made_by=by.user)
    return case
