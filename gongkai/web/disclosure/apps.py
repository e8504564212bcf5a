from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gongkai.web.disclosure.kinds import kinds


class Disclosure(AppConfig):
    name = "gongkai.web.disclosure"
    label = "disclosure"
    verbose_name = _("主动公开")
    #: What `gongkai manage reindex` asks for.
    searchable = {
        "guide": "gongkai.web.disclosure.searchable.GUIDES",
        "rules": "gongkai.web.disclosure.searchable.ALL_RULES",
        "item": "gongkai.web.disclosure.searchable.ITEMS",
        "draft": "gongkai.web.disclosure.searchable.DRAFTS",
    }
    #: What is told when an agency's data changed.
    follows_agencies = "gongkai.web.disclosure.tasks.follow"
    #: What the audit asks for before it shows a name; of documents as such, and of each kind as what is under way.
    named = dict.fromkeys(("document", *kinds()), "gongkai.web.disclosure.reading.names") | {
        "error_report": "gongkai.web.disclosure.errors.reading.names",
        "clean_up": "gongkai.web.disclosure.reading.clean_up_names",
        "topic": "gongkai.web.disclosure.reading.topic_names",
        "batch": "gongkai.web.disclosure.batches.reading.names",
        "media_account": "gongkai.web.disclosure.media.names.accounts",
        "media_cleanup": "gongkai.web.disclosure.media.names.cleanups",
    }

    def ready(self) -> None:
        # late: models can be imported only when all apps are there
        from gongkai.web.disclosure.batches.processes import register_batches
        from gongkai.web.disclosure.batches.stocks import open_stock
        from gongkai.web.disclosure.catalogue.actions import ROOM
        from gongkai.web.disclosure.catalogue.stocks import STOCK as CATALOGUE
        from gongkai.web.disclosure.processes import register_kinds
        from gongkai.web.disclosure.registers.rooms import REGISTERS
        from gongkai.web.disclosure.registers.stocks import stocks
        from gongkai.web.disclosure.sheets.rooms import open_room
        from gongkai.web.disclosure.topics.stocks import STOCK as TOPIC

        register_kinds()
        register_batches()
        for stock in (CATALOGUE, TOPIC, *stocks()):
            open_stock(stock)
        for room in (ROOM, *REGISTERS.values()):
            open_room(room)
