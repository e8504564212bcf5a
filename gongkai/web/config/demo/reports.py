"""The samples as annual reports of the demo's agencies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import gongkai
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.annual.actions import import_report, publish_report
from gongkai.web.config.demo.data import HERE, entries

#: In a checkout the samples lie beside the package, in an installed one in this folder.
SAMPLES = (Path(gongkai.__file__).parents[1] / "samples", HERE / "samples")
IMPORTER = "shiban"


def load(tree: Mapping[str, Agency], people: Mapping[str, Officer]) -> None:
    folder = next(folder for folder in SAMPLES if folder.is_dir())
    by = people[IMPORTER]
    for entry in entries("reports"):
        data = (folder / entry["file"]).read_bytes()
        report = import_report(tree[entry["agency"]], data=data, name=entry["file"], year=entry["year"], by=by)
        publish_report(report, by=by)
