"""Why an act did not happen."""

from __future__ import annotations

from django.utils.translation import gettext as _


class Refused(ValueError):
    """The table, a guard or a missing word stands against the act; the message says which."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class ClosedAgency(Refused):
    """What is not there any more begins and writes nothing."""

    def __init__(self, name: str) -> None:
        super().__init__(_("“%(agency)s”已撤销。") % {"agency": name})


class Stale(Refused):
    """Somebody acted in between; what was to be done was decided on something else."""

    def __init__(self) -> None:
        super().__init__(_("在您打开页面之后，已有他人办理过此事项。请查看最新情况后再办。"))
