"""The file of an edition is loaded strictly: what it lacks, and what nobody knows, is an error that says where."""

from __future__ import annotations

import copy
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
import yaml

from gongkai.report.editions import EditionError, load_edition
from gongkai.report.editions.parsing import parse_edition

FORM = yaml.safe_load((files("gongkai.report.editions") / "2021.yaml").read_text("utf-8"))

MISTAKES: dict[str, tuple[Callable[[Any], object], str]] = {
    "a key nobody knows": (lambda form: form.update(colour="red"), "f.yaml: unknown colour; known are edition"),
    "a key is missing": (lambda form: form["source"].pop("number"), "f.yaml: the key 'number' is missing"),
    "a table's key": (lambda form: form["tables"][0].update(x=1), "f.yaml: table disclosure: unknown x"),
    "a block's key": (lambda form: form["tables"][0]["blocks"][0].update(x=1), "f.yaml: 第二十条第（一）项: unknown x"),
    "a column's key": (lambda form: form["tables"][1]["columns"][0].update(x=1), "column natural_person: unknown x"),
    "a row's key": (lambda form: form["tables"][1]["rows"][0].update(x=1), "row received: unknown x"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_names_the_file_and_the_place(mistake: str) -> None:
    spoil, message = MISTAKES[mistake]
    form = copy.deepcopy(FORM)
    spoil(form)
    with pytest.raises(EditionError) as error:
        parse_edition(form, "f.yaml")
    assert message in str(error.value)


def test_the_file_as_it_is_has_none() -> None:
    assert list(parse_edition(FORM, "f.yaml").cells) == list(load_edition("2021").cells)
