"""A file's bytes, or a part of them, as an answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import StreamingHttpResponse


class Part(StreamingHttpResponse):
    """Bytes from `start` to before `stop`; `place` is where they lie on this machine's disk, or empty.

    A server that knows of `place` sends from there and leaves the iterator alone.
    """

    def __init__(self, pieces: Iterable[bytes], *, place: str, start: int, stop: int, **given: Any) -> None:
        super().__init__(pieces, **given)
        self.place, self.start, self.stop = place, start, stop
