"""`gongkai manage create_administrator`: the first administrator of a fresh instance."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gongkai.web.agencies.founding import create_administrator
from gongkai.web.agencies.kinds import Tier


class Command(BaseCommand):
    help = "建立第一位系统管理员；没有机关时一并建立根机关。 The first administrator, and the root agency."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", required=True, help="登录名")
        parser.add_argument("--name", required=True, help="姓名")
        parser.add_argument("--agency", required=True, help="根机关名称，例如 某某区人民政府")
        parser.add_argument("--slug", default="gov", help="根机关的网址代码")
        parser.add_argument("--tier", choices=Tier.values, default=Tier.COUNTY, help="根机关的层级")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DEMO:
            raise CommandError("GONGKAI_DEMO=1：演示实例没有真实的人员。 A demo has no real officers: unset it first.")
        try:
            password = create_administrator(
                username=options["username"],
                name=options["name"],
                agency=options["agency"],
                slug=options["slug"],
                tier=Tier(options["tier"]),
                today=timezone.localdate(),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"登录名 {options['username']}\n初始密码 {password}\n首次登录须修改密码并启用第二重验证。")
