"""Every layout met in the wild, as a printer: a made-up report → the bytes of a whole document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from tests.trials.damage import Style, draw_style
from tests.trials.layouts import html, office, pdf, text, unusual
from tests.trials.prose import TITLES
from tests.trials.report import Blanks, Made, make

Printer = Callable[[Made, Random], bytes]


@dataclass(frozen=True)
class Layout:
    """``blanks`` tells what becomes of blank cells, ``lossy`` that numbers are lost, ``plain`` what it cannot show."""

    name: str
    printer: Printer
    suffix: str
    blanks: Blanks = "kept"
    lossy: bool = False
    run_together: bool = False
    plain: tuple[tuple[str, Any], ...] = ()

    def style(self, rng: Random) -> Style:
        return replace(draw_style(rng, TITLES), **dict(self.plain))


@dataclass(frozen=True)
class Document:
    """A printed document and the reports in it, in order."""

    name: str
    data: bytes
    reports: tuple[Made, ...]


NO_PAD = ("pad", "")
UNICODE = ("encoding", "utf-8")
# a row that lacks a value would be a row with its last cell blank
SEVEN = ("six", False)
# residue of turning Word into text, which neither Excel nor a printed page shows
NO_MARK = ("bookmark", False)

ONE_LINE = (NO_PAD, ("nothing", ""), ("notes", ()), ("bookmark", False), ("extra_rows", False))

LAYOUTS = (
    Layout("text tabs grid", text.tabs_grid, "txt"),
    Layout("text tabs ragged", text.tabs_ragged, "txt", "ragged"),
    Layout("text cell per tab line", text.cell_per_tab_line, "txt"),
    Layout("text cell per line, spaced", text.cell_per_line_spaced, "txt", "collapsed"),
    Layout("text cell per line", text.cell_per_line, "txt", "collapsed"),
    Layout("text cell per line, indented", text.cell_per_line_indented, "txt", "collapsed"),
    Layout("text bars", text.bars, "txt"),
    Layout("text bars first", text.bars_first, "txt"),
    Layout("text markdown", text.markdown, "md"),
    Layout("text bars alone", text.bars_alone, "txt"),
    Layout("text cell and bar", text.cell_and_bar, "txt"),
    Layout("text one space", text.spaces_one, "txt", "collapsed", plain=(NO_PAD,)),
    Layout("text many spaces", text.spaces_many, "txt", "collapsed", plain=(NO_PAD,)),
    Layout("text ideographic spaces", text.spaces_ideographic, "txt", "collapsed", plain=(NO_PAD,)),
    Layout(
        "text run together", text.run_together, "txt", "collapsed", run_together=True,
        plain=(NO_PAD, ("notes", ()), ("nothing", ""), ("counted", False), ("commas", False), ("bookmark", False),
               ("six", False), ("only_total", False), ("signs", "minus")),
    ),
    Layout("text from pdf", text.pdf_text, "txt", "collapsed", plain=(NO_PAD,)),
    Layout("text printed once", text.printed_once, "txt", "collapsed", lossy=True),
    Layout("html official", html.official, "html"),
    Layout("html blocks", html.blocks, "html"),
    Layout("html nested layout", html.nested_layout, "html"),
    Layout("html nested cells", html.nested_cells, "html"),
    Layout("html page break", html.page_break, "html"),
    Layout("html empty heads", html.empty_heads, "html"),
    Layout("html word", html.word, "html"),
    Layout("html breaks", html.breaks, "html"),
    Layout("html nbsp", html.nbsp_padding, "html"),
    Layout("html divs", html.divs, "html"),
    Layout("html upper case unclosed", html.upper_unclosed, "html"),
    Layout("html fragment", html.fragment, "html"),
    Layout("docx", office.docx, "docx", plain=(UNICODE, SEVEN)),
    Layout("xlsx xlsxwriter", office.xlsx_xlsxwriter, "xlsx", plain=(UNICODE, SEVEN, NO_MARK)),
    Layout("xlsx openpyxl", office.xlsx_openpyxl, "xlsx", plain=(UNICODE, SEVEN, NO_MARK)),
    Layout("pdf ruled", pdf.ruled, "pdf", plain=(UNICODE, NO_PAD, SEVEN, NO_MARK)),
    Layout("pdf unruled", pdf.unruled, "pdf", "ragged", plain=(UNICODE, NO_PAD, SEVEN, NO_MARK)),
    Layout("html form fields", unusual.form_fields, "html"),
    Layout("html repeated spans", unusual.repeated_spans, "html", plain=(SEVEN,)),
    Layout("html remedies in rows", unusual.remedies_in_rows, "html"),
    Layout("html remedies turned", unusual.remedies_turned, "html"),
    Layout("html more columns", unusual.more_columns, "html", plain=(SEVEN,)),
    Layout("html preformatted", unusual.preformatted, "html", "collapsed", plain=(NO_PAD,)),
    Layout("text one line", unusual.one_line, "txt", "collapsed", plain=ONE_LINE),
    Layout("text one line unparted", unusual.one_line_unparted, "txt", "collapsed", plain=ONE_LINE),
    Layout(
        "text wrapped digits", unusual.wrapped_digits, "txt", "collapsed", lossy=True,
        plain=(NO_PAD, SEVEN, ("digits", "half")),
    ),
    Layout("text column by column", unusual.column_by_column, "txt", "collapsed", lossy=True, plain=(NO_PAD, SEVEN)),
    Layout("docx numbered", unusual.numbered_docx, "docx", plain=(UNICODE, SEVEN)),
)  # fmt: skip
BY_NAME = {layout.name: layout for layout in LAYOUTS}


def print_report(layout: Layout, seed: int, edition: str | None = None, style: Style | None = None) -> Document:
    """The document that ``layout`` and ``seed`` make; one in fifteen text documents holds two reports."""
    rng = Random(f"{layout.name} {seed}")
    count = 2 if layout.name in TWICE and style is None and rng.random() < 0.07 else 1
    made: list[Made] = []
    data = b""
    for _ in range(count):
        chosen = replace(style, **dict(layout.plain)) if style else layout.style(rng)
        if count == 2:
            chosen = replace(chosen, encoding="utf-8", title="plain", tables="one edition")
        made.append(make(rng, chosen, layout.blanks, edition, run_together=layout.run_together, lossy=layout.lossy))
        data += layout.printer(made[-1], rng)
    return Document(f"{layout.name.replace(' ', '_').replace(',', '')}_{seed}.{layout.suffix}", data, tuple(made))


TWICE = {"text tabs grid", "text cell per tab line", "text cell per line, spaced", "text bars", "html fragment"}
"""Layouts that are also printed with two whole reports in one document."""
