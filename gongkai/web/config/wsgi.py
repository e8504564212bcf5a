"""The WSGI application, for programs that look for one; `gongkai serve` calls it through serving/front.py."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.web.config.settings")
application = get_wsgi_application()
