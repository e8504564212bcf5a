"""Do rows and bytes agree? Bytes without a row are collected, rows without their bytes are told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from gongkai.web.files.models import File
from gongkai.web.files.refusals import Missing
from gongkai.web.files.stores import store

#: Bytes younger than this may belong to an act that is still under way.
GRACE = timedelta(days=1)


@dataclass(frozen=True)
class Fault:
    """A file whose bytes are gone or others than were stored."""

    digest: str
    names: list[str]
    missing: bool


def verify() -> Iterator[Fault | None]:
    """Read every file's bytes back: a fault for each that is not as it was stored, None for each that is."""
    digests = File.objects.order_by("sha256").values_list("sha256", flat=True).distinct()
    for digest in digests.iterator(chunk_size=500):
        found, missing = hashlib.sha256(), False
        try:
            for chunk in store().chunks(digest):
                found.update(chunk)
        except Missing:
            missing = True
        if missing or found.hexdigest() != digest:
            names = list(File.objects.filter(sha256=digest).values_list("name", flat=True))
            yield Fault(digest, names, missing)
        else:
            yield None


def collect(*, grace: timedelta = GRACE) -> Iterator[str]:
    """Remove bytes that no row names and that nobody kept lately; their digests."""
    before = timezone.now() - grace
    for digest, kept in store().digests():
        # The row is asked for after the age was seen: whoever stores the same bytes now makes them young again.
        if kept < before and not File.objects.filter(sha256=digest).exists() and store().discard(digest, before=before):
            yield digest
