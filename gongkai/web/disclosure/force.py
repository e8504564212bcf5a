"""Since when and until when a document is in force, as its publication and its ending say."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from gongkai.web.disclosure.models import (
    CleanUp,
    CleanUpDecision,
    Document,
    DocumentVersion,
    Ending,
    Lifecycle,
    Stage,
    Verdict,
)
from gongkai.web.workflow.refusals import Refused

ENDINGS = {Stage.REPEALED: Ending.REPEALED, Stage.LAPSED: Ending.LAPSED}
_ENDS = {Verdict.REPEAL: Ending.REPEALED, Verdict.LAPSED: Ending.LAPSED}


def life_of(document: Document) -> Lifecycle:
    """Within an act: its row, locked."""
    found: Lifecycle
    found, _new = Lifecycle.objects.select_for_update().get_or_create(document=document)
    found.document = document  # which had read it before, and is told what becomes of it
    return found


def came_out(document: Document, version: DocumentVersion, day: date) -> list[Document]:
    """Within the act that publishes: what is published is issued; a list of a clean-up takes effect. What that ends."""
    ended = []
    if document.of_kind.life:
        life = life_of(document)
        life.issued = life.issued or version.said.made or day
        if not life.ending:
            life.last = version.said.valid_until
        if life.last is not None and life.last < life.issued:
            raise Refused(_("有效期早于印发日期，请核对。"))
        life.save()
    for session in CleanUp.objects.select_for_update().filter(listed=document, applied=None):
        session.applied = day
        session.save()
        decisions = session.decisions.select_related("document__agency")
        ended += [decision.document for decision in decisions if over(decision, day, document)]
    return ended


def over(decision: CleanUpDecision, day: date, listed: Document | None) -> bool:
    """Within the act by which a clean-up takes effect: end what it decided not to keep; whether it did."""
    ending = _ENDS.get(Verdict(decision.verdict)) if decision.verdict else None
    if ending is None:
        return False
    life = life_of(decision.document)
    if life.ending or (life.last is not None and life.last < day):
        return False
    end(life, ending, day, by_document=listed)
    return True


def end(life: Lifecycle, ending: Ending, day: date, *, by_document: Document | None) -> None:
    """From that day on it is not in force. Within an act.

    :raises Refused: where it was never issued, is not in force any more, or was for no day.
    """
    if life.issued is None:
        raise Refused(_("还没有印发，不能废止或宣布失效。"))
    if life.ending:
        raise Refused(_("已经废止或失效。"))
    if day <= life.issued:
        raise Refused(_("终止日期须在印发日期之后。"))
    if life.last is not None and life.last < day:
        raise Refused(_("有效期已于此前届满，不再废止。"))
    life.last, life.ending, life.ended_by = day - timedelta(days=1), ending, by_document
    life.save()
