"""The roster of a day finds whom `holders` finds, of every permission in every agency, in two queries: offices, and
who stands in."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import holders
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.roster import Roster
from tests.web.world import TODAY, World

pytestmark = pytest.mark.django_db


def test_it_finds_whom_holders_finds(world: World) -> None:
    with CaptureQueriesContext(connection) as queries:
        roster = Roster(TODAY)
    assert len(queries) == 2
    found = 0
    for agency in Agency.objects.all():
        for permission in Permission:
            expected = set(holders(permission, agency, TODAY).values_list("pk", flat=True))
            assert roster.holding(permission, agency.pk, agency.path) == expected, (agency.slug, permission)
            found += len(expected)
    assert found > 50
