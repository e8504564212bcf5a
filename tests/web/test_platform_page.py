"""docs/platform.md names the apps, their models and their actions as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "platform.md").read_text("utf-8")
ROWS = {
    cells[0].strip("` "): cells[1:]
    for cells in (line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| `"))
    if len(cells) == 4
}


def test_every_app_has_a_row() -> None:
    ours = {app.name.rpartition(".")[2] for app in apps.get_app_configs() if app.name.startswith("gongkai.web.")}
    assert set(ROWS) == ours


@pytest.mark.parametrize("app", ROWS)
def test_a_row_names_the_models_of_its_app(app: str) -> None:
    assert set(re.findall(r"`(\w+)`", ROWS[app][1])) == {
        model.__name__ for model in apps.get_app_config(app).get_models() if model.__module__.startswith("gongkai.")
    }


@pytest.mark.parametrize("app", ROWS)
def test_a_row_names_actions_that_are(app: str) -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "gongkai" / "web" / app).rglob("*.py"))
    named = re.findall(r"`(\w+)`", ROWS[app][2]) if app != "tasks" else []
    assert [name for name in named if f"def {name}(" not in code] == []
