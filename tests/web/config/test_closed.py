"""What the instance keeps is for its owner alone, whatever the umask."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from gongkai.web.config.closed import close
from tests.web.config.running import Instance, eventually


def open_to_others(*folders: Path) -> list[str]:
    return [
        f"{stat.S_IMODE(path.stat().st_mode):o} {path}"
        for folder in folders
        for path in [folder, *folder.rglob("*")]
        if path.stat().st_mode & 0o077
    ]


def test_a_home_is_closed_from_its_first_day_to_its_restoration(instance: Instance, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        (tmp_path / "new").mkdir()
        instance.home = tmp_path / "new" / "home"
        instance.start()
        eventually(lambda: instance.get("/readyz")[0] == 200)
        assert {path.name for path in instance.home.iterdir()} >= {"gongkai.sqlite3", "gongkai.sqlite3-wal", "metrics"}
        assert open_to_others(instance.home) == []
        instance.stop()
        file = tmp_path / "backup.tar"
        assert instance.call("backup", str(file), "--with-secrets").returncode == 0
        other = Instance(tmp_path / "new" / "other")
        assert other.call("restore", str(file)).returncode == 0
        assert open_to_others(other.home) == []
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    finally:
        os.umask(before)


def test_one_that_was_open_is_closed_with_a_word(instance: Instance) -> None:
    assert instance.call("manage", "prepare").returncode == 0
    for path in (instance.home, instance.home / "gongkai.sqlite3", instance.home / "static"):
        path.chmod(0o755)
    closed = instance.call("audit", "verify")
    assert (closed.returncode, open_to_others(instance.home)) == (0, [])
    assert "对其他用户开放" in closed.stderr
    assert instance.call("audit", "verify").stderr == ""


def test_a_folder_that_many_share_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "of another").mkdir(mode=0o755)
    tmp_path.chmod(0o1777)
    close(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777
    assert stat.S_IMODE((tmp_path / "of another").stat().st_mode) == 0o755
    assert "共用" in capsys.readouterr().err
