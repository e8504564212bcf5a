"""A request, who made it, and what happened in it."""

from gongkai.web.requests.models.cases import Applicant, ApplicantKind, Case, CaseQuerySet, Identity
from gongkai.web.requests.models.facts import RecordedFact
from gongkai.web.requests.models.series import Counter, Series
from gongkai.web.requests.models.told import Told

__all__ = [
    "Applicant",
    "ApplicantKind",
    "Case",
    "CaseQuerySet",
    "Counter",
    "Identity",
    "RecordedFact",
    "Series",
    "Told",
]
