"""Standard input as bytes."""

from __future__ import annotations

import sys

from gongkai.cli.messages import USAGE, Failure, t
from gongkai.report.limits import MAX_BYTES


def standard_input() -> bytes:
    """What stands there, at most one byte more than is read of a file, so that what is too large is seen.

    :raises Failure: when it is closed.
    """
    if sys.stdin is None:
        raise Failure(t("标准输入关着，读不了；请给出文件。"), USAGE)
    return sys.stdin.buffer.read(MAX_BYTES + 1)
