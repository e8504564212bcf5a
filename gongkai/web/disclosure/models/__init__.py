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
from gongkai.web.disclosure.models.errors import ErrorReport, Outcome
from gongkai.web.disclosure.models.moving import MovedIn

__all__ = [
    "Attachment",
    "Document",
    "DocumentVersion",
    "ErrorReport",
    "GatedQuerySet",
    "IndexPattern",
    "IndexSeries",
    "MovedIn",
    "Outcome",
    "Publication",
    "WorkingCopy",
    "digest_of",
]
