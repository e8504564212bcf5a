"""What the instance keeps is for its owner alone, whatever the umask of whoever starts it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from gongkai.cli.messages import say, t

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def create_for_owner_only() -> None:
    """Let what this process and those below it create be read by its owner only."""
    os.umask(OTHERS)


def close(home: Path) -> None:
    """Make the instance's folder; where it is open to others, close it and say so. What lies right in it as well.

    A folder that many share, such as /tmp, is left alone, and so is what another user owns.
    """
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if home.stat().st_mode & stat.S_ISVTX:
        say(t("{home} 是大家共用的文件夹，请用 GONGKAI_HOME 另选一个只属于本实例的。").format(home=home))
        return
    if _closed(home):
        say(t("{home} 原来对其他用户开放，已经改为只有本用户可以读写。").format(home=home))
    for path in home.iterdir():
        _closed(path)


def _closed(path: Path) -> bool:
    try:
        state = path.lstat()
    except FileNotFoundError:  # what a database needs for a while only
        return False
    ours = state.st_uid == os.geteuid() and (stat.S_ISDIR(state.st_mode) or stat.S_ISREG(state.st_mode))
    if not ours or not state.st_mode & OTHERS:
        return False
    path.chmod(stat.S_IMODE(state.st_mode) & ~OTHERS)
    return True
