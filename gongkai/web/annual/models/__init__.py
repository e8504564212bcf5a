"""Annual reports: as they were read or published, as they are made from the records, and as they are collected."""

from gongkai.web.annual.models.collecting import (
    Collection,
    Fetching,
    Filing,
    FilingState,
    FilingVersion,
    Origin,
    Remark,
    TakenSums,
)
from gongkai.web.annual.models.delivering import Delivered, Delivery, Fate
from gongkai.web.annual.models.differing import Divergence
from gongkai.web.annual.models.making import Adjustment, Compilation, CompilationVersion, Explanation
from gongkai.web.annual.models.reports import AnnualReport, AnnualReportQuerySet, ProseKey, Source, State
from gongkai.web.annual.models.sharing import SharedCheck

__all__ = [
    "Adjustment",
    "AnnualReport",
    "AnnualReportQuerySet",
    "Collection",
    "Compilation",
    "CompilationVersion",
    "Delivered",
    "Delivery",
    "Divergence",
    "Explanation",
    "Fate",
    "Fetching",
    "Filing",
    "FilingState",
    "FilingVersion",
    "Origin",
    "ProseKey",
    "Remark",
    "SharedCheck",
    "Source",
    "State",
    "TakenSums",
]
