"""The platform's settings as the tests run them: in a folder that goes with the process, on the database asked for.

`GONGKAI_TEST_DATABASE` is `sqlite` (or nothing) or `postgresql`: then the first process starts a cluster, and those
that it starts find it in the environment.
"""

from __future__ import annotations

import atexit
import os
import tempfile

from tests.web.postgres import Cluster

# playwright leaves an event loop in the thread of the tests, which Django takes for an asynchronous view
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
os.environ.setdefault("GONGKAI_HOME", tempfile.mkdtemp(prefix="gongkai-test-"))

from gongkai.web.config.settings import *  # noqa: F403 - the folder first

DATABASE = os.environ.get("GONGKAI_TEST_DATABASE") or "sqlite"
if DATABASE not in {"sqlite", "postgresql"}:
    raise SystemExit(f"GONGKAI_TEST_DATABASE={DATABASE!r}: sqlite or postgresql")
if DATABASE == "postgresql":
    if "GONGKAI_TEST_CLUSTER" not in os.environ:
        _cluster = Cluster.start()
        atexit.register(_cluster.stop)
        os.environ["GONGKAI_TEST_CLUSTER"] = str(_cluster.folder)
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "gongkai",
            "USER": "gongkai",
            "HOST": os.environ["GONGKAI_TEST_CLUSTER"],
        }
    }
else:
    # pytest-django knows Django's own backend only by its name.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Named by digest they are where they were collected (tests/web/config/test_serve.py).
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - from the settings
