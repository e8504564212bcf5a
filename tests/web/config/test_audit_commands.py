"""`gongkai audit`: what it says, and its exit codes."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from gongkai.web.audit import guards
from gongkai.web.audit.models import Event, Seal
from gongkai.web.audit.seals import DAYS, seal
from tests.web.copies import Committed
from tests.web.world import build


def run(committed: Committed, *arguments: object) -> subprocess.CompletedProcess[str]:
    connection.close()
    command = [sys.executable, "-m", "gongkai.cli", "audit", *map(str, arguments)]
    return subprocess.run(command, env=committed.environment, capture_output=True, text=True, check=False)


@pytest.fixture
def sealed(committed: Committed) -> Committed:
    """An instance whose first day was sealed before its time."""
    build()
    seal(timezone.localdate() + timedelta(days=1))
    return committed


def test_an_export_is_verified_and_what_differs_is_told(sealed: Committed, tmp_path: Path) -> None:
    file, day = tmp_path / "audit.jsonl", timezone.localdate(Event.objects.earliest("time").time)
    exported = run(sealed, "export", day, "-o", file)
    (whole,) = Seal.objects.filter(chain=DAYS)
    assert (exported.returncode, exported.stdout) == (0, f"摘要：{whole.digest}\n")
    right = run(sealed, "verify", file)
    assert right.returncode == 0, right.stdout
    assert f"封存至 {day}，摘要：{whole.digest}" in right.stdout
    with connection.cursor() as cursor:
        trigger = "audit_event_update" if connection.vendor == "sqlite" else "audit_event_kept ON audit_event"
        cursor.execute(f"DROP TRIGGER {trigger}")
        unguarded = run(sealed, "verify")
        assert (unguarded.returncode, "审计记录本身无误" in unguarded.stdout) == (1, True)
        assert "gongkai manage migrate" in unguarded.stdout
        Event.objects.filter(number=1).update(officer_name="别人")
    wrong = run(sealed, "verify", file)
    assert wrong.returncode == 1
    assert "保护不完整" in wrong.stdout
    assert "审计记录本身无误" not in wrong.stdout
    assert "instance 第1号：被改动：内容与摘要不符" in wrong.stdout
    assert "姓名原为 “测试（演示）”，现为 “别人”" in wrong.stdout
    guards.install(connection)


def test_what_cannot_be_done_is_said(committed: Committed, tmp_path: Path) -> None:
    assert "没有封存" in run(committed, "export", "2020-01-01").stderr
    assert run(committed, "export").returncode == 2
    assert "封存了 0 天" in run(committed, "seal").stdout
    missing = run(committed, "verify", tmp_path / "missing")
    assert (missing.returncode, len(missing.stderr.splitlines())) == (3, 1)
    (tmp_path / "other").write_text("{}\n")
    assert run(committed, "verify", tmp_path / "other").returncode == 3
