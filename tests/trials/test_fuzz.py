# ruff: noqa: E501  (Chinese sentences and labels, a line each)
"""Bytes nobody thought of: the reader neither fails nor hangs nor invents a number. ``make bench`` runs 20,000 of these."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.trials.mutants import mutants, seeds, try_mutant

WORDS = (
    "第二十条第（一）项", "规章", "行政规范性文件", "行政许可", "行政处罚", "总计", "三、本年度办理结果", "（一）予以公开", "1.属于国家秘密",
    "一、本年新收政府信息公开申请数量", "四、结转下年度继续办理", "（六）其他处理", "3.其他", "结果维持", "尚未审结", "自然人",
    "2021年政府信息公开工作年度报告", "一、总体情况", "六、其他需要报告的事项", "本年增/减", "采购总金额", "万元", "2358万", "-", "/", "无",
    "<table>", "<tr><td>", "</td><td rowspan=9>", "</table>", "|", "\t", "\n", "\n\n", " ", "　", "0", "12", "７", "1,295", "0000000",
)  # fmt: skip
WORDY = st.lists(st.sampled_from(WORDS) | st.text(max_size=6) | st.integers(0, 10**6).map(str), max_size=120).map(
    "".join
)
PATIENT = settings(max_examples=150, deadline=5000, suppress_health_check=[HealthCheck.too_slow])


@PATIENT
@given(WORDY, st.sampled_from(("utf-8", "gb18030", "utf-16")))
def test_texts_of_the_forms_words(text: str, encoding: str) -> None:
    fault = try_mutant("words.txt", text.encode(encoding, "replace"))
    assert fault is None, fault and fault.what


@PATIENT
@given(st.binary(max_size=3000))
def test_any_bytes(data: bytes) -> None:
    fault = try_mutant("bytes", data)
    assert fault is None, fault and fault.what


@PATIENT
@given(
    st.sampled_from(
        (b"%PDF-1.4\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"{\\rtf1", b"\xff\xfe")
    ),
    st.binary(max_size=2000),
)
def test_bytes_behind_a_known_beginning(start: bytes, rest: bytes) -> None:
    fault = try_mutant("bytes", start + rest)
    assert fault is None, fault and fault.what


@pytest.mark.parametrize("part", range(4))
def test_mutants(part: int) -> None:
    faults = [fault for name, data in mutants(seeds(), 100, seed=part) if (fault := try_mutant(name, data))]
    assert not faults, "\n".join(f"{fault.name}: {fault.what}" for fault in faults[:10])
