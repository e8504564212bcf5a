"""The articles that the clock cites: those of limits as the data have them, others as they stand in the text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.law.clock.facts import Fact
from gongkai.law.rules import Rules

CONFIRM = "《条例》第三十一条"
CONSULT = "《条例》第三十三条第三款"
EXCESSIVE = "《条例》第三十五条"
ANSWERED = "《条例》第三十六条"
NOT_OURS = "《条例》第三十六条第（五）项"
SERVICE = "《235号解释》"
MISDIRECTED = "《207号解释》"
FORM = "《年度报告格式》"

_ROLES = {"third_party": "third_party_days", "joint_maker": "joint_maker_days", "other_organ": "other_organ_days"}
"""The limit for the opinion of a party."""


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles of the limits on a day, so that a correction of a limit's source reaches all that cites it."""

    rules: Rules
    on: date

    @property
    def answer(self) -> str:
        return self.rules.source("answer_days", self.on)

    @property
    def extend(self) -> str:
        return self.rules.source("extension_days", self.on)

    @property
    def supplement(self) -> str:
        """Of the notice that is owed to the applicant."""
        return self.rules.source("supplement_notice_days", self.on)

    @property
    def supplement_term(self) -> str:
        """Of the time that the applicant has."""
        return self.rules.source("supplement_days", self.on)

    @property
    def fee(self) -> str:
        return self.rules.source("fee_payment_days", self.on)

    @property
    def anew(self) -> str:
        """Of the time to answer anew, after a decision of reconsideration or a judgment."""
        return self.rules.source("remitted_days", self.on)

    @property
    def third_party(self) -> str:
        return self.rules.source("third_party_days", self.on)

    def answer_by(self, put_off: Fact | None) -> str:
        """Of the due day: as it is, or as something put it off."""
        if put_off is None:
            return self.answer
        return EXCESSIVE if put_off.kind == "deferred" else self.anew

    def opinion(self, role: str) -> str:
        """Of asking a party for its opinion; units of the agency itself have no limit."""
        return self.rules.source(_ROLES[role], self.on) if role in _ROLES else CONSULT

    def pause(self, role: str) -> str:
        """Of the days that are not counted meanwhile."""
        return self.opinion(role) if role == "other_organ" else CONSULT


def limit_of(role: str) -> str:
    """The limit that says until when a party is waited for."""
    return _ROLES[role]
