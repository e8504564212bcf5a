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

__all__ = [
    "Attachment",
    "Document",
    "DocumentVersion",
    "ErrorReport",
    "GatedQuerySet",
    "IndexPattern",
    "IndexSeries",
    "Outcome",
    "Publication",
    "WorkingCopy",
    "digest_of",
]
