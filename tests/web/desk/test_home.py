"""The first page of the desk."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from gongkai.web.accounts.models import User
from gongkai.web.agencies.officers import Officer
from gongkai.web.desk.views import _alone
from tests.web.world import World

pytestmark = pytest.mark.django_db


def test_the_first_administrator_is_told_where_to_begin() -> None:
    call_command("create_administrator", username="root", name="王一（演示）", agency="某某区人民政府（演示）")
    user = User.objects.get()
    user.must_change = False
    assert _alone(Officer(user, today=timezone.localdate()))


def test_nobody_else_is(world: World) -> None:
    client: Client = world.client("administrator@district")
    assert "开始使用" not in client.get("/desk/").content.decode()
