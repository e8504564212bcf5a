"""Whether a bare 申请 is one for information: it is said of licences, allowances and a hundred other things too."""

from __future__ import annotations

import re

OTHERS = re.compile(
    r"许可|审批|低保|救助|补助|补贴|资助|抚恤|住房|公租|廉租|入党|入团|入学|入园|入职|登记|注册|证照|执照|办证|不动产|执行|复议|"
    r"诉讼|仲裁|援助|公证|认定|鉴定|评定|评审|备案|专利|商标|贷款|社保|医保|养老|工伤|残疾|低收入|特困|宅基地|建房|用地|用水|报装|"
    r"办事|政务服务|服务事项|大厅|一网通办|公共服务|户口|落户|奖励|奖补|职称|法院|赔偿|调解|延期|退役|就业|创业|挂牌|招标|项目|资金"
)
"""What else is applied for, or where."""

_DISCLOSURE = re.compile(r"公开(?:政府|政务|各类)?信息|信息公开|政务公开|依申请|主动公开")
_OWN = re.compile(
    r"[\s、]*(?:(?:20\d\d年度?|[今本全]年度?|年内)|(?:全[区市县省州旗镇]|[本我](?:局|厅|委|办|县|市|区|镇|乡|街道|机关|单位|中心)))*"
    r"(?:累计|总共|一共|共计|共|已)*(?:收到|新收到|新收|受理|接到|接收|收悉)[了的]*"
)
_ONLY_COUNTED = re.compile(r"(?:共计|总计|合计|共|数量?为?|总数为?|为|\s)*")
_REMEDIES = re.compile("(?:行政)?(?:复议|诉讼)")
_BEFORE, _AFTER = 160, 40


def is_for_information(text: str, start: int, clause: str, between: str, end: int) -> bool:
    """收到申请4件 with nothing else in its clause, beside words on disclosure and none on anything else applied for.

    ``text[start:end]`` is the sentence, ``clause`` what its clause says before 申请, ``between`` what stands between
    申请 and the number.
    """
    if not _OWN.fullmatch(clause) or not _ONLY_COUNTED.fullmatch(between):
        return False
    before = text[max(0, start - _BEFORE) : start].rstrip("。；！!\n 　")
    before = before[max(before.rfind("。"), before.rfind("\n")) + 1 :]
    after = text[end : end + _AFTER].lstrip("。；！!\n 　").partition("。")[0]
    around = f"{before}。{text[start:end]}"
    return _DISCLOSURE.search(around) is not None and OTHERS.search(_REMEDIES.sub("", around + after)) is None
