"""Help, languages, the start, and commands that other packages add."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import metadata

import click
import pytest

import gongkai
from tests.cli.running import WRONG, call


def test_help_is_chinese_and_english_on_request() -> None:
    assert "用法" in call("--help").stdout
    assert "退出码" in call("--help").stdout
    assert "Exit codes" in call("--lang", "en", "--help").stdout
    assert "Show this help." in call("check", "--lang", "en", "--help").stdout
    assert "Usage" in call("check", "--help", env={"GONGKAI_LANG": "en"}).stdout


def test_messages_follow_the_language() -> None:
    chinese = json.loads(call("check", WRONG).stdout)["findings"]
    english = json.loads(call("check", WRONG, "--lang", "en").stdout)["findings"]
    assert [finding["rule"] for finding in chinese] == [finding["rule"] for finding in english]
    assert "add up to" in " ".join(finding["message"] for finding in english)


def test_version() -> None:
    assert call("--version").stdout == f"gongkai {gongkai.__version__}\n"


def test_other_packages_add_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command(help="Serve.")
    def serve() -> None:
        click.echo("serving")

    class Entry:
        def __init__(self, name: str) -> None:
            self.name = name

        def load(self) -> click.Command:
            if self.name == "lost":
                raise ImportError("lost")
            return serve

    entries = [Entry("serve"), Entry("lost"), Entry("read")]
    monkeypatch.setattr(
        metadata, "entry_points", lambda *, group, name=None: [e for e in entries if name in (None, e.name)]
    )
    assert call("serve").stdout == "serving\n"
    shown = call("--help").stdout
    assert "Serve" in shown
    assert "这个命令没有装好" in shown
    assert "读取年度报告" in call("read", "--help").stdout
    assert call("lost").exit_code == 3


def test_the_start_loads_nothing_heavy() -> None:
    code = "import sys, gongkai.cli; print(*(set(sys.modules) & {'rich', 'yaml', 'lxml', 'pyarrow', 'selectolax'}))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b""
