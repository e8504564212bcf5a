"""What can be done to agencies: one file for each act. Views, commands and the demo call these; nothing else writes."""

from gongkai.web.agencies.actions.amending import amend, correct
from gongkai.web.agencies.actions.closing import close, reopen
from gongkai.web.agencies.actions.founding import found
from gongkai.web.agencies.actions.importing import apply_import, drop_draft, keep_draft, preview
from gongkai.web.agencies.actions.merging import Offices, merge
from gongkai.web.agencies.actions.moving import move
from gongkai.web.agencies.actions.renaming import rename

__all__ = [
    "Offices",
    "amend",
    "apply_import",
    "close",
    "correct",
    "drop_draft",
    "found",
    "keep_draft",
    "merge",
    "move",
    "preview",
    "rename",
    "reopen",
]
