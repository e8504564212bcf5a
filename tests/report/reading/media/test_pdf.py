"""PDF to blocks: tables as the rules enclose them, prose as it reads, bad input by name."""

from __future__ import annotations

import json
import random
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from gongkai.report import limits
from gongkai.report.reading.blocks import Document, Rows, UnreadableDocument
from gongkai.report.reading.media import pdf_rules
from gongkai.report.reading.media.pdf import read_pdf
from tests.report.reading.media import pdfs
from tests.report.reading.media.pdfs import (
    FONT,
    by_hand,
    draw_lines,
    draw_requests,
    draw_table,
    expected,
    only_table,
    paragraphs,
    pdf,
    tables,
)

DATA = Path(__file__).parent / "data"
COLUMNS = (
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "social_organisation",
    "legal_service",
    "other_organisation",
    "total",
)


def unreadable(data: bytes) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        read_pdf(data)
    return caught.value


def numbers(document: Document) -> list[str]:
    cells = [text for rows in tables(document) for row in rows for text in row]
    return [text for text in cells if re.fullmatch(r"[\d.,]+", text)]


# Tables


@pytest.mark.parametrize("rules", pdfs.RULES)
@pytest.mark.parametrize("shade", [False, True])
def test_tables_are_read_however_their_rules_are_drawn(rules: str, shade: bool) -> None:
    def page(canvas: Canvas) -> None:
        draw_requests(canvas, rules=rules, shade=shade)

    def more(canvas: Canvas) -> None:
        draw_table(canvas, pdfs.disclosure(), 60, 780, [120] * 4, [24] * 10, rules=rules, shade=shade)

    def last(canvas: Canvas) -> None:
        draw_table(canvas, pdfs.review(), 60, 400, [31] * 15, [20, 20, 30, 18], rules=rules, shade=shade)

    document = read_pdf(pdf(page, more, last))
    drawn = [pdfs.requests(), pdfs.disclosure(), pdfs.review()]
    assert tables(document) == [expected(table) for table in drawn]
    assert paragraphs(document) == []


@pytest.mark.parametrize("scale", [0.35, 0.6, 1.0])
def test_a_sheet_shrunk_to_the_page(scale: float) -> None:
    def page(canvas: Canvas) -> None:
        canvas.scale(scale, scale)
        draw_requests(canvas)

    assert only_table(read_pdf(pdf(page))) == expected(pdfs.requests())


def test_a_table_without_outer_rules_at_its_sides() -> None:
    def page(canvas: Canvas) -> None:
        draw_requests(canvas, without=lambda direction, edge, step: direction == "v" and edge in (0, 10))

    assert only_table(read_pdf(pdf(page))) == expected(pdfs.requests())


def test_a_row_cut_by_the_page_has_no_rule_at_its_open_side() -> None:
    whole = pdfs.requests()
    upper, lower = whole[:17], whole[17:]
    head = [
        [(text, colspan, min(rowspan, 17 - row)) for text, colspan, rowspan in line] for row, line in enumerate(upper)
    ]
    tail = [[("", 1, 10), ("", 1, 1), *lower[0]], *lower[1:]]
    tail = [
        [(text, colspan, min(rowspan, 11 - row)) for text, colspan, rowspan in line] for row, line in enumerate(tail)
    ]

    def first(canvas: Canvas) -> None:
        widths, heights = pdfs.REQUEST_WIDTHS, pdfs.REQUEST_HEIGHTS[:17]
        draw_table(canvas, head, 55, 440, widths, heights, without=lambda way, edge, step: way == "h" and edge == 17)

    def second(canvas: Canvas) -> None:
        widths = pdfs.REQUEST_WIDTHS
        draw_table(
            canvas, tail, 55, 780, widths, [18] * len(tail), without=lambda way, edge, step: way == "h" and edge == 0
        )

    assert tables(read_pdf(pdf(first, second))) == [expected(head), expected(tail)]


def test_a_label_that_spills_over_its_cell_stays_with_it() -> None:
    table = [
        pdfs.plain_row("5.要求行政机关确认或重新出具已获取信息", "17", "0"),
        pdfs.plain_row("2.重复申请", "18", "1"),
    ]

    def page(canvas: Canvas) -> None:
        draw_table(canvas, table, 200, 700, [60, 60, 60], [20, 20])

    left_to_right = only_table(read_pdf(pdf(page)))
    assert left_to_right == expected(table)


def test_a_label_cut_off_by_its_cell_is_read_whole() -> None:
    def page(canvas: Canvas) -> None:
        canvas.grid([100, 160, 200, 240], [700, 720, 740])
        for y, label, number in ((726, "第一行一共有三行文字", "17"), (706, "2.重复", "18")):
            canvas.saveState()
            path = canvas.beginPath()
            path.rect(100, y - 6, 60, 20)
            canvas.clipPath(path, stroke=0, fill=0)
            draw_lines(canvas, [(102, y + 12, "上面被裁"), (102, y, label)] if y > 710 else [(102, y, label)], 10)
            canvas.restoreState()
            draw_lines(canvas, [(170, y, number), (210, y, "0")], 10)

    assert only_table(read_pdf(pdf(page))) == [
        ["上面被裁\n第一行一共有三行文字", "17", "0"],
        ["2.重复", "18", "0"],
    ]


def test_numbers_of_neighbouring_cells_never_run_together_and_are_never_split() -> None:
    def page(canvas: Canvas) -> None:
        canvas.grid([100, 120, 140, 160, 180], [700, 720, 740])
        draw_lines(canvas, [(101, 726, "1234"), (121, 726, "5678"), (141, 726, "9012"), (161, 726, "3456")], 9)
        draw_lines(canvas, [(96, 706, "12345678")], 9)  # wider than its cell
        canvas.setFont(FONT, 9)
        canvas.drawString(145, 706, "4 2", charSpace=0)

    rows = only_table(read_pdf(pdf(page)))
    assert rows[0] == ["1234", "5678", "9012", "3456"]
    assert [text for text in rows[1] if text] == ["12345678", "4 2"]


def test_numbers_too_wide_for_their_cells_do_not_run_into_each_other() -> None:
    def page(canvas: Canvas) -> None:
        canvas.grid([100, 120, 140], [700, 720, 740])
        draw_lines(canvas, [(94, 726, "254１"), (116, 726, "1006１１")], 10)
        draw_lines(canvas, [(102 + 5 * index, 706, figure) for index, figure in enumerate("25400")], 10)

    assert only_table(read_pdf(pdf(page))) == [["254１", "1006１１"], ["25400", ""]]


def test_numbers_that_touch_without_a_rule_between_them_are_two() -> None:
    def page(canvas: Canvas) -> None:
        draw_lines(canvas, [(100, 726, "１６４４"), (141, 726, "１０６８")], 10)

    assert paragraphs(read_pdf(pdf(page))) == ["１６４４ １０６８"]


def test_spaced_out_figures_are_one_number() -> None:
    def page(canvas: Canvas) -> None:
        canvas.grid([100, 200, 300], [700, 720, 740])
        canvas.setFont(FONT, 10)
        canvas.drawString(110, 726, "4119", charSpace=2)
        draw_lines(canvas, [(210 + 7 * index, 726, figure) for index, figure in enumerate("4119")], 10)

    assert only_table(read_pdf(pdf(page)))[0] == ["4119", "4119"]


def test_figures_drawn_over_others_are_no_number_with_them() -> None:
    def page(canvas: Canvas) -> None:
        canvas.grid([100, 200, 300], [700, 720, 740])
        draw_lines(canvas, [(110, 726, "27"), (112, 726, "35"), (210, 726, "4")], 10)
        draw_lines(canvas, [(205, 727, "4")], 5)

    assert only_table(read_pdf(pdf(page)))[0] == ["27 35", "4 4"]


def test_text_printed_twice_to_look_bold_stands_once() -> None:
    def page(canvas: Canvas) -> None:
        canvas.grid([100, 250, 300], [700, 720, 740])
        for shift in (0, 0.3):
            draw_lines(canvas, [(105 + shift, 726, "一、本年新收"), (260 + shift, 726, "11")], 10)

    assert only_table(read_pdf(pdf(page)))[0] == ["一、本年新收", "11"]


def test_turned_text_in_a_cell_reads_upwards() -> None:
    def page(canvas: Canvas) -> None:
        canvas.grid([100, 120, 200], [600, 740])
        canvas.grid([120, 160, 200], [600, 670, 740])
        draw_lines(canvas, [(130, 700, "予以公开"), (175, 700, "3"), (130, 630, "总计"), (175, 630, "4")], 9)
        canvas.saveState()
        canvas.translate(113, 620)
        canvas.rotate(90)
        draw_lines(canvas, [(0, 0, "三、本年度办理结果")], 9)
        canvas.restoreState()

    assert only_table(read_pdf(pdf(page))) == [["三、本年度办理结果", "予以公开", "3"], ["总计", "4"]]


def test_frames_and_underlines_are_no_tables() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(40, 40, 515, 762)
        canvas.rect(36, 36, 523, 770)
        canvas.line(100, 758, 400, 758)
        draw_lines(canvas, [(100, 760, "演示县政府信息公开工作年度报告"), (100, 700, "一、总体情况")])
        draw_table(canvas, pdfs.review(), 60, 400, [31] * 15, [20, 20, 30, 18])

    document = read_pdf(pdf(page))
    assert paragraphs(document) == ["演示县政府信息公开工作年度报告", "一、总体情况"]
    assert only_table(document) == expected(pdfs.review())


def test_columns_without_rules_are_joined_by_tabs() -> None:
    def page(canvas: Canvas) -> None:
        rows = [("规章", "0", "11", "0"), ("行政规范性文件", "2", "305", "7")]
        for row, texts in enumerate(rows):
            draw_lines(canvas, [(80 + 110 * col, 700 - 24 * row, text) for col, text in enumerate(texts)])
        draw_lines(canvas, [(80, 600, "规章          0          11          0")])

    document = read_pdf(pdf(page))
    assert paragraphs(document) == ["规章\t0\t11\t0", "行政规范性文件\t2\t305\t7", "规章\t0\t11\t0"]


# Pages


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages(turn: int) -> None:
    table = pdfs.review()

    def page(canvas: Canvas) -> None:
        width, height = (842, 595) if turn % 180 else (595, 842)
        canvas.setPageSize((width, height))  # reportlab swaps the two for a turned page
        canvas.setPageRotation(turn)
        canvas.saveState()
        canvas.translate({90: 595, 180: 595, 270: 0}[turn], {90: 0, 180: 842, 270: 842}[turn])
        canvas.rotate(turn)
        draw_lines(canvas, [(60, height - 30, "三、收到和处理政府信息公开申请情况")])
        draw_table(canvas, table, 60, height - 50, [31] * 15, [20, 20, 30, 18])
        canvas.restoreState()

    document = read_pdf(pdf(page))
    assert paragraphs(document) == ["三、收到和处理政府信息公开申请情况"]
    assert only_table(document) == expected(table)


def test_a_page_drawn_sideways() -> None:
    def page(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(595, 0)
        canvas.rotate(90)
        draw_lines(canvas, [(60, 560, "四、政府信息公开行政复议、行政诉讼情况")])
        draw_table(canvas, pdfs.review(), 60, 500, [31] * 15, [20, 20, 30, 18])
        canvas.restoreState()

    document = read_pdf(pdf(page))
    assert paragraphs(document) == ["四、政府信息公开行政复议、行政诉讼情况"]
    assert only_table(document) == expected(pdfs.review())


def test_what_lies_outside_the_crop_box_is_not_read() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setCropBox((50, 100, 550, 780))
        draw_lines(canvas, [(60, 800, "裁切标记"), (60, 760, "一、总体情况"), (5, 400, "边")])
        draw_table(canvas, pdfs.review(), 60, 700, [31] * 15, [20, 20, 30, 18])

    document = read_pdf(pdf(page))
    assert paragraphs(document) == ["一、总体情况"]
    assert only_table(document) == expected(pdfs.review())


# Prose


def test_lines_of_a_paragraph_are_joined_and_headings_are_not() -> None:
    body = "本单位认真贯彻落实条例要求不断完善公开制度全年主动公开信息一千余条受理"  # 35 characters of 12 points

    def first(canvas: Canvas) -> None:
        draw_lines(canvas, [(150, 780, "演示县2023年政府信息公开工作年度报告")], 16)
        draw_lines(
            canvas,
            [
                (112, 740, "一、总体情况"),
                (112, 720, body[:33]),
                (88, 700, body),
                (88, 680, "申请二十一件。"),
                (112, 660, "（一）主动公开。" + body[:25]),
                (88, 640, "到此为止。"),
                (112, 620, "二、主动公开政府信息情况"),
                (112, 120, body[:33]),
                (88, 100, body),
                (280, 40, "- 1 -"),
            ],
        )

    def second(canvas: Canvas) -> None:
        draw_lines(canvas, [(88, 780, "下一页继续。"), (112, 760, "六、其他需要报告的事项"), (290, 40, "2")])

    assert paragraphs(read_pdf(pdf(first, second))) == [
        "演示县2023年政府信息公开工作年度报告",
        "一、总体情况",
        body[:33] + body + "申请二十一件。",
        "（一）主动公开。" + body[:25] + "到此为止。",
        "二、主动公开政府信息情况",
        body[:33] + body + "下一页继续。",
        "六、其他需要报告的事项",
    ]


@pytest.mark.parametrize("text", ["- 3 -", "—3—", "3", "第 3 页 共 5 页", "第3页", "3/5", "－3－", "Page 3 of 5"])
def test_page_numbers_are_left_out(text: str) -> None:
    def page(canvas: Canvas) -> None:
        draw_lines(canvas, [(90, 700, "一、总体情况"), (280, 40, text)])

    assert paragraphs(read_pdf(pdf(page, page, page))) == ["一、总体情况"] * 3


def test_a_lone_number_in_the_text_is_no_page_number() -> None:
    def page(canvas: Canvas) -> None:
        draw_lines(canvas, [(90, 100, "总计"), (90, 84, "7")])

    assert paragraphs(read_pdf(pdf(page))) == ["总计", "7"]


def test_figures_below_each_other_are_not_joined() -> None:
    def page(canvas: Canvas) -> None:
        draw_lines(
            canvas, [(90, 700 - 16 * index, number) for index, number in enumerate(("总计", "117", "124", "131"))]
        )

    assert paragraphs(read_pdf(pdf(page))) == ["总计", "117", "124", "131"]


# Files of real writers


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [("演示-calc.pdf", 111, 285), ("演示-chromium.pdf", 286, 300), ("演示-libreoffice.pdf", 101, 300)],
)
def test_files_of_real_writers(name: str, first: int, last: int) -> None:
    """Chromium (dotted rules), LibreOffice Writer (double rules) and Calc (labels cut off at their cell's edge)."""
    document = read_pdf((DATA / name).read_bytes())
    wanted = [str(number) for number in range(first, last + 1)]
    if "libreoffice" in name:
        wanted = [*map(str, range(101, 110)), "7730.28", *map(str, range(286, 301))]
    assert numbers(document) == wanted
    cells = {text.replace("\n", "") for rows in tables(document) for row in rows for text in row}
    if "calc" in name:
        assert {"三、本年度办理结果", "5.要求行政机关确认或重新出具已获取信息", "3.其他"} <= cells
        assert "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请" in cells
    else:
        assert {"行政复议", "未经复议直接起诉", "复议后起诉", "结果维持", "尚未审结", "总计"} <= cells
    if "chromium" in name:
        assert len(paragraphs(document)) == 2


@pytest.mark.shared
def test_every_number_of_a_real_report(shared: Path) -> None:
    data = (shared / "annual-reports/reports/hongze_2023.pdf").read_bytes()
    gold = json.loads((shared / "annual-reports/gold/hongze_2023.json").read_text())["cells"]
    document = read_pdf(data)
    labels = {
        "received": "一、本年新收",
        "carried_in": "二、上年结转",
        "granted": "（一）予以公开",
        "partly_granted": "（二）部分公开",
        "refused_state_secret": "1.属于国家",
        "refused_forbidden_by_law": "2.其他法律",
        "refused_security_stability": "3.危及",
        "refused_third_party": "4.保护",
        "refused_internal_affairs": "5.属于三类",
        "refused_process_information": "6.属于四类",
        "refused_enforcement_files": "7.属于行政执法",
        "refused_special_enquiry": "8.属于行政查询",
        "unavailable_not_held": "1.本机关",
        "unavailable_must_be_created": "2.没有现成",
        "unavailable_still_unclear": "3.补正后",
        "not_processed_petition": "1.信访",
        "not_processed_repeated": "2.重复",
        "not_processed_publication": "3.要求提供",
        "not_processed_excessive": "4.无正当理由大量",
        "not_processed_confirmation": "5.要求行政机关",
        "other_handling": "（六）其他处理",
        "concluded": "（七）总计",
        "carried_out": "四、结转下年度",
    }
    rows = [row for table in tables(document) for row in table]
    for name, label in labels.items():
        (row,) = [row for row in rows if any(text.startswith(label) for text in row)]
        assert [int(text) for text in row[-7:]] == [gold[f"requests.{name}.{column}"] for column in COLUMNS], label
    kinds = ["upheld", "corrected", "other", "pending", "total"]
    groups = ["review", "litigation_direct", "litigation_after_review"]
    assert [int(text) for text in rows[-1]] == [gold[f"{group}.{kind}"] for group in groups for kind in kinds]
    by_label = {row[0]: row[1:] for row in rows if row}
    assert by_label["规章"] == ["0", "0", "0"]
    assert by_label["行政规范性文件"] == ["0", "5", "5"]
    assert [by_label[kind] for kind in ("行政许可", "行政处罚", "行政强制", "行政事业性收费")] == [
        ["550"], ["4119"], ["195"], ["7730.28"],
    ]  # fmt: skip
    headings = [text for text in paragraphs(document) if re.match("[一二三四五六]、", text)]
    assert [heading[0] for heading in headings] == list("一二三四五六")


# Bad input


def picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (200, 280), 200)), 0, 0, 595, 842)


def words(canvas: Canvas) -> None:
    draw_lines(canvas, [(90, 700, "一、总体情况")])


def test_a_scan_names_its_pages() -> None:
    error = unreadable(pdf(picture, picture, picture))
    assert (error.rule, error.details) == ("no-text-layer", {"pages": "1–3"})


def test_scanned_pages_among_others_are_named() -> None:
    document = read_pdf(pdf(words, picture, words, words, picture, picture, picture))
    assert ("no-text-layer", {"pages": "2、5–7"}) in document.notes
    assert paragraphs(document) == ["一、总体情况"] * 3


def test_an_empty_document() -> None:
    assert unreadable(pdf(lambda canvas: None)).rule == "empty-document"


@pytest.mark.parametrize("strength", [40, 128])
def test_passwords(strength: int) -> None:
    assert paragraphs(read_pdf(pdf(words, encrypt=StandardEncryption("", "owner", strength=strength)))) == [
        "一、总体情况"
    ]
    assert unreadable(pdf(words, encrypt=StandardEncryption("user", "owner", strength=strength))).rule == "encrypted"


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-", b"%PDF-1.7\n", b"not a PDF at all", b"\x00" * 1000, b"%PDF-1.4\n" + b"9" * 5000]
)
def test_what_is_no_pdf(data: bytes) -> None:
    assert unreadable(data).rule == "broken-document"


def test_a_broken_cross_reference_table_is_repaired() -> None:
    data = re.sub(rb"startxref\s+\d+", b"startxref\n99", pdf(words))
    data = re.sub(rb"(?m)^\d{10} \d{5} n", b"0000000001 00000 n", data)
    assert paragraphs(read_pdf(data)) == ["一、总体情况"]
    assert paragraphs(read_pdf(b"garbage before the header\n" + pdf(words))) == ["一、总体情况"]


def test_a_file_without_its_end_is_read_and_says_so() -> None:
    data = pdf(words)
    document = read_pdf(data[: data.index(b"xref")])
    assert paragraphs(document) == ["一、总体情况"]
    assert ("partly-broken", {"what": "no end of file"}) in document.notes


def test_only_so_many_pages_are_read() -> None:
    document = read_pdf(pdf(*[words] * (limits.MAX_PAGES + 5)))
    assert len(document.blocks) == limits.MAX_PAGES
    assert document.notes == [("limit-reached", {"what": "pages", "limit": limits.MAX_PAGES})]


def test_forms_that_draw_themselves_end() -> None:
    def page(canvas: Canvas) -> None:
        words(canvas)
        for depth in range(30):
            canvas.beginForm(f"form{depth}")
            canvas.line(100, 100 + depth, 300, 100 + depth)
            if depth:
                canvas.doForm(f"form{depth - 1}")
                canvas.doForm(f"form{depth - 1}")
            canvas.endForm()
        canvas.doForm("form12")

    assert paragraphs(read_pdf(pdf(page))) == ["一、总体情况"]


def test_too_many_objects_on_a_page_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_rules, "MAX_PATH_SEGMENTS", 50)
    document = read_pdf(pdf(lambda canvas: draw_requests(canvas, rules="one path")))
    assert [note[0] for note in document.notes] == ["limit-reached"]


def test_a_stream_that_unpacks_without_end_is_not_opened() -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(80)) + packer.flush()
    data = (
        b"%PDF-1.4\n"
        + (
            b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
            b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n" % len(packed)
        )
        + packed
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )
    assert len(data) < 200_000
    assert unreadable(data).rule == "limit-reached"


@pytest.mark.parametrize("seed", range(3))
def test_damaged_files_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    sources = [
        pdf(draw_requests),
        pdf(draw_requests, pageCompression=0),
        *(path.read_bytes() for path in DATA.glob("*.pdf")),
    ]
    for _ in range(60):
        data = bytearray(chance.choice(sources))
        for _ in range(chance.choice([1, 10, 200])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.2:
            del data[chance.randrange(len(data)) :]
        assert _rule_or_blocks(bytes(data)) in _REFUSALS


_REFUSALS = {None, "broken-document", "empty-document", "encrypted", "no-text-layer", "limit-reached"}


def _rule_or_blocks(data: bytes) -> str | None:
    """The reason the file is refused for, or None where it is read."""
    try:
        blocks = read_pdf(data).blocks
    except UnreadableDocument as error:
        return error.rule
    assert all(isinstance(block, Rows) or block.text for block in blocks)
    return None


def test_forms_that_use_themselves_are_not_opened() -> None:
    def form(content: bytes) -> bytes:
        dictionary = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length %d>>" % len(
            content
        )
        return dictionary + b"stream\n" + content + b"\nendstream"

    text = b"/X Do BT /F1 8 Tf 90 400 Td (one) Tj ET"
    resources = b"/XObject<</X 5 0 R>>"
    assert unreadable(by_hand(text, form(b"/X Do /X Do"), resources=resources)).rule == "limit-reached"
    assert paragraphs(read_pdf(by_hand(text, form(b"/X Do"), resources=resources))) == ["one"]


def test_blocks_stand_in_reading_order() -> None:
    table: Callable[[Canvas], None] = lambda canvas: draw_table(  # noqa: E731
        canvas, pdfs.review(), 60, 600, [31] * 15, [20, 20, 30, 18]
    )

    def page(canvas: Canvas) -> None:
        table(canvas)
        draw_lines(canvas, [(90, 400, "五、存在的主要问题及改进情况"), (90, 700, "四、行政复议、行政诉讼情况")])

    assert [type(block).__name__ for block in read_pdf(pdf(page)).blocks] == ["Paragraph", "Rows", "Paragraph"]
