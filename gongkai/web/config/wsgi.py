"""The WSGI application that `gongkai serve` serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from gongkai.web.config.serving.parent import end_with_parent

end_with_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.web.config.settings")
application = get_wsgi_application()
