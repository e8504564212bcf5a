"""A report to keep: read back, each form has the same cells, and says the same of itself."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.test import Client

from gongkai.report import read_records, read_report
from gongkai.report.schema import Report
from gongkai.web.annual.actions import import_report, publish_report
from gongkai.web.annual.papers import MEDIA_TYPES, paper
from tests.web.world import World

SAMPLES = Path(__file__).parents[3] / "samples"
#: Whole reports of both editions; what is blank in one cannot be told from what is not printed.
WHOLE = ("city-page-2024.html", "tab-rows-2021.txt", "bureau-2020.docx")


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_what_is_read_from_it_is_what_was_written(name: str, form: str) -> None:
    report = read_report(SAMPLES / name)
    assert isinstance(report, Report)
    written = paper(report, form)
    back = read_records(written, f"x.{form}")[0]
    assert isinstance(back, Report), back
    assert {id_: back.cells.get(id_) for id_ in report.cells} == dict(report.cells)
    assert (back.agency, back.year, back.edition) == (report.agency, report.year, report.edition)
    assert set(back.sections) >= {id_ for id_, text in report.sections.items() if text}


def test_the_same_report_gives_the_same_bytes() -> None:
    report = read_report(SAMPLES / WHOLE[0])
    assert isinstance(report, Report)
    for form in MEDIA_TYPES:
        assert paper(report, form) == paper(report, form), form


@pytest.mark.django_db
def test_everybody_can_keep_a_published_report(world: World) -> None:
    officer, name = world.officer("disclosure@civil"), "town-blanks-2022.xlsx"
    row = import_report(world.agencies["civil"], data=(SAMPLES / name).read_bytes(), name=name, by=officer)
    page = f"/a/civil/reports/{row.year}/"
    assert Client().get(page).status_code == 404
    publish_report(row, by=officer)
    shown = Client().get(page).content.decode()
    for form, kind in MEDIA_TYPES.items():
        link = next(
            part for part in shown.split('"') if part.endswith(f".{form}") and "reports" in part and "files" not in part
        )
        answer = Client().get(link)
        assert (answer.status_code, answer["Content-Type"]) == (200, kind)
        assert answer.content[:4] in (b"PK\x03\x04", b"%PDF")
    assert Client().get(link.replace(".xlsx", ".exe")).status_code == 404
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert "xl/worksheets/sheet1.xml" in package.namelist()
