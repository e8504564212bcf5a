"""Every address × every office × every relation to the agency concerned, as the table says. A new address without a
row fails; so does a row without an address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Event
from tests.web.doors.things import THINGS
from tests.web.world import OFFICERS, World, build

TABLE: Mapping[str, Mapping[str, Any]] = yaml.safe_load((Path(__file__).parent / "table.yaml").read_text("utf-8"))
HERE, ELSEWHERE = "civil", "neighbour-civil"
NAMES = [None, *(f"{role.rstrip('+')}@{slug}" for slug, roles in OFFICERS.items() for role in roles)]


class Browsers:
    """Everybody's browser as it is after the log-in, which is done once: a session costs as much as a page."""

    def __init__(self, world: World) -> None:
        self.cookies = {name: world.client(name).cookies.output(header="", sep=";") for name in NAMES}

    def of(self, name: str | None) -> Client:
        client = Client()
        client.cookies.load(self.cookies[name])
        return client


@pytest.fixture(scope="module")
def peopled(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[World, Browsers]]:
    """One world and one log-in of each officer for all doors."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build()
        yield world, Browsers(world)
        transaction.set_rollback(True)


@pytest.fixture
def world(peopled: tuple[World, Browsers]) -> Iterator[World]:
    """The same world for every door: what a test makes is undone."""
    with transaction.atomic():
        yield peopled[0]
        transaction.set_rollback(True)


@pytest.fixture
def browsers(peopled: tuple[World, Browsers]) -> Browsers:
    return peopled[1]


def addresses(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """The names of all addresses, with their name spaces."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        elif isinstance(pattern, URLPattern):
            yield ":".join((*spaces, pattern.name or f"unnamed {pattern.pattern}"))


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(set(addresses(get_resolver()))) == sorted(TABLE)


def address(name: str, row: Mapping[str, Any], thing: Any) -> str:
    args = {
        key: reduce(getattr, str(path).split(".")[1:], thing) if str(path).startswith("thing.") else path
        for key, path in row.get("args", {}).items()
    }
    return reverse(name, kwargs=args)


def relations(name: str, agency: Agency | None, world: World) -> set[str]:
    """How an officer's one office stands to an agency."""
    role, slug = name.split("@")
    held, found = world.agencies[slug], {"anywhere"}
    if held.superior is None:
        found.add("topmost")
    if agency is None:
        return found
    if held == agency:
        found.add("own")
    if f"{role}+" in OFFICERS[slug] and agency.path.startswith(held.path):
        found.add("above")
    return found


def allowed(who: Any, name: str | None, agency: Agency | None, world: World) -> bool:
    if who in ("everybody", "nobody"):
        return who == "everybody"
    if name is None:
        return False
    if who == "officer":
        return True
    where = who.get(name.split("@")[0], "")
    return bool(set(where.split()) & relations(name, agency, world))


def opened(answer: HttpResponse) -> bool:
    """Whether the door opened: not a refusal, not the way to the log-in."""
    assert answer.status_code < 500 or answer.status_code == 503  # /readyz: no worker runs here
    to_login = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/?next=")
    return answer.status_code not in (403, 404, 405) and not to_login


def asked(
    browsers: Browsers, name: str | None, method: str, url: str, body: Mapping[str, Any] | None = None
) -> tuple[bool, int]:
    """Ask as somebody; what it does is undone. Whether the door opened, and how many events it made."""
    client = browsers.of(name)
    with transaction.atomic():
        before = Event.objects.count()
        answer = getattr(client, method)(url, body or {})
        events = Event.objects.count() - before
        transaction.set_rollback(True)
    return opened(answer), events


@pytest.mark.parametrize("door", TABLE)
@pytest.mark.parametrize("slug", [HERE, ELSEWHERE])
def test_doors_open_as_the_table_says(door: str, slug: str, world: World, browsers: Browsers) -> None:
    row = TABLE[door]
    agency = world.agencies[slug] if "of" in row else None
    if agency is None and slug == ELSEWHERE:
        return
    thing = THINGS[row["of"]](world, agency) if agency else None
    url = address(door, row, thing)
    wrong = []
    for name in NAMES:
        for method in ("get", "post"):
            expected = allowed(row.get(method, "nobody"), name, agency, world)
            door_opened, events = asked(browsers, name, method, url)
            if door_opened != expected or (events and not expected):
                wrong.append(
                    f"{method} {url} as {name or 'anybody'}: {'opened' if door_opened else 'closed'}, {events} events"
                )
    assert wrong == []


def test_no_form_takes_a_thing_of_another_agency(world: World, browsers: Browsers) -> None:
    taken = []
    for door, row in TABLE.items():
        for form in row.get("forms", ()):
            url = address(door, row, THINGS[row["of"]](world, world.agencies[HERE]))
            body = {key: foreign(world, str(value)) for key, value in form.items()}
            taken += [
                f"{door} {form} as {name}" for name in NAMES if name and asked(browsers, name, "post", url, body)[1]
            ]
    assert taken == []


def foreign(world: World, value: str) -> Any:
    """`elsewhere.agency.pk`: the id of such a thing in the other agency; anything else as it stands."""
    if not value.startswith("elsewhere."):
        return value
    _, kind, *path = value.split(".")
    return reduce(getattr, path, THINGS[kind](world, world.agencies[ELSEWHERE]))
