# ruff: noqa: E501  (Chinese sentences and labels, a line each)
"""Prose of our own with invented names, full of the form's words and of numbers that stand in no table."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

PLACES = ("演示市示例区", "演示省样板市", "示例县", "演示市样板区", "示范州演示县")
OFFICES = ("人民政府", "人民政府办公室", "财政局", "柳荫街道办事处", "青石镇人民政府", "市场监督管理局", "卫生健康局")
HEADINGS = {
    "一": "总体情况",
    "二": "主动公开政府信息情况",
    "三": "收到和处理政府信息公开申请情况",
    "四": "政府信息公开行政复议、行政诉讼情况",
    "五": "存在的主要问题及改进情况",
    "六": "其他需要报告的事项",
}
TITLES = ("plain", "plain", "plain", "twice", "two lines", "no year", "no agency", "missing", "short", "spaced")
DATES = ("arabic", "chinese", "iso", "circle", "missing")


@dataclass
class Prose:
    """``titles`` are the lines of the title; ``year_known`` tells whether title, period or date give the year."""

    agency: str
    year: int
    titles: list[str]
    opening: list[str]
    sections: dict[str, list[str]]
    signature: list[str]
    year_known: bool
    agency_known: bool


def write(rng: Random, year: int, title: str, stale: bool, naming: bool) -> Prose:
    """The prose of a report on ``year``: with last year's sentences (``stale``), with every row named (``naming``)."""
    agency = rng.choice(PLACES) + rng.choice(OFFICES)
    # last year's period may stand in the prose, but then this year's stands before it
    period = stale or rng.random() < 0.8
    date = rng.choice(DATES)
    if not period and date == "missing" and title in {"no year", "missing"}:
        period = True
    opening = [
        f"本报告由{agency}根据《中华人民共和国政府信息公开条例》（以下简称《条例》）要求编制，全文由总体情况、主动公开政府信息情况、"
        "收到和处理政府信息公开申请情况、因政府信息公开工作被申请行政复议、提起行政诉讼情况、存在的主要问题及改进情况、"
        "其他需要报告的事项六部分组成。"
        + (f"所列数据的统计期限为{year}年1月1日至{year}年12月31日。" if period else "")
        + f"如有疑问，请与{agency}联系（地址：演示路{rng.randint(1, 300)}号，邮编：{rng.randint(100000, 999999)}，"
        f"电话：0{rng.randint(10, 999)}-{rng.randint(2000000, 8999999)}）。"
    ]
    return Prose(
        agency=agency,
        year=year,
        titles=_titles(agency, year, title),
        opening=opening,
        sections=_sections(rng, year, stale, naming),
        signature=[] if date == "missing" else [agency, _date(rng, year + 1, date)],
        year_known=period or date != "missing" or title not in {"no year", "missing"},
        agency_known=title in {"plain", "twice", "two lines", "no year", "spaced"},
    )


def _titles(agency: str, year: int, kind: str) -> list[str]:
    full = f"{agency}{year}年政府信息公开工作年度报告"
    return {
        "plain": [full],
        "twice": [full, full],
        "two lines": [agency, f"{year}年政府信息公开工作年度报告"],
        "no year": [f"{agency}政府信息公开工作", "年度报告"],
        "no agency": [f"{year}年政府信息公开工作年度报告"],
        "missing": [],
        "short": [f"我局{year}年度政府信息公开年报"],
        "spaced": [f"{agency} {year} 年 政府信息公开工作年度报告"],
    }[kind]


def _date(rng: Random, year: int, kind: str) -> str:
    month, day = rng.randint(1, 3), rng.randint(1, 28)
    if kind == "iso":
        return f"{year}-{month:02}-{day:02}"
    if kind == "arabic":
        return f"{year}年{month}月{day}日"
    zero = "〇" if kind == "chinese" else "○"
    digits = (zero, *"一二三四五六七八九")
    tens = "" if day < 10 else ("十" if day < 20 else digits[day // 10] + "十")
    unit = digits[day % 10] if day % 10 else ""
    return f"{''.join(digits[int(c)] for c in str(year))}年{digits[month]}月{tens}{unit}日"


def _sections(rng: Random, year: int, stale: bool, naming: bool) -> dict[str, list[str]]:
    n = [rng.randint(2, 900) for _ in range(40)]
    one = [
        f"{year}年，我单位认真贯彻落实《条例》和上级部署，坚持“以公开为常态、不公开为例外”，各项工作有序开展。",
        "（一）主动公开情况",
        f"全年通过门户网站主动公开政府信息{n[0]}条，通过政务微信公众号发布信息{n[1]}条，政策解读{n[2]}篇，"
        f"其中图文解读{n[3]}篇；办结“12345”热线留言{n[4]}件。",
        "（二）依申请公开情况",
        f"{year}年共收到政府信息公开申请{n[5]}件，均在法定期限内答复。",
        "（三）政府信息管理情况",
        f"全年制发行政规范性文件{n[6]}件，废止{n[7]}件，现行有效{n[8]}件。",
        "（四）平台建设情况",
        f"网站设置信息公开目录{n[9]}类，全年访问量{n[10]}万次，新媒体账号{n[11]}个。",
        "（五）监督保障情况",
        f"全年组织培训{n[12]}次，参训{n[13]}人次，没有因政府信息公开工作受到责任追究的情形。",
    ]
    if naming:
        one[4] = (
            f"本年新收政府信息公开申请{n[14]}件，上年结转政府信息公开申请{n[15]}件，其中予以公开{n[16]}件，部分公开{n[17]}件，"
            f"不予公开{n[18]}件（属于国家秘密{n[19]}件，保护第三方合法权益{n[20]}件，属于行政执法案卷{n[21]}件），"
            f"无法提供{n[22]}件（本机关不掌握相关政府信息{n[23]}件），不予处理{n[24]}件（信访举报投诉类申请{n[25]}件、"
            f"重复申请{n[26]}件），其他处理{n[27]}件，总计{n[28]}件，结转下年度继续办理{n[29]}件。"
            f"申请人中自然人{n[30]}件，商业企业{n[31]}件，科研机构{n[32]}件。"
        )
        one.insert(
            3, f"行政许可{n[33]}件，行政处罚{n[34]}件，行政强制{n[35]}件，行政事业性收费{n[36]}万元，规章{n[37]}件。"
        )
        one.append(
            f"全年行政复议{n[38]}件，其中结果维持{n[39]}件，结果纠正{n[3]}件；行政诉讼未经复议直接起诉{n[2]}件，尚未审结1件。"
        )
    if stale:
        one.insert(
            2,
            f"{year - 1}年，新收政府信息公开申请{n[5] + 1}件，统计期限为{year - 1}年1月1日起至12月31日止的数据另行公布。",
        )
    five = [
        f"{year}年，工作虽取得一定成效，但仍存在不足：",
        "一是公开内容还不够全面；二是政策解读形式较为单一；三是工作人员业务能力有待提高。",
        "下一步，将重点做好以下工作：",
        f"1.加强培训，全年计划开展培训{n[4]}次。",
        "2.丰富解读形式，提高公开质量。",
        "3.完善制度，强化监督考核。",
    ]
    six = [
        rng.choice(
            (
                "无。",
                "无其他需要报告的事项。",
                f"{year}年，本机关收取信息处理费0元。",
                f"全年办理人大代表建议{n[1]}件、政协提案{n[2]}件。",
            )
        )
    ]
    return {"一": one, "二": [], "三": [], "四": [], "五": five, "六": six}
