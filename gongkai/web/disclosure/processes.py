"""Documents as kinds of the workflow."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from gongkai.web.disclosure.actions.publishing import publish, retract, schedule, unschedule
from gongkai.web.disclosure.actions.taking import taken
from gongkai.web.disclosure.examining.reading import annex
from gongkai.web.disclosure.examining.standing import register_examining
from gongkai.web.disclosure.guards import register_guards
from gongkai.web.disclosure.kinds import FOLDER, kinds
from gongkai.web.disclosure.models import Document
from gongkai.web.workflow.kinds import Version, register

DOCUMENTS = FOLDER / "documents.yaml"
EFFECTS = {"publish": publish, "retract": retract}
TIMED = {"schedule": schedule, "unschedule": unschedule}


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
    register_examining()
    for kind in kinds().values():
        register(
            kind.id,
            pgettext_lazy("kind", kind.name),
            kind.table,
            model=Document,
            thing=_thing,
            version=_version,
            url=_url,
            effects=EFFECTS | (TIMED if kind.table == DOCUMENTS else {}),
            taken=taken,
            annex=annex,
        )
