"""``read(write(report))`` gives the report back, in every form of writing and for every edition."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.editions import EDITION_IDS
from gongkai.report.reading import read_records
from gongkai.report.schema import Report
from gongkai.report.writing import FORMS, write_report
from tests.report.writing.examples import report, reports

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
FACTS = ("agency", "year", "edition", "title", "issued")


def again(written: Report, form: str) -> Report:
    (record,) = read_records(write_report(written, form).encode(), f"again.{form}")
    assert isinstance(record, Report), record.reason
    return record


def facts(record: Report) -> dict[str, Any]:
    return {name: getattr(record, name) for name in FACTS} | {"sections": dict(record.sections)}


def known(record: Report) -> dict[str, Any]:
    return {cell: value for cell, value in record.cells.items() if value is not None}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("edition", EDITION_IDS)
@settings(max_examples=25)
@given(data=st.data())
def test_a_full_report_comes_back(edition: str, form: str, data: st.DataObject) -> None:
    written = data.draw(reports(edition, blanks=False))
    found = again(written, form)
    assert facts(found) == facts(written)
    assert known(found) == known(written)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("edition", EDITION_IDS)
@settings(max_examples=25)
@given(data=st.data())
def test_with_blanks_no_other_number_comes_back(edition: str, form: str, data: st.DataObject) -> None:
    """A blank may be filled by the sums."""
    written = data.draw(reports(edition, blanks=True))
    found = again(written, form)
    assert facts(found) == facts(written)
    differing = {cell for cell, value in known(found).items() if written.cells.get(cell) != value}
    assert differing <= set(found.repaired)
    # What the reader made of it is then a fixed point.
    twice = again(found, form)
    assert dict(twice.cells) == dict(found.cells)
    assert dict(twice.printed) == dict(found.printed)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*-20*.*")), ids=lambda path: path.name)
def test_a_sample_comes_back(path: Path, form: str) -> None:
    (sample,) = read_records(path.read_bytes(), path.name)
    assert isinstance(sample, Report)
    found = again(sample, form)
    assert {name: getattr(found, name) for name in FACTS} == {name: getattr(sample, name) for name in FACTS}
    assert dict(found.cells) == dict(sample.cells)
    assert dict(found.printed) == dict(sample.printed)
    # White space within a line is the medium's own.
    assert {key: text.split() for key, text in found.sections.items()} == {
        key: text.split() for key, text in sample.sections.items()
    }


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("edition", "cell", "value", "printed"),
    [
        ("2021", "disclosure.fees.amount", 77302800, None),
        ("2021", "disclosure.fees.amount", 35001, None),
        ("2021", "disclosure.fees.amount", 1234.56, None),
        ("2021", "disclosure.fees.amount", 251000, "251000元"),
        ("2021", "disclosure.fees.amount", 251000, "251000"),
        ("2019", "disclosure.procurement.amount", 23580000, "2358万"),
        ("2019", "disclosure.procurement.amount", 9768100, "976.81"),
        ("2019", "disclosure.procurement.amount", 9768100, None),
    ],
)
def test_money_keeps_its_amount_and_its_unit(
    edition: str, cell: str, value: float, printed: str | None, form: str
) -> None:
    base = report(edition)
    texts = {} if printed is None else {cell: printed}
    found = again(replace(base, cells={**base.cells, cell: value}, printed=texts), form)
    assert found.cells[cell] == value


@pytest.mark.parametrize("form", FORMS)
def test_a_row_that_is_not_printed_is_not_written(form: str) -> None:
    base = report("2021", 0)
    cells = {cell: None if cell.startswith("requests.carried_in.") else value for cell, value in base.cells.items()}
    text = write_report(replace(base, cells=cells), form)
    assert "上年结转" not in text
    assert "本年新收" in text


@pytest.mark.parametrize("form", FORMS)
def test_rows_of_the_other_form_that_a_report_prints_too_are_written(form: str) -> None:
    base = report("2021", 3)
    cells = {**base.cells, "disclosure.procurement.projects": 7, "disclosure.procurement.amount": 1200}
    text = write_report(replace(base, cells=cells), form)
    assert "政府集中采购" in text
    assert "本年收费金额（单位：万元）" in text


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_made_up(form: str) -> None:
    bare = replace(report(), title=None, agency=None, year=None, issued=None, sections={}, edition=None, cells={})
    text = write_report(bare, form)
    assert "一、" not in text
    assert "None" not in text


def test_text_from_a_document_stays_text() -> None:
    hostile = replace(
        report(),
        title="<script>alert(1)</script>",
        sections={"一": '<img src=x onerror="alert(1)">\n=cmd()|A1'},
        printed={"requests.received.total": "<b>3|4"},
    )
    assert "<script" not in write_report(hostile, "html")
    assert "<img" not in write_report(hostile, "html")
    assert "\\<img" in write_report(hostile, "markdown")
    assert "<b>3\\|4" not in write_report(hostile, "html")
    assert "\n=cmd" not in write_report(hostile, "csv")
