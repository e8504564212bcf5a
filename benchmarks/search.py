"""Search over 20,000 documents: the time of a query, and of the same as a scan that looks into every document."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile

from benchmarks.measure import ROOT, Result

DOCUMENTS = 20_000

# In a process of its own: Django is set up for one folder, which goes with it. DATABASE_URL chooses PostgreSQL.
RUN = """
import json, random, sys, time
from datetime import date, timedelta
from itertools import accumulate
from statistics import median, quantiles
import django
django.setup()
from django.core.management import call_command
from django.db import connection, transaction
from gongkai.web.search.entries import Found, put_all
from gongkai.web.search.finding import find
from gongkai.web.search.folding import fold
from gongkai.web.search.models import Entry
from gongkai.web.visibility import PUBLIC, Level
count, queries = int(sys.argv[1]), int(sys.argv[2])
call_command("migrate", verbosity=0)
chance = random.Random(7)
# Characters as often as they are in texts: few are common, many are rare.
signs = [chr(0x4E00 + number * 5) for number in range(3000)]
summed = list(accumulate(1 / (rank + 2) for rank in range(3000)))
words = ["".join(chance.choices(signs, cum_weights=summed, k=chance.choice((2, 2, 2, 3, 4)))) for _ in range(20_000)]
often = list(accumulate(1 / (rank + 5) for rank in range(20_000)))

def found(number):
    text = "".join(chance.choices(words, cum_weights=often, k=350))
    return Found(kind="item", id=number, agency_id=number % 50, level=Level.PUBLIC, title=text[:20], text=text, url="/",
        date=date(2020, 1, 1) + timedelta(days=number % 2000))

# As when the index is built anew: PostgreSQL's over all of them at the end, since it takes one after another slowly.
def drop_index(cursor):
    cursor.execute("SELECT pg_get_indexdef('search_entry_pairs'::regclass)")
    (built,) = cursor.fetchone()
    cursor.execute("DROP INDEX search_entry_pairs")
    return built, "ALTER INDEX search_entry_pairs ALTER COLUMN 1 SET STATISTICS 0", "VACUUM ANALYZE search_entry"

with connection.cursor() as cursor:
    after = drop_index(cursor) if connection.vendor == "postgresql" else ()
    with transaction.atomic():
        put_all(map(found, range(count)))
    for statement in after:
        cursor.execute(statement)

def ours(query, order="newest"):
    return [hit.entry.pk for hit in find(query, reader=PUBLIC, order=order)]

def naive(query):
    found = Entry.objects.visible_to(PUBLIC).filter(folded__contains=fold(query))
    return list(found.order_by("-position").values_list("pk", flat=True)[:20]), found[:1001].count()

texts = list(Entry.objects.order_by("pk").values_list("text", flat=True)[:2000])
asked = {}
for length in (1, 2, 4, 8):
    starts = [(chance.choice(texts), chance.randrange(600)) for _ in range(queries)]
    asked[length] = [text[start : start + length] for text, start in starts]
result = {}
for length, typed in asked.items():
    for job in (ours, naive):
        times = []
        for query in typed if job is ours else typed[: max(20, queries // 10)]:
            started = time.perf_counter()
            job(query)
            times.append(1000 * (time.perf_counter() - started))
        result[f"{job.__name__} {length}"] = [median(times), quantiles(times, n=100)[98]]
times = []
for query in asked[2]:
    started = time.perf_counter()
    ours(query, "relevance")
    times.append(1000 * (time.perf_counter() - started))
result["relevance 2"] = [median(times), quantiles(times, n=100)[98]]
print(json.dumps(result))
"""


def search(queries: int) -> list[Result]:
    """Queries of 1 to 8 characters taken from the documents: the whole of `find`, marks and counting included."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {
            "GONGKAI_HOME": home,
            "DJANGO_SETTINGS_MODULE": "gongkai.web.config.settings",
        }
        command = [sys.executable, "-c", RUN, str(DOCUMENTS), str(queries)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment)
    measured = json.loads(done.stdout)
    results = []
    for length in (2, 4, 8):
        (ours, slowest), (naive, _) = measured[f"ours {length}"], measured[f"naive {length}"]
        detail = f"{naive:.1f} ms against {ours:.2f} ms, p99 {slowest:.2f} ms"
        results.append(
            Result(f"{DOCUMENTS:,} documents, LIKE over search, {length} characters", naive / ours, 3, "more", detail)
        )
    (single, slowest), (naive, _), ranked = measured["ours 1"], measured["naive 1"], measured["relevance 2"]
    detail = (
        f"{single:.1f} ms, p99 {slowest:.1f} ms, against {naive:.1f} ms; by relevance, 2 characters: {ranked[0]:.1f} ms"
    )
    results.append(
        Result(f"{DOCUMENTS:,} documents, search over LIKE, one character", single / naive, 3, "less", detail)
    )
    return results
