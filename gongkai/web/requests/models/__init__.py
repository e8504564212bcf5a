"""A request, who made it, and what happened in it."""

from gongkai.web.requests.models.archiving import Erasure, ErasureLine, ErasureState, Hold, Retained, RetentionTerm
from gongkai.web.requests.models.calendars import CalendarLink
from gongkai.web.requests.models.cases import Applicant, ApplicantKind, Case, CaseQuerySet, Identity
from gongkai.web.requests.models.confirming import Confirmation, ConfirmationLink, ConfirmedBy, Side
from gongkai.web.requests.models.corrections import Correction, CorrectionFile, CorrectionResult
from gongkai.web.requests.models.facts import RecordedFact
from gongkai.web.requests.models.fees import FeeChoice, Method
from gongkai.web.requests.models.filters import SavedFilter
from gongkai.web.requests.models.letters import LETTER, Letter, LetterFile, LetterSettings, LetterVersion
from gongkai.web.requests.models.masking import CoveredArea, CoverGround
from gongkai.web.requests.models.material import CaseFile, Origin
from gongkai.web.requests.models.notes import CaseNote
from gongkai.web.requests.models.opening import Opening
from gongkai.web.requests.models.opinions import Opinion, View
from gongkai.web.requests.models.relations import Bond, Relation
from gongkai.web.requests.models.remedies import Remedy, RemedyKind, Result
from gongkai.web.requests.models.satisfaction import Grade, Rating
from gongkai.web.requests.models.series import Counter, Series
from gongkai.web.requests.models.supervising import Escalation, Urging
from gongkai.web.requests.models.told import Told
from gongkai.web.requests.models.watching import MailChoice, Wanted

__all__ = [
    "LETTER",
    "Applicant",
    "ApplicantKind",
    "Bond",
    "CalendarLink",
    "Case",
    "CaseFile",
    "CaseNote",
    "CaseQuerySet",
    "Confirmation",
    "ConfirmationLink",
    "ConfirmedBy",
    "Correction",
    "CorrectionFile",
    "CorrectionResult",
    "Counter",
    "CoverGround",
    "CoveredArea",
    "Erasure",
    "ErasureLine",
    "ErasureState",
    "Escalation",
    "FeeChoice",
    "Grade",
    "Hold",
    "Identity",
    "Letter",
    "LetterFile",
    "LetterSettings",
    "LetterVersion",
    "MailChoice",
    "Method",
    "Opening",
    "Opinion",
    "Origin",
    "Rating",
    "RecordedFact",
    "Relation",
    "Remedy",
    "RemedyKind",
    "Result",
    "Retained",
    "RetentionTerm",
    "SavedFilter",
    "Series",
    "Side",
    "Told",
    "Urging",
    "View",
    "Wanted",
]
