"""Which steps an agency asks for on a day: its own chain, else that of the nearest agency above, else the table's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gongkai.web.agencies.models import Agency
from gongkai.web.workflow.kinds import Kind
from gongkai.web.workflow.models import Chain


@dataclass(frozen=True)
class InForce:
    """The steps in force, and the setting they come from; None: the table itself."""

    steps: list[str]
    chain: Chain | None


def chain_in_force(agency: Agency, kind: Kind, day: date) -> InForce:
    """The steps that things of a kind go through in an agency when they begin on a day."""
    paths = agency.lineage
    settings = Chain.objects.filter(
        Q(until=None) | Q(until__gt=day), agency__path__in=paths, kind=kind.name, since__lte=day
    ).select_related("agency")
    own = sorted(settings, key=lambda chain: (paths.index(chain.agency.path), -chain.since.toordinal()))
    if not own:
        return InForce(kind.table.usual, None)
    return InForce(kind.table.chain(own[0].steps), own[0])
