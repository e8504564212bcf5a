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

__all__ = [
    "Attachment",
    "Document",
    "DocumentVersion",
    "GatedQuerySet",
    "IndexPattern",
    "IndexSeries",
    "Publication",
    "WorkingCopy",
    "digest_of",
]
