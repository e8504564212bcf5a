"""A whole instance for the browser: its own folder and database, the small world, and every part of the look.

python -m tests.web.browser.serve [PORT]
"""

from __future__ import annotations

import os
import socketserver
import sys
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import django


class Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


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
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
