"""Mutants of documents, and the one promise that holds for any of them: no number that the document does not print."""

from __future__ import annotations

import io
import re
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from random import Random

import pypdfium2
from selectolax.lexbor import LexborHTMLParser

from gongkai.report.reading import read_records
from gongkai.report.schema import Number, Record
from tests.trials.layouts import BY_NAME, print_report

SLOW_SECONDS = 5.0
SAMPLES = Path(__file__).parents[2] / "samples"
NUMBER = re.compile(r"\d+(?:[,，]\d{3})*(?:\.\d+)?")
UNITS = (1, 10_000, 1_000, 100, 100_000_000)
TAG = re.compile(r"<[^<>]*>")
BLOCK = re.compile(r"</?(?:td|th|tr|p|div|br|table|li|h\d)\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class Fault:
    """What a reader did wrong with one mutant."""

    name: str
    what: str
    data: bytes


def seeds(samples: Path = SAMPLES) -> list[tuple[str, bytes]]:
    """Files to mutate: all samples, and a made-up report of each kind."""
    files = [
        (path.name, path.read_bytes())
        for path in sorted(samples.glob("*"))
        if path.is_file() and path.name != "README.md"
    ]
    names = ("text tabs ragged", "text cell per line", "text bars", "text markdown", "text many spaces",
             "text from pdf",
             "html official", "html nested cells", "html word", "docx", "xlsx xlsxwriter", "pdf ruled")  # fmt: skip
    for name in names:
        for seed in (1, 2):
            document = print_report(BY_NAME[name], seed)
            files.append((document.name, document.data))
    return files


def mutants(files: Sequence[tuple[str, bytes]], count: int, seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """``count`` mutants, each made from its own number alone."""
    for number in range(count):
        rng = Random(f"mutant {seed} {number}")
        name, data = files[number % len(files)]
        yield f"{number}:{name}", mutate(data, rng)


def mutate(data: bytes, rng: Random) -> bytes:
    """One to four changes; of a zip mostly to a part inside it, so that the change is not only a bad checksum."""
    if data[:2] == b"PK" and rng.random() < 0.8:
        return _in_zip(data, rng)
    for _ in range(rng.choice((1, 1, 2, 4))):
        data = rng.choice(CHANGES)(data, rng)
    return data


def _in_zip(data: bytes, rng: Random) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        names = [
            name for name in old.namelist() if "document.xml" in name or "sheet" in name or "sharedStrings" in name
        ]
        chosen = rng.choice(names or old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, rng.choice(CHANGES)(part, rng) if name == chosen else part)
    return file.getvalue()


def _place(data: bytes, rng: Random) -> int:
    return rng.randrange(len(data) + 1)


def _flip(data: bytes, rng: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 3, 30)) if changed else 0):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _truncate(data: bytes, rng: Random) -> bytes:
    return data[: _place(data, rng)]


def _behead(data: bytes, rng: Random) -> bytes:
    return data[_place(data, rng) :]


def _duplicate(data: bytes, rng: Random) -> bytes:
    start, length = _place(data, rng), rng.choice((10, 300, 3000))
    return data[: start + length] + data[start:]


def _delete(data: bytes, rng: Random) -> bytes:
    start, length = _place(data, rng), rng.choice((1, 10, 300, 3000))
    return data[:start] + data[start + length :]


def _swap(data: bytes, rng: Random) -> bytes:
    a, b, c = sorted(_place(data, rng) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def _swap_lines(data: bytes, rng: Random) -> bytes:
    lines = data.split(b"\n")
    for _ in range(rng.choice((1, 5, 40))):
        i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
        lines[i], lines[j] = lines[j], lines[i]
    return b"\n".join(lines)


def _shuffle_tokens(data: bytes, rng: Random) -> bytes:
    """Within a stretch: the same tokens (and so the same numbers) in another order."""
    start = _place(data, rng)
    tokens = re.split(rb"([\t\n |]+|</?[a-zA-Z][^<>]*>)", data[start : start + 2000])
    rng.shuffle(tokens)
    return data[:start] + b"".join(tokens) + data[start + 2000 :]


def _separators(data: bytes, rng: Random) -> bytes:
    old, new = rng.sample((b"\t", b"\n", b" ", b"|", b"\n\n", b"</td>", b"<tr>"), 2)
    return data.replace(old, new)


CHANGES = (_flip, _truncate, _behead, _duplicate, _delete, _swap, _swap_lines, _shuffle_tokens, _separators)


# --- the promise ----------------------------------------------------------------------------------


def texts(data: bytes) -> Iterable[str]:
    """Everything the bytes may say, by whatever reading of them: each encoding, tags dropped or taken for spaces."""
    if data[:2] == b"PK":
        yield from _zip_texts(data)
    if b"%PDF" in data[:1100]:
        yield from _pdf_texts(data)
    for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
        raw = data.decode(encoding, "ignore" if encoding == "gb18030" else "replace")
        yield raw
        if "<" in raw or "&" in raw:
            yield unescape(TAG.sub("", raw))
            yield unescape(TAG.sub(" ", raw))
            yield unescape(TAG.sub("", BLOCK.sub(" ", raw)))
            yield from _html_texts(raw)
    if data[:4] == b"\xd0\xcf\x11\xe0":
        # the text of a Word file may begin at an odd place
        yield data[1:].decode("utf-16-le", "replace")


def _html_texts(raw: str) -> Iterable[str]:
    """What a parser makes of broken tags, texts joined and apart."""
    body = LexborHTMLParser(raw).body
    if body is not None:
        yield body.text(separator="")
        yield body.text(separator=" ")


def _zip_texts(data: bytes) -> Iterable[str]:
    """The parts of a zip, and whatever else in it inflates: a lenient reader may find parts that zipfile refuses."""
    for match in re.finditer(rb"PK\x03\x04|PK..\x14\x00", data, re.DOTALL):
        start = match.start()
        names = int.from_bytes(data[start + 26 : start + 28], "little") + int.from_bytes(
            data[start + 28 : start + 30], "little"
        )
        for offset in (start + 30 + names, start + 30):
            try:
                raw = zlib.decompressobj(-15).decompress(data[offset:], 64 * 1024 * 1024).decode("utf-8", "replace")
            except zlib.error:
                continue
            yield unescape(TAG.sub("", raw))
            yield unescape(TAG.sub(" ", raw))
            break
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):  # zipfile raises all four
        return
    for info in archive.infolist():
        start = info.header_offset + 30 + len(info.filename.encode())
        for offset in range(start, start + 60):
            try:
                raw = zlib.decompressobj(-15).decompress(data[offset:], 64 * 1024 * 1024).decode("utf-8", "replace")
            except zlib.error:
                continue
            if "<" in raw:
                yield unescape(TAG.sub("", raw))
                yield unescape(TAG.sub(" ", raw))
                break


def _pdf_texts(data: bytes) -> Iterable[str]:
    # a lenient reader may give a file whose end is lost a trailer again
    roots = [
        objects[-1]
        for place in re.finditer(rb"/Catalog", data)
        if (objects := re.findall(rb"(\d+)\s+\d+\s+obj", data[max(0, place.start() - 2000) : place.start()]))
    ]
    ends = [b"", *(b"\ntrailer<</Root %s 0 R>>\n%%%%EOF" % root for root in dict.fromkeys(roots))]
    document = None
    for end in ends:
        try:
            document = pypdfium2.PdfDocument(data[data.find(b"%PDF") :] + end)
            break
        except pypdfium2.PdfiumError:
            continue
    if document is None:
        return
    for number in range(len(document)):
        try:
            yield document[number].get_textpage().get_text_range()
        except pypdfium2.PdfiumError:
            continue


def numbers_in(text: str) -> set[float]:
    """Numbers printed in ``text``; digits right behind a label also one by one, as they are one for each column."""
    numbers: set[float] = set()
    for match in NUMBER.finditer(text):
        token = match[0]
        numbers.add(float(token.replace(",", "").replace("，", "")))
        if "," in token or "，" in token:
            # a comma may also stand between two numbers
            numbers.update(float(part) for part in re.split("[,，]", token) if part.replace(".", "", 1).isdigit())
        if len(token) > 1 and text[match.start() - 1 : match.start()] >= "一":
            numbers.update(float(digit) for digit in token if digit.isdigit())
    return numbers


def invented(data: bytes, record: Record) -> list[str]:
    """Cells whose number stands nowhere in the document and is not said to be repaired, and counts that are none."""
    if not record.is_report:
        return []
    open_cells = {
        cell: value for cell, value in record.cells.items() if value is not None and cell not in record.repaired
    }
    fractions = [
        f"{cell} = {value}, no whole number"
        for cell, value in open_cells.items()
        if isinstance(value, float) and not value.is_integer() and not cell.endswith(".amount")
    ]
    for text in texts(data):
        if not open_cells:
            break
        flat = unicodedata.normalize("NFKC", text)
        numbers = numbers_in(flat)
        open_cells = {cell: value for cell, value in open_cells.items() if not _is_printed(value, numbers, flat)}
    return fractions + [f"{cell} = {value}" for cell, value in open_cells.items()]


def _is_printed(value: Number, numbers: set[float], text: str) -> bool:
    size = abs(float(value))
    if any(size / unit in numbers or round(size / unit, 6) in numbers for unit in UNITS):
        return True
    # several numbers run together right behind a label (规章120)
    return re.search(rf"[一-鿿）)”]\d*{re.escape(str(abs(value)))}", text) is not None


def try_mutant(name: str, data: bytes) -> Fault | None:
    """Read one mutant: no exception, no hang, no invented number."""
    started = time.perf_counter()
    try:
        records = read_records(data, name)
    except Exception as error:
        return Fault(name, f"{type(error).__name__}: {error}", data)
    spent = time.perf_counter() - started
    if spent > SLOW_SECONDS:
        return Fault(name, f"took {spent:.1f} s", data)
    if not records:
        return Fault(name, "no record", data)
    for record in records:
        if false := invented(data, record):
            return Fault(name, "invented: " + ", ".join(false[:5]), data)
    return None
