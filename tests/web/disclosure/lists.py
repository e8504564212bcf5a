"""Lists for the tests: brought in as sheets, as officers bring them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gongkai.web.agencies.lists.previews import Plan
from gongkai.web.agencies.models import Appointment
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.batches.actions import under_way
from gongkai.web.disclosure.models import Batch, Topic
from gongkai.web.disclosure.sheets import actions
from gongkai.web.disclosure.sheets.plans import Planned
from gongkai.web.disclosure.sheets.rooms import ROOMS
from gongkai.web.disclosure.sheets.writing import write
from gongkai.web.workflow.actions import perform
from tests.web.disclosure.scene import IN_ROWS
from tests.web.world import BY, SINCE, TODAY, World

ENTRY = {
    "position": "1", "first": "社会救助", "second": "最低生活保障审批结果", "content": "对象名单及补助金额",
    "basis": "《社会救助暂行办法》", "term": "自信息形成之日起20个工作日内", "body": "民政局（演示）",
    "channels": "■政府网站 □政府公报 ■社区/企事业单位/村公示栏（电子屏）", "to_all": "■", "group": "", "active": "√",
    "on_request": "", "county": "√", "township": "", "village": "√",
}  # fmt: skip
DECISION = {
    "kind": "行政许可", "number": "示民许〔2025〕1号", "day": "2025-06-03", "party": "张示范", "person": "是",
    "matter": "设立登记", "content": "准予设立", "authority": "民政局（演示）", "public": "是", "ground": "",
}  # fmt: skip


def sheet(room: str, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Lines as an .xlsx in the columns of the room."""
    columns = ROOMS[room].columns
    lines = [[str(row.get(column.field, "")) for column in columns] for row in rows]
    return write("演示", columns, lines, merge=ROOMS[room].merge)


def bring(
    world: World, room: str, rows: Sequence[Mapping[str, Any]], *, of: str = "civil", day: date = TODAY,
    whole: bool = False, by: str = "handler",
) -> Plan[Planned]:  # fmt: skip
    """Import lines as previewed."""
    officer = world.officer(f"{by}@{of}")
    draft = actions.keep(
        ROOMS[room], world.agencies[of], sheet(room, rows), file_name="演示.xlsx", day=day, whole=whole, by=officer
    )
    return actions.take(draft, planned=actions.preview(draft, by=officer).digest, by=officer)


def entry(world: World, *, of: str = "civil", **said: str) -> None:
    """One entry of a catalogue that the public knows."""
    bring(world, "catalogue", [ENTRY | said], of=of, day=date(2020, 1, 2))
    out(world, "catalogue", of=of)


def out(world: World, room: str, *, of: str = "civil", topic: Topic | None = None) -> None:
    """Take what waits of a list, or a topic, through its review to the public."""
    process = under_way(room, world.agencies[of], topic)
    assert process is not None
    for step, name in IN_ROWS:
        perform(process, step, by=world.officer(name.replace("civil", of)))


def sent(world: World, *, of: str = "civil") -> Batch:
    """A batch with the clerk: one decision without anything to find."""
    bring(world, "decisions", [DECISION], of=of)
    found: Batch = Batch.objects.get(room="decisions", agency=world.agencies[of])
    return found


def appoint(world: World, name: str, role: str) -> None:
    """Give an officer a second office in the same agency."""
    with act(by=BY) as done:
        agency = world.agencies[name.split("@")[1]]
        Appointment.objects.create(user=world.users[name], agency=agency, role=role, since=SINCE)
        done.note("user.appointed", of=world.users[name].thing)
