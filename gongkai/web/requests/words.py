"""The law's own names of stages, facts and results as pages show them: Chinese, or translated.

What is kept, sent or written into the audit says them in Chinese (`gongkai.law`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import pgettext, pgettext_lazy

from gongkai.law import clock
from gongkai.law.outcomes import Outcome

#: Of the catalogue: where in it the law's words stand.
CONTEXT = "law"


def _shown(names: Mapping[str, str]) -> dict[str, Any]:
    return {key: pgettext_lazy(CONTEXT, name) for key, name in names.items()}


STAGES = _shown(clock.STAGES)
FACTS = _shown({kind: known.name for kind, known in clock.KINDS.items()})
CHANNELS = _shown(clock.CHANNELS)
ROLES = _shown(clock.ROLES)
WAYS = _shown(clock.WAYS)


def result(outcome: Outcome) -> str:
    """A row of 表三 with its number."""
    return f"{outcome.number} {pgettext(CONTEXT, outcome.name)}"
