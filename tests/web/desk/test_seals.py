"""The daily digests on the desk, and as a file."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.web.audit.models import Seal
from gongkai.web.audit.seals import DAYS, seal
from tests.web.world import World


def test_the_digests_of_all_days_can_be_taken_away(world: World) -> None:
    client = world.client("supervisor@district")
    assert "还没有封存" in client.get("/desk/audit/seals/").content.decode()
    seal(timezone.localdate() + timedelta(days=40))
    digests = list(Seal.objects.filter(chain=DAYS).order_by("number").values_list("digest", flat=True))
    answer = client.get("/desk/audit/seals.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="seals.csv"'
    _head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert [row[2] for row in rows] == digests
    assert [row[3] for row in rows][1:] == digests[:-1]
    assert digests[-1] in client.get("/desk/audit/seals/").content.decode()


def test_the_page_costs_the_same_for_many_days(world: World) -> None:
    client = world.client("supervisor@district")
    counts = []
    for days in (3, 60):
        seal(timezone.localdate() + timedelta(days=days))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/desk/audit/seals/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
