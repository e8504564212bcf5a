"""Annual reports: imported as read, published by who may, shown with what is unknown as unknown."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.report import read_report
from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.annual.actions import NotImportable, import_report, publish_report
from gongkai.web.annual.models import AnnualReport, Source, State
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from gongkai.web.files.models import File
from gongkai.web.files.stores import store
from gongkai.web.visibility import PUBLIC, Level
from tests.web.world import BY, World

SAMPLES = Path(__file__).parents[3] / "samples"
NAME = "town-blanks-2022.xlsx"
DATA = (SAMPLES / NAME).read_bytes()


def test_a_report_is_imported_as_it_is_read(world: World) -> None:
    row = import_report(world.agencies["civil"], data=DATA, name=NAME, by=world.officer("disclosure@civil"))
    read = read_report(SAMPLES / NAME)
    assert row.record["cells"] == read.as_dict()["cells"]
    assert (row.year, row.state) == (2022, State.IMPORTED)
    assert b"".join(store().chunks(row.source.sha256)) == DATA
    assert Event.objects.get(verb="annual.imported").new["sha256"] == row.sha256


def test_the_same_document_twice_changes_nothing(world: World) -> None:
    officer, civil = world.officer("disclosure@civil"), world.agencies["civil"]
    first = publish_report(import_report(civil, data=DATA, name=NAME, by=officer), by=officer)
    again = import_report(civil, data=DATA, name="another-name.xlsx", by=officer)
    assert (again.pk, again.state, again.version) == (first.pk, State.PUBLISHED, first.version)
    assert Source.objects.count() == 1


def test_another_document_for_the_year_has_to_be_published_anew(world: World) -> None:
    officer, civil = world.officer("disclosure@civil"), world.agencies["civil"]
    publish_report(import_report(civil, data=DATA, name=NAME, by=officer), by=officer)
    other = (SAMPLES / "bureau-2020.docx").read_bytes()
    row = import_report(civil, data=other, name="bureau-2020.docx", year=2022, by=officer)
    assert row.state == State.IMPORTED
    assert not AnnualReport.objects.visible_to(PUBLIC).exists()
    assert row.sources.count() == 2
    assert Client().get("/a/civil/reports/2022/").status_code == 404
    assert [Client().get(source.file.get_absolute_url()).status_code for source in row.sources.all()] == [404, 404]


@pytest.mark.parametrize("name", ["handler@civil", "disclosure@neighbour-civil", "supervisor@district"])
def test_nobody_else_imports_or_publishes(world: World, name: str) -> None:
    civil = world.agencies["civil"]
    with pytest.raises(NotPermitted):
        import_report(civil, data=DATA, name=NAME, by=world.officer(name))
    row = import_report(civil, data=DATA, name=NAME, by=world.officer("disclosure@civil"))
    with pytest.raises(NotPermitted):
        publish_report(row, by=world.officer(name))


def test_what_is_no_report_is_refused_with_the_reason(world: World) -> None:
    officer, civil = world.officer("disclosure@civil"), world.agencies["civil"]
    for name in ("interpretation.html", "notice-blank-form.txt"):
        with pytest.raises(NotImportable, match=name):
            import_report(civil, data=(SAMPLES / name).read_bytes(), name=name, by=officer)


def test_what_is_not_published_is_nowhere(world: World) -> None:
    import_report(world.agencies["civil"], data=DATA, name=NAME, by=world.officer("disclosure@civil"))
    client = world.client("disclosure@civil")
    assert Client().get(AnnualReport.objects.get().source.get_absolute_url()).status_code == 404
    for address in ("", "data.json", "data.csv"):
        assert client.get(f"/a/civil/reports/2022/{address}").status_code == 404
    for page in ("/", "/reports/", "/a/civil/", "/a/civil/reports/", "/sitemap.xml", "/search/?q=民政"):
        assert "/reports/2022/" not in client.get(page).content.decode(), page


def test_the_page_shows_the_form_as_printed_and_blanks_as_blanks(world: World) -> None:
    officer = world.officer("disclosure@civil")
    row = publish_report(import_report(world.agencies["civil"], data=DATA, name=NAME, by=officer), by=officer)
    text = Client().get("/a/civil/reports/2022/").content.decode()
    blank = [cell for cell, value in row.record["cells"].items() if value is None]
    assert blank
    assert text.count('class="blank') + text.count("unprinted") + text.count("undecided") > 0
    assert '<table class="form requests">' in text
    for finding in row.record["findings"]:
        assert finding["rule"] in text
    downloaded = Client().get(row.source.get_absolute_url())
    assert b"".join(downloaded.streaming_content) == DATA
    assert downloaded["Content-Disposition"] == f'attachment; filename="{NAME}"'
    assert json.loads(Client().get("/a/civil/reports/2022/data.json").content) == row.record
    assert Client().get("/a/civil/reports/2022/data.html").status_code == 404


def test_the_command_imports_and_publishes(world: World) -> None:
    out = StringIO()
    arguments = ["import_report", "civil", str(SAMPLES / NAME), "--by", "disclosure@civil", "--publish"]
    call_command(*arguments, stdout=out)
    assert "2022年度报告：已公布" in out.getvalue()
    with pytest.raises(CommandError, match="没有"):
        call_command("import_report", "civil", str(SAMPLES / NAME), "--by", "handler@civil")
    with pytest.raises(CommandError, match="没有这个机关"):
        call_command("import_report", "nobody", str(SAMPLES / NAME), "--by", "handler@civil")


def test_the_desks_page_costs_the_same_with_three_and_three_hundred_reports_and_sources(world: World) -> None:
    officer, civil = world.officer("disclosure@civil"), world.agencies["civil"]
    row = import_report(civil, data=DATA, name=NAME, by=officer)
    client, costs = world.client("handler@civil"), []
    for many in (2, 297):
        with act(by=BY) as done:
            count = row.sources.count()
            rows = [
                AnnualReport(agency=civil, year=100 + count + number, record=row.record, imported=row.imported)
                for number in range(many)
            ]
            AnnualReport.objects.bulk_create(rows)
            files = [
                File(agency_id=civil.pk, level=Level.INTERNAL, sha256=f"{count + number:064x}", size=1, name="旧.xlsx")
                for number in range(many)
            ]
            File.objects.bulk_create(files)
            Source.objects.bulk_create(Source(report=row, file=file) for file in files)
            done.note("annual.imported", of=row.thing, agency=civil.holder)
        with CaptureQueriesContext(connection) as queries:
            assert NAME in client.get(f"/desk/annual/{row.pk}/").content.decode()
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 10
