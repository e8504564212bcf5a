"""gongkai manage deliver_reports GOVERNMENT YEAR PATH… --by OFFICER"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from gongkai.corpus.sources import find_inputs
from gongkai.web import clock
from gongkai.web.accounts.models import User
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.annual.delivering.actions import deliver, read
from gongkai.web.annual.delivering.unpacking import Sent, taken
from gongkai.web.annual.models import Collection, Delivery


class Command(BaseCommand):
    help = "批量报送：读取文件夹、ZIP里各单位的年度报告，归到单位；拿不准的在网页上确认。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("government", help="收集年度报告的本级政府的网址代码")
        parser.add_argument("year", type=int, help="年度")
        parser.add_argument("paths", nargs="+", help="文件、文件夹或者ZIP")
        parser.add_argument("--by", required=True, metavar="OFFICER", help="以哪个登录名办理")

    def handle(self, *args: Any, **options: Any) -> None:
        collection = Collection.objects.filter(agency__slug=options["government"], year=options["year"]).first()
        user = User.objects.filter(username=options["by"]).first()
        if collection is None or user is None:
            said = f"{options['government']}、{options['year']}、{options['by']}"
            raise CommandError(f"没有这个收集（先在网页上开始收集）或者登录名：{said}")
        by = Officer(user, today=clock.today())
        try:
            made = deliver(collection, list(_sent(options["paths"])), by=by)
        except NotPermitted as error:
            raise CommandError(str(error)) from error
        row = Delivery.objects.select_related("agency", "collection__agency").get(pk=made.pk)
        for one in read(row, by=by):
            unit = one.filing.name if one.filing else ""
            self.stdout.write("\t".join([one.name, one.get_fate_display(), unit, one.reason]))


def _sent(paths: list[str]) -> Iterator[Sent]:
    for found in find_inputs(paths):
        try:
            with Path(found.path or "").open("rb") as file:
                yield from taken(File(file), Path(found.name).name)
        except OSError as error:
            raise CommandError(f"{found.name}：{error.strerror}") from error
