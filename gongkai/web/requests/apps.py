from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Requests(AppConfig):
    name = "gongkai.web.requests"
    label = "requests"
    verbose_name = _("依申请公开")
    #: What the audit asks for before it shows a name.
    named = {
        "case": "gongkai.web.requests.reading.names",
        "case_file": "gongkai.web.requests.material.reading.names",
        "correction": "gongkai.web.requests.correcting.reading.names",
        "erasure": "gongkai.web.requests.archiving.reading.names",
        "letter": "gongkai.web.requests.letters.reading.names",
        "remedy": "gongkai.web.requests.remedies.reading.names",
    }

    def ready(self) -> None:
        # late: models can be imported only when all apps are there
        from gongkai.web.requests.letters.process import register_letters

        register_letters()
