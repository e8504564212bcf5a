"""Where documents are released, as data: channels, and the platforms of new media."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from gongkai.law.loading import LawError, check_words, fields, load_file

FILE = Path(__file__).with_name("channels.yaml")
PLATFORMS = Path(__file__).with_name("platforms.yaml")
PORTAL, FEED, WECHAT = "portal", "feed", "wechat"


@dataclass(frozen=True)
class Channel:
    """One channel; `name`, `carrier` and `place` are in Chinese."""

    id: str
    name: str
    carrier: str
    place: str
    by_itself: bool
    #: On which platforms an account may stand for the place; none: the place is written.
    platforms: tuple[str, ...]

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return pgettext("channel", self.name)


@dataclass(frozen=True)
class Rhythm:
    """How long an account may stand without an update, and when that is said beforehand."""

    days: timedelta
    warn: timedelta
    source: str


@cache
def channels() -> Mapping[str, Channel]:
    """Every channel by its id, in their order.

    :raises LawError: naming file and channel, where the data are not as they must be.
    """
    found, platforms = {}, load_file(PLATFORMS)["of_channel"]
    for id_, entry in load_file(FILE).items():
        where = f"{FILE.name}：{id_}"
        needed = {"name": str, "carrier": str, "by_itself": bool}
        more: dict[str, Any] = {"account": str} if "account" in entry else {}
        fields({name: value for name, value in entry.items() if name != "place"}, needed | more, where)
        known = tuple(platforms[entry["account"]]) if more else ()
        if set(known) - set(platform_names()):
            raise LawError(f"{where}：不认识平台 {'、'.join(known)}")
        found[id_] = Channel(id_, entry["name"], entry["carrier"], entry["place"], entry["by_itself"], known)
    return found


@cache
def platform_names() -> Mapping[str, str]:
    """The platforms of new media, in Chinese."""
    names: dict[str, str] = load_file(PLATFORMS)["platforms"]
    check_words(names.values(), PLATFORMS.name)
    return names


@cache
def rhythm() -> Rhythm:
    """The rule for updates of accounts."""
    said = load_file(PLATFORMS)["update"]
    fields(said, {"days": int, "warn": int, "source": str}, f"{PLATFORMS.name}：update")
    return Rhythm(timedelta(said["days"]), timedelta(said["warn"]), said["source"])


def channel_choices() -> list[tuple[str, str | Promise]]:
    """Every channel with its name."""
    return [(one.id, pgettext_lazy("channel", one.name)) for one in channels().values()]


def by_hand() -> list[Channel]:
    """The channels whose releases somebody enters."""
    return [one for one in channels().values() if not one.by_itself]


def platform_choices() -> list[tuple[str, str | Promise]]:
    """Every platform with its name."""
    return [(id_, pgettext_lazy("platform", name)) for id_, name in platform_names().items()]
