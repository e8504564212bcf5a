"""A year of reports of a city's units: sums, comparison, shared prose, and documents that are sent in.
`python -m benchmarks.inside reports_measured 3000`.

Prints one JSON object: seconds of each thing, and milliseconds of pages (median, slowest of twenty, queries).
"""

from __future__ import annotations

import io
import json
import sys
import time
import zipfile
from datetime import date
from random import Random
from typing import Any

from django.utils import timezone

from benchmarks.chinese import clauses
from benchmarks.requests_measured import asked, client
from benchmarks.requests_world import units
from gongkai.report import check_report, read_records
from gongkai.report.schema import Report, Source
from gongkai.web.accounts.models import User
from gongkai.web.agencies.officers import Officer
from gongkai.web.annual.collecting.actions import open_collection
from gongkai.web.annual.comparing.alike import alike, index
from gongkai.web.annual.delivering.actions import deliver, read
from gongkai.web.annual.delivering.unpacking import Sent
from gongkai.web.annual.figures import form
from gongkai.web.annual.making.made import summed
from gongkai.web.annual.models import AnnualReport, Fate, Filing, FilingVersion
from gongkai.web.annual.papers import paper
from gongkai.web.annual.rollup.sums import sums
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Actor
from gongkai.web.files.actions import store
from gongkai.web.files.intake import receive
from gongkai.web.visibility import Level

#: One report in so many says what another says.
COPIES = 20
#: Whose report the documents are that are sent, before each has its unit's name.
MODEL = "演示样本局"


def report(name: str, year: int, cells: dict[str, Any], prose: str) -> Report:
    """As a unit would file it."""
    sections = {"一": prose, "五": prose[::-1], "六": "无。（演示）"}
    return Report(
        Source("演示", "0" * 64, "text/plain", 1), agency=name, year=year, edition="2021", cells=cells,
        sections=sections, issued=date(year + 1, 1, 9), title=f"{name}{year}年政府信息公开工作年度报告",
    )  # fmt: skip


def fill(count: int, year: int) -> Any:
    """Reports of all units, filed, accepted and published; the collection that has them."""
    made, _clerks = units(count)
    by = Officer(User.objects.get(username="bench-city"), today=timezone.localdate(), second_factor=True)
    collection = open_collection(made[0], year, by=by)
    filings = {row.agency_id: row for row in collection.filings.select_related("agency")}
    chance, words, now, texts = Random(7), clauses(), timezone.now(), []
    who, started = Actor("测速"), time.perf_counter()
    with act(by=who) as done:
        for number, row in enumerate(filings.values()):
            text = "。".join(chance.choices(words, k=120)) if number % COPIES else texts[-1] if texts else "演示" * 80
            texts.append(text)
            granted = chance.randrange(60)
            cells: dict[str, Any] = {id_: 0 for id_, cell in form().cells.items() if cell.required}
            cells |= {"requests.received.natural_person": granted, "requests.granted.natural_person": granted}
            said = report(row.agency.name, year, summed(cells), text)
            file = store(
                receive([f"{row.pk}".encode()], name="a.txt"), agency=row.agency.holder, level=Level.INTERNAL, by=who,
                searchable=False,
            )  # fmt: skip
            FilingVersion.objects.create(
                filing=row, number=1, origin="uploaded", record=said.as_dict(), cells=said.cells, edition="2021",
                digest=f"{row.pk:064}", file=file, by=by.user, time=now,
            )  # fmt: skip
            published = AnnualReport.objects.create(
                agency=row.agency, year=year, edition="2021", title=said.title or "", state="published",
                level=Level.PUBLIC, record=said.as_dict(), cells=said.cells, sha256=f"{row.pk:064}", imported=now,
                published=now,
            )  # fmt: skip
            index(published, said.sections)
        Filing.objects.filter(collection=collection).update(state="accepted", latest=1, filed=now)
        done.note("instance.prepared", of=made[0].thing)
    print(f"{len(filings):,} reports made in {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    collection.refresh_from_db()
    return collection


def summing(collection: Any) -> list[float]:
    """Sums of all units: seconds cold and warm; how many units."""
    times = []
    for _again in range(2):
        started = time.perf_counter()
        found = sums(collection)
        times.append(time.perf_counter() - started)
    return [*times, len(found.parts)]


def similar(year: int) -> list[float]:
    """Every report against all others: seconds, reports, and those that share prose."""
    rows = list(AnnualReport.objects.filter(year=year).values_list("agency", "record__sections"))
    started = time.perf_counter()
    sharing = sum(bool(alike(agency, year, sections)) for agency, sections in rows)
    return [time.perf_counter() - started, len(rows), sharing]


def sending(before: Any) -> list[float]:
    """A Word document of each unit sent together, of the year before those that are published: seconds of taking in,
    reading, checking and filing each, of the bare reader alone on its one core; how many were filed."""
    by = Officer(User.objects.get(username="bench-city"), today=timezone.localdate(), second_factor=True)
    collection = open_collection(before.agency, before.year - 1, by=by)
    cells = FilingVersion.objects.filter(filing__collection=before).first().cells
    model = paper(report(MODEL, collection.year, cells, "演示" * 80), "docx")
    rows = list(collection.filings.all())
    documents = [(f"{row.name}.docx", of_unit(model, row.name)) for row in rows]
    started = time.perf_counter()
    for name, data in documents:
        for record in read_records(data, name):
            if isinstance(record, Report):
                check_report(record)
    bare = time.perf_counter() - started
    started = time.perf_counter()
    sent = [Sent(name, receive([data], name=name)) for name, data in documents]
    made = deliver(collection, sent, by=by)
    filed = sum(row.fate == Fate.FILED for row in read(made, by=by))
    return [(time.perf_counter() - started) / len(rows), bare / len(rows), filed]


def of_unit(model: bytes, name: str) -> bytes:
    """The Word document of the model as another unit would send it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(model)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for info in given.infolist():
            made.writestr(info, given.read(info).replace(MODEL.encode(), name.encode()))
    return out.getvalue()


def pages(year: int, times: int) -> dict[str, list[float]]:
    """Sums and comparison, as the lead office opens them."""
    browser = client("bench-city")
    return {
        "sums of the units": asked(browser, [f"/desk/annual/collecting/bench-0/{year}/sums/"] * times),
        "units compared": asked(browser, [f"/desk/annual/compare/?year={year}&n={n}" for n in range(times)]),
        "one unit compared": asked(browser, [f"/desk/annual/compare/bench-{n + 1}/?year={year}" for n in range(times)]),
        "the year's board": asked(browser, [f"/desk/annual/collecting/bench-0/{year}/?n={n}" for n in range(times)]),
    }


def main(number: int) -> None:
    last = timezone.localdate().year - 1
    kept = fill(number, last)
    print(json.dumps({"sums": summing(kept), "similar": similar(last), "pages": pages(last, 20),
                      "sending": sending(kept)}))  # fmt: skip
