"""What the environment says is checked, and what is wrong is told with what to do, in both languages."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.web.config.environment import Environment, Misconfigured
from gongkai.web.config.variables import OURS, VARIABLES, table, unknown

ROOT = Path(__file__).resolve().parents[3]
DATABASE = "postgresql://gongkai:secret@db.example.invalid/gongkai"
KEY = "k3y-0f-f1fty-characters-at-random-which-nobody-uses-anywhere"


def loaded(home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """`gongkai manage …` in an environment of its own."""
    environment = {"GONGKAI_HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **variables}
    command = [sys.executable, "-m", "gongkai.cli", "manage", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({"GONGKAI_DEMO": "maybe"}, "GONGKAI_DEMO='maybe'"),
        ({"PORT": "80a"}, "PORT='80a'"),
        ({"PORT": "70000"}, "1到65535"),
        ({"GONGKAI_HOSTS": "https://gk.example.gov.cn"}, "GONGKAI_HOSTS='https://gk.example.gov.cn'"),
        ({"GONGKAI_HOSTS": "*"}, "GONGKAI_HOSTS='*'"),
        ({"GONGKAI_ORIGINS": "gk.example.gov.cn"}, "GONGKAI_ORIGINS="),
        ({"GONGKAI_SECRET_KEY": "short"}, "GONGKAI_SECRET_KEY"),
        ({"DATABASE_URL": DATABASE}, "GONGKAI_SECRET_KEY"),
        ({"DATABASE_URL": DATABASE, "GONGKAI_SECRET_KEY": KEY}, "GONGKAI_FIELD_KEY"),
        ({"DATABASE_URL": "mysql://u:secret@h/d", "GONGKAI_SECRET_KEY": KEY}, "DATABASE_URL"),
        ({"DATABASE_URL": "nonsense", "GONGKAI_SECRET_KEY": KEY}, "DATABASE_URL"),
        ({"GONGKAI_EMAIL_URL": "smtp://u:secret@h:25?tls=maybe"}, "GONGKAI_EMAIL_URL"),
        ({"GONGKAI_EMAIL_URL": "imap://h"}, "GONGKAI_EMAIL_URL"),
        ({"GONGKAI_LOG": "xml"}, "plain, json"),
        ({"GONGKAI_METRICS_FROM": "everywhere"}, "GONGKAI_METRICS_FROM"),
        ({"GONGKAI_HTTPS": "1", "GONGKAI_PROXY_TLS_HEADER": "X-Forwarded-Proto"}, "GONGKAI_PROXY_TLS_HEADER"),
        ({"GONGKAI_HOME": "/dev/null/x"}, "GONGKAI_HOME=/dev/null/x"),
        ({"GONGKAI_HOSTS": "gk.example.gov.cn:8000"}, "GONGKAI_HOSTS='gk.example.gov.cn:8000'"),
        ({"GONGKAI_ORIGINS": "https://gk.example.gov.cn/desk"}, "GONGKAI_ORIGINS="),
        ({"GONGKAI_SESSION_IDLE_MINUTES": "0"}, "GONGKAI_SESSION_IDLE_MINUTES='0'"),
        ({"GONGKAI_SESSION_HOURS": "0"}, "GONGKAI_SESSION_HOURS='0'"),
        ({"GONGKAI_FILE_MB": "0"}, "GONGKAI_FILE_MB='0'"),
        ({"GONGKAI_FILE_KINDS": "docx,pfd"}, "“.pfd”"),
        ({"GONGKAI_SITE_CODE": "330300"}, "GONGKAI_SITE_CODE='330300'"),
        ({"GONGKAI_EMAIL_FROM": "xxgk"}, "GONGKAI_EMAIL_FROM='xxgk'"),
        ({"GONGKAI_S3_KEY": "a", "GONGKAI_S3_SECRET": "b"}, "GONGKAI_S3_BUCKET"),
        ({"GONGKAI_S3_BUCKET": "b", "GONGKAI_S3_ENDPOINT": "minio:9000"}, "GONGKAI_S3_ENDPOINT='minio:9000'"),
        ({"GONGKAI_S3_BUCKET": "b", "GONGKAI_S3_ADDRESSING": "paths"}, "auto, path, virtual"),
        ({"GONGKAI_LAW": "/nowhere/law.yaml"}, "GONGKAI_LAW: /nowhere/law.yaml"),
        ({"GONGKAI_CALENDAR": "/nowhere/2027.yaml"}, "GONGKAI_CALENDAR: /nowhere/2027.yaml"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_line(variables: dict[str, str], says: str, tmp_path: Path) -> None:
    done = loaded(tmp_path, "check", **variables)
    assert done.returncode != 0
    (line,) = done.stderr.splitlines()
    assert says in line
    assert re.search("[一-鿿]", line)
    assert re.search(r"Write|[A-Za-z]+ [a-z]+ [a-z]+", line)
    assert "secret@" not in line


def test_what_makes_sense_is_taken(tmp_path: Path) -> None:
    done = loaded(
        tmp_path, "check", GONGKAI_HOSTS="gk.example.gov.cn,[::1]", GONGKAI_ORIGINS="https://gk.example.gov.cn:8443",
        GONGKAI_SITE_CODE="bm00000001", GONGKAI_EMAIL_FROM="信息公开（演示） <xxgk@example.gov.cn>",
        GONGKAI_FILE_KINDS="pdf,.DOCX", GONGKAI_S3_BUCKET="b", GONGKAI_S3_ENDPOINT="http://minio:9000",
        GONGKAI_S3_ADDRESSING="path",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_mail_servers() -> None:
    def mail(url: str) -> dict[str, object]:
        return Environment({"GONGKAI_EMAIL_URL": url, "GONGKAI_HOME": "/h"}).mail()[1]

    starttls = mail("smtp://u%40x:p%3Aw@mail.invalid?tls=starttls")
    assert (starttls["EMAIL_HOST_USER"], starttls["EMAIL_HOST_PASSWORD"]) == ("u@x", "p:w")
    assert (starttls["EMAIL_PORT"], starttls["EMAIL_USE_TLS"], starttls["EMAIL_USE_SSL"]) == (587, True, False)
    assert mail("smtps://mail.invalid")["EMAIL_PORT"] == 465
    assert mail("smtp://mail.invalid:2525")["EMAIL_PORT"] == 2525
    assert mail("")["EMAIL_FILE_PATH"] == "/h/mail"


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first = Environment({"GONGKAI_HOME": str(tmp_path)}).secret("GONGKAI_SECRET_KEY")
    assert len(first) > 50
    assert Environment({"GONGKAI_HOME": str(tmp_path)}).secret("GONGKAI_SECRET_KEY") == first
    (file,) = (tmp_path / "secrets").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_an_address_in_an_origin_needs_its_scheme() -> None:
    environment = Environment({"GONGKAI_HOSTS": "gk.example.gov.cn", "GONGKAI_ORIGINS": "https://x.example.gov.cn"})
    assert environment.origins(https=True) == ["https://gk.example.gov.cn", "https://x.example.gov.cn"]
    with pytest.raises(Misconfigured):
        Environment({"GONGKAI_ORIGINS": "x"}).origins(https=False)


def test_a_variable_that_is_none_of_ours_is_told_with_the_nearest(tmp_path: Path) -> None:
    assert unknown(["GONGKAI_HOTS", "PATH", "GONGKAI_HOME", "GONGKAI_PARENT"]) == [("GONGKAI_HOTS", "GONGKAI_HOSTS")]
    done = loaded(tmp_path, "check", GONGKAI_HOTS="x", GONGKAI_QQQQQ="y")
    assert done.returncode == 0
    assert "环境变量 GONGKAI_HOTS 不认识，没有使用。是不是 GONGKAI_HOSTS？" in done.stderr
    assert "GONGKAI_QQQQQ 不认识，没有使用。\n" in done.stderr


def test_manage_says_where_no_instance_is(tmp_path: Path) -> None:
    done = loaded(tmp_path, "shell", "-c", "1")
    assert done.returncode == 3
    assert "还没有实例" in done.stderr
    assert "gongkai manage prepare" in loaded(tmp_path, "--help").stdout


def test_the_table_names_each_variable_that_the_code_reads_and_no_other() -> None:
    texts = {path: path.read_text("utf-8") for path in (ROOT / "gongkai").rglob("*.py")}
    read = set()
    for path, text in texts.items():
        if path.name != "variables.py":
            read |= set(re.findall(r'"(GONGKAI_[A-Z0-9_]+|PORT|DATABASE_URL)"', text))
    assert read - OURS == {variable.name for variable in VARIABLES}


def test_the_table_stands_in_the_documentation() -> None:
    assert table() in (ROOT / "docs" / "operating.md").read_text("utf-8")


def test_an_instance_behind_https_has_nothing_to_warn_of(tmp_path: Path) -> None:
    secure = {"GONGKAI_HOSTS": "gk.example.gov.cn", "GONGKAI_HTTPS": "1"}
    done = loaded(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **secure)
    assert done.returncode == 0, done.stderr
    # Without, it is told; so the check above checks something.
    assert "security.W" in loaded(tmp_path, "check", "--deploy").stderr


def test_details_of_errors_are_for_one_machine_only(tmp_path: Path) -> None:
    code = "from django.conf import settings; import sys; sys.exit(settings.DEBUG)"
    for variables, shown in (({}, 1), ({"GONGKAI_HTTPS": "1"}, 0)):
        command = [sys.executable, "-c", code]
        environment = {"GONGKAI_HOME": str(tmp_path), "GONGKAI_DEBUG": "1", "PYTHONPATH": str(ROOT)} | variables
        environment["DJANGO_SETTINGS_MODULE"] = "gongkai.web.config.settings"
        assert subprocess.run(command, env=environment, check=False).returncode == shown
