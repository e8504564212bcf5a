"""What happened to a document, as its page tells it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gongkai.web.disclosure.models import Document, LifecycleStep
from gongkai.web.visibility import PUBLIC, Reader


def seen_of(steps: Iterable[LifecycleStep], reader: Reader) -> set[Any]:
    """The documents named in steps that the reader may see."""
    ids = {step.other_id for step in steps if step.other_id}
    return set(Document.objects.visible_to(reader).filter(pk__in=ids)) if ids else set()


def public_steps(document: Document) -> dict[str, Any]:
    """For the portal's page."""
    steps = list(document.steps.visible_to(PUBLIC).select_related("other__agency"))
    return {"steps": steps, "others": seen_of(steps, PUBLIC)}
