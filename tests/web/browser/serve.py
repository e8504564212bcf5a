"""A whole instance for the browser: its own folder and database, the small world, and every part of the look.

python -m tests.web.browser.serve [PORT]
"""

from __future__ import annotations

import os
import socketserver
import sys
from collections.abc import Iterable
from datetime import datetime
from http.cookies import SimpleCookie
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import django


class Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class OnItsDay:
    """What a browser with the cookie `day` asks for is done on that day (`clock.at`): a request lives for weeks."""

    def __init__(self, application: Any) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        # Late: Django has to be set up first.
        from django.utils.timezone import make_aware

        from gongkai.web import clock

        day = SimpleCookie(environ.get("HTTP_COOKIE", "")).get("day")
        if day is None:
            return self.application(environ, start)  # type: ignore[no-any-return]
        with clock.at(make_aware(datetime.fromisoformat(f"{day.value}T10:00"))):
            return self.application(environ, start)  # type: ignore[no-any-return]


def main(port: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.browser.settings"
    django.setup()
    # Late: Django has to be set up first.
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    from tests.web.browser.scene import build

    call_command("migrate", verbosity=0)
    build()
    server = Server(("127.0.0.1", port), Quiet)
    server.set_app(OnItsDay(StaticFilesHandler(get_wsgi_application())))
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
