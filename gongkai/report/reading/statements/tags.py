"""Which of the vocabulary's lists are things that are counted and which are acts, and the units they go with.

Each tag has a bit, so that what a clause holds is one number: ``clause.tags & CARRY``.
"""

from __future__ import annotations

THINGS_NAMED = (
    "request", "application", "review", "litigation", "document", "not_repealable", "interpretation",
    "consultation", "opinion", "fee", "account", "letter", "thing", "administrative_fee",
)  # fmt: skip
ACTS_NAMED = (
    "receive", "conclude", "handle", "carry", "issue", "repeal", "in_force", "publish", "keep", "close",
    "open", "charge", "event", "other",
)  # fmt: skip
GUIDES_NAMED = (
    "object", "negation", "part", "this_year", "last_year", "next_year", "ever", "cumulative", "half", "compare",
    "average", "plan", "scope", "unit_below", "own", "category", "outcome", "mode", "others_too", "both_each",
    "progress", "total", "disclosure",
)  # fmt: skip
"""Words that change, forbid or place a reading."""

NO_WORDS = ("number", "year", "month", "bracket", "title", "mark")
BITS = {
    tag: 1 << place
    for place, tag in enumerate((*NO_WORDS, *ACTS_NAMED, *THINGS_NAMED, *GUIDES_NAMED, "channel", "kind"))
} | {"none": 0}


def bits(*tags: str) -> int:
    """The bits of ``tags`` together."""
    return sum({BITS[tag] for tag in tags})


NUMBER, YEAR, MONTH, BRACKET, TITLE, MARK = (BITS[tag] for tag in NO_WORDS)
THINGS, ACTS = bits(*THINGS_NAMED), bits(*ACTS_NAMED)
CARRY, CONCLUDE, HANDLE, PUBLISH, RECEIVE, OTHER = (
    BITS[tag] for tag in ("carry", "conclude", "handle", "publish", "receive", "other")
)
NEGATION, PART, COMPARE, OBJECT, OWN = (BITS[tag] for tag in ("negation", "part", "compare", "object", "own"))

FORBIDDEN = bits("compare", "average", "plan", "negation", "half")
"""A number after one of these is no figure of the year."""

PERIODS = bits("year", "month", "this_year", "last_year", "half")
TOPICAL = THINGS | bits("scope", "unit_below", "own")
NEW_MEDIA = frozenset(["微信公众号", "微博", "短视频", "今日头条", "客户端", "政务新媒体", "微信群"])

CASE_UNITS = frozenset(["件", "条", "份", "次", "个", "宗", "起", "项", "例", "封", ""])
ITEM_UNITS = frozenset(["条", "篇", "件", "份", "期", "则", "幅", "部", "张", "批"])
LETTER_UNITS = frozenset(["件", "条", "个", "封", "份", "次", "起", "项", "例", "宗"])
TALK_UNITS = frozenset(["条", "篇", "次", "个", "期", "件", "场", "幅", "份", "则", "部", "项"])
DOCUMENT_UNITS = frozenset(["件", "个", "份", "部", "项", "条", ""])
ACCOUNT_UNITS = frozenset(["个", "家"])

ONCE = frozenset([
    "requests.received", "requests.concluded", "requests.carried_in", "requests.carried_out",
    "documents.issued", "documents.repealed", "documents.in_force"
])  # fmt: skip
"""A sentence that gives two figures of one of these is not understood."""
