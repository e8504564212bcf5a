"""What was done about an officer, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

import yaml

from gongkai.web.audit.models import Event


class Told(dict[str, object]):
    """Values of an event; what it does not tell is a dash."""

    def __missing__(self, key: str) -> str:
        return "—"


@cache
def sentences() -> Mapping[str, str]:
    """The sentence of each verb."""
    text = files("gongkai.web.audit").joinpath("verbs.yaml").read_text("utf-8")
    return dict(yaml.safe_load(text))


def told(events: Iterable[Event]) -> Iterator[tuple[Event, str]]:
    """Each event with its sentence."""
    for event in events:
        old, new = Told(event.old), Told(event.new)
        words = {"officer": event.officer_name, "object": event.object_name, "old": old, "new": new}
        yield event, sentences()[event.verb].format_map(words)
