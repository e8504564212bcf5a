"""Hostile documents: a record comes back, in bounded time and memory, whatever comes in.

Each case runs in a process of its own that measures its time and its peak memory above what importing the reader takes.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.trials.damage import Style
from tests.trials.layouts import BY_NAME, print_report

MEGABYTE = 1024 * 1024
SECONDS, SECONDS_LARGE, MEGABYTES = 20.0, 20.0, 1500
ROOT = Path(__file__).parents[2]


def _report(layout: str, seed: int = 3) -> bytes:
    return print_report(BY_NAME[layout], seed, style=Style()).data


def _page(inner: str) -> bytes:
    title = "<h1>演示局2021年政府信息公开工作年度报告</h1>"
    return f"<html><head><meta charset=utf-8></head><body>{title}{inner}</body></html>".encode()


def _repeated_prose() -> bytes:
    line = "本年新收政府信息公开申请3件，其中予以公开2件，不予公开1件，结转下年度继续办理0件。\n".encode()
    return line * (50 * MEGABYTE // len(line))


def _repeated_reports() -> bytes:
    one = _report("text cell per tab line")
    return one * (50 * MEGABYTE // len(one))


def _zip(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def _with_part(data: bytes, name: str, write: Callable[[zipfile.ZipFile, str], None]) -> bytes:
    """The zip with the part ``name`` written anew."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for other in old.namelist():
            if other != name:
                new.writestr(other, old.read(other))
        write(new, name)
    return file.getvalue()


def _bomb(head: bytes, middle: bytes, tail: bytes, size: int) -> Callable[[zipfile.ZipFile, str], None]:
    def write(archive: zipfile.ZipFile, name: str) -> None:
        with archive.open(name, "w", force_zip64=True) as part:
            part.write(head)
            block = middle * (MEGABYTE // len(middle) + 1)
            for _ in range(size // len(block)):
                part.write(block)
            part.write(tail)

    return write


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _docx_bomb() -> bytes:
    head = f'<w:document xmlns:w="{W}"><w:body>'.encode()
    row = "<w:p><w:r><w:t>规章 0 0 0</w:t></w:r></w:p>".encode()
    return _with_part(
        _report("docx"), "word/document.xml", _bomb(head, row, b"</w:body></w:document>", 2000 * MEGABYTE)
    )


def _xlsx_bomb() -> bytes:
    head = f'<worksheet xmlns="{S}"><sheetData>'.encode()
    row = b"<row><c><v>1</v></c></row>"
    data = _report("xlsx xlsxwriter")
    return _with_part(data, "xl/worksheets/sheet1.xml", _bomb(head, row, b"</sheetData></worksheet>", 2000 * MEGABYTE))


def _strings_bomb() -> bytes:
    head = f'<sst xmlns="{S}">'.encode()
    data = _report("xlsx xlsxwriter")
    return _with_part(data, "xl/sharedStrings.xml", _bomb(head, b"<si><t>1</t></si>", b"</sst>", 2000 * MEGABYTE))


def _docx_entities() -> bytes:
    secret = ROOT / "pyproject.toml"
    laughs = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))
    text = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY l0 "规章">{laughs}]>'
        f'<w:document xmlns:w="{W}"><w:body>'
        "<w:p><w:r><w:t>2021年政府信息公开工作年度报告 &x; &l9;</w:t></w:r></w:p></w:body></w:document>"
    )
    data = _report("docx")
    return _with_part(data, "word/document.xml", lambda archive, name: archive.writestr(name, text.encode()))


def _pdf(pages: int, text: bytes = b"") -> bytes:
    """A PDF written by hand: ``pages`` pages that share one content stream."""
    content = text or b"BT /F1 12 Tf 72 720 Td (1 2 3) Tj ET"
    kids = b" ".join(b"%d 0 R" % (5 + i) for i in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % pages,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream",
    ]
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
    objects += [page] * pages
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, item in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + item + b"endobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % place for place in places
    )
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def _broken_xref() -> bytes:
    data = _report("pdf ruled")
    at = data.rindex(b"startxref")
    return data[:at] + b"startxref\n99999999\n%%EOF"


def _no_xref() -> bytes:
    data = _report("pdf ruled")
    return data[: data.rindex(b"xref\n0")]


HOSTILE: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "one byte": lambda: b"\x00",
    "one letter": lambda: b"a",
    "only a byte order mark": lambda: b"\xff\xfe",
    "random binary": lambda: Random(0).randbytes(2 * MEGABYTE),
    "zeros": lambda: bytes(20 * MEGABYTE),
    "50 MB of prose": _repeated_prose,
    "50 MB of reports": _repeated_reports,
    "50 MB in one line": lambda: "规章0".encode() * (50 * MEGABYTE // 7),
    "50 MB of digits": lambda: b"1234567890" * (5 * MEGABYTE),
    "50 MB of lines of digits": lambda: b"1234567\n" * (50 * MEGABYTE // 8),
    "50 MB of bars": lambda: b"| " * (25 * MEGABYTE),
    "50 MB of tabs": lambda: b"\t" * (50 * MEGABYTE),
    "50 MB of brackets": lambda: "（".encode() * (50 * MEGABYTE // 3),
    "larger than any file read": lambda: b"x" * (65 * MEGABYTE),
    "100,000 divs in each other": lambda: _page("<div>" * 100_000 + "规章" + "</div>" * 100_000),
    "5,000 tables in each other": lambda: _page("<table><tr><td>" * 5000 + "规章</td><td>3</td>" + "</table>" * 5000),
    "100,000 unclosed tags": lambda: _page("<b><i>" * 50_000 + "规章"),
    "a million cells in a row": lambda: _page("<table><tr>" + "<td>0" * 1_000_000 + "</table>"),
    "spans of a billion": lambda: _page(
        "<table>"
        + '<tr><td colspan="1000000000" rowspan="1000000000">规章</td><td rowspan="999999999">0</td></tr>' * 200
        + "</table>"
    ),
    "spans that are no numbers": lambda: _page(
        '<table><tr><td colspan="-5" rowspan="1e9">规章</td><td colspan="９">0</td></table>'
    ),
    "a cell of a million digits": lambda: _page(
        "<table><tr><td>规章</td><td>" + "9" * 1_000_000 + "</td></tr></table>"
    ),
    "a number of a million digits in a report": lambda: _report("text tabs grid").replace(
        b"\t0", b"\t" + b"9" * 1_000_000, 1
    ),
    "a million entities": lambda: _page("&nbsp;&#48;" * 500_000),
    "docx bomb": _docx_bomb,
    "xlsx bomb": _xlsx_bomb,
    "xlsx strings bomb": _strings_bomb,
    "external entities in docx": _docx_entities,
    "zip of nothing": lambda: _zip({}),
    "zip that is no office file": lambda: _zip({"a.txt": b"a"}),
    "docx without a document": lambda: _zip({"word/styles.xml": b"<a/>", "[Content_Types].xml": b"<Types/>"}),
    "truncated docx": lambda: _report("docx")[:-3000],
    "truncated xlsx": lambda: _report("xlsx openpyxl")[:5000],
    "truncated pdf": lambda: _report("pdf ruled")[:6000],
    "10,000 pages of pdf": lambda: _pdf(10_000),
    "pdf page of 10 MB": lambda: _pdf(1, b"BT /F1 12 Tf 72 720 Td " + b"(1) Tj " * (10 * MEGABYTE // 7) + b"ET"),
    "pdf of a million rules": lambda: _pdf(1, b"0 0 m 500 700 l S " * 1_000_000),
    "pdf with a broken cross-reference": _broken_xref,
    "pdf without a cross-reference": _no_xref,
    "pdf header alone": lambda: b"%PDF-1.7\n",
    "ole header alone": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
    "utf-8 declared, gb18030 sent": lambda: _report("html official").decode().encode("gb18030"),
    "utf-16 without its mark": lambda: _report("text bars").decode().encode("utf-16-le"),
    "utf-8 taken for latin-1": lambda: _report("text bars").decode("latin-1").encode(),
    "half a character at the end": lambda: _report("text bars")[:-2] + b"\xe6",
}

PROBE = """
import json, sys, time
def peak():
    # of this process alone: ru_maxrss would carry over the peak of the process that started it
    try:
        return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1024
    except OSError:
        return 0  # elsewhere than on Linux only the time is held
from gongkai.report.reading import read_records
data = open(sys.argv[1], "rb").read()
read_records("演示".encode(), "warm.txt")
before = peak()
started = time.perf_counter()
records = read_records(data, "hostile")
spent = time.perf_counter() - started
after = peak()
texts = [json.dumps(record.as_dict(), ensure_ascii=False) for record in records]
print(json.dumps({"seconds": spent, "megabytes": after - before, "input": len(data) / 2**20, "records": len(records),
    "reports": sum(record.is_report for record in records), "leak": any("build-system" in text for text in texts)}))
"""


def measure(data: bytes, folder: Path, seconds: float) -> dict[str, float]:
    """What reading ``data`` takes, in a process of its own: seconds, and megabytes more than before."""
    path = folder / "hostile"
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(path)], capture_output=True, text=True, timeout=seconds, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr[-1500:]
    result: dict[str, float] = json.loads(done.stdout)
    return result


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_document(name: str, tmp_path: Path) -> None:
    result = measure(HOSTILE[name](), tmp_path, SECONDS_LARGE + 10)
    assert result["records"] >= 1
    assert result["seconds"] < SECONDS, result
    assert result["megabytes"] < MEGABYTES, result
    assert not result["leak"], "an external entity was read"


def main() -> None:
    """``python -m tests.trials.test_hostile``: the table of what each case takes."""
    print(f"{'case':44} {'MB in':>7} {'seconds':>8} {'MB more':>8} {'records':>8} {'reports':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for name, write in HOSTILE.items():
            try:
                r = measure(write(), Path(folder), 120)
            except (AssertionError, subprocess.TimeoutExpired) as error:
                print(f"{name:44} FAILED {str(error)[-160:]!r}", flush=True)
                continue
            taken = f"{r['input']:7.1f} {r['seconds']:8.2f} {r['megabytes']:8.0f}"
            print(f"{name:44} {taken} {r['records']:8} {r['reports']:8}", flush=True)


if __name__ == "__main__":
    main()
