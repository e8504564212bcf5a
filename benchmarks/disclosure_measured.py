"""Searches, pages and publications in that world: `python -m benchmarks.inside disclosure_measured 200`.

Prints one JSON object: milliseconds of each thing (median, slowest of a hundred), sizes in bytes, recall and precision.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable
from random import Random
from statistics import median, quantiles
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.chinese import texts
from benchmarks.disclosure_world import ROLES
from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.disclosure.actions import Text, draft, save
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.models import Document
from gongkai.web.search.finding import COUNTED, find
from gongkai.web.search.folding import fold
from gongkai.web.search.models import Entry
from gongkai.web.visibility import PUBLIC
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.models import Process

LENGTHS = (1, 2, 4, 8)
#: So many of the queries are asked once more as a scan that looks into every text.
SCANNED = 6


def measured(job: Callable[[Any], object], given: Iterable[Any]) -> list[float]:
    """Median and slowest of a hundred, in milliseconds."""
    times = []
    for one in given:
        started = time.perf_counter()
        job(one)
        times.append(1000 * (time.perf_counter() - started))
    return [median(times), quantiles(times, n=100, method="inclusive")[98]]


def queries(number: int) -> dict[int, list[str]]:
    """Pieces of the texts: what somebody who has seen a document types, and as often common as the texts are."""
    chance = Random(3)
    known = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    ids = chance.sample(known, min(1000, len(known)))
    folded = Entry.objects.filter(pk__in=ids).values_list("folded", flat=True)
    # Without the marks that make a phrase of what stands between them, and the blanks that make two words of one.
    pieces = [max(re.split(r'["“”\s]', text.partition("\x1f")[2]), key=len) for text in folded]
    texts = [piece for piece in pieces if len(piece) > 2 * LENGTHS[-1]]
    places = {length: [(text, chance.randrange(len(text) - length)) for text in chance.choices(texts, k=number)]
              for length in LENGTHS}  # fmt: skip
    return {length: [text[at : at + length] for text, at in found] for length, found in places.items()}


def searches(number: int) -> dict[str, Any]:
    """Each query newest first and best first, then some of them against a scan."""
    asked, result = queries(number), {}
    for length, typed in asked.items():
        for order in ("newest", "relevance"):
            result[f"{order} {length}"] = measured(lambda query, o=order: find(query, reader=PUBLIC, order=o), typed)
    right = shown = meant = 0
    for typed in asked.values():
        for query in typed[:SCANNED]:
            rows = Entry.objects.visible_to(PUBLIC).filter(folded__contains=fold(query)).order_by("-position")
            truth = list(rows.values_list("pk", flat=True)[: COUNTED + 1])
            found = find(query, reader=PUBLIC, size=COUNTED)
            ids = [hit.entry.pk for hit in found]
            assert found.total == min(len(truth), COUNTED), query
            right, shown, meant = right + len({*ids} & {*truth[:COUNTED]}), shown + len(ids), meant + found.total
    return result | {"recall": right / meant, "precision": right / shown}


def pages(number: int) -> dict[str, Any]:
    """Pages made fresh, each under an address of its own, and the number of their queries."""
    client, chance, result = Client(headers={"host": "127.0.0.1"}), Random(9), {}
    ids = chance.sample(range(1, Document.objects.count() + 1), number)
    rows = {row.pk: row.agency.slug for row in Document.objects.filter(pk__in=ids).select_related("agency")}
    asked = ["others", "regulations", "enforcement", "procurement", "statistics", "welfare"]
    addresses: dict[str, list[str]] = {
        "item page": [f"/a/{slug}/documents/{pk}/?" for pk, slug in rows.items()],
        "section page of an agency": [f"/a/bench-{n % 50}/content/{asked[n % 6]}/?" for n in range(number)],
        "section page of all agencies": [f"/content/{asked[n % 6]}/?page={1 + n % 50}&" for n in range(number)],
        "sections of an agency": [f"/a/bench-{n % 50}/content/?" for n in range(number)],
        "sections of all agencies": ["/content/?"] * number,
        "home page": ["/?"] * number,
        "feed of everything": ["/feed.atom?"] * number,
        "feed of a section": [f"/a/bench-{n % 50}/content/{asked[n % 6]}/feed.json?" for n in range(number)],
        "list of the open interface": [f"/api/v1/documents?item={asked[n % 6]}&" for n in range(number)],
        "sections of the open interface": ["/api/v1/sections?"] * number,
    }
    for name, those in addresses.items():
        fresh = [f"{address}n={n}" for n, address in enumerate(those)]
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(fresh[0] + "0")
            asked_of_it = len(caught)  # each request forgets those of the one before
        assert answer.status_code == 200, (fresh[0], answer.status_code)
        result[name] = [*measured(client.get, fresh), asked_of_it]
    return result


def publications(number: int) -> list[float]:
    """One item published, whole: the act from the press to its commit, the search and the audit included."""
    agency, today = Agency.objects.get(slug="bench-0"), timezone.localdate()
    people = {role: Officer(User.objects.get(username=f"bench-{role}"), today=today) for role in ROLES}
    ready = []
    for n, paragraphs in enumerate(texts(number, 21)):
        row = draft(agency, kind="announcement", title=f"演示公告第{n}号", by=people["handler"])
        said = Facts.first("announcement").but(made=today)
        body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        save(row, Text(row.title, "", {"body": {"text": body}}, said), based_on=1, by=people["handler"])
        process = Process.objects.get(kind=row.kind, object_id=row.pk)
        for deed, role in (("submit", "handler"), ("pass", "reviewer"), ("pass", "secrecy"), ("approve", "approver")):
            perform(process, deed, by=people[role])
        ready.append(process)
    return measured(lambda process: perform(process, "publish", by=people["disclosure"]), ready)


def sizes() -> dict[str, int]:
    """Bytes of the texts that can be found, as UTF-8, and of the index over them."""
    if connection.vendor == "sqlite":
        text = "SELECT sum(length(CAST(folded AS BLOB))) FROM search_entry"
        index = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search_gram%'"
    else:
        text = "SELECT sum(octet_length(folded)) FROM search_entry"
        index = "SELECT pg_total_relation_size('search_gram')"
    found = []
    with connection.cursor() as cursor:
        for statement in (text, index):
            cursor.execute(statement)
            found.append(int(cursor.fetchone()[0]))
    return dict(zip(("text", "index"), found, strict=True))


def main(number: int) -> None:
    result: dict[str, Any] = {"searches": searches(number), "pages": pages(number), "sizes": sizes()}
    result["publication"] = publications(max(20, number // 4))
    print(json.dumps(result))
