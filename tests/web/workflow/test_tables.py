"""A table that nobody could work by is refused with file and line."""

from __future__ import annotations

import pytest

from gongkai.web.workflow.guards import GUARDS
from gongkai.web.workflow.reading import Unusable, parse_table

GOOD = """\
name: 试验
source: 《条例》第十二条
begins: draft
steps: {review: usual, approval: always}
then: done
states:
  draft: {name: 拟稿, waits: draft}
  review: {name: 审核, waits: review}
  approval: {name: 签发, waits: approve}
  done: {name: 待发布, waits: disclose}
  over: {name: 办结, final: true}
acts:
  send: {name: 送审}
  pass: {name: 同意, judges: true}
  back: {name: 退回}
  close: {name: 办结}
rows:
  - {state: draft, who: draft, act: send, to: next}
  - {state: review, who: review, act: pass, to: next, guards: [four_eyes]}
  - {state: [review, approval], who: [review, approve], act: back, to: earlier, comment: true}
  - {state: approval, who: approve, act: pass, to: next}
  - {state: done, who: disclose, act: close, to: over}
"""


def read(text: str) -> object:
    return parse_table(text, "试验.yaml", GUARDS)


def test_a_table_is_read() -> None:
    table = parse_table(GOOD, "试验.yaml", GUARDS)
    assert table.usual == ["review", "approval"]
    assert table.chain([]) == ["approval"]
    assert table.after("draft", ["approval"]) == "approval"
    assert table.before("approval", ["review", "approval"]) == ["draft", "review"]
    assert len(table.rows) == 8


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("act: send, to", "act: sent, to", "第18行：不认识的动作 sent"),
        ("state: draft, who", "state: drafts, who", "第18行：不认识的状态 drafts"),
        ("who: draft, act", "who: clerk, act", "第18行：不认识的权限 clerk"),
        ("to: over", "to: gone", "第22行：不认识的状态 gone"),
        ("four_eyes", "six_eyes", "第19行：不认识的条件 six_eyes"),
        ("comment: true", "coment: true", "第20行：不认识 coment"),
        ("final: true", "ends: true", "第11行，over：不认识 ends"),
        ("waits: approve}", "waits: approver}", "第9行：不认识的权限 approver"),
        (", final: true", "", "第11行，over：要么写 waits"),
        ("approval: always}", "approval: allways}", "第4行：不认识的必经与否 allways"),
        ("begins: draft", "begins: start", "第1行：不认识的状态 start"),
        ("then: done", "then: over", "第11行：over 在环节之中，不能是办结状态"),
        (
            "acts:",
            "  lost: {name: 迷失, waits: draft}\nacts:",
            "第12行：状态 lost（迷失）无法到达",
        ),
        (
            "  - {state: done, who: disclose, act: close, to: over}\n",
            "  - {state: draft, who: draft, act: close, to: over}\n",
            "第10行：状态 done（待发布）没有出路",
        ),
        ("act: close, to: over", "act: close, to: same", "第11行：状态 over（办结）无法到达|第10行：状态 done"),
        ("who: disclose, act", "who: supervise, act", "第10行：状态 done（待发布）等 disclose 办"),
        (
            "act: close, to: over}",
            "act: close, to: over}\n  - {state: done, who: disclose, act: close, to: over}",
            "第23行：done 中 disclose 的 close 写了两次（另见第22行）",
        ),
        ("who: [review, approve]", "who: [review, review]", "第20行：review 中 review 的 back 写了两次"),
        (
            "act: close, to: over}",
            "act: close, to: over}\n  - {state: done, who: draft, act: close, to: draft}",
            "第23行：done 中的 close 与第22行的去向",
        ),
        ("act: close, to: over", "act: close, to: next", "第22行：done 不在环节之中"),
        ("act: send, to: next", "act: send, to: earlier", "第18行：draft 之前没有环节"),
        ("name: 试验", "name: 试验\nname: 又", "第2行：name 写了两次"),
        ("rows:", "rows: [", "不是有效的YAML"),
        ("source: 《条例》第十二条\n", "", "第1行：缺少 source"),
        ("  send: {name: 送审}", "  send: 送审", "send：应有 name"),
        ("judges: true", "judges: maybe", "第14行，pass：judges 的值不对"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(Unusable) as refused:
        read(GOOD.replace(old, new, 1))
    assert str(refused.value).startswith("试验.yaml，")
    assert any(part in str(refused.value) for part in message.split("|"))
