"""``python -m benchmarks [--quick]``: measure everything that docs/benchmarks.md says, and write it there."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

from benchmarks import inputs, rivals
from benchmarks.disclosure import DOCUMENTS, disclosure
from benchmarks.examining import examining
from benchmarks.letters import letters
from benchmarks.measure import ROOT, Result, command_seconds, one_core, peak_megabytes, side_by_side
from benchmarks.platform import pages
from benchmarks.reports import reports as collected
from benchmarks.requests import requests
from benchmarks.uploads import uploads
from benchmarks.working_days import working_days
from benchmarks.writers import writers
from gongkai.report.checks import check_report
from gongkai.report.reading import read_records
from tests.trials.__main__ import run
from tests.trials.layouts import BY_NAME, LAYOUTS
from tests.trials.mutants import Fault, mutants, seeds, try_mutant
from tests.trials.score import Score

#: What takes long and can be measured by itself.
PARTS: dict[str, Callable[[], list[Result]]] = {"requests": requests, "reports": collected}
PAGE = ROOT / "docs" / "benchmarks.md"
FAULTS = ROOT / "out" / "mutants"


def whole_job(data: bytes, name: str) -> None:
    """Decode, read, check: what `gongkai check` does with one document."""
    records = read_records(data, name)
    assert any(record.is_report for record in records), f"{name} is not read"
    for record in records:
        if record.is_report:
            check_report(record)


def against_libraries(rounds: int) -> list[Result]:
    pages = {size: inputs.html_page(size * inputs.KILOBYTE) for size in (50, 120)}
    results = []

    # First, before another library is loaded, be it to make a document, and changes how memory is given out: so do
    # those who run gongkai.
    for size, data in pages.items():
        ours, bare = side_by_side(
            [lambda d=data: whole_job(d, "page.html"), lambda d=data: rivals.bare_lexbor(d)], rounds
        )
        detail = f"{1000 * ours:.1f} ms against {1000 * bare:.1f} ms"
        what = f"HTML {size} KB, time over bare lexbor with spans expanded"
        results.append(Result(what, ours / bare, 3, "less", detail))
        print(f"{what}: {ours / bare:.2f} × ({detail})", flush=True)

    def compare(
        what: str, data: bytes, name: str, rival: Callable[[bytes], object], target: float, few: int = 1
    ) -> None:
        ours, theirs = side_by_side([lambda: whole_job(data, name), lambda: rival(data)], max(3, rounds // few))
        detail = f"{1000 * ours:.1f} ms against {1000 * theirs:.1f} ms, {len(data) / 1024:.0f} KB"
        results.append(Result(what, theirs / ours, target, "more", detail))
        print(f"{what}: {theirs / ours:.2f} × ({detail})", flush=True)

    docx, pdf = inputs.document("docx"), inputs.pdf_of_eight_pages()
    pdf_pages = inputs.pages_of(pdf)
    for size, data in pages.items():
        compare(f"HTML {size} KB, against pandas.read_html", data, "page.html", rivals.pandas_html, 1.5)
    compare(".docx, against python-docx listing all cells", docx, "report.docx", rivals.python_docx, 3)
    compare(
        f"PDF of {pdf_pages} pages, against pdfplumber's tables", pdf, "report.pdf", rivals.pdfplumber_tables, 10, 4
    )
    return results


def _command() -> str:
    beside = Path(sys.executable).parent / "gongkai"
    found = str(beside) if beside.exists() else shutil.which("gongkai")
    if not found:
        raise SystemExit("the command gongkai is not installed beside this Python; run `make bench`")
    return found


def start_up(times: int = 15) -> Result:
    gongkai = _command()
    pairs = [
        (command_seconds([gongkai, "--version"]), command_seconds([sys.executable, "-c", "pass"]))
        for _ in range(times + 1)
    ]
    ours, bare = (median(pair[i] for pair in pairs[1:]) for i in (0, 1))
    detail = f"{1000 * ours:.0f} ms against {1000 * bare:.0f} ms, median of {times}"
    return Result("`gongkai --version`, time over `python -c pass`", ours / bare, 6, "less", detail)


def workers(count: int, rounds: int) -> Result:
    gongkai = _command()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "in"
        folder.mkdir()
        size = inputs.mixed_files(folder, count)
        taken: dict[str, list[float]] = {"1": [], "2": []}
        for _ in range(rounds):
            for jobs, seconds in taken.items():
                out = str(Path(name) / "out.jsonl")
                seconds.append(
                    command_seconds([gongkai, "read", str(folder), "-j", jobs, "--format", "jsonl", "-o", out])
                )
    one, two = median(taken["1"]), median(taken["2"])
    detail = f"{one:.1f} s with one, {two:.1f} s with two, {size / 2**20:.0f} MB"
    return Result(f"{count:,} mixed files, `-j 2` over `-j 1`", one / two, 1.8, "more", detail)


def memory() -> list[Result]:
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for medium, data in (
            ("text", inputs.document("text tabs grid")),
            ("HTML, 120 KB", inputs.html_page(120 * inputs.KILOBYTE)),
            (".docx", inputs.document("docx")),
            (".xlsx", inputs.document("xlsx openpyxl")),
            ("PDF, 8 pages", inputs.pdf_of_eight_pages()),
        ):
            path = Path(folder) / "report"
            path.write_bytes(data)
            results.append(Result(f"peak memory, {medium}", peak_megabytes(path), 120, "less", "fresh process", "MB"))
    return results


# --- how right ------------------------------------------------------------------------------------


def _layout(job: tuple[str, range]) -> tuple[str, Counter[str]]:
    name, numbers = job
    return name, run(BY_NAME[name], numbers).counts


def layouts(reports: int, pool: ProcessPoolExecutor) -> dict[str, Score]:
    results = {layout.name: Score() for layout in LAYOUTS}
    step = 25
    jobs = [
        (layout.name, range(first, min(first + step, reports)))
        for layout in LAYOUTS
        for first in range(0, reports, step)
    ]
    for name, counts in pool.map(_layout, jobs):
        results[name].counts.update(counts)
    return results


def _mutants(job: tuple[int, int]) -> list[Fault]:
    seed, count = job
    return [fault for name, data in mutants(seeds(), count, seed) if (fault := try_mutant(name, data))]


def mutation(count: int, pool: ProcessPoolExecutor) -> list[Fault]:
    step = 250
    jobs = [(1000 + number, min(step, count - number * step)) for number in range(-(-count // step))]
    faults = [fault for found in pool.map(_mutants, jobs) for fault in found]
    shutil.rmtree(FAULTS, ignore_errors=True)
    for number, fault in enumerate(faults):
        FAULTS.mkdir(parents=True, exist_ok=True)
        (FAULTS / f"{number:03}_{fault.name.replace(':', '_')}").write_bytes(fault.data)
    return faults


# --- the page -------------------------------------------------------------------------------------


HOW_FAST = """\
The whole job (decode, read every cell, check all rules) against a library that only extracts tables. Every
ratio is from one run on one core: both take turns, round after round, and their medians are compared. Documents
are made up, dense with numbers (`benchmarks/inputs.py`). Peak memory is that of a fresh process that reads and
checks one report. Pages of the portal are asked for over one connection from `gongkai serve` with one process on
SQLite, in turn with a view that returns nothing through the same middleware; a page made fresh has a query string
of its own, the HTML of a report's tables is made once in a process. Uploads are
sent all at once to such a server.

The items are invented announcements, policies, decisions and so on of fifty agencies and six years, half of them of
less than 250 characters, a few of thousands (`benchmarks/disclosure_world.py`). Their words come one after another as
in the Chinese of this repository, three in ten from a dictionary of 49,000 words, so that characters and pairs are as
varied as in real ones: 9.4 bits a character, 140,000 different pairs in a million (`benchmarks/chinese.py`). Queries
are pieces of these texts; each is found, counted and marked whole. Recall and precision are against a scan of every
text. A page's time is the median of its view and middleware, without network; publication is the whole act.

The requests are those of five years and 3,000 units, one in fourteen open, entered as the acts leave them
(`benchmarks/requests_world.py`). Lists and pages are those of an officer of the whole city and of a clerk of one unit,
view and middleware without network. The register's memory is what Python gives out. Requests are sent in by the
portal's form to `gongkai serve` with one process, each from an address of its own and with its work done."""
HOW_RIGHT = """\
{reports} made-up reports in each layout (`python -m tests.trials`), dense with numbers, with blanks, damage,
both widths and three ways of traditional characters. *Read* and *null* are shares of the printed cells whose
place the layout keeps; *wrong* counts cells with another number than the printed one, *invented* cells with a
number where none is printed and the sums do not leave exactly one; *solved* are right numbers for blank or
misplaced cells. Where a layout loses numbers (each line printed once, digits run together that do not tell
where one ends), null is right. Target: ≥ 99.5 % read, 0 wrong, 0 invented."""
MUTANTS = """\
{count:,} mutants (bytes changed, cut, doubled, exchanged; tokens and lines shuffled; parts inside .docx and
.xlsx changed) of the samples and of made-up reports of every medium: no exception, none over 5 s, no number
that the document does not print. **Faults: {faults}.**"""


def _page(
    results: list[Result], table: dict[str, Score], reports: int, faults: list[Fault], count: int, quick: bool
) -> str:
    libraries = ", ".join(
        f"{name} {version(name)}" for name in ("pandas", "lxml", "python-docx", "pdfplumber", "selectolax")
    )
    lines = [
        "# Benchmarks",
        "",
        "Written by `python -m benchmarks`" + (" `--quick`" if quick else "") + " (`make bench`); do not edit.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, CPython {platform.python_version()}; {libraries}.",
        "",
        "## How fast, how small",
        "",
        HOW_FAST,
        "",
        "| what | result | target | | measured |",
        "|---|--:|--:|---|---|",
    ]
    lines += [_result(result) for result in results]
    lines += [
        "",
        "## How right",
        "",
        HOW_RIGHT.format(reports=reports),
        "",
        "| layout | read % | null % | wrong | invented | solved | refused |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    total = Score()
    for name, score in table.items():
        total.add(score)
        lines.append(_row(name, score))
    lines += [
        _row("**all**", total),
        "",
        "## Bytes nobody thought of",
        "",
        MUTANTS.format(count=count, faults=len(faults)),
    ]
    lines += [f"- {fault.name}: {fault.what}" for fault in faults[:20]]
    return "\n".join(lines) + "\n"


def _result(result: Result) -> str:
    sign = "≥" if result.better == "more" else "≤"
    verdict = "met" if result.met else "**missed**"
    digits = 0 if result.unit == "MB" else 2
    target = f"{sign} {result.target:g} {result.unit}"
    return f"| {result.what} | {result.value:.{digits}f} {result.unit} | {target} | {verdict} | {result.detail} |"


def renewed(page: str, results: list[Result]) -> str:
    """The page with these rows in place of those of the same name; new ones come last in their table."""
    lines = page.split("\n")
    for result in results:
        row, name = _result(result), f"| {result.what} |"
        known = next((place for place, line in enumerate(lines) if line.startswith(name)), None)
        if known is not None:
            lines[known] = row
        else:
            lines.insert(lines.index("## How right") - 1, row)
    return "\n".join(lines)


def _row(name: str, score: Score) -> str:
    counts = score.counts
    shares = f"{score.share('read'):.2f} | {score.share('null'):.2f}" if counts["printed"] else "– | –"
    return (
        f"| {name} | {shares} | {counts['wrong']} | {counts['invented']} | {counts['solved']} | {counts['refused']} |"
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="a tenth of the rounds, reports, files and mutants, a twentieth of the items and requests",
    )
    parser.add_argument("-o", "--output", type=Path, default=PAGE, help="where to write the page")
    parser.add_argument("--only", choices=PARTS, nargs="+", help="measure these parts and renew their rows of the page")
    options = parser.parse_args()
    if options.only:
        found = [result for part in options.only for result in PARTS[part]()]
        options.output.write_text(renewed(options.output.read_text("utf-8"), found), "utf-8")
        return 0 if all(result.met for result in found) else 1
    rounds, reports, files, count = (5, 20, 200, 2000) if options.quick else (21, 200, 2000, 20_000)
    started = time.perf_counter()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # commands start with their bytecode at hand, as they do in use
    with one_core():
        results = against_libraries(rounds)
        results.append(start_up())
        results += working_days(rounds)
        results += letters(rounds)
        results += examining(rounds)
    results.append(workers(files, 1 if options.quick else 3))
    results += writers(2 if options.quick else 6)
    results += pages(2 if options.quick else 5)
    results += uploads(8 if options.quick else 40)
    results += memory()
    results += disclosure(*((10_000, 50, 1000, 1000) if options.quick else (DOCUMENTS, 200, 10_000)))
    results += requests(*((5000, 20, 6) if options.quick else ()))
    results += collected(*((200,) if options.quick else ()))
    for result in results[6:]:
        print(f"{result.what}: {result.value:.2f} {result.unit} ({result.detail})", flush=True)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        table = layouts(reports, pool)
        faults = mutation(count, pool)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(_page(results, table, reports, faults, count, options.quick), "utf-8")
    missed = [result.what for result in results if not result.met]
    bad = [
        name
        for name, score in table.items()
        if score.counts["wrong"] or score.counts["invented"] or score.counts["error"]
    ]
    print(f"{time.perf_counter() - started:.0f} s; {options.output}")
    for label, names in (("missed", missed), ("numbers not right", bad), ("faults", [fault.what for fault in faults])):
        if names:
            print(f"{label}: " + "; ".join(names[:20]))
    return 1 if missed or bad or faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
