"""`gongkai manage reset_officer USERNAME`: the way back in for an administrator who lost password and factors."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from gongkai.web.agencies.founding import reset_officer


class Command(BaseCommand):
    help = "重置一个账户的密码和第二重验证。 A new password, and no second factor left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            password = reset_officer(username=options["username"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"初始密码 {password}")
