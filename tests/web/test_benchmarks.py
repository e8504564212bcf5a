"""The benchmarks' worlds are made by the platform's own acts: when an act changes, they must still be made."""

from __future__ import annotations

import pytest

from benchmarks.platform_world import fill
from gongkai.web.agencies.models import Agency
from gongkai.web.annual.models import AnnualReport

pytestmark = pytest.mark.django_db


def test_the_world_of_the_pages_is_made() -> None:
    fill(agencies=40)
    assert Agency.objects.count() == 40
    assert AnnualReport.objects.filter(agency__slug="bench-1").count() == 6
