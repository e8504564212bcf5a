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
from gongkai.web.disclosure.models.media import Account, AccountState, CleanUp, CleanUpLine
from gongkai.web.disclosure.models.moving import MovedIn
from gongkai.web.disclosure.models.releases import Release

__all__ = [
    "Account",
    "AccountState",
    "Attachment",
    "CleanUp",
    "CleanUpLine",
    "Document",
    "DocumentVersion",
    "GatedQuerySet",
    "IndexPattern",
    "IndexSeries",
    "MovedIn",
    "Publication",
    "Release",
    "WorkingCopy",
    "digest_of",
]
