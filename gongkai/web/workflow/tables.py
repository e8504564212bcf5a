"""Who may do what in which state: a table, as read from its file (`reading.py`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import pgettext

from gongkai.web.agencies.permissions import Permission

NEXT, EARLIER, SAME = "next", "earlier", "same"
"""Where a row leads, apart from a state: along the chain, back to a step chosen, or nowhere."""

OFFICER, TIME = "officer", "time"
"""What an act may ask for."""


class Needed(StrEnum):
    """How firmly a step belongs to a chain."""

    ALWAYS = "always"  # no agency may leave it out
    USUAL = "usual"  # unless an agency leaves it out
    EXTRA = "extra"  # where an agency adds it


@dataclass(frozen=True)
class State:
    """One state. `waits` is the permission of those for whom a thing in it waits; None: for nobody, it has ended."""

    id: str
    #: As the table writes it, and as it is recorded.
    name: str
    waits: Permission | None
    #: It is the review of 《条例》第十七条.
    secrecy: bool = False
    #: In how many working days it should be done; None: no term.
    days: int | None = None
    #: The same for what was sent back to it.
    back: int | None = None

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return pgettext("state", self.name)

    @property
    def final(self) -> bool:
        return self.waits is None


@dataclass(frozen=True)
class Act:
    """One act. Who `judges` counts as having reviewed; `asks` names what else has to be said."""

    id: str
    name: str
    judges: bool = False
    asks: str = ""
    danger: bool = False
    urges: bool = False

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return pgettext("act", self.name)


@dataclass(frozen=True)
class Row:
    """In `state`, those who hold `who` may do `act`, if the guards agree; then it is in `to`."""

    state: str
    who: Permission
    act: str
    to: str
    guards: tuple[str, ...]
    comment: bool
    line: int


@dataclass(frozen=True)
class Table:
    """The table of one or several kinds of things."""

    file: str
    name: str
    source: str
    states: Mapping[str, State]
    acts: Mapping[str, Act]
    #: The steps that a chain may have, in their order.
    steps: Mapping[str, Needed]
    #: Where a thing begins, and where it comes after the last step.
    begins: str
    then: str
    rows: tuple[Row, ...]

    @property
    def usual(self) -> list[str]:
        """The chain of an agency that has said nothing."""
        return [step for step, needed in self.steps.items() if needed is not Needed.EXTRA]

    @property
    def drafting(self) -> Permission:
        """Who may begin a thing and change it."""
        waits = self.states[self.begins].waits
        assert waits is not None  # the reader lets no thing begin where it has ended
        return waits

    def chain(self, wanted: Sequence[str]) -> list[str]:
        """The steps wanted, in the table's order, and those that no agency may leave out."""
        return [step for step, needed in self.steps.items() if step in wanted or needed is Needed.ALWAYS]

    def after(self, state: str, chain: Sequence[str]) -> str:
        """The state that follows along a chain."""
        path = [self.begins, *chain, self.then]
        return path[path.index(state) + 1]

    def before(self, state: str, chain: Sequence[str]) -> list[str]:
        """The states to which a thing may be sent back: the draft and the earlier steps."""
        path = [self.begins, *chain, self.then]
        return path[: path.index(state)]

    def rows_in(self, state: str) -> list[Row]:
        return [row for row in self.rows if row.state == state]
