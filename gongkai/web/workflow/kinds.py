"""The kinds of things that have a workflow. The app that owns a kind registers it when it is ready."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.audit.notes import Act
from gongkai.web.workflow.guards import GUARDS
from gongkai.web.workflow.models import Process, Step
from gongkai.web.workflow.reading import read_table
from gongkai.web.workflow.tables import State, Table

#: What an act brings about beyond the next state, in the same transaction: thing, process, step, act, by whom.
Effect = Callable[[Any, Process, Step, Act, Officer], None]


#: What becomes of the thing itself when another agency goes on with it: thing, that agency.
Taken = Callable[[Any, Agency], None]


#: What stands below the sheet of a process, as HTML.
Annex = Callable[[Process], SafeString]


class Version(NamedTuple):
    """A fixed version of a thing."""

    number: int
    digest: str


@dataclass(frozen=True)
class Kind:
    """One kind of thing: its table, and how the engine gets at the thing, its version and its page."""

    name: str
    label: str | Promise
    table: Table
    model: type[Model]
    thing: Callable[[int], Any]
    version: Callable[[Any], Version]
    url: Callable[[int], str]
    effects: Mapping[str, Effect] = field(default_factory=dict)
    taken: Taken | None = None
    annex: Annex | None = None

    def hold(self, id_: int) -> None:
        """The thing is changed by nobody else until the act ends. It is locked before its process, by everybody."""
        list(self.model._default_manager.select_for_update(of=("self",)).filter(pk=id_).values_list("pk"))


class UnknownKind(LookupError):
    """No app has registered this kind."""


KINDS: dict[str, Kind] = {}
_tables: dict[Path, Table] = {}


def register(
    name: str,
    label: str | Promise,
    table: Path,
    *,
    model: type[Model],
    thing: Callable[[int], Any],
    version: Callable[[Any], Version],
    url: Callable[[int], str],
    effects: Mapping[str, Effect] | None = None,
    taken: Taken | None = None,
    annex: Annex | None = None,
) -> None:
    """Make a kind known; its guards are registered before (`guards.guard`). A faulty table stops the start.

    `effects` has what an act of the table brings about, by the act; `taken` what a handing over does with the thing;
    `annex` what else is printed with its sheet.
    """
    if table not in _tables:
        _tables[table] = read_table(table, GUARDS)
    read = _tables[table]
    unknown = set(effects or {}) - set(read.acts)
    if unknown:
        raise UnknownKind(f"{name}: {table.name} knows no act {'、'.join(sorted(unknown))}")
    KINDS[name] = Kind(name, label, read, model, thing, version, url, effects or {}, taken, annex)


def kind_of(name: str) -> Kind:
    """A kind by its name."""
    if name not in KINDS:
        raise UnknownKind(f"{name} is no kind with a workflow (known: {', '.join(KINDS)})")
    return KINDS[name]


def states() -> dict[str, str]:
    """The states in which something can wait, each name of the tables once, with its label."""
    return {state.name: state.label for state in _states() if not state.final}


def called(name: str) -> list[str]:
    """The states of that name."""
    return sorted({state.id for state in _states() if state.name == name})


def _states() -> Iterator[State]:
    for table in {kind.table.file: kind.table for kind in KINDS.values()}.values():
        yield from table.states.values()
