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
from gongkai.web.disclosure.models.examinations import Examination, ExaminedFile, Finding, Ruling
from gongkai.web.disclosure.models.moving import MovedIn

__all__ = [
    "Attachment",
    "Document",
    "DocumentVersion",
    "Examination",
    "ExaminedFile",
    "Finding",
    "GatedQuerySet",
    "IndexPattern",
    "IndexSeries",
    "MovedIn",
    "Publication",
    "Ruling",
    "WorkingCopy",
    "digest_of",
]
