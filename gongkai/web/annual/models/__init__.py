"""Annual reports: as they were read or published, and as they are made from the records."""

from gongkai.web.annual.models.making import Adjustment, Compilation, CompilationVersion, Explanation
from gongkai.web.annual.models.reports import AnnualReport, AnnualReportQuerySet, ProseKey, Source, State

__all__ = [
    "Adjustment",
    "AnnualReport",
    "AnnualReportQuerySet",
    "Compilation",
    "CompilationVersion",
    "Explanation",
    "ProseKey",
    "Source",
    "State",
]
