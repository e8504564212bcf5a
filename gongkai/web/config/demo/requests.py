"""What citizens ask the demo's agencies for, and how far each request has come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from gongkai.law.clock import Fact
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.config.demo import officers
from gongkai.web.config.demo.data import entries
from gongkai.web.config.demo.days import Days
from gongkai.web.config.demo.deeds import DEEDS, Deed, opening
from gongkai.web.files.intake import hold
from gongkai.web.requests.actions import Asked, assign, receive, record
from gongkai.web.requests.confirming.actions import confirm_by_phone
from gongkai.web.requests.fees.actions import choose_fee
from gongkai.web.requests.letters.actions import begin_letter, keep_settings, send
from gongkai.web.requests.letters.filling import known, settings_of
from gongkai.web.requests.models import LETTER, ApplicantKind, Case, Grade, Letter, Method
from gongkai.web.requests.satisfaction.actions import rate
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.models import Process

#: Agencies that were asked, and the court that each of their letters names.
COURT = "示范区人民法院（演示）"
WAY = (("draft", "submit", "handler"), ("review", "pass", "reviewer"), ("approval", "sign", "approver"))
#: Not given out: the day of birth is no day.
NUMBER = "000000190000000"
#: How the agencies of the demo take the fee (《信息处理费管理办法》第六条).
PAYMENT = "凭缴款码通过非税收入收缴平台缴纳（演示）"
#: Bytes of a file that came with a request.
FILE = 10_000


def plan(days: Days, tree: Mapping[str, Agency], people: Mapping[str, Officer]) -> None:
    """Have each received on its day, and what happened in it on others."""
    asked = entries("requests")
    first = max(entry["arrived"] for entry in asked)
    for slug in dict.fromkeys(entry["agency"] for entry in asked):
        days.on(first, partial(_set_up, tree[slug], people))
    named: dict[str, _Asked] = {}
    for number, entry in enumerate(asked):
        _Asked(entry, tree, people, days, number, named).plan()


def _set_up(agency: Agency, people: Mapping[str, Officer], day: date) -> None:
    settings = settings_of(agency)
    settings.court = COURT
    by = Officer(people[officers.holder(agency.slug, "disclosure")].user, today=day)
    keep_settings(settings, by=by)
    choose_fee(agency, since=day, method=Method.PAGES, payment=PAYMENT, by=by)


@dataclass
class _Asked:
    """One request."""

    entry: Mapping[str, Any]
    tree: Mapping[str, Agency]
    people: Mapping[str, Officer]
    days: Days
    number: int
    #: Those that another one names.
    named: dict[str, _Asked]
    case: Case | None = None

    def plan(self) -> None:
        if "as" in self.entry:
            self.named[self.entry["as"]] = self
        self.days.on(self.entry["arrived"], self._receive)
        for step in self.entry.get("then", ()):
            if (do := self._deed(step)) is not None:
                self.days.on(step["on"], partial(self._do, do, step))
                continue
            if "fact" in step or "rates" in step:
                self.days.on(step["on"], partial(self._record if "fact" in step else self._rate, step))
                continue
            letter: list[Letter] = []
            self.days.on(step["on"], partial(self._write, step, letter))
            if "sent" in step:
                self.days.on(step["sent"], partial(self._send, step, letter))

    @property
    def _person(self) -> int:
        """Whoever asked before has the same number of identity."""
        return self.named[self.entry["again"]].number if "again" in self.entry else self.number

    def _deed(self, step: Mapping[str, Any]) -> Callable[[Deed], None] | None:
        if "opens" in step:
            return opening(step, self.tree[self.entry["agency"]], self.people, self.days)
        return next((DEEDS[name] for name in step if name in DEEDS), None)

    def _do(self, do: Callable[[Deed], None], step: Mapping[str, Any], day: date) -> None:
        do(Deed(step, lambda other="": (self.named[other] if other else self)._now(), self._who, day))

    def _who(self, role: str, day: date) -> Officer:
        return Officer(self.people[officers.holder(self.entry["agency"], role)].user, today=day)

    def _receive(self, day: date) -> None:
        entry, online = self.entry, self.entry["channel"] == "internet"
        person = "kind" not in entry
        who = dict.fromkeys(("representative", "contact", "agent", "agent_identity", "agent_phone"), "")
        who |= {
            "name": entry["name"],
            "identity": "id_card" if person else "uscc",
            "identity_number": f"{NUMBER}{self._person:03}",
            "phone": f"000-9000{self.number:04}",
            "email": entry.get("email", ""),
            "address": f"示范区演示路{self.number + 1}号",
            "postcode": "000000",
            "contact": "" if person else "联系人（演示）",
        }
        asked = Asked(
            kind=ApplicantKind(entry.get("kind", "natural_person")),
            who=who,
            content=entry["content"],
            form="electronic" if entry["way"] in ("email", "download") else "copy",
            way=entry["way"],
            help=entry.get("help", ""),
            channel=entry["channel"],
            arrived=day,
            files=tuple(
                hold([text.encode()], name=name, largest=FILE) for name, text in entry.get("files", {}).items()
            ),
        )
        self.case = receive(self.tree[entry["agency"]], asked, by=None if online else self._who("handler", day)).case
        unit = self.tree[entry["unit"]] if "unit" in entry else None
        handler = self.people[entry["handler"]].user if "handler" in entry else None
        if unit or handler:
            assign(self.case, unit=unit, handler=handler, by=self._who("disclosure", day))

    def _record(self, step: Mapping[str, Any], day: date) -> None:
        if step["fact"] == "confirmed":
            confirm_by_phone(self._now(), on=day, reason=step.get("late", ""), by=self._who("handler", day))
            return
        record(self._now(), Fact(step["fact"], day, **step.get("says", {})), by=self._who("disclosure", day))

    def _rate(self, step: Mapping[str, Any], day: date) -> None:
        rate(self._now(), Grade(step["rates"]), step.get("words", ""))

    def _write(self, step: Mapping[str, Any], made: list[Letter], day: date) -> None:
        case, by = self._now(), self._who("handler", day)
        facts = known(case, step["letter"], day) | self._dated(step.get("says", {}))
        letter = begin_letter(case, step["letter"], facts, by=by)
        for state, act, role in WAY:
            if step.get("upto") == state:
                break
            perform(Process.objects.get(kind=LETTER, object_id=letter.pk), act, by=self._who(role, day))
        made.append(letter)

    def _dated(self, said: Any) -> Any:
        if isinstance(said, Mapping):
            if set(said) == {"day"}:
                return self.days.ago(said["day"])
            return {name: self._dated(value) for name, value in said.items()}
        return [self._dated(one) for one in said] if isinstance(said, list) else said

    def _send(self, step: Mapping[str, Any], made: list[Letter], day: date) -> None:
        letter = Letter.objects.select_related("case__agency").get(pk=made[0].pk)
        send(letter, way=step["way"], on=day, reason=step.get("late", ""), by=self._who("handler", day))

    def _now(self) -> Case:
        assert self.case is not None  # received before
        found: Case = Case.objects.select_related("agency", "applicant", "told", "unit", "handler").get(pk=self.case.pk)
        return found
