"""What a check of the audit found."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Fault:
    """Where, and what is wrong; `number` is that of the event, None where it is about the whole chain."""

    chain: str
    number: int | None
    what: str

    def __str__(self) -> str:
        values = {"chain": self.chain, "number": self.number, "what": self.what}
        return (_("%(chain)s：%(what)s") if self.number is None else _("%(chain)s 第%(number)d号：%(what)s")) % values
