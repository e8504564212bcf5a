"""Reports of former years: brought in on the desk, looked at, published; each comes out as it went in."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.report import read_records
from gongkai.report.schema import Report
from gongkai.report.writing import write_report
from gongkai.web.annual.models import AnnualReport, State
from gongkai.web.annual.papers import MEDIA_TYPES, paper
from tests.web.annual.scene import LAST, begun
from tests.web.world import World

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parents[3] / "samples" / "city-page-2024.html"
FORMER = "/desk/annual/former/"


def given(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())


def test_it_is_brought_in_looked_at_and_published(world: World) -> None:
    lead, portal = world.client("disclosure@civil"), "/a/civil/reports/2024/"
    assert lead.post(FORMER, {"agency": "street", "document": given(SAMPLE)}).status_code == 422, "another's"
    answer = lead.post(FORMER, {"agency": "civil", "document": given(SAMPLE)})
    row = AnnualReport.objects.get()
    assert answer["Location"] == f"/desk/annual/{row.pk}/"
    assert (row.year, row.state) == (2024, State.IMPORTED)
    assert Client().get(portal).status_code == 404
    assert "照原文公布" in lead.get(f"/desk/annual/{row.pk}/").content.decode()
    assert world.client("handler@civil").post(f"/desk/annual/{row.pk}/publish/").status_code == 403
    lead.post(f"/desk/annual/{row.pk}/publish/")
    assert Client().get(portal).status_code == 200


def test_a_published_report_is_replaced_only_on_purpose_and_what_is_anothers_is_asked_about(world: World) -> None:
    lead, wrong = world.client("disclosure@civil"), SAMPLE.with_name("bureau-2020.docx")
    lead.post(FORMER, {"agency": "civil", "document": given(SAMPLE)})
    row = AnnualReport.objects.get()
    asked = lead.get(f"/desk/annual/{row.pk}/").content.decode()
    assert "这是不是这个机关" in asked
    assert "原文里的年度" not in asked
    lead.post(f"/desk/annual/{row.pk}/publish/")
    said = {"agency": "civil", "year": "2024"}
    answer = lead.post(FORMER, said | {"document": given(wrong)})
    assert answer.status_code == 422
    assert "2024年的年度报告已经公布" in answer.content.decode()
    assert Client().get("/a/civil/reports/2024/").status_code == 200
    lead.post(FORMER, said | {"document": given(wrong), "replaces": "on"})
    assert Client().get("/a/civil/reports/2024/").status_code == 404
    assert "原文里的年度是2020年" in lead.get(f"/desk/annual/{row.pk}/").content.decode()


def test_what_is_no_report_or_is_made_here_is_told_so(world: World) -> None:
    begun(world)
    lead = world.client("disclosure@civil")
    for data, words in (("今天天气很好（演示）".encode(), "年度报告"), (SAMPLE.read_bytes(), "在本系统编制")):
        said = {"agency": "civil", "document": SimpleUploadedFile("a.html", data), "year": f"{LAST}"}
        answer = lead.post(FORMER, said)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not AnnualReport.objects.exists()


@pytest.mark.once
def test_real_reports_are_entered_published_and_come_out_cell_for_cell(world: World, shared: Path) -> None:
    lead, found = world.client("disclosure@civil"), sorted((shared / "annual-reports" / "reports").iterdir())
    assert len(found) == 6
    for number, path in enumerate(found):
        year = 2019 + number
        lead.post(FORMER, {"agency": "civil", "document": given(path), "year": f"{year}"})
        row = AnnualReport.objects.get(year=year)
        lead.post(f"/desk/annual/{row.pk}/publish/")
        row.refresh_from_db()
        assert row.state == State.PUBLISHED
        was = row.read()
        assert isinstance(was, Report)
        out = {"html": write_report(was, "html").encode()} | {form: paper(was, form) for form in MEDIA_TYPES}
        for form, data in out.items():
            back = read_records(data, f"x.{form}")[0]
            assert isinstance(back, Report)
            assert {id_: back.cells.get(id_) for id_ in was.cells} == dict(was.cells), (path.name, form)
