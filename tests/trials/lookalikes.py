# ruff: noqa: E501  (Chinese sentences and labels, a line each)
"""Documents that look like an annual report and are none."""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random

from tests.trials.damage import Style
from tests.trials.layouts import html, office, text
from tests.trials.prose import HEADINGS
from tests.trials.report import Form, Made, Value, make

AGENCY = "演示市示例区财政局"


def _blank(edition: str, nothing: str = "") -> Made:
    """The official form with nothing filled in."""
    made = make(Random(1), Style(), "kept", edition)
    form: Form = made.form
    for row in [*form.requests, *(row for block in form.blocks for row in block.rows)]:
        row.values = [Value(value.cell, nothing) for value in row.values]
    form.remedies = [Value(value.cell, nothing) for value in form.remedies]
    made.prose.titles = ["政府信息公开工作年度报告格式"]
    made.prose.opening = []
    made.prose.signature = []
    made.prose.sections = {numeral: [] for numeral in HEADINGS}
    return made


def interpretation() -> bytes:
    lines = [
        f"《{AGENCY}2021年政府信息公开工作年度报告》解读",
        "一、编制背景",
        "根据《中华人民共和国政府信息公开条例》第五十条，行政机关应当公布上一年度政府信息公开工作年度报告。",
        "二、主要内容",
        "报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、"
        "存在的主要问题及改进情况、其他需要报告的事项六部分组成。",
        "（一）主动公开政府信息情况。规章0件，行政规范性文件现行有效12件，行政许可35件，行政处罚7件，行政事业性收费3.5万元。",
        "（二）收到和处理政府信息公开申请情况。本年新收政府信息公开申请21件，予以公开12件，不予公开3件，结转下年度继续办理1件。",
        "三、下一步打算",
        "继续做好政府信息公开工作。",
        "2022年1月28日",
    ]
    return "\n".join(lines).encode()


def blank_form_text() -> bytes:
    return text.tabs_grid(_blank("2021"), Random(1))


def blank_form_html() -> bytes:
    return html.official(_blank("2019"), Random(1))


def blank_form_docx() -> bytes:
    return office.docx(_blank("2021"), Random(1))


def blank_form_noted() -> bytes:
    """The form with the fill-in notes that are sent around with it."""
    made = _blank("2021")
    made.prose.titles = ["XX（机关名称）20XX年政府信息公开工作年度报告", "（模板）"]
    made.prose.sections |= {
        "一": [
            "（填写说明：本部分填写主动公开、依申请公开、政府信息管理、平台建设、监督保障5个方面的情况，不超过1000字。）"
        ],
        "六": ["（如无，填写“无”。）"],
    }
    made.form.after = {"requests": ["填表说明：1.第一项加第二项之和等于第三项加第四项之和；2.没有数据的填0。"]}
    return text.cell_per_tab_line(made, Random(1))


def guide() -> bytes:
    lines = [
        f"{AGENCY}政府信息公开指南",
        "一、总体情况",
        "为了更好地提供政府信息公开服务，依据《中华人民共和国政府信息公开条例》编制本指南，每年更新一次。",
        "二、主动公开政府信息情况",
        "（一）公开内容：规章、行政规范性文件、行政许可、行政处罚、行政强制、行政事业性收费、政府集中采购。",
        "三、依申请公开",
        "自收到申请之日起20个工作日内答复，经批准可延长20个工作日。受理机构电话：0000-1234567。",
        "（一）予以公开；（二）部分公开；（三）不予公开；（四）无法提供；（五）不予处理；（六）其他处理。",
        "四、监督保障",
        "每年1月31日前公布上一年度政府信息公开工作年度报告。2021年6月修订。",
    ]
    return "\n\n".join(lines).encode()


def catalogue() -> bytes:
    rows = [
        ("信息内容", "公开时限", "公开主体"),
        ("规章", "20个工作日", AGENCY),
        ("行政规范性文件", "20个工作日", AGENCY),
    ]
    rows += [
        ("行政许可", "7个工作日", AGENCY),
        ("行政处罚", "7个工作日", AGENCY),
        ("行政事业性收费", "20个工作日", AGENCY),
    ]
    rows += [("政府信息公开工作年度报告", "每年1月31日前", AGENCY)]
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    page = f"<html><head><meta charset=utf-8><title>主动公开基本目录</title></head><body><h1>{AGENCY}主动公开基本目录（2022年版）</h1>"
    return f"{page}<table>{body}</table></body></html>".encode()


def budget() -> bytes:
    lines = [
        f"{AGENCY}2022年部门预算公开",
        "一、总体情况",
        "本年收入预算总计\t1234.56万元",
        "二、收支情况",
        "项目\t本年预算数\t上年预算数\t增/减",
        "行政事业性收费\t120\t100\t20",
        "政府集中采购\t35\t30\t5",
        "其他\t7\t8\t-1",
        "总计\t1396.56\t1300\t96.56",
        "六、其他需要说明的事项",
        "无",
    ]
    return "\n".join(lines).encode()


def _notice_lines() -> list[str]:
    return [
        "示例区人民政府办公室关于做好2021年政府信息公开工作年度报告编制和发布工作的通知",
        "各镇人民政府、街道办事处，区政府各部门：",
        "根据《中华人民共和国政府信息公开条例》第四十九条、第五十条规定，现就做好2021年政府信息公开工作年度报告有关事项通知如下：",
        "一、编制要求",
        "年度报告应当包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、"
        "存在的主要问题及改进情况、其他需要报告的事项六部分。",
        "二、报送时间",
        "请于2022年1月26日前将年度报告电子版报送区政府办公室，1月31日前在门户网站公布。联系人：张三，电话：1234567。",
        "三、有关数据",
        "2020年全区新收政府信息公开申请35件，结转2件，各单位应认真核对。",
        "示例区人民政府办公室",
        "2022年1月5日",
    ]


def notice() -> bytes:
    return "\n".join(_notice_lines()).encode()


def notice_with_form() -> bytes:
    form = text.tabs_grid(_blank("2021"), Random(1)).decode()
    return ("\n".join(_notice_lines()) + "\n附件：\n" + form).encode()


def notice_with_form_html() -> bytes:
    body = "".join(f"<p>{line}</p>" for line in [*_notice_lines(), "附件"])
    form = html.fragment(_blank("2021"), Random(1)).decode()
    return f"<html><head><meta charset=utf-8></head><body>{body}{form}</body></html>".encode()


OLD_ROWS = (
    ("一、主动公开情况", "", ""), ("（一）主动公开政府信息数", "条", "1234"), ("其中：主动公开规范性文件数", "条", "12"),
    ("制发规范性文件总数", "件", "9"), ("（二）通过不同渠道和方式公开政府信息的情况", "", ""), ("1.政府公报公开政府信息数", "条", "0"),
    ("2.政府网站公开政府信息数", "条", "987"), ("3.政务微博公开政府信息数", "条", "45"), ("二、回应解读情况", "", ""),
    ("（一）回应公众关注热点或重大舆情数", "次", "6"), ("三、依申请公开情况", "", ""), ("（一）收到申请数", "件", "21"),
    ("1.当面申请数", "件", "3"), ("2.传真申请数", "件", "0"), ("3.网络申请数", "件", "18"), ("（二）申请办结数", "件", "20"),
    ("（三）申请答复数", "件", "20"), ("1.属于已主动公开范围数", "件", "4"), ("2.同意公开答复数", "件", "8"), ("4.不同意公开答复数", "件", "2"),
    ("其中：涉及国家秘密", "件", "1"), ("四、行政复议数量", "件", "2"), ("（一）维持具体行政行为数", "件", "1"),
    ("五、行政诉讼数量", "件", "1"), ("七、依申请公开信息收取的费用", "万元", "0"), ("八、机构建设和保障经费情况", "", ""),
)  # fmt: skip


def _old_lines() -> list[str]:
    return [
        f"{AGENCY}2017年政府信息公开工作年度报告",
        "本年度报告根据《中华人民共和国政府信息公开条例》要求编制，数据统计期限为2017年1月1日至2017年12月31日。",
        "一、概述",
        "2017年，我局认真做好政府信息公开工作。",
        "二、主动公开政府信息情况",
        "全年主动公开政府信息1234条。",
        "三、依申请公开政府信息情况",
        "全年收到政府信息公开申请21件，办结20件。",
        "四、因政府信息公开申请行政复议、提起行政诉讼的情况",
        "行政复议2件，行政诉讼1件。",
        "五、存在的主要问题及改进措施",
        "公开内容有待丰富。",
        "附件：政府信息公开情况统计表（2017年度）",
    ]


def report_of_2017() -> bytes:
    rows = ["统计指标\t单位\t统计数", *("\t".join(row) for row in OLD_ROWS)]
    return "\n".join([*_old_lines(), *rows, AGENCY, "2018年3月2日"]).encode()


def report_of_2017_html() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in OLD_ROWS)
    body = "".join(f"<p>{line}</p>" for line in _old_lines())
    return f"<html><head><meta charset=utf-8></head><body>{body}<table>{rows}</table></body></html>".encode()


def list_page() -> bytes:
    items = "".join(
        f"<li><a>{AGENCY}{year}年政府信息公开工作年度报告</a><span>{year + 1}-01-25</span></li>"
        for year in range(2019, 2024)
    )
    return f"<html><head><meta charset=utf-8><title>政府信息公开年报</title></head><body><ul>{items}</ul></body></html>".encode()


def budget_xlsx() -> bytes:
    from openpyxl import Workbook  # late, as in layouts/office.py

    book = Workbook()
    for row in (
        ("2022年部门预算",),
        ("项目", "本年预算数", "总计"),
        ("行政事业性收费", 120, 120),
        ("政府集中采购", 35, 35),
        ("其他", 7, 7),
    ):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


LOOKALIKES: dict[str, Callable[[], bytes]] = {
    "interpretation.txt": interpretation,
    "blank_form.txt": blank_form_text,
    "blank_form.html": blank_form_html,
    "blank_form.docx": blank_form_docx,
    "blank_form_noted.txt": blank_form_noted,
    "guide.txt": guide,
    "catalogue.html": catalogue,
    "budget.txt": budget,
    "budget.xlsx": budget_xlsx,
    "notice.txt": notice,
    "notice_with_form.txt": notice_with_form,
    "notice_with_form.html": notice_with_form_html,
    "report_of_2017.txt": report_of_2017,
    "report_of_2017.html": report_of_2017_html,
    "list_page.html": list_page,
}
