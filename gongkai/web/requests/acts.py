"""What may be done to a request: the table of acts (`acts.yaml`), and at this point the law's own clock.

An act is possible where the facts, with the one that it records, hold together by the law; where they do not, the clock
says why and by which article. The same question is asked before an act is offered, and again by the act.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import pgettext

from gongkai.law.clock import KINDS, Fact, ImpossibleFacts, clock
from gongkai.law.loading import fields
from gongkai.web.agencies.permissions import Permission
from gongkai.web.requests.words import CONTEXT, FACTS

TABLE = Path(__file__).with_name("acts.yaml")
#: No act of the table records these: the receipt begins a case, and a remedy has it dealt with anew.
ELSEWHERE = frozenset({"received", "remitted"})
#: What an act that is asked about might say, where it has to say something; a party is any that was not asked yet.
UNASKED = "—"
PROBES: Mapping[str, Mapping[str, object]] = {
    "consulted": {"party": UNASKED, "role": "third_party"},
    "extension_approved": {"by": UNASKED, "days": 1},
    "transferred": {"to": UNASKED},
    "answered": {"outcome": "granted"},
    "served": {"way": "electronic"},
    "supplement_given": {"reason": UNASKED},
}
#: Acts on a party that was consulted.
OF_PARTIES = frozenset({"consultation_received", "replied", "override_noticed"})


@dataclass(frozen=True)
class Act:
    """One act: the fact that it records, whose it is, and what to know before it is done."""

    fact: str
    who: Permission
    about: str
    grave: bool = False
    #: It is done on a page of its own, which asks for more than the fact says, and nowhere else.
    own: bool = False

    @property
    def name(self) -> str:
        """As pages show it."""
        return FACTS[self.fact]

    @property
    def says(self) -> str:
        """What to know before, as pages show it."""
        return pgettext(CONTEXT, self.about)


@dataclass(frozen=True)
class Table:
    """The acts in their order, and who corrects what was recorded."""

    name: str
    source: str
    corrects: Permission
    acts: Mapping[str, Act]


@dataclass(frozen=True)
class Offer:
    """An act and why it cannot be done now, in the words of the law; empty: it can. `parties` are those it may name."""

    act: Act
    reason: str
    parties: tuple[str, ...] = ()


@cache
def table() -> Table:
    """The table as it stands in its file; a faulty one stops the start."""
    data = yaml.safe_load(TABLE.read_text("utf-8"))
    fields(data, {"name": str, "source": str, "corrects": str, "acts": dict}, TABLE.name)
    acts = {}
    for fact, entry in data["acts"].items():
        where = f"{TABLE.name}：{fact}"
        fields(entry, {"who": str, "about": str}, where, optional={"grave": bool, "own": bool})
        acts[fact] = Act(
            fact, Permission(entry["who"]), entry["about"], entry.get("grave", False), entry.get("own", False)
        )
    if missing := set(KINDS) - ELSEWHERE ^ set(acts):
        raise ValueError(f"{TABLE.name}: {'、'.join(sorted(missing))}")
    return Table(data["name"], data["source"], Permission(data["corrects"]), acts)


def act_of(fact: str) -> Act:
    """The act that records facts of a kind."""
    return table().acts[fact]


def offers(facts: Sequence[Fact], today: date) -> Iterator[Offer]:
    """Every act, and why it cannot be done on that day."""
    for act in table().acts.values():
        if act.fact in OF_PARTIES:
            reasons = reasons_by_party(facts, act.fact, today)
            fit = tuple(party for party, reason in reasons.items() if not reason)
            yield Offer(act, "" if fit else next(iter(reasons.values())), fit)
        else:
            yield Offer(act, reason_against(facts, act.fact, today))


def reasons_by_party(facts: Sequence[Fact], kind: str, today: date) -> dict[str, str]:
    """The same as `reason_against` for everybody who was consulted; where nobody was, why that cannot be."""
    parties = dict.fromkeys(fact.party for fact in facts if fact.kind == "consulted")
    return {party: reason_against(facts, kind, today, party) for party in parties or (UNASKED,)}


def probe(kind: str, today: date, party: str = "") -> Fact:
    """A fact of a kind, as it might be on that day."""
    said = dict(PROBES.get(kind, {}))
    if party:
        said["party"] = party
    if kind == "deferred":
        said["until"] = today + timedelta(days=1)
    return Fact(kind, today, **said)  # type: ignore[arg-type]


def reason_against(facts: Sequence[Fact], kind: str, today: date, party: str = "") -> str:
    """Why a fact of a kind cannot be, on that day, in the words of the law; empty: it can."""
    try:
        clock([*facts, probe(kind, today, party)], today)
    except ImpossibleFacts as impossible:
        return str(impossible).replace(f"{KINDS[kind].name}（{UNASKED}）", KINDS[kind].name)
    return ""
