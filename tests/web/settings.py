"""The platform's settings as the tests run them: in a folder that goes with the process."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("GONGKAI_HOME", tempfile.mkdtemp(prefix="gongkai-test-"))

from gongkai.web.config.settings import *  # noqa: F403 - the folder first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - from the settings
