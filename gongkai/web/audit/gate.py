"""What events may tell a reader of the things that they name: the gate of each kind of thing decides.

Nothing is changed in an event: what may not be told is left out where it is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from gongkai.web.audit.models import Event
from gongkai.web.visibility import Level, Reader

#: Of the things with these ids that a reader may see: their present names, by id.
Names = Callable[[Iterable[str], Reader], Mapping[str, str]]

#: Values that say how something was done and nothing of what it was done to; neither do numbers.
PLAIN = frozenset({"level", "state", "act", "kind", "chain"})


@cache
def gated() -> Mapping[str, Names]:
    """The kinds of things that not everybody may see: `named = {"file": "dotted.path.to.function"}` in an AppConfig."""
    return {
        kind: import_string(path)
        for config in apps.get_app_configs()
        for kind, path in getattr(config, "named", {}).items()
    }


class Gate:
    """What a reader may be told of some events; a fixed number of queries however many they are."""

    def __init__(self, events: Sequence[Event], reader: Reader) -> None:
        wanted: dict[Names, set[str]] = defaultdict(set)
        agencies: set[int | None] = set()
        for event in events:
            for kind, id_ in _things(event):
                wanted[gated()[kind]].add(id_)
                agencies.add(event.agency_id)
        self._seen = {names: names(ids, reader) for names, ids in wanted.items()}
        self._inside = _among(agencies, reader, Level.INTERNAL)
        self._sealed = _among(agencies, reader, Level.SEALED)

    def object(self, event: Event) -> str:
        """What the event is about, in a sentence."""
        return self._name(event.kind, event.object_id, event.object_name, event)

    def values(self, event: Event, values: Mapping[str, Any]) -> dict[str, Any]:
        """The old or the new values."""
        whole, name = self._whole(event.kind, event.object_id, event), self.object(event)
        return {key: self._value(key, value, event, whole=whole, name=name) for key, value in values.items()}

    def _value(self, key: str, value: Any, event: Event, *, whole: bool, name: str) -> Any:
        if _is_thing(value):
            return self._name(value["kind"], value["id"], value["name"], event)
        if whole or not value or key in PLAIN or isinstance(value, int) or value == name:
            return value
        return _("（不公开）")

    def _whole(self, kind: str, id_: str, event: Event) -> bool:
        """Whether all that was noted of a thing may be told: it may be seen, and not only since it is public.

        What is there no more may have been sealed; who sees what is sealed in that agency is told of it.
        """
        if kind not in gated():
            return True
        seen = id_ in self._seen[gated()[kind]]
        return event.agency_id in self._inside and (seen or event.agency_id in self._sealed)

    def _name(self, kind: str, id_: str, recorded: str, event: Event) -> str:
        """As it was recorded; for those outside the name that it has now, if they may see it at all."""
        if self._whole(kind, id_, event):
            return recorded or f"{kind} {id_}"
        return self._seen[gated()[kind]].get(id_) or _("（不公开，编号 %(id)s）") % {"id": id_}


def _things(event: Event) -> Iterator[tuple[str, str]]:
    """The gated things that an event names: what it is about, and values noted by `Thing.value`."""
    values = filter(_is_thing, (*event.old.values(), *event.new.values()))
    named = [(event.kind, event.object_id), *((value["kind"], value["id"]) for value in values)]
    return ((kind, id_) for kind, id_ in named if kind in gated())


def _is_thing(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"kind", "id", "name"}


def _among(agencies: set[int | None], reader: Reader, level: Level) -> set[int]:
    """Those of some agencies whose things of a level the reader may see."""
    seen = reader.agencies(level) if agencies else None
    return set() if seen is None else set(seen.filter(pk__in=agencies).values_list("pk", flat=True))
