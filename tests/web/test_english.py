"""In an English desk what is kept, published or exchanged stays Chinese; what is shown is English."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import override

from gongkai.web.agencies.checks import CLEAN
from gongkai.web.agencies.kinds import Kind
from gongkai.web.agencies.lists.writing import write_list
from gongkai.web.audit.history import tell
from gongkai.web.audit.models import Event
from gongkai.web.audit.notes import recorded
from gongkai.web.disclosure.guide import contacts
from gongkai.web.visibility import PUBLIC
from tests.web.world import World

pytestmark = pytest.mark.django_db


def test_lists_of_agencies_are_written_and_read_in_chinese(world: World) -> None:
    with override("en"):
        assert "部门" in write_list([world.agencies["civil"]], "csv").decode()
        assert CLEAN["kind"]("部门") == Kind.DEPARTMENT


def test_labels_are_recorded_in_chinese_and_told_in_english() -> None:
    with override("en"):
        assert recorded(Kind.DEPARTMENT.label) == "部门"
        event = Event(
            verb="workflow.acted",
            officer_name="经小办（演示）",
            object_name="指南（演示）",
            role="",
            old={"state": "签发"},
            new={"act": "签发", "state": "待发布"},
        )
        (sentence,) = tell([event], reader=PUBLIC)
    assert sentence.text == "经小办（演示） did “Approve” on “指南（演示）”: from “Approval” to “To be published”"


def test_a_guide_names_its_contacts_in_chinese(world: World) -> None:
    with override("en"):
        assert contacts(world.agencies["civil"])[0][0] == "机构名称"


def test_the_portal_speaks_the_language_that_was_chosen(world: World) -> None:
    client = Client()
    client.post("/look/", {"language": "en", "next": "/"})
    page = client.get("/request/").content.decode()
    assert '<html lang="en"' in page
    assert "20 working days" in page
    assert "工作日" not in page
