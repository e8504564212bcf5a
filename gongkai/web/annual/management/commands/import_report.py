"""gongkai manage import_report AGENCY FILE… --by OFFICER [--year YEAR] [--publish]"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.annual.actions import NotImportable, import_report, publish_report


class Command(BaseCommand):
    help = "导入机关的年度报告（任何格式），读取、校核并保存；--publish 同时公布。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("agency", help="机关的网址代码")
        parser.add_argument("files", nargs="+", type=Path, help="报告文件")
        parser.add_argument("--by", required=True, metavar="OFFICER", help="以哪个登录名办理")
        parser.add_argument("--year", type=int, help="年度；省略时从报告中读取")
        parser.add_argument("--publish", action="store_true", help="导入后公布")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            agency = Agency.objects.get(slug=options["agency"])
            user = User.objects.get(username=options["by"])
        except (Agency.DoesNotExist, User.DoesNotExist) as error:
            raise CommandError(f"没有这个机关或者登录名：{options['agency']}、{options['by']}") from error
        officer = Officer(user, today=timezone.localdate())
        for path in options["files"]:
            try:
                report = import_report(agency, data=path.read_bytes(), name=path.name, year=options["year"], by=officer)
                if options["publish"]:
                    report = publish_report(report, by=officer)
            except (OSError, NotImportable, NotPermitted) as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"{report}：{report.get_state_display()}，错误{report.errors}，警告{report.warnings}")
