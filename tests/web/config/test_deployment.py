"""The files in deploy/ name nothing that is not there."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from django.core.management import get_commands

from gongkai.cli import main
from gongkai.web.config.serving.supervisor import GRACE_SECONDS
from gongkai.web.config.urls import urlpatterns
from gongkai.web.config.variables import VARIABLES

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "deploy"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text("utf-8")
COMPOSE = (DEPLOY / "compose.yaml").read_text("utf-8")
OPERATING = (ROOT / "docs" / "operating.md").read_text("utf-8")
KNOWN = {variable.name for variable in VARIABLES}


def unit(name: str = "gongkai.service") -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string((DEPLOY / name).read_text("utf-8"))
    return parser


def require_command(words: list[str]) -> None:
    """That `gongkai …` is a command with these options."""
    assert Path(words[0]).name == "gongkai"
    command = main.get_command(click.Context(main), words[1])
    assert command is not None, words
    if words[1] == "manage":
        assert words[2] in get_commands(), words
        return
    options = {name for param in command.params for name in param.opts}
    assert {word for word in words[2:] if word.startswith("--")} <= options, words


def test_the_unit_starts_what_is_there() -> None:
    service = unit()["Service"]
    require_command(shlex.split(service["ExecStart"]))
    name, _, home = service["Environment"].partition("=")
    assert name in KNOWN
    assert home == f"/var/lib/{service['StateDirectory']}"
    assert f"python3 -m venv {Path(service['ExecStart'].split()[0]).parents[1]}" in OPERATING
    assert service["EnvironmentFile"].lstrip("-") in OPERATING
    assert f"useradd --system --home-dir {home} {service['User']}" in OPERATING


def test_the_nightly_backup_is_of_the_same_instance() -> None:
    nightly, service = unit("gongkai-backup.service")["Service"], unit()["Service"]
    for name in ("User", "Group", "Environment", "EnvironmentFile"):
        assert nightly[name] == service[name]
    shell = shlex.split(nightly["ExecStart"])
    require_command(shlex.split(shell[2])[1:])
    folder = shlex.split(nightly["ExecStartPost"])[1]
    assert folder in shell[2]
    assert folder in nightly["ReadWritePaths"].split()
    assert f"install -d -o gongkai -m 700 {folder}" in OPERATING
    assert "gongkai-backup.timer" in OPERATING


@pytest.mark.parametrize(
    ("name", "sections"),
    [
        ("gongkai.service", ["Unit", "Service", "Install"]),
        ("gongkai-backup.service", ["Unit", "Service"]),
        ("gongkai-backup.timer", ["Unit", "Timer", "Install"]),
    ],
)
def test_the_units_are_such(name: str, sections: list[str], tmp_path: Path) -> None:
    """As systemd itself sees them, where there is one; their program stands elsewhere here."""
    verifier = shutil.which("systemd-analyze")
    assert unit(name).sections() == sections
    for path in DEPLOY.glob("gongkai*"):  # a timer is verified with its service beside it
        text = path.read_text("utf-8")
        (tmp_path / path.name).write_text(text.replace("/opt/gongkai/bin/gongkai", sys.executable), "utf-8")
    if verifier:
        copy = tmp_path / name
        done = subprocess.run([verifier, "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False)
        assert [line for line in done.stderr.splitlines() if "gongkai" in line] == []


@pytest.mark.parametrize("service", ["server", "worker"])
def test_compose_runs_what_is_there(service: str) -> None:
    compose: dict[str, Any] = yaml.safe_load(COMPOSE)
    part = compose["services"][service]
    require_command(part["command"])
    assert set(part["environment"]) <= KNOWN
    assert (DEPLOY / part["build"]["context"] / part["build"]["dockerfile"]).resolve() == DEPLOY / "Containerfile"
    assert set(part["depends_on"]) <= set(compose["services"])
    volumes = {volume.partition(":")[0] for volume in part["volumes"]}
    assert volumes <= set(compose["volumes"])
    assert f"VOLUME {part['volumes'][0].partition(':')[2]}" in CONTAINERFILE
    # Whatever else an operator sets reaches it, and nothing of that moves it from where the port and the volume are.
    assert part["env_file"] == ".env"
    given = part["environment"]
    for name in ("PORT", "GONGKAI_BIND", "GONGKAI_HOME"):
        assert f"{name}={given[name]}" in CONTAINERFILE
    assert part["volumes"] == [f"home:{given['GONGKAI_HOME']}"]
    assert [one.rpartition(":")[2] for one in part.get("ports", [given["PORT"]])] == [given["PORT"]]
    assert int(part["stop_grace_period"].rstrip("s")) > GRACE_SECONDS


def test_compose_demands_what_the_settings_demand() -> None:
    demanded = set(re.findall(r"\$\{(\w+):\?\}", COMPOSE))
    assert demanded == {"POSTGRES_PASSWORD", "GONGKAI_SECRET_KEY", "GONGKAI_FIELD_KEY", "GONGKAI_HOSTS"}
    assert all(name in COMPOSE.partition("name:")[0] for name in demanded)


def test_the_image_holds_what_is_there() -> None:
    lines = re.sub(r"\\\n", " ", CONTAINERFILE).splitlines()
    copied = [word for line in lines if re.match(r"COPY (?!--)", line) for word in line.split()[1:-1]]
    assert [path for path in copied if not (ROOT / path).exists()] == []
    (sync,) = [shlex.split(line) for line in lines if line.startswith("RUN uv sync")]
    extras = {name for flag, name in pairwise(sync) if flag == "--extra"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert extras <= set(project["project"]["optional-dependencies"])
    # What the build of the wheel reads is there before it is built.
    assert {project["project"]["readme"], "LICENSE", "gongkai", "pyproject.toml", "uv.lock"} <= set(copied)
    # A link leads from the package to the samples that the demo shows.
    assert (ROOT / "gongkai/web/config/demo/samples").readlink() == Path("../../../../samples")
    assert "samples" in copied
    variables = re.findall(r"\b(GONGKAI_\w+|PORT)=", CONTAINERFILE)
    assert variables
    assert set(variables) <= KNOWN
    (command,) = [yaml.safe_load(line.removeprefix("CMD ")) for line in lines if line.startswith("CMD ")]
    require_command(command)
    assert "/healthz" in CONTAINERFILE
    assert {"healthz", "readyz", "metrics"} <= {str(pattern.pattern) for pattern in urlpatterns}


def test_the_page_for_operators_names_variables_that_are() -> None:
    named = set(re.findall(r"\bGONGKAI_[A-Z0-9_]+\b", OPERATING))
    assert named - KNOWN == set()
