"""The same store in S3, spoken to as boto3 speaks, with moto answering in this process."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.storage import storages
from moto import mock_aws

from gongkai.web.config.environment import Environment, Misconfigured
from gongkai.web.config.keeping.archive import Writer
from gongkai.web.config.keeping.backups import _add_files
from gongkai.web.files.checking import collect, verify
from gongkai.web.files.intake import receive
from gongkai.web.files.refusals import Missing
from gongkai.web.files.stores import CHUNK, store
from tests.web.files.conftest import Keeping
from tests.web.files.made import TEXT
from tests.web.world import World

GIVEN = {"GONGKAI_S3_BUCKET": "files", "GONGKAI_S3_KEY": "demo", "GONGKAI_S3_SECRET": "demo",
         "GONGKAI_S3_REGION": "us-east-1", "GONGKAI_S3_PREFIX": "demo/"}  # fmt: skip


@pytest.fixture(autouse=True)
def bucket(settings: Any, folder: Any) -> Iterator[Any]:
    with mock_aws():
        bucket = boto3.resource("s3", "us-east-1", aws_access_key_id="demo", aws_secret_access_key="demo").Bucket(
            "files"
        )
        bucket.create()
        settings.STORAGES = settings.STORAGES | {"files": Environment(GIVEN).files(folder)}
        yield bucket
        storages._storages.clear()  # type: ignore[attr-defined]


def test_files_come_back_whole_and_in_parts(world: World, keep: Keeping, bucket: Any) -> None:
    file, again = keep(TEXT), keep(TEXT)
    assert [kept.key for kept in bucket.objects.all()] == [f"demo/{file.sha256[:2]}/{file.sha256[2:4]}/{file.sha256}"]
    client = world.client("handler@civil")
    assert b"".join(client.get(again.get_absolute_url())) == TEXT
    part = client.get(file.get_absolute_url(), headers={"range": "bytes=3-8"})
    assert (part.status_code, b"".join(part)) == (206, TEXT[3:9])
    assert world.client().get(file.get_absolute_url()).status_code == 404


def test_large_ones_go_in_parts_and_come_in_pieces(bucket: Any) -> None:
    data = b"<html>" + b"a" * (10 << 20)
    received = receive(io.BytesIO(data), name="a.html")
    pieces = list(store().chunks(received.sha256))
    assert b"".join(pieces) == data
    assert max(map(len, pieces)) <= CHUNK


def test_a_backup_lists_them_and_copies_none(keep: Keeping, tmp_path: Path) -> None:
    file = keep(TEXT)
    with tarfile.open(tmp_path / "backup.tar", "w") as tar:
        _add_files(Writer(tar), tmp_path, tmp_path)
    with tarfile.open(tmp_path / "backup.tar") as tar:
        assert tar.getnames() == ["files.txt"]
        assert tar.extractfile("files.txt").read().decode() == f"{file.sha256}\n"  # type: ignore[union-attr]


def test_what_is_missing_or_nobodys_is_known(keep: Keeping, bucket: Any) -> None:
    file, orphan = keep(TEXT), receive(io.BytesIO(b"orphan"), name="a.txt")
    assert list(collect()) == []
    assert list(collect(grace=timedelta(seconds=-5))) == [orphan.sha256]
    assert list(verify()) == [None]
    bucket.objects.all().delete()
    assert [fault and fault.missing for fault in verify()] == [True]
    with pytest.raises(Missing):
        store().chunks(file.sha256)


def test_half_a_key_is_refused() -> None:
    with pytest.raises(Misconfigured, match="GONGKAI_S3_SECRET"):
        Environment({"GONGKAI_S3_BUCKET": "files", "GONGKAI_S3_KEY": "a"}).files(Path("x"))
