from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Files(AppConfig):
    name = "gongkai.web.files"
    label = "files"
    verbose_name = _("文件")
    #: What `gongkai manage reindex` asks for.
    searchable = {"file": "gongkai.web.files.rows.SOURCE"}
    #: What the audit asks for before it shows a name.
    named = {"file": "gongkai.web.files.rows.names"}

    def ready(self) -> None:
        from gongkai.web.files import kinds  # late: it reads the settings

        kinds.require_known()
