"""Writes acts from several processes at once; run as a program by the tests."""

from __future__ import annotations

import sys

import django

django.setup()

from gongkai.web.audit.acts import act  # noqa: E402 - Django first
from gongkai.web.audit.notes import Actor, Holder, Thing  # noqa: E402 - Django first

CHAINS = 3


def write(count: int, name: str) -> None:
    """So many acts, each on a chain of the instance and on one of the agencies'."""
    for number in range(count):
        with act(by=Actor(name)) as done:
            thing = Thing("agency", number, name)
            done.note("agency.renamed", of=thing, agency=Holder(number % CHAINS, name), old={"name": 1})
            if number % 4 == 0:
                done.note("instance.prepared", of=thing)


if __name__ == "__main__":
    print("ready", flush=True)
    sys.stdin.readline()
    write(int(sys.argv[1]), sys.argv[2])
