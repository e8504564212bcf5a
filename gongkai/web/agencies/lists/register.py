"""All agencies in memory, to be looked up by whatever a line of a list says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from gongkai.web.agencies.models import Agency, AgencyName, Placement


@dataclass(frozen=True)
class Register:
    """Agencies by code, 统一社会信用代码 and name, and since when each bears its name and stands in its place."""

    by_pk: dict[int, Agency]
    by_slug: dict[str, Agency]
    by_uscc: dict[str, Agency]
    open_by_name: dict[str, list[Agency]]
    named_since: dict[int, date | None]
    placed_since: dict[int, date | None]

    @classmethod
    def now(cls, *, lock: bool = False) -> Register:
        """As the agencies are now: three queries."""
        rows = Agency.objects.order_by("path")
        agencies = list(rows.select_for_update(no_key=True) if lock else rows)
        by_pk = {agency.pk: agency for agency in agencies}
        open_by_name = defaultdict(list)
        for agency in agencies:
            if agency.superior_id:
                agency.superior = by_pk[agency.superior_id]
            if not agency.closed:
                open_by_name[agency.name].append(agency)
        return cls(
            by_pk,
            {agency.slug: agency for agency in agencies},
            {agency.uscc: agency for agency in agencies if agency.uscc},
            dict(open_by_name),
            dict(AgencyName.objects.filter(until=None).order_by().values_list("agency_id", "since")),
            dict(Placement.objects.filter(until=None).order_by().values_list("agency_id", "since")),
        )
