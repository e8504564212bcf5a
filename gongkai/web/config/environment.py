"""What the environment says: `GONGKAI_*` and `DATABASE_URL`, read once, with errors that tell what to do."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from gongkai.law.rules import law_rules
from gongkai.workdays import calendar

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

    def number(self, name: str, default: int, *, least: int = 0, most: int = 10**9) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdecimal() and least <= int(value) <= most):
            raise Misconfigured(
                f"{name}={value!r}: 请写{least}到{most}的整数。 Write a whole number from {least} to {most}."
            )
        return int(value)

    def choice(self, name: str, *choices: str) -> str:
        """One of the choices; the first where nothing is said."""
        value = self.text(name, choices[0])
        if value not in choices:
            raise Misconfigured(f"{name}={value!r}: 只能是 Write one of: {', '.join(choices)}")
        return value

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def some(self, name: str, *choices: str) -> frozenset[str]:
        """Any of the choices; none where nothing is said."""
        found = frozenset(self.words(name))
        if found - set(choices):
            raise Misconfigured(f"{name}={self.text(name)!r}: 只能是 Write some of: {', '.join(choices)}")
        return found

    def hosts(self) -> list[str]:
        """`GONGKAI_HOSTS`: bare names, as browsers send them."""
        hosts = self.words("GONGKAI_HOSTS")
        for host in hosts:
            if "/" in host or host[0] in "*." or re.search(r"[^:]:\d+$", host):
                raise Misconfigured(
                    f"GONGKAI_HOSTS={host!r}: 只写域名，不带 https://、端口和路径，也不能写 *。"
                    " Write bare host names, such as gk.example.gov.cn; no port, not *."
                )
        return hosts

    def origins(self, *, https: bool) -> list[str]:
        """From where forms may come: the hosts by https, and `GONGKAI_ORIGINS`, which have their scheme."""
        origins = self.words("GONGKAI_ORIGINS")
        for origin in origins:
            if not re.fullmatch(r"https?://[^/]+", origin):
                raise Misconfigured(
                    f"GONGKAI_ORIGINS={origin!r}: 应以 https:// 开头，后面只有域名（和端口），没有路径。"
                    " Write https:// and a host, without a path."
                )
        return [*(f"https://{host}" for host in self.hosts() if https), *origins]

    def site_code(self) -> str:
        """政府网站标识码: of a department under the State Council `bm` and eight digits, else ten digits."""
        code = self.text("GONGKAI_SITE_CODE")
        if code and not re.fullmatch(r"(bm|\d\d)\d{8}", code, re.ASCII):
            raise Misconfigured(
                f"GONGKAI_SITE_CODE={code!r}: 网站标识码是10位。 Write the ten digits of the site's code."
            )
        return code

    def sender(self) -> str:
        """From whom mails are."""
        sender = self.text("GONGKAI_EMAIL_FROM", "gongkai@localhost")
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(sender)[1]):
            raise Misconfigured(
                f"GONGKAI_EMAIL_FROM={sender!r}: 写成 Write it as xxgk@example.gov.cn, 名称 <xxgk@example.gov.cn>"
            )
        return sender

    def require_law(self) -> None:
        """That the operator's own files can be read: a page is no place to learn that they cannot."""
        for name, read in (("GONGKAI_CALENDAR", calendar), ("GONGKAI_LAW", law_rules)):
            try:
                if self.text(name):
                    read()
            except ValueError as error:
                raise Misconfigured(f"{name}: {error}。 This file cannot be used.") from error

    def header(self, name: str, default: str) -> tuple[str, str]:
        """`X-Forwarded-Proto: https` as Django wants it."""
        key, colon, value = self.text(name, default).partition(":")
        if not colon or not value.strip():
            raise Misconfigured(f"{name}={self.text(name)!r}: 写成 Write it as X-Forwarded-Proto: https")
        return f"HTTP_{key.strip().upper().replace('-', '_')}", value.strip()

    def networks(self, name: str, default: str) -> list[IPv4Network | IPv6Network]:
        """Addresses and networks, comma-separated."""
        words = self.words(name) or default.split(",")
        try:
            return [ip_network(word, strict=False) for word in words]
        except ValueError as error:
            raise Misconfigured(f"{name}: 请写 IP 地址或网段。 Write addresses or networks ({error}).") from error

    def mail(self) -> tuple[str, dict[str, object]]:
        """How mails go out: Django's backend, and its settings; from `GONGKAI_EMAIL_URL`."""
        url = urlsplit(self.text("GONGKAI_EMAIL_URL", f"file://{self.home / 'mail'}"))
        if url.scheme == "file":
            return "django.core.mail.backends.filebased.EmailBackend", {"EMAIL_FILE_PATH": unquote(url.path)}
        starttls = parse_qs(url.query).get("tls") == ["starttls"]
        try:
            port = url.port or {"smtp": 587 if starttls else 25, "smtps": 465}[url.scheme]
        except (KeyError, ValueError):
            port = 0
        if not port or not url.hostname or (url.query and not starttls):
            raise Misconfigured(  # without the value: it holds a password
                "GONGKAI_EMAIL_URL: 写成 Write it as smtp://用户:口令@主机:587?tls=starttls,"
                " smtps://用户:口令@主机:465, file:///目录"
            )
        return "django.core.mail.backends.smtp.EmailBackend", {
            "EMAIL_HOST": url.hostname,
            "EMAIL_PORT": port,
            "EMAIL_HOST_USER": unquote(url.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
            "EMAIL_USE_TLS": starttls,
            "EMAIL_USE_SSL": url.scheme == "smtps",
            "EMAIL_TIMEOUT": 30,
        }

    def secret(self, name: str) -> str:
        """A secret: given, or of an embedded instance made once and kept in its folder, for its owner alone."""
        value = self.text(name)
        if value and (len(value) < 50 or len(set(value)) < 5):
            raise Misconfigured(f"{name}: 太短，至少50个不同的字符。 Too short: 50 characters at least, at random.")
        if value:
            return value
        if not self.embedded:
            raise Misconfigured(
                f"{name}: 使用外部数据库时必须设置，例如下列命令的输出："
                " python -c 'import secrets; print(secrets.token_urlsafe(50))'"
                " With a database of its own an instance must be given its secrets."
            )
        path = self.home / "secrets" / name.lower()
        try:
            if not path.exists():
                _make_secret(path)
            return path.read_text().strip()
        except OSError as error:
            raise Misconfigured(
                f"GONGKAI_HOME={self.home}: 这个目录不能用（{error.strerror}），请改用可写的目录。"
                " This folder cannot be used; name one that can be written."
            ) from error

    def files(self, folder: Path) -> dict[str, object]:
        """Django's settings of the one store of files: the folder, or S3 where a bucket is named."""
        bucket, endpoint = self.text("GONGKAI_S3_BUCKET"), self.text("GONGKAI_S3_ENDPOINT")
        said = [name for name in ("GONGKAI_S3_ENDPOINT", "GONGKAI_S3_KEY", "GONGKAI_S3_PREFIX") if self.text(name)]
        if said and not bucket:
            raise Misconfigured(
                f"{said[0]}: 没有写 GONGKAI_S3_BUCKET，文件会存到本机。请写明存储桶，或者去掉这一项。"
                " Name the bucket in GONGKAI_S3_BUCKET, or take this away."
            )
        if endpoint and not endpoint.startswith(("https://", "http://")):
            raise Misconfigured(f"GONGKAI_S3_ENDPOINT={endpoint!r}: 应以 https:// 开头。 Begin with https://.")
        if not bucket:
            options: dict[str, object] = {"location": str(folder), "base_url": None}
            return {"BACKEND": "gongkai.web.files.stores.LocalStore", "OPTIONS": options}
        options = {
            "bucket_name": bucket,
            "endpoint_url": endpoint or None,
            "region_name": self.text("GONGKAI_S3_REGION") or None,
            "access_key": self.text("GONGKAI_S3_KEY") or None,
            "secret_key": self.text("GONGKAI_S3_SECRET") or None,
            "location": self.text("GONGKAI_S3_PREFIX").strip("/"),
            "addressing_style": self.choice("GONGKAI_S3_ADDRESSING", "auto", "path", "virtual"),
        }
        if bool(options["access_key"]) != bool(options["secret_key"]):
            raise Misconfigured("GONGKAI_S3_KEY, GONGKAI_S3_SECRET: 两项要么都写，要么都不写。 Give both or neither.")
        return {"BACKEND": "gongkai.web.files.stores.S3Store", "OPTIONS": options}

    def field_keys(self) -> list[str]:
        """What personal data are encrypted with, and what they were encrypted with before."""
        return [self.secret("GONGKAI_FIELD_KEY"), *self.words("GONGKAI_OLD_FIELD_KEYS")]

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
        except ValueError:
            settings = dj_database_url.DBConfig(ENGINE="")  # what it says may hold the password
        if settings["ENGINE"] != "django.db.backends.postgresql":
            raise Misconfigured(
                "DATABASE_URL: 写成 postgresql://用户:口令@主机:5432/库名；不设置时使用内置的 SQLite。"
                " Write postgresql://user:password@host:5432/name, or leave it out for SQLite."
            )
        return dict(settings)


def _make_secret(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Written whole under another name: another process of the same start reads all of it or makes the same name.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # it was quicker
    finally:
        draft.unlink()


ENVIRONMENT = Environment(os.environ)
