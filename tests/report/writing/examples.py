"""Reports made for the tests of writing: every cell filled, some blank, or drawn by hypothesis."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from gongkai.report.editions import load_edition
from gongkai.report.schema import Finding, NotAReport, Number, Report, Source, Statement

SOURCE = Source("例.txt", "0" * 64, "text/plain", 100)
PROSE = "2021年，本机关认真做好政府信息公开工作，全年收到申请4件。\n下一步将继续改进。"


def report(edition_id: str = "2021", value: int = 0) -> Report:
    """A report with one number in every required cell."""
    edition = load_edition(edition_id)
    cells: dict[str, Number | None] = {cell.id: value if cell.required else None for cell in edition.cells.values()}
    year = 2021 if edition_id == "2021" else 2020
    return Report(
        source=SOURCE,
        agency="云端市云上区人民政府",
        year=year,
        edition=edition_id,
        title=f"云端市云上区人民政府{year}年政府信息公开工作年度报告",
        issued=date(year + 1, 1, 22),
        sections={"一": PROSE, "五": "主要问题是公开质量有待提高，将改进。", "六": "无其他需要报告的事项。"},
        cells=cells,
    )


def marked() -> Report:
    """A report with an error, a warning, a blank, a text, a repaired cell and a row that is not printed."""
    base = report(value=0)
    cells = dict(base.cells)
    printed = {"requests.granted.legal_service": "", "requests.granted.total": "", "disclosure.fees.amount": "/"}
    for cell in ("requests.granted.total", "disclosure.fees.amount", "disclosure.licences.decisions"):
        cells[cell] = None
    start = PROSE.index("收到申请4件")
    statement = Statement("requests.received", 4, "件", "收到申请4件", "一", (start, start + 6))
    error = Finding(
        "narrative-differs-from-table",
        "error",
        ("requests.received.total",),
        "第一部分称收到申请4件，表三新收申请总计为0件。",
        "《条例》第五十条",
        "一",
        (start, start + 6),
    )
    warning = Finding("R4", "warn", ("review.total", "requests.received.total"), "合计存疑<b>。", "年度报告格式")
    info = Finding("note", "info", (), "没有更多。", "读数规则")
    return replace(
        base,
        cells=cells,
        printed=printed,
        repaired={"requests.granted.legal_service": "由行、列勾稽关系得出"},
        statements=(statement,),
        findings=(info, warning, error),
    )


def look_alike() -> NotAReport:
    return NotAReport(
        replace(SOURCE, name="解读.html"), "about-reports", "从标题看是解读，不是政府信息公开工作年度报告本身。"
    )


def unreadable() -> NotAReport:
    return NotAReport(replace(SOURCE, name="坏.pdf"), "broken-document", "文件损坏，打不开：截断。", unreadable=True)


_sentence = st.text("公开政府信息工作持续推进规范有序全面加强改", min_size=8, max_size=40).map(
    lambda text: f"全年{text}。"
)
_prose = st.lists(_sentence, min_size=1, max_size=4).map("\n".join)


@st.composite
def reports(draw: st.DrawFn, edition_id: str, *, blanks: bool) -> Report:
    """A report with any numbers, sums that add up or not, and blanks where asked for."""
    edition = load_edition(edition_id)
    one_row = edition_id == "2021" and draw(st.booleans())
    counts = st.one_of(st.just(0), st.integers(0, 99), st.integers(0, 10**7))
    cells: dict[str, Number | None] = {}
    printed: dict[str, str] = {}
    for cell in edition.cells.values():
        row = cell.row.id.partition(".")[2]
        if edition_id == "2021" and row.startswith("other_") and (row == "other_handling") is not one_row:
            cells[cell.id] = None
        elif blanks and draw(st.integers(0, 9)) == 9:
            cells[cell.id] = None
            printed[cell.id] = draw(st.sampled_from(["", "/", "-", "无"]))
        else:
            cells[cell.id] = draw(counts)
            if cell.column.signed and draw(st.booleans()):
                cells[cell.id] = -draw(st.integers(1, 99))
    # A form with nothing in it is no report.
    cells["requests.received.natural_person"] = 1 + abs(cells["requests.received.natural_person"] or 0)
    printed.pop("requests.received.natural_person", None)
    base = report(edition_id)
    assert base.year is not None
    return replace(
        base,
        issued=draw(st.none() | st.dates(date(base.year + 1, 1, 1), date(base.year + 1, 12, 31))),
        sections={"一": draw(_prose), "五": draw(_prose), "六": draw(_prose)},
        cells=cells,
        printed=printed,
    )
