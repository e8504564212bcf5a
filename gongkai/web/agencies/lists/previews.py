"""What the import of any list would do, line by line, before anything is written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Generic, Protocol, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """What becomes of a line."""

    WRONG = "wrong", _("有误")
    NEW = "new", _("新增")
    CHANGED = "changed", _("变更")
    ENDED = "ended", _("停用")
    UNCHANGED = "unchanged", _("不变")


class Foreseen(Protocol):
    """A line and what it would do."""

    @property
    def state(self) -> State: ...

    @property
    def effect(self) -> tuple[Any, ...]:
        """The same in values that differ where it would do something else."""


Line = TypeVar("Line", bound=Foreseen)


@dataclass(frozen=True)
class Plan(Generic[Line]):
    """All lines of a list."""

    lines: Sequence[Line]

    def of(self, *states: State) -> list[Line]:
        return [line for line in self.lines if line.state in states]

    @cached_property
    def counts(self) -> Counter[State]:
        return Counter(line.state for line in self.lines)

    @property
    def writes(self) -> int:
        return sum(self.counts[state] for state in (State.NEW, State.CHANGED, State.ENDED))

    @cached_property
    def digest(self) -> str:
        """Of what it would do: the same list on other rows has another."""
        said = [line.effect for line in self.lines]
        return sha256(json.dumps(said, ensure_ascii=False, default=str).encode()).hexdigest()
