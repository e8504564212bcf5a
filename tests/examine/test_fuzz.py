"""Bytes nobody thought of: a finding, never an exception, and soon."""

from __future__ import annotations

import time
from contextlib import suppress
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.examine import NotCleaned, cleaned, examine_file, examine_html, examine_text, masked, masked_html
from tests.examine.hiding import CLEAN, HIDDEN, rewritten
from tests.trials.mutants import mutants, seeds

SECONDS = 10


@settings(max_examples=150)
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    masked(text, examine_text(text))
    masked_html(text, examine_html(text))
    examine_file(text.encode("utf-8", "surrogatepass"), text)


@settings(max_examples=150)
@given(
    st.binary(max_size=600),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", b"II*\0"]),
)
def test_any_bytes(data: bytes, head: bytes) -> None:
    examine_file(head + data, "附件")


def test_damaged_documents() -> None:
    for name, data in mutants(seeds(), 300, 11):
        started = time.monotonic()
        examine_file(data, name)
        assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize("seed", range(8))
def test_damaged_files_that_hide_something(seed: int) -> None:
    chance = Random(seed)
    whole = [*(data for _, data in HIDDEN.values()), *CLEAN.values()]

    def damage(data: bytes) -> bytes:
        broken = bytearray(data)
        for _ in range(chance.randrange(1, 12)):
            if broken:
                broken[chance.randrange(len(broken))] = chance.randrange(256)
        cut = chance.randrange(len(broken) + 1) if chance.random() < 0.2 else len(broken)
        return bytes(broken[:cut])

    for data in whole:
        examine_file(damage(data), "附件")
        if data.startswith(b"PK"):
            with suppress(NotCleaned):
                cleaned(damage(data))
            examine_file(rewritten(data, lambda name, part: damage(part) if chance.random() < 0.4 else part), "附件")


@pytest.mark.parametrize(
    "text",
    [
        "1" * 200_000,
        "1 " * 100_000,
        "（" * 100_000,
        "的" * 200_000,
        "http://" * 30_000,
        "a@" * 100_000,
        "份号" * 20,
        "内部资料" * 9,
        "张演示 " * 50_000,
        "2026年2月30日" * 20_000,
        "-" * 200_000,
        "姓名 身份证\n" * 20_000,
    ],
    ids=lambda text: text[:6],
)
def test_long_texts_take_no_longer_than_they_are(text: str) -> None:
    started = time.monotonic()
    examine_text(text)
    examine_html(text)
    assert time.monotonic() - started < SECONDS
