"""What the browser's instance holds: the small world, a thing for every address, reports, and what is hard to show:
long names, nothing filled in, agencies that are closed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings

from gongkai.report.writing import write_report
from gongkai.web.agencies.kinds import Kind, Tier
from gongkai.web.agencies.models import Agency, AgencyName
from gongkai.web.annual.actions import import_report, publish_report
from gongkai.web.audit.acts import act
from gongkai.web.workflow.actions import perform
from tests.report.writing.examples import marked
from tests.web.disclosure.scene import STEPS, item, process_of
from tests.web.doors.test_doors import ELSEWHERE, NAMES, TABLE, address, allowed
from tests.web.doors.things import THINGS
from tests.web.world import BY, World
from tests.web.world import build as world

SAMPLES = Path(__file__).parents[3] / "samples"
BLANKS = "town-blanks-2022.xlsx"
LONG = "示范区人民政府国有资产监督管理委员会与地方金融监督管理局联合派驻高新技术产业开发区综合服务中心办公室（演示）"


def build() -> World:
    """Write it into the database, and into the instance's folder what the tests must know of it."""
    made = world()
    district, civil = made.agencies["district"], made.agencies["civil"]
    with act(by=BY) as done:
        for agency, phone in ((district, "0000-0000001（演示）"), (civil, "0000-0000002（演示）")):
            agency.office_name = f"{agency.name}政务公开办公室"
            agency.office_address, agency.postcode = "示范区公开路1号（演示）", "000000"
            agency.hours, agency.office_phone = "工作日 9:00—12:00，13:30—17:00", phone
            agency.office_email = "gongkai@example.cn"
            agency.uscc = "" if agency is civil else "11000000MB00000000"
            agency.save()
        AgencyName.objects.create(agency=civil, name="示范县民政局（演示）", until=date(2022, 3, 1))
        for number in range(3):
            Agency.objects.create(
                slug=f"long-{number}", name=f"{LONG}{number}", kind=Kind.DISPATCHED, tier=Tier.COUNTY,
                superior=district, path=f"{district.path}9{number:03d}.", demo=settings.DEMO,
                closed=date(2025, 6, 30) if number == 2 else None, merged_into=civil if number == 2 else None,
            )  # fmt: skip
        done.note("instance.prepared", of=district.thing)
    officer = made.officer("disclosure@civil")
    for name, year in (
        ("bureau-2020.docx", 2020),
        ("tab-rows-2021.txt", 2021),
        (BLANKS, 2022),
        ("bureau-2023.doc", 2023),
    ):
        report = import_report(civil, data=(SAMPLES / name).read_bytes(), name=name, year=year, by=officer)
        publish_report(report, by=officer)
    wrong = write_report(marked(), "html").encode()
    publish_report(import_report(civil, data=wrong, name="wrong.html", year=2019, by=officer), by=officer)
    for kind in ("announcement", "policy", "service"):
        document = item(made, by=f"handler@{ELSEWHERE}", kind=kind)
        for step, name in STEPS:
            perform(process_of(document), step, by=made.officer(name.replace("civil", ELSEWHERE)))
    sessions = {name: made.client(name).cookies["sessionid"].value for name in made.users}
    said = {"sessions": sessions, "doors": dict(doors(made))}
    Path(settings.HOME, "scene.json").write_text(json.dumps(said))
    return made


def doors(made: World) -> Iterator[tuple[str, tuple[str, str | None]]]:
    """Every address that somebody may open, with a thing of its kind in an agency, and who: the first who may."""
    agency = made.agencies[ELSEWHERE]
    things = {kind: make(made, agency) for kind, make in THINGS.items()}
    for door, row in TABLE.items():
        concerned = agency if "of" in row else None
        for name in NAMES:
            if allowed(row.get("get", "nobody"), name, concerned, made):
                yield door, (address(door, row, things.get(row.get("of", ""))), name)
                break
