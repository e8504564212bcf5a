"""Who else asked for the same: the reason to open it to all (《条例》第四十四条)."""

from __future__ import annotations

from gongkai.web.personal import blind_indexes
from gongkai.web.requests.models import Case


def asked_by_others(case: Case) -> int:
    """How many other applicants asked the agency for it in the same words; shown, decides nothing."""
    rows = Case.objects.filter(agency=case.agency, content=case.content).exclude(
        applicant__identity_index__in=blind_indexes(case.applicant.identity_number)
    )
    return int(rows.values("applicant__identity_index").distinct().count())
