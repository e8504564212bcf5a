"""`gongkai manage prepare`: what `gongkai serve` does before it serves."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongkai.cli.messages import UNREADABLE, Failure, say
from gongkai.web.config.failures import told
from gongkai.web.config.prepare import prepare
from gongkai.web.config.serving.parent import end_with_parent


class Command(BaseCommand):
    help = "建立或升级实例：数据库、静态文件、演示数据。 Set the instance up, or bring it up to date."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="say at the end, as JSON, what gongkai serve shows")

    def handle(self, *args: Any, **options: Any) -> None:
        end_with_parent()
        try:
            with told():
                accounts = prepare(lambda text: self.stderr.write(text, lambda line: line))
        except (Failure, CommandError) as failure:
            say(str(failure))
            raise SystemExit(getattr(failure, "code", UNREADABLE)) from None
        if options["json"]:
            self.stdout.write(json.dumps({"accounts": accounts}, ensure_ascii=False))
