"""The tests' settings, with a page that shows every part of the look, and on PostgreSQL a database of its own."""

import os

import psycopg
from psycopg.sql import SQL, Identifier

from tests.web.settings import *  # noqa: F403

ROOT_URLCONF = "tests.web.browser.urls"
TEMPLATES[0]["DIRS"] = [str(HERE.parents[2] / "tests/web/browser/templates")]  # noqa: F405
if DATABASE == "postgresql":  # noqa: F405
    _own = f"browser_{os.getpid()}"
    _settings = DATABASES["default"]  # noqa: F405
    with psycopg.connect(host=_settings["HOST"], user=_settings["USER"], dbname="postgres", autocommit=True) as _server:
        _server.execute(SQL("CREATE DATABASE {}").format(Identifier(_own)))
    _settings["NAME"] = _own
