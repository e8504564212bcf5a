"""Requests sent in by the portal's own form, so many a second, to `gongkai serve`: stamps fetched and proofs of work
worked out beforehand, as a browser does while somebody writes. Each comes from an address of its own.

`python -m benchmarks.submissions` says how many are on disk, and how many numbers and applicants they have.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from itertools import count
from statistics import median
from urllib.parse import urlencode

import django

from benchmarks.measure import ROOT, Result
from benchmarks.platform import serving

#: Agencies of the world in which it is measured.
UNITS = 3000
#: As `gongkai.web.portal.stamps` asks for, which cannot be imported without a database.
BITS = 15
#: So many at once, each over a connection of its own.
SENDERS = 8
SECONDS = 60
SAID = {
    "content": "2025年度养老服务补贴发放办法及其说明（演示）", "form": "electronic", "way": "download", "help": "",
    "applicant_kind": "natural_person", "name": "李演示", "identity": "passport", "phone": "13800000000",
    "email": "", "address": "", "postcode": "", "representative": "", "contact": "", "agent": "",
    "agent_identity": "", "agent_phone": "", "website": "",
}  # fmt: skip
STAMP = re.compile(r'name="stamp" value="([^"]+)"')


def submissions(where: str, env: dict[str, str], a_second: int, target: int, seconds: int = SECONDS) -> list[Result]:
    """Whether all that come in so fast are taken."""
    with serving({**env, "GONGKAI_PROXIES": "1"}) as (port, _process):
        forms = _prepared(port, a_second * seconds)
        started = time.perf_counter()
        with ThreadPoolExecutor(SENDERS) as pool:
            shares = [(port, started, a_second, forms[at::SENDERS], at) for at in range(SENDERS)]
            sent = [one for share in pool.map(_sent, *zip(*shares, strict=True)) for one in share]
        took = time.perf_counter() - started
    taken = [milliseconds for status, milliseconds in sent if status == 200]
    detail = f"{len(sent):,} in {took:.0f} s, median {median(taken):.0f} ms, slowest {max(taken):.0f} ms"
    lost = len(sent) - min(_kept(env))
    return [
        Result(f"{where}: requests taken a second, for {seconds} s", len(taken) / took, target, "more", detail, "/s"),
        Result(f"{where}: of them refused, lost or doubled", abs(lost) + len(sent) - len(taken), 0, "less", "", ""),
    ]


def _prepared(port: int, number: int) -> list[tuple[str, bytes]]:
    """Addresses and filled-in forms."""
    pages = [f"/a/bench-{n % UNITS}/request/apply/" for n in range(number)]
    with closing(HTTPConnection("127.0.0.1", port)) as connection:
        stamps = [_stamp(connection, page) for page in pages]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        proofs = list(pool.map(proof, stamps, chunksize=50))
    time.sleep(3)  # nobody writes faster (`stamps.YOUNGEST`)
    forms = (
        SAID | {"stamp": stamp, "proof": found, "identity_number": f"演示{n:08}"}
        for n, stamp, found in zip(count(), stamps, proofs, strict=False)
    )
    return [(page, urlencode(form).encode()) for page, form in zip(pages, forms, strict=True)]


def _stamp(connection: HTTPConnection, page: str) -> str:
    connection.request("GET", page)
    found = STAMP.search(connection.getresponse().read().decode())
    assert found, page
    return found[1]


def proof(stamp: str) -> str:
    """What a browser works out: a number with which the digest begins with so many zeros."""
    begun = hashlib.sha256(f"{stamp}:".encode())
    for number in count():
        digest = begun.copy()
        digest.update(b"%d" % number)
        if int.from_bytes(digest.digest()[:4]) >> (32 - BITS) == 0:
            return str(number)
    raise AssertionError


def _sent(
    port: int, started: float, a_second: int, forms: Iterable[tuple[str, bytes]], first: int
) -> list[tuple[int, float]]:
    """Each at its time, or at once where it is late already: status, and milliseconds since it was due."""
    answers = []
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        for number, (page, body) in zip(count(first, SENDERS), forms, strict=False):
            due = started + number / a_second
            time.sleep(max(0, due - time.perf_counter()))
            address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
            heads = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": address}
            connection.request("POST", page, body, heads)
            answer = connection.getresponse()
            answer.read()
            answers.append((answer.status, 1000 * (time.perf_counter() - due)))
    return answers


def _kept(env: dict[str, str]) -> list[int]:
    command = [sys.executable, "-m", "benchmarks.submissions"]
    done = subprocess.run(command, check=True, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    found: list[int] = json.loads(done.stdout)
    return found


def kept() -> list[int]:
    """What came by the form: requests, and those of them whose applicant, receipt and clock are there, too."""
    from gongkai.web.requests.models import Case  # late: models can be imported only after setup()

    rows = Case.objects.filter(channel="internet")
    whole = rows.filter(applicant__isnull=False, told__stage="unconfirmed", facts__kind="received")
    return [rows.count(), whole.distinct().count()]


if __name__ == "__main__":
    django.setup()
    print(json.dumps(kept()))
