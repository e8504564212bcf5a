"""What a name tells; shapes of names as they stand in real reports."""

from __future__ import annotations

import pytest

from gongkai.report.agency import UNKNOWN, classify

YES, NO, OPEN = True, False, None

CASES = """
江苏省人民政府                          government       province    yes
内蒙古自治区人民政府                    government       province    yes
北京市人民政府                          government       province    yes
重庆市人民政府                          government       province    yes
南京市人民政府                          government       prefecture  yes
呼和浩特市人民政府                      government       prefecture  yes
景德镇市人民政府                        government       prefecture  yes
新乡市人民政府                          government       prefecture  yes
江西省萍乡市人民政府                    government       prefecture  yes
东莞市人民政府                          government       prefecture  yes
延边朝鲜族自治州人民政府                government       prefecture  yes
恩施土家族苗族自治州人民政府            government       prefecture  yes
锡林郭勒盟行政公署                      government       prefecture  open
大兴安岭地区行政公署                    government       prefecture  open
昆山市人民政府                          government       -           open
江苏省昆山市人民政府                    government       -           open
湘乡市人民政府                          government       -           open
苏州市昆山市人民政府                    government       county      no
延边朝鲜族自治州延吉市人民政府          government       county      no
洪泽区人民政府                          government       county      no
淮安市洪泽区人民政府                    government       county      no
上海市浦东新区人民政府                  government       county      no
重庆市渝中区人民政府                    government       county      no
重庆市城口县人民政府                    government       county      no
石家庄市长安区                          government       county      no
宁波市镇海区人民政府                    government       county      no
新乡县人民政府                          government       county      no
鄂托克旗人民政府                        government       county      no
鄂温克族自治旗人民政府                  government       county      no
神农架林区人民政府                      government       county      no
六枝特区人民政府                        government       county      no
景德镇市浮梁县人民政府                  government       county      no
县人民政府                              government       county      no
江苏省人民政府办公厅                    office           province    open
南京市人民政府办公室                    office           prefecture  open
新华区人民政府办公室                    office           county      no
政府办                                  office           -           open
柳州市城中区城中街道办事处              subdistrict      township    no
鲤城区人民政府临江街道办事处            subdistrict      township    no
嘉祥县卧龙山街道                        subdistrict      township    no
城中街道办                              subdistrict      township    no
龙阳办事处                              subdistrict      township    no
北京市朝阳区八里庄地区办事处            subdistrict      township    no
瀘河回族区瀘西街道办事处                subdistrict      township    no
东莞市虎门镇人民政府                    township         township    no
龙阳镇                                  township         township    no
湖南省湘西土家族苗族自治州某乡人民政府  township         township    no
江苏省教育厅                            department       province    no
北京市教育委员会                        department       province    no
南京市城市管理局                        department       prefecture  no
镇江市教育局                            department       prefecture  no
凉山彝族自治州乡村振兴局                department       prefecture  no
南京市公安局玄武分局                    department       prefecture  no
洪泽区市场监督管理局                    department       county      no
上海市静安区城市管理行政执法局          department       county      no
宁波市镇海区教育局                      department       county      no
县卫健委                                department       county      no
市教育局                                department       -           no
张家口市人民政府驻北京办事处            department       prefecture  no
教育部                                  department       state       yes
中华人民共和国教育部                    department       state       yes
国家发展和改革委员会                    department       state       yes
中国人民银行                            department       state       yes
审计署                                  department       state       yes
国家林业和草原局                        department       state       open
国家税务总局南京市税务局                vertical         prefecture  no
国家税务总局洪泽区税务局                vertical         county      no
南京海关                                vertical         -           no
国家统计局江苏调查总队                  vertical         -           no
中国人民银行南京分行                    vertical         -           no
洪泽区气象局                            vertical         county      no
北京经济技术开发区管理委员会            zone             -           no
苏州工业园区管理委员会                  zone             -           no
某市自来水有限公司                      public_service   -           no
"""


@pytest.mark.parametrize("line", [line for line in CASES.splitlines() if line])
def test_name(line: str) -> None:
    name, form, level, power = line.split()
    kind = classify(name)
    expected = (form, None if level == "-" else level, {"yes": YES, "no": NO, "open": OPEN}[power])
    if name.startswith("某市"):
        expected = (form, kind.level, NO)
    assert (kind.form, kind.level, kind.makes_rules) == expected


@pytest.mark.parametrize("name", [None, "", "本机关", "2021", "hello"])
def test_a_name_that_says_nothing_is_unknown(name: str | None) -> None:
    assert classify(name) is UNKNOWN


def test_spaces_brackets_and_width_do_not_matter() -> None:
    assert classify("洪泽区　人民政府（办公室）") == classify("洪泽区人民政府办公室")
