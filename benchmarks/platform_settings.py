"""The platform's settings with one address more, a view that does nothing, to compare with; no limit of requests."""

from __future__ import annotations

from gongkai.web.config.settings import *  # noqa: F403 - all of them

ROOT_URLCONF = "benchmarks.platform_urls"
API_PER_MINUTE = 10**6
