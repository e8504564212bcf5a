"""The models of what an agency publishes, a module for each thing that is kept."""

from gongkai.web.disclosure.models.documents import (
    Attachment,
    Document,
    DocumentVersion,
    GatedQuerySet,
    IndexPattern,
    IndexSeries,
    Publication,
    WorkingCopy,
    digest_of,
)
from gongkai.web.disclosure.models.editing import BroughtIn, SettledRemark
from gongkai.web.disclosure.models.moving import MovedIn

__all__ = [
    "Attachment",
    "BroughtIn",
    "Document",
    "DocumentVersion",
    "GatedQuerySet",
    "IndexPattern",
    "IndexSeries",
    "MovedIn",
    "Publication",
    "SettledRemark",
    "WorkingCopy",
    "digest_of",
]
