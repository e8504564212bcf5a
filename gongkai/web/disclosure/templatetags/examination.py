"""What was found in the version that is being edited, for the editor."""

from __future__ import annotations

from typing import Any

from django import template

from gongkai.web.agencies.officers import Officer
from gongkai.web.disclosure.examining.reading import report
from gongkai.web.disclosure.models import Document

register = template.Library()


@register.inclusion_tag("disclosure/examining/in_editor.html")
def findings_in_editor(document: Document, officer: Officer) -> dict[str, Any]:
    """The findings as a list, without their forms: those stand on the page of the examination."""
    return {"document": document, "report": report(document, officer, drafts=False)}
