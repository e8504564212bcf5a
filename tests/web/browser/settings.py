"""The tests' settings, with a page that shows every part of the look."""

from tests.web.settings import *  # noqa: F403

ROOT_URLCONF = "tests.web.browser.urls"
TEMPLATES[0]["DIRS"] = [str(HERE.parents[2] / "tests/web/browser/templates")]  # noqa: F405
