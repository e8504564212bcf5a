"""Above the inbox: corrections that wait to be answered, signed and sent, each to who does it."""

from __future__ import annotations

import pytest

from gongkai.web import clock
from gongkai.web.desk.notices import notices
from gongkai.web.requests.correcting.actions import draft, send, sign
from gongkai.web.requests.models import CorrectionResult
from tests.web.requests.scene import set_up, wanted
from tests.web.world import TODAY, World

pytestmark = pytest.mark.django_db


def test_a_correction_is_told_to_who_goes_on_with_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    set_up(world)
    clerk, chief = world.officer("handler@civil"), world.officer("approver@civil")

    def told() -> list[list[str]]:
        return [[one.text for one in notices(who) if "更正申请" in one.text] for who in (clerk, chief)]

    row = wanted(world)
    assert told() == [["有1件更正申请等您拟办（《条例》第四十一条）。"], []]
    row = draft(
        row, result=CorrectionResult.CORRECTED, finding="核实（演示）", organ="", version=row.version, by=clerk
    )  # fmt: skip
    assert told() == [[], ["有1件更正申请的答复书等您签发（《条例》第四十一条）。"]]
    row = sign(row, version=row.version, by=chief)
    assert told() == [["有1件更正申请的答复书已经签发，等您送出（《条例》第四十一条）。"], []]
    send(row, way="post", on=TODAY, version=row.version, by=clerk)
    assert told() == [[], []]
    page = world.client("handler@neighbour-civil").get("/desk/").content.decode()
    assert "更正申请等您" not in page
