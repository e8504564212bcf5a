"""What the environment says: `GONGKAI_*` and `DATABASE_URL`, read once, with errors that tell what to do."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"", "0", "false", "no", "off"})


class Misconfigured(ImproperlyConfigured):
    """A variable of the environment is missing or makes no sense."""


@dataclass(frozen=True)
class Environment:
    """The variables of one process."""

    values: Mapping[str, str]

    @property
    def home(self) -> Path:
        """The folder of the instance's data: `GONGKAI_HOME`, else `gongkai` among the user's data."""
        default = Path(self.text("XDG_DATA_HOME") or "~/.local/share") / "gongkai"
        return Path(self.text("GONGKAI_HOME") or default).expanduser().resolve()

    @property
    def embedded(self) -> bool:
        """Whether the instance lives in its own folder, SQLite included, and needs no other service."""
        return not self.text("DATABASE_URL")

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "").strip() or default

    def flag(self, name: str) -> bool:
        value = self.text(name).lower()
        if value in TRUE or value in FALSE:
            return value in TRUE
        raise Misconfigured(f"{name}={value!r}: 请写 1 或 0。 Write 1 or 0.")

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal():
            raise Misconfigured(f"{name}={value!r}: 请写整数。 Write a whole number.")
        return int(value)

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def secret(self, name: str) -> str:
        """A secret: given, or of an embedded instance made once and kept in its folder, for its owner alone."""
        value = self.text(name)
        if value:
            return value
        if not self.embedded:
            raise Misconfigured(
                f"{name}: 使用外部数据库时必须设置，例如下列命令的输出："
                " python -c 'import secrets; print(secrets.token_urlsafe(50))'"
                " With a database of its own an instance must be given its secrets."
            )
        path = self.home / "secrets" / name.lower()
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                    file.write(secrets.token_urlsafe(50))
            except FileExistsError:  # another process of the same start was quicker
                pass
        return path.read_text().strip()

    def database(self) -> dict[str, object]:
        """Django's settings of the one database."""
        if self.embedded:
            return {
                "ENGINE": "gongkai.web.config.sqlite",
                "NAME": str(self.home / "gongkai.sqlite3"),
                # opening it and setting it up costs more than most pages
                "CONN_MAX_AGE": 60,
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "timeout": 20,
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
                },
            }
        try:
            settings = dj_database_url.parse(self.text("DATABASE_URL"), conn_max_age=60, conn_health_checks=True)
        except ValueError as error:
            raise Misconfigured(f"DATABASE_URL: {error}") from error
        if settings["ENGINE"] != "django.db.backends.postgresql":
            raise Misconfigured("DATABASE_URL: 只支持 postgresql://…；不设置时使用内置的 SQLite。")
        return dict(settings)


ENVIRONMENT = Environment(os.environ)
