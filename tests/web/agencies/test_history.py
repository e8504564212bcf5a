"""Whatever is done in whatever order, paths are the chains of superiors, and names and places have no gap."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from gongkai.web.agencies import actions
from gongkai.web.agencies.history import below_on
from gongkai.web.agencies.models import Agency, AgencyName, Placement
from gongkai.web.agencies.refusals import Refused
from tests.web.world import build

TODAY = date(2026, 3, 2)
NUMBER = st.integers(0, 30)
ACT = st.tuples(
    st.sampled_from("found move move move rename close merge reopen".split()), NUMBER, NUMBER, st.integers(0, 400)
)


class Histories(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(ACT, min_size=8, max_size=25))
    def test_every_history_hangs_together(self, acts: list[tuple[str, int, int, int]]) -> None:
        world = build()
        by = world.officer("administrator@district", today=TODAY)
        for number, (act, one, other, back) in enumerate(acts):
            mine = list(Agency.objects.below(world.agencies["district"]).order_by("closed", "pk"))
            subjects = [agency for agency in mine if bool(agency.closed) == (act == "reopen")] or mine
            agency, second = subjects[one % len(subjects)], mine[other % len(mine)]
            day = TODAY - timedelta(back * 30)
            values = {"name": f"演示{number}", "kind": "department", "tier": "county", "opened": day}
            same = {"agency": agency, "version": agency.version, "by": by}
            try:
                match act:
                    case "found":
                        actions.found(agency, values=values, by=by)
                    case "move":
                        actions.move(**same, superior=second, day=day)
                    case "rename":
                        actions.rename(**same, name=f"演示{number}", day=day)
                    case "close":
                        actions.close(**same, day=day)
                    case "merge":
                        actions.merge({agency: agency.version}, into=second, day=day, by=by)
                    case "reopen":
                        actions.reopen(**same, reason="演示")
            except Refused:
                pass
            check_everything(acts)


def check_everything(acts: object) -> None:
    agencies = {agency.pk: agency for agency in Agency.objects.all()}
    for agency in agencies.values():
        above = agencies[agency.superior_id].path if agency.superior_id else ""
        assert agency.path == above + agency.segment, acts
        assert agency.closed or not agency.superior_id or not agencies[agency.superior_id].closed, acts
        for model in (AgencyName, Placement):
            spans = list(model.objects.filter(agency=agency).order_by("pk"))
            assert spans[0].since == agency.opened
            assert spans[-1].until == agency.closed
            for before, after in pairwise(spans):
                assert before.until == after.since
            last = spans[-1]
            assert isinstance(last, Placement) or last.name == agency.name
            assert isinstance(last, AgencyName) or last.superior_id == agency.superior_id
    days = {day for day in Placement.objects.values_list("since", flat=True) if day}
    for day in {TODAY, *days}:
        placed = dict(Placement.objects.on(day).order_by().values_list("agency_id", "superior_id"))
        for pk in placed:
            seen, at = set(), pk
            while at is not None:
                assert at not in seen, acts  # no circle on any day
                seen.add(at)
                at = placed[at]  # and nobody stands below an agency that is not there
        top = next(agency for agency in agencies.values() if agency.slug == "district")
        below = {pk for pk in placed if top.pk in chain(placed, pk)}
        assert {agency.pk for agency in below_on(top, day)} == below


def chain(placed: dict[int, int | None], pk: int | None) -> list[int]:
    found = []
    while pk is not None:
        found.append(pk)
        pk = placed[pk]
    return found
