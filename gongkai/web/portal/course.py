"""The stages of a request as who asks sees them: what was done on which day, where it is, and what is ahead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.law.clock import Clock, Fact, in_order
from gongkai.workdays import DueDay

DONE, NOW, AHEAD = "done", "now", "ahead"


@dataclass(frozen=True)
class Stop:
    """One stage; `day`: when it was done, or began; `due`: by when it will be."""

    label: str | Promise
    state: str
    day: date | None = None
    due: DueDay | None = None
    article: str = ""


#: What may come between, by the fact with which it begins: its name, the fact that ends it, and the article.
BETWEEN = {
    "remitted": (_("重新办理"), "", ""),
    "supplement_asked": (_("补正申请"), "supplement_given", "《条例》第三十条"),
    "consulted": (_("征求意见"), "replied", "《条例》第三十二条"),
    "fee_noticed": (_("缴纳信息处理费"), "fee_paid", "《条例》第四十二条"),
    "extension_noticed": (_("延长答复期限"), "", "《条例》第三十三条"),
}
OVER = ("decided", "answered", "closed")


def stops(facts: Sequence[Fact], said: Clock) -> list[Stop]:
    """In the order of time: arrival, receipt, what came between, answer, service. What was dealt with anew begins there
    again."""
    known = [fact for fact in in_order(facts) if fact.on <= said.today]
    arrived = Stop(_("提交申请"), DONE, known[0].on)
    received = Stop(_("收到申请"), DONE if said.received else NOW, said.received, article="《条例》第三十一条")
    anew = max((place for place, fact in enumerate(known) if fact.kind == "remitted"), default=0)
    return [arrived, received, *_between(known[anew:], said), *_end(known[anew:], said)]


def _between(known: Sequence[Fact], said: Clock) -> Iterator[Stop]:
    seen: set[str] = set()
    for fact in known:
        if fact.kind not in BETWEEN or fact.kind in seen:
            continue  # several that are consulted are one stage
        seen.add(fact.kind)
        label, until, article = BETWEEN[fact.kind]
        open_ = sum(one.kind == fact.kind for one in known) - sum(one.kind == until for one in known)
        waits = bool(until) and open_ > 0 and said.stage not in OVER
        yield Stop(label, NOW if waits else DONE, fact.on, article=article)


def _end(known: Sequence[Fact], said: Clock) -> Iterator[Stop]:
    answered = next((fact.on for fact in reversed(known) if fact.kind == "answered"), None)
    if answered is not None:
        yield Stop(_("作出答复"), DONE, answered, article="《条例》第三十三条")
        yield Stop(_("送达"), DONE if said.stage == "answered" else NOW, said.closed_on)
    elif said.closed_on is not None:
        yield Stop(_("结束"), DONE, said.closed_on)
    else:
        state = NOW if said.stage == "running" else AHEAD
        yield Stop(_("作出答复"), state, due=said.due, article="《条例》第三十三条")
        yield Stop(_("送达"), AHEAD)
