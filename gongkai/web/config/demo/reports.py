"""The samples as annual reports of the demo's agencies."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.annual.actions import import_report, publish_report
from gongkai.web.config.demo.data import HERE, entries

#: A link to the samples of the checkout; an installed package holds them in its place.
SAMPLES = HERE / "samples"
IMPORTER = "shiban"


def load(tree: Mapping[str, Agency], people: Mapping[str, Officer]) -> None:
    by = people[IMPORTER]
    for entry in entries("reports"):
        data = (SAMPLES / entry["file"]).read_bytes()
        report = import_report(tree[entry["agency"]], data=data, name=entry["file"], year=entry["year"], by=by)
        publish_report(report, by=by)
