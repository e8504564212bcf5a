"""What is taken and what is refused: by content, with a word on what to do."""

from __future__ import annotations

import hashlib
import io
import os
import tracemalloc
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gongkai.web.files.intake import receive
from gongkai.web.files.names import safe_name
from gongkai.web.files.refusals import Refused
from gongkai.web.files.stores import LocalStore
from tests.web.files.made import PDF, TEXT, package, picture, word

OFFICE = "application/vnd.openxmlformats-officedocument."


@pytest.mark.parametrize(
    ("data", "name", "media_type", "kept_as"),
    [
        (PDF, "通知.pdf", "application/pdf", "通知.pdf"),
        (PDF, "通知.PDF", "application/pdf", "通知.pdf"),
        (PDF, "通知.txt", "application/pdf", "通知.txt.pdf"),
        (PDF, "通知", "application/pdf", "通知.pdf"),
        (TEXT, "办法.txt", "text/plain", "办法.txt"),
        (TEXT, "办法.pdf", "text/plain", "办法.pdf.txt"),
        (TEXT.decode().encode("gb18030"), "办法.csv", "text/csv", "办法.csv"),
        (b"<!doctype html><html><body>x</body></html>", "a.txt", "text/html", "a.txt.html"),
        (b"a,b\n1,2\n", "a.csv", "text/csv", "a.csv"),
        (picture(), "a.jpg", "image/jpeg", "a.jpg"),
        (picture(), "a.jpeg", "image/jpeg", "a.jpeg"),
        (picture(form="PNG"), "a.jpg", "image/png", "a.jpg.png"),
        (picture(form="GIF"), "a.gif", "image/gif", "a.gif"),
        (picture(form="WEBP"), "a.webp", "image/webp", "a.webp"),
        (word(), "a.docx", OFFICE + "wordprocessingml.document", "a.docx"),
        (package({"xl/workbook.xml": b"<x/>"}), "a.xlsx", OFFICE + "spreadsheetml.sheet", "a.xlsx"),
        (package({"ppt/presentation.xml": b"<x/>"}), "a.pptx", OFFICE + "presentationml.presentation", "a.pptx"),
        (package({"OFD.xml": b"<x/>"}), "公文.ofd", "application/ofd", "公文.ofd"),
    ],
)  # fmt: skip
def test_the_content_says_what_a_file_is(data: bytes, name: str, media_type: str, kept_as: str) -> None:
    received = receive(io.BytesIO(data), name=name)
    assert (received.media_type, received.name) == (media_type, kept_as)
    assert (received.sha256, received.size) == (hashlib.sha256(data).hexdigest(), len(data))


def bomb() -> bytes:
    return package({"word/document.xml": b"<x/>", "word/media/a.bin": b"\0" * (40 << 20)})


def wide_gif() -> bytes:
    out = io.BytesIO()
    Image.new("P", (9000, 9000)).save(out, "GIF")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "what"),
    [
        (b"", "a.txt", "空的"),
        (b" \n\n", "a.txt", "空的"),
        (b"MZ\x90\x00" + b"\0" * 60, "通知.pdf", "程序"),
        (b"\x7fELF" + b"\1" * 60, "通知", "程序"),
        (b"#!/bin/sh\nrm -r x\n", "a.txt", "程序"),
        (b"alert(1)", "a.js", "程序"),
        (b"@echo off", "通知.bat", "程序"),
        (package({"a.txt": b"a"}), "a.zip", "解压"),
        (package({"a.txt": b"a"}), "a.docx", "解压"),
        (b"Rar!\x1a\x07\x01\x00", "a.rar", "解压"),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 30, "a.7z", "解压"),
        (b"\x1f\x8b\x08" + b"\0" * 30, "a.txt", "解压"),
        (package({"word/document.xml": b"<x/>", "word/vbaProject.bin": b"x"}), "a.docm", "宏"),
        (word()[:-200], "a.docx", "损坏"),
        (bomb(), "a.docx", "展开后"),
        (wide_gif(), "a.gif", "像素"),
        (picture()[:200], "a.jpg", "损坏"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.txt", "不能上传这种文件"),
        (b"<?xml version='1.0'?><svg/>", "a.html", "不能上传这种文件"),
        (bytes(range(256)) * 16, "a.txt", "不能上传这种文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "a.doc", "损坏"),
    ],
)
def test_what_is_refused_and_why(data: bytes, name: str, what: str, settings: Any, folder: Path) -> None:
    settings.FILES_LARGEST_UNPACKED = 20 << 20
    with pytest.raises(Refused, match=what):
        receive(io.BytesIO(data), name=name)
    assert not folder.exists()


def test_a_package_that_lies_about_its_size_is_unpacked_to_the_limit_only(settings: Any) -> None:
    settings.FILES_LARGEST_UNPACKED = 20 << 20
    data = bomb()
    size = (40 << 20).to_bytes(4, "little")
    with pytest.raises(Refused):
        receive(io.BytesIO(data.replace(size, (100).to_bytes(4, "little"))), name="a.docx")


def test_an_operator_may_take_fewer_kinds(settings: Any) -> None:
    settings.FILES_ENDINGS = ["pdf"]
    assert receive(io.BytesIO(PDF), name="a.pdf").media_type == "application/pdf"
    with pytest.raises(Refused, match="纯文本"):
        receive(io.BytesIO(TEXT), name="a.txt")


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\Users\\a\\办法.txt", "办法.txt"),
        ("..", "文件.txt"),
        (".", "文件.txt"),
        ("", "文件.txt"),
        (".txt", "txt.txt"),
        (".bashrc", "bashrc.txt"),
        ("con.txt", "_con.txt"),
        ("LPT1.a.txt", "_LPT1.a.txt"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("通知\u202etxt.exe", "通知txt.exe.txt"),
        ("a\u200b.txt", "a.txt"),
        ("cafe\u0301.txt", "café.txt"),
        ('a"b<c>|?*:.txt', "a_b_c_____.txt"),
        ("a.txt ", "a.txt"),
        ("a.txt...", "a.txt"),
        ("a  \u3000 b.txt", "a b.txt"),
        ("办" * 200 + ".txt", "办" * 78 + ".txt"),
        ("\ud800a.txt", "a.txt"),
    ],
)
def test_names_are_made_safe(name: str, kept_as: str) -> None:
    assert safe_name(name, [".txt", ".md"]) == kept_as


@given(st.text(st.characters()))
def test_no_name_is_unsafe(name: str) -> None:
    kept = safe_name(name, [".pdf"])
    assert kept == unicodedata.normalize("NFC", kept)
    assert len(kept.encode()) <= 240
    assert not set(kept) & set('\\/:*?"<>|\r\n\0\u202e')
    assert kept.endswith(".pdf")
    assert not kept.startswith(".")
    assert safe_name(kept, [".pdf"]) == kept


def test_the_limit_holds_while_bytes_come(settings: Any) -> None:
    settings.FILES_LARGEST = 1 << 20
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield b"a" * 65_536

    with pytest.raises(Refused, match="超过"):
        receive(endless(), name="a.txt")
    assert taken == 17


def test_a_large_file_takes_little_memory() -> None:
    def much() -> Iterator[bytes]:
        yield PDF
        for _ in range(1200):
            yield b"%" + b"a" * 65_535

    tracemalloc.start()
    received = receive(much(), name="a.pdf")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert received.size > 75 << 20
    assert peak < 8 << 20


def test_the_same_bytes_are_kept_once_by_many_at_a_time(folder: Path) -> None:
    """While another thread collects what nobody named for a day, which these bytes were just before."""
    store, digest, data = LocalStore(location=folder), "ab" * 32, b"x" * 100_000
    path = folder / "ab" / "ab" / digest
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    with ThreadPoolExecutor(4) as threads:
        for _ in range(100):
            if path.exists():
                os.utime(path, (0, 0))
            jobs = [threads.submit(store.keep, digest, io.BytesIO(data)) for _ in range(3)]
            jobs.append(threads.submit(store.discard, digest, before=hour_ago))
            for job in jobs:
                job.result()
            assert b"".join(store.chunks(digest)) == data
    assert [found for found in folder.rglob("*") if found.is_file()] == [path]
