"""3,000 agencies and six reports in the instance of GONGKAI_HOME: `python -m benchmarks.inside platform_world`."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from benchmarks.measure import ROOT
from gongkai.web.accounts.models import User
from gongkai.web.agencies.actions.founding import enter
from gongkai.web.agencies.appointments import office
from gongkai.web.agencies.kinds import Kind, Tier
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Role
from gongkai.web.annual.actions import import_report, publish_report
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Actor

AGENCIES = 3000


def fill(agencies: int = AGENCIES) -> None:
    """One city, 30 districts and their departments, ``agencies`` in all, and the reports of six years."""

    def agency(number: int, kind: Kind, tier: Tier, superior: Agency | None) -> Agency:
        name = f"测速演示{kind.label}第{number}号"
        return Agency(
            slug=f"bench-{number}", name=name, kind=kind, tier=tier, superior=superior, hours="9:00—17:00", demo=True
        )

    city = agency(0, Kind.GOVERNMENT, Tier.CITY, None)
    districts = [agency(number, Kind.GOVERNMENT, Tier.COUNTY, city) for number in range(1, 31)]
    others = [
        agency(number, Kind.DEPARTMENT, Tier.COUNTY, districts[number % len(districts)])
        for number in range(31, agencies)
    ]
    with act(by=Actor("测速")) as done:
        enter(done, [city, *districts, *others])
        user = User.objects.create(username="bench", name="测速（演示）")
        office(done, user, agency=city, role=Role.DISCLOSURE, subtree=True, since=date(2020, 1, 1))
    by = Officer(user, today=timezone.localdate())
    data = (ROOT / "samples" / "city-page-2024.html").read_bytes()
    for year in range(2019, 2025):
        publish_report(import_report(districts[0], data=data, name="city-page-2024.html", year=year, by=by), by=by)


def main() -> None:
    fill()
