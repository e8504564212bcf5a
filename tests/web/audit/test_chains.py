"""Chains: whole with four writers at once, and cheap to write."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection

from gongkai.web.audit.acts import act
from gongkai.web.audit.chains import MANY
from gongkai.web.audit.models import Event
from gongkai.web.audit.notes import Actor, Holder, Thing
from gongkai.web.audit.verifying import verify
from tests.web.copies import Committed

BY = Actor("测试（演示）")


def test_four_processes_at_once_keep_the_chains_unbroken(committed: Committed) -> None:
    command = [sys.executable, "-m", "tests.web.audit.writing", "40"]
    running = [
        subprocess.Popen(
            [*command, f"甲{number}"],
            env=committed.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    assert [process.wait(60) for process in running] == [0] * 4
    for process in running:
        process.communicate()
    assert Event.objects.count() == 4 * (40 + 10)
    assert list(verify()) == []
    # They did write at once, not one after the other.
    names = list(Event.objects.filter(chain="agency:0").order_by("number").values_list("officer_name", flat=True))
    assert sum(one != other for one, other in pairwise(names)) > 8


@pytest.mark.django_db
def test_an_act_costs_at_most_three_queries(django_assert_num_queries: Any) -> None:
    def notes(count: int, chains: int) -> None:
        with act(by=BY) as done:
            for number in range(count):
                done.note("agency.renamed", of=Thing("agency", 1), agency=Holder(number % chains, "甲"))

    most = 3 if connection.vendor == "postgresql" else 2
    for count, chains in ((1, 1), (40, 1), (40, 40)):
        with django_assert_num_queries(most + 2):  # and the savepoint of the test's own transaction
            notes(count, chains)
    notes(MANY + 10, MANY + 5)
    assert list(verify()) == []


@pytest.mark.django_db
def test_what_is_read_back_is_what_was_hashed() -> None:
    numbers = [1.5, -0.0, 1e-7, 1e15, 1e16, 1e22, -1e300, 10**20, None, True]
    values = {"a\0b": "\0文", "数": numbers, "次": {"b": 1, "a": ("x",)}, "": ""}
    with act(by=Actor("名" * 300, role="r" * 300)) as done:
        done.note("agency.renamed", of=Thing("agency", 1, "称" * 900), new=values)
    assert list(verify()) == []
    with pytest.raises(TypeError), act(by=BY) as done:
        done.note("agency.renamed", of=Thing("agency", 1), new={"day": object()})
