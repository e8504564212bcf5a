"""`gongkai manage collect_files`: bytes that no file names are removed, a day after they came."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from gongkai.web.files.checking import collect


class Command(BaseCommand):
    help = "Remove bytes that no file names: of uploads that were never finished, of files that were discarded."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--hours", type=int, default=24, help="how old they must be (default 24)")

    def handle(self, *args: Any, **options: Any) -> None:
        count = sum(1 for _digest in collect(grace=timedelta(hours=options["hours"])))
        self.stdout.write(_("已清理 %(count)d 份无主内容。") % {"count": count})
