"""The examination before publication, against only taking the text out of the same document."""

from __future__ import annotations

from benchmarks import inputs
from benchmarks.measure import Result, side_by_side
from gongkai.examine import examine_file
from gongkai.report.reading.media import read_document

TARGET = 10


def examining(rounds: int) -> list[Result]:
    """One document of each medium: all rules, hidden content and boxes, over reading its blocks."""
    results = []
    for medium, data in (
        ("HTML, 120 KB", inputs.html_page(120 * inputs.KILOBYTE)),
        (".docx", inputs.document("docx")),
        (".xlsx", inputs.document("xlsx openpyxl")),
        ("PDF, 8 pages", inputs.pdf_of_eight_pages()),
    ):
        ours, bare = side_by_side(
            [lambda d=data: examine_file(d, "document"), lambda d=data: read_document(d)], max(3, rounds // 4)
        )
        detail = f"{1000 * ours:.1f} ms against {1000 * bare:.1f} ms, {len(data) / 1024:.0f} KB"
        what = f"examination of {medium}, time over reading its text"
        results.append(Result(what, ours / bare, TARGET, "less", detail))
    return results
