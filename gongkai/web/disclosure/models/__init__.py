"""The models of what an agency publishes, a module for each thing that is kept."""

from gongkai.web.disclosure.models.batches import BATCH, Batch, BatchFinding
from gongkai.web.disclosure.models.catalogue import CatalogueEntry, EntryVersion, Reach
from gongkai.web.disclosure.models.documents import (
    Attachment,
    Document,
    DocumentVersion,
    GatedQuerySet,
    IndexPattern,
    IndexSeries,
    Publication,
    Validity,
    WorkingCopy,
    digest_of,
)
from gongkai.web.disclosure.models.editing import BroughtIn, SettledRemark
from gongkai.web.disclosure.models.errors import ErrorReport, Outcome
from gongkai.web.disclosure.models.examinations import Examination, ExaminedFile, Finding, Ruling
from gongkai.web.disclosure.models.lifecycle import (
    CleanUp,
    CleanUpDecision,
    Ending,
    Lifecycle,
    LifecycleStep,
    NumberSeries,
    Stage,
    Verdict,
    stage_label,
)
from gongkai.web.disclosure.models.media import Account, AccountState, MediaCleanUp, MediaCleanUpLine
from gongkai.web.disclosure.models.moving import MovedIn
from gongkai.web.disclosure.models.registers import (
    ANSWERED,
    DECIDED,
    Decision,
    DecisionKind,
    Fee,
    Listed,
    Procurement,
    TotalRow,
    YearTotal,
)
from gongkai.web.disclosure.models.releases import Release
from gongkai.web.disclosure.models.sheets import SheetDraft
from gongkai.web.disclosure.models.topics import Topic, TopicEntry, TopicPublication, TopicVersion

__all__ = [
    "ANSWERED",
    "BATCH",
    "DECIDED",
    "Account",
    "AccountState",
    "Attachment",
    "Batch",
    "BatchFinding",
    "BroughtIn",
    "CatalogueEntry",
    "CleanUp",
    "CleanUpDecision",
    "Decision",
    "DecisionKind",
    "Document",
    "DocumentVersion",
    "Ending",
    "EntryVersion",
    "ErrorReport",
    "Examination",
    "ExaminedFile",
    "Fee",
    "Finding",
    "GatedQuerySet",
    "IndexPattern",
    "IndexSeries",
    "Lifecycle",
    "LifecycleStep",
    "Listed",
    "MediaCleanUp",
    "MediaCleanUpLine",
    "MovedIn",
    "NumberSeries",
    "Outcome",
    "Procurement",
    "Publication",
    "Reach",
    "Release",
    "Ruling",
    "SettledRemark",
    "SheetDraft",
    "Stage",
    "Topic",
    "TopicEntry",
    "TopicPublication",
    "TopicVersion",
    "TotalRow",
    "Validity",
    "Verdict",
    "WorkingCopy",
    "YearTotal",
    "digest_of",
    "stage_label",
]
