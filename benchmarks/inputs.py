"""The documents that are read in the benchmarks: made-up reports of given sizes and kinds, dense with numbers."""

from __future__ import annotations

import io
from pathlib import Path
from random import Random

import pypdfium2

from tests.trials import report
from tests.trials.damage import Style
from tests.trials.layouts import BY_NAME, LAYOUTS, html, pdf, print_report

KILOBYTE = 1024


def html_page(size: int) -> bytes:
    """A page as Word exports it, near ``size`` bytes."""
    made = report.make(Random(7), Style(chrome=True), "kept", "2021")
    data = html.word(made, Random(7), size)
    assert abs(len(data) - size) < size * 0.1, len(data)
    return data


def document(layout: str) -> bytes:
    """A plain report in ``layout``."""
    return print_report(BY_NAME[layout], 7, "2021", Style()).data


def pdf_of_eight_pages() -> bytes:
    """A report with ruled tables, then annexes of ruled tables full of numbers, eight pages in all."""
    rng = Random(7)
    made = report.make(rng, Style(), "kept", "2021")
    paper = pdf._Paper(True, rng, True)
    paper.open_foot = paper.cut_labels = False
    for kind, content in pdf.parts(made):
        if isinstance(content, str):
            paper.text(content, 15 if kind == "title" else 10.5, kind == "title")
        else:
            paper.table(content, pdf.COLUMNS[kind][0])
    while paper.page < 8:
        paper.turn()
        paper.text(f"附件{paper.page}：主动公开信息明细", 10.5)
        texts = [["序号", *(f"第{i}季度" for i in range(1, 5)), "备注"]]
        texts += [[str(n), *(str(rng.randint(1, 999)) for _ in range(4)), "已公开"] for n in range(1, 41)]
        paper.table([[pdf.Box(text, i, kind="value") for i, text in enumerate(row)] for row in texts], (82,) * 6)
    return paper.done()


def mixed_files(folder: Path, count: int) -> int:
    """``count`` documents in every layout in turn; returns their size in bytes."""
    total = 0
    for number in range(count):
        made = print_report(LAYOUTS[number % len(LAYOUTS)], number // len(LAYOUTS))
        (folder / f"{number:05}_{made.name}").write_bytes(made.data)
        total += len(made.data)
    return total


def pages_of(data: bytes) -> int:
    return len(pypdfium2.PdfDocument(io.BytesIO(data)))
