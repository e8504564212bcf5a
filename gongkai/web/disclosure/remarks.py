"""Remarks on passages as the drafter sees them: what was quoted, what was said of it, whether it is worked off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.web.disclosure.models import Document, SettledRemark
from gongkai.web.workflow.models import Process, Step


@dataclass(frozen=True)
class Remark:
    """One passage of a step that sent a document back."""

    step: Step
    place: int
    quoted: str
    said: str
    settled: SettledRemark | None


@dataclass(frozen=True)
class Returned:
    """The last time that a document was sent back, while it is not sent on again."""

    step: Step
    remarks: Sequence[Remark]

    @property
    def open(self) -> int:
        """How many are not worked off."""
        return sum(remark.settled is None for remark in self.remarks)


def returned(document: Document) -> Returned | None:
    """Why a document came back; None where it did not."""
    process = Process.objects.running().filter(kind=document.kind, object_id=document.pk, returned=True).first()
    if process is None:
        return None
    step = process.steps.select_related("user").filter(act="return").order_by("-number").first()
    if step is None:
        return None
    done = {row.place: row for row in step.settled.select_related("user")}
    remarks = [
        Remark(step, place, passage["quoted"], passage.get("said", ""), done.get(place))
        for place, passage in enumerate(step.passages)
    ]
    return Returned(step, remarks)
