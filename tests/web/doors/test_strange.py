"""No word that somebody puts into an address or a form makes a page fail: it is answered or refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.web.doors.test_doors import HERE, TABLE, address
from tests.web.doors.things import THINGS
from tests.web.world import World

WORDS = {
    "nul": "a\0b",
    "number": "9" * 5000,
    "text": "'\"%_\\<script>＝" + "长" * 3000,
}
#: Fields of the addresses, in groups: what one refuses, another does not get to see.
QUERIES = [
    "q page kind agency since until state box role former officer verb".split(),
    "page under open below but superior-words year new old sort".split(),
    "item sort number force year below under code".split(),
    ["cursor", "limit", "validity", "agency", "old", "but"],
]
FORM = (
    "title summary based_on text-body version name email username agency role subtree since until deputy roles day"
    " superior into offices also reason steps set end act comment passage to assignee planned next text language q"
    " passage wrong contact stamp outcome name query subject information address phone telephone ground"
    " rule about"
).split()
ASKING = [None, "administrator@district", "disclosure@civil"]


def asked(method: str, door: str) -> Iterator[str | None]:
    if method in TABLE[door]:
        yield from ASKING if TABLE[door][method] != "everybody" else [None]


@pytest.mark.parametrize("word", WORDS)
def test_no_word_in_an_address_makes_a_page_fail(word: str, world: World) -> None:
    failed = []
    for door, row in TABLE.items():
        thing = THINGS[row["of"]](world, world.agencies[HERE]) if "of" in row else None
        url = address(door, row, thing)
        for name in asked("get", door):
            client = world.client(name)
            client.raise_request_exception = False
            for fields in QUERIES:
                with transaction.atomic():
                    status = client.get(url, dict.fromkeys(fields, WORDS[word])).status_code
                    transaction.set_rollback(True)
                if status >= 500 and door != "readyz":
                    failed.append(f"{door}?{' '.join(fields)} as {name}: {status}")
    assert failed == []


@pytest.mark.parametrize("word", WORDS)
def test_no_word_in_a_form_makes_a_page_fail(word: str, world: World) -> None:
    failed = []
    for door, row in TABLE.items():
        thing = THINGS[row["of"]](world, world.agencies[HERE]) if "of" in row else None
        url = address(door, row, thing)
        for name in asked("post", door):
            client = world.client(name)
            client.raise_request_exception = False
            for body in (dict.fromkeys(FORM, WORDS[word]), {"based_on": "1", "title": WORDS[word], "version": "1"}):
                with transaction.atomic():
                    status = client.post(url, body).status_code
                    transaction.set_rollback(True)
                if status >= 500:
                    failed.append(f"{door} as {name}: {status}")
    assert failed == []
