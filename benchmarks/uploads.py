"""Four clerks bring in large files at once through `gongkai serve`, while the public reads the portal."""

from __future__ import annotations

import http.client
import json
import os
import tempfile
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from benchmarks.measure import Result
from tests.web.config.running import Instance, descendants

CLERKS = ("handler@civil", "disclosure@civil", "handler@street", "handler@neighbour-civil")
MEGABYTE = 1 << 20
TOKEN = "t" * 32
#: Each clerk a session and a document to write.
SCENE = f"""
import json
from tests.web.disclosure.scene import rules
from tests.web.world import build
world = build()
print(json.dumps([[world.client(name).cookies["sessionid"].value, rules(world, by=name).pk] for name in {CLERKS!r}]))
"""
COUNT = """
import hashlib
from gongkai.web.disclosure.models import BroughtIn
from gongkai.web.files.stores import store
whole = 0
for row in BroughtIn.objects.select_related("file"):
    digest = hashlib.sha256()
    for piece in store().chunks(row.file.sha256):
        digest.update(piece)
    whole += digest.hexdigest() == row.file.sha256
print(whole, BroughtIn.objects.values("file__sha256").distinct().count())
"""
LINE = "演示：一行没有内容的文字。\n".encode()


@dataclass(frozen=True)
class Race:
    """What came of it; `statuses` as the clerks' browsers got them, those that were asked to come again among them."""

    seconds: float
    sent: int
    kept: int
    again: int
    megabytes_before: float
    megabytes_most: float
    #: Of a page of the portal meanwhile, in seconds
    pages: int
    median: float
    slowest: float


def bring(port: int, session: str, document: int, number: int, size: int) -> int:
    """One file that is no other's, as the editor's script brings it: told to come again, it does; how often."""
    head = (f'--{TOKEN}\r\nContent-Disposition: form-data; name="uploads"; filename="{number}.txt"\r\n'
            f"Content-Type: text/plain\r\n\r\n{number:06}\n").encode()  # fmt: skip
    tail, lines = f"\r\n--{TOKEN}--\r\n".encode(), size // len(LINE)
    body = [head, *[LINE * 1000] * (lines // 1000), LINE * (lines % 1000), tail]
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN,
        "Content-Type": f"multipart/form-data; boundary={TOKEN}", "Content-Length": str(sum(map(len, body))),
    }  # fmt: skip
    for again in range(100):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        try:
            line.request("POST", f"/desk/documents/{document}/files/", body, headers)
            answer = line.getresponse()
            said = answer.read()
        except (BrokenPipeError, ConnectionResetError):  # answered before the body was whole: told to come again
            time.sleep(1)
            continue
        finally:
            line.close()
        if answer.status != 503:
            assert answer.status == 200, (answer.status, said[:300])
            return again
        time.sleep(1)
    raise AssertionError("never taken")


def resident(pid: int, name: str) -> float:
    """Megabytes that a process holds (VmRSS), or held at most (VmHWM)."""
    said = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in said.splitlines() if line.startswith(name)).split()[1]) / 1024


def race(files: int, size: int, at_once: int, *, settings: dict[str, str] | None = None) -> Race:
    """So many files of so many bytes, so many of them at once."""
    with tempfile.TemporaryDirectory() as folder:
        instance = Instance(Path(folder) / "home", settings=settings or {})
        instance.start()
        try:
            return _raced(instance, files, size, at_once)
        finally:
            instance.stop()


def _raced(instance: Instance, files: int, size: int, at_once: int) -> Race:
    clerks = json.loads(instance.django(SCENE).splitlines()[-1])
    web = instance.child("web")
    pid = next(iter(descendants(web)), web)
    for _warm in range(3):
        assert instance.get("/")[0] == 200
    before, over, took = resident(pid, "VmRSS"), threading.Event(), []

    def read() -> None:
        while not over.is_set():
            begun = time.monotonic()
            with urllib.request.urlopen(
                f"http://127.0.0.1:{instance.port}/agencies/?q={len(took)}", timeout=60
            ) as page:
                assert page.status == 200
            took.append(time.monotonic() - begun)
            over.wait(0.05)

    with ThreadPoolExecutor(at_once + 1) as pool:
        reading, begun = pool.submit(read), time.monotonic()
        work = [pool.submit(bring, instance.port, *clerks[at % len(clerks)], at, size) for at in range(files)]
        again = sum(one.result() for one in work)
        seconds = time.monotonic() - begun
        over.set()
        reading.result()
    whole, distinct = map(int, instance.django(COUNT).split())
    return Race(
        seconds,
        files,
        min(whole, distinct),
        again,
        before,
        resident(pid, "VmHWM"),
        len(took),
        quantiles(took, n=2)[0],
        max(took),
    )


def uploads(files: int, size: int = 20 * MEGABYTE) -> list[Result]:
    """As results; all of them at once."""
    found = race(files, size, files)
    what = f"{files} × {size // MEGABYTE} MB by {len(CLERKS)} clerks at once"
    grown = found.megabytes_most - found.megabytes_before
    told = f"{found.seconds:.1f} s, {found.kept} kept, {found.again} asked to come again"
    held = f"{found.megabytes_before:.0f} MB before, {found.megabytes_most:.0f} MB at most, {os.cpu_count()} cores"
    waited = f"{found.pages} pages read meanwhile, median {1000 * found.median:.0f} ms"
    return [
        Result(f"{what}, lost", found.sent - found.kept, 0, "less", told),
        Result(f"{what}, memory added", grown, 100, "less", held, unit="MB"),
        Result(f"{what}, slowest page of the portal", 1000 * found.slowest, 2000, "less", waited, unit="ms"),
    ]
