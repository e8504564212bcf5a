"""Who acts, on what, and what is noted of it: plain values that know no model."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override

from gongkai.web.personal import veiled

INSTANCE = "instance"


@dataclass(frozen=True)
class Actor:
    """Who acts, as plain values: an officer in an office held, an applicant, or a program."""

    name: str
    officer_id: int | None = None
    role: str = ""
    request_id: str = ""


@dataclass(frozen=True)
class Thing:
    """What is acted upon: `agency`, 12, 示范区民政局（演示）."""

    kind: str
    id: int | str
    name: str = ""

    @property
    def value(self) -> dict[str, str]:
        """As a value noted in an event about something else; it is shown to whoever may see the thing."""
        return {"kind": self.kind, "id": str(self.id), "name": self.name}


@dataclass(frozen=True)
class Holder:
    """The agency whose chain an event belongs to."""

    id: int
    name: str

    @property
    def chain(self) -> str:
        return f"agency:{self.id}"


@dataclass(frozen=True)
class Note:
    verb: str
    of: Thing
    agency: Holder | None
    old: Mapping[str, Any]
    new: Mapping[str, Any]


@dataclass
class Act:
    by: Actor
    notes: list[Note] = field(default_factory=list)
    #: Something that the portal shows was written; its kept pages are then out of date.
    public: bool = False

    def note(
        self,
        verb: str,
        *,
        of: Thing,
        agency: Holder | None = None,
        old: Mapping[str, Any] | None = None,
        new: Mapping[str, Any] | None = None,
    ) -> None:
        """Say what is done; it is written when the act ends.

        `verb` is one of `verbs.yaml`, `agency` the one concerned (None: the whole instance), `old` and `new`
        plain values. The numbers of people that stand in a name or a value are masked: an event stays.
        """
        of = replace(of, name=veiled(of.name))
        self.notes.append(Note(verb, of, agency, _veiled(old or {}), _veiled(new or {})))


def _veiled(value: Any) -> Any:
    if isinstance(value, str):
        return veiled(value)
    if isinstance(value, Mapping):
        return {name: _veiled(one) for name, one in value.items()}
    return [_veiled(one) for one in value] if isinstance(value, list | tuple) else value


def recorded(label: str | Promise) -> str:
    """A label as the audit keeps it: in the instance's language, whatever language the officer's pages are in."""
    with override(settings.LANGUAGE_CODE):
        return str(label)


CURRENT: ContextVar[Act | None] = ContextVar("gongkai_act", default=None)


def acting() -> bool:
    """Whether an act is under way, in which audited models may be written."""
    return CURRENT.get() is not None


def writing(*, on_portal: bool) -> bool:
    """`acting`, for a write: where the portal shows what is written, the act is noted as one that concerns it."""
    act = CURRENT.get()
    if act is None:
        return False
    act.public = act.public or on_portal
    return True
