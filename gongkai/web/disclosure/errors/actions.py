"""An error is reported by anybody, and answered by the agency."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gongkai.web import clock
from gongkai.web.agencies.actions.ground import held_open
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.typed import storable
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Actor, recorded
from gongkai.web.disclosure.models import Document, ErrorReport, Outcome
from gongkai.web.personal import blind_index, blind_indexes
from gongkai.web.visibility import PUBLIC
from gongkai.web.workflow.refusals import Refused

#: Nobody asks who it was.
ANYBODY = Actor(gettext_noop("公众"))


def report(document: Document, *, passage: str, wrong: str, contact: str, code: str) -> ErrorReport:
    """Tell the agency of an error in what is published. The same code again is the same report, sent twice.

    :raises Document.DoesNotExist: where it is not public.
    """
    with act(by=ANYBODY) as done:
        seen = Document.objects.visible_to(PUBLIC).select_related("agency")
        document = seen.select_for_update(of=("self",)).get(pk=document.pk)
        known = ErrorReport.objects.filter(code__in=blind_indexes(code)).first()
        if known is None:
            known = ErrorReport.objects.create(
                document=document,
                agency=document.agency,
                passage=storable(passage).strip(),
                wrong=storable(wrong).strip(),
                contact=storable(contact).strip(),
                code=blind_index(code),
                received=clock.now(),
            )
        done.note("error.reported", of=known.thing, agency=document.agency.holder, new={"number": known.pk})
    return known


def answer(report: ErrorReport, *, outcome: Outcome, text: str, by: Officer) -> ErrorReport:
    """Say what became of it; once."""
    by.require(Permission.DISCLOSE, report.agency)
    with act(by=by.actor) as done:
        report = (
            ErrorReport.objects.select_for_update(of=("self",)).select_related("document", "agency").get(pk=report.pk)
        )
        if report.answered:
            raise Refused(_("这条纠错已经答复过了。"))
        if not text.strip():
            raise Refused(_("请填写答复。"))
        report.outcome, report.answer = outcome, storable(text).strip()
        report.answered, report.answered_by = clock.now(), by.user
        report.save()
        new = {"number": report.pk, "outcome": recorded(Outcome(outcome).label)}
        done.note("error.answered", of=report.thing, agency=report.agency.holder, new=new)
    return report


def move_in(
    document: Document, *, passage: str, wrong: str, contact: str, received: datetime, outcome: str, answer: str,
    answered: datetime | None, by: Officer,
) -> ErrorReport:  # fmt: skip
    """A report that was received elsewhere, answered or not. By its code it is found there only: nobody else knows it.

    :raises Refused: where an answer is said in part.
    """
    by.require(Permission.DISCLOSE, document.agency)
    if len({bool(outcome), bool(answer), bool(answered)}) > 1:
        raise Refused(_("处理结果、答复和答复时间须都填写，或者都不填。"))
    with act(by=by.actor) as done:
        agency = held_open(document.agency)
        made: ErrorReport = ErrorReport.objects.create(
            document=document, agency=agency, passage=passage, wrong=wrong, contact=contact,
            code=blind_index(secrets.token_hex(16)), received=received, outcome=outcome, answer=answer,
            answered=answered, answered_by=by.user if answered else None,
        )  # fmt: skip
        done.note("error.moved_in", of=made.thing, agency=agency.holder, new={"number": made.pk})
    return made
