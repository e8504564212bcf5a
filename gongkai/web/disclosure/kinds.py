"""Guide and rules as kinds of the workflow."""

from __future__ import annotations

from pathlib import Path

from django.urls import reverse

from gongkai.web.disclosure.actions.publishing import publish, retract
from gongkai.web.disclosure.actions.taking import taken
from gongkai.web.disclosure.guards import register_guards
from gongkai.web.disclosure.models import Document, DocumentKind
from gongkai.web.workflow.kinds import Version, register

TABLE = Path(__file__).with_name("documents.yaml")


def _thing(id_: int) -> Document:
    found: Document = Document.objects.select_related("agency", "published").get(pk=id_)
    return found


def _version(document: Document) -> Version:
    return Version(*document.versions.values_list("number", "digest").get(number=document.latest))


def _url(id_: int) -> str:
    return reverse("disclosure:document", args=[id_])


def register_kinds() -> None:
    """Make the kinds known, after their guards."""
    register_guards()
    for kind in DocumentKind:
        register(
            kind.value,
            kind.label,
            TABLE,
            model=Document,
            thing=_thing,
            version=_version,
            url=_url,
            effects={"publish": publish, "retract": retract},
            taken=taken,
        )
